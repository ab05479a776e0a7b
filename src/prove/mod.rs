//! Deciding whether a recommendation is right, whoever made it.
//!
//! The obligations ([`Obligation`]) are stated over action strings, one statement at a time. When every
//! statement of the recommendation is paired with one of the original that differs in nothing but its
//! actions ([`align`]), then no-escalation on every pair implies that each request the recommendation
//! allows, the original allows too; and used-kept, that each request which the original allows for a
//! known action that is not unused is still allowed: under any boundary, service control policy,
//! session policy and any other policy of the principal, since those only see the decision. Where one
//! statement became several of the same scope, they are first put together again (`regroup`). Statements
//! that cannot be paired are decided as requests, action and resource together. Several policies are
//! one with all their statements ([`certify_union`]).

mod align;
mod obligation;
mod regroup;
mod smt;
mod union;
mod verdict;

use std::time::Duration;

use crate::model::{ActionElement, Catalogue, Effect, EffectiveCatalogue, Policy, Statement, UnusedSet};
use crate::recommend::Mode;

pub use align::{Alignment, align};
pub use obligation::{Obligation, Requirement};
pub use regroup::pairing;
pub use smt::{packing, z3_version};
pub use union::{UnionCertification, UnionJudgement, Way, certify_union, compose};
pub use verdict::{Evidence, Verdict, Witness};

/// Takes the name of an SMT-LIB file and its text.
pub type Emit<'a> = &'a (dyn Fn(&str, &str) + Sync);

/// How to go about it.
#[derive(Clone, Copy)]
pub struct Settings<'a> {
    /// How long Z3 may think about one question before the answer is unknown.
    pub timeout: Duration,
    /// How many threads to use.
    pub threads: usize,
    /// Where to send each question as SMT-LIB.
    pub emit: Option<Emit<'a>>,
}

impl Default for Settings<'_> {
    /// Thirty seconds a question, a thread a core, nothing emitted.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { timeout: Duration::from_secs(30), threads, emit: None }
    }
}

/// What one obligation on one statement came to.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The statement of the original that it is about, by its place; nothing when it is about
    /// requests that no single statement answers for.
    pub statement: Option<usize>,
    /// The obligation.
    pub obligation: Obligation,
    /// The answer.
    pub verdict: Verdict,
    /// What refutes it; there whenever the verdict is refuted.
    pub witness: Option<Witness>,
    /// Why it is unknown.
    pub reason: Option<String>,
    /// What is exhibited for it.
    pub evidence: Vec<Evidence>,
    /// The time spent in the solver.
    pub spent: Duration,
}

impl Judgement {
    fn new(obligation: Obligation, statement: Option<usize>, verdict: Verdict) -> Self {
        Self {
            statement,
            obligation,
            verdict,
            witness: None,
            reason: None,
            evidence: Vec::new(),
            spent: Duration::ZERO,
        }
    }

    fn unknown(obligation: Obligation, statement: Option<usize>, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::new(obligation, statement, Verdict::Unknown) }
    }
}

/// What the obligations on a whole recommendation came to.
#[derive(Clone, Debug)]
pub struct Certification {
    /// How the statements were paired.
    pub alignment: Alignment,
    /// One for each obligation on each Allow statement of the original, in order; then those on requests.
    pub judgements: Vec<Judgement>,
}

impl Certification {
    /// The verdict under a requirement: what all obligations that decide come to together.
    pub fn verdict(&self, requirement: Requirement, mode: Mode) -> Verdict {
        let deciding = self.judgements.iter().filter(|j| requirement.includes(j.obligation, mode));
        Verdict::all(deciding.map(|judgement| judgement.verdict))
    }

    /// The mode in which the recommendation does best; [`Mode::Shortest`] when it makes no difference.
    pub fn best_mode(&self) -> Mode {
        let verdict = |mode| self.verdict(Requirement::LeastGeneral, mode);
        if verdict(Mode::Tight) < verdict(Mode::Shortest) { Mode::Tight } else { Mode::Shortest }
    }
}

/// Certifies that `recommended` refines `original`: decides every obligation on every statement with
/// Z3, and re-checks every witness by direct matching.
///
/// A policy that was recommended to be detached is certified as one without statements.
pub fn certify(
    original: &Policy,
    unused: &UnusedSet,
    recommended: &Policy,
    catalogue: &Catalogue,
    settings: &Settings<'_>,
) -> Certification {
    let known = EffectiveCatalogue::of_both(catalogue, original, Some(recommended), unused);
    let mut alignment = align(original, recommended, &known, unused);
    // A statement may have become several of the same scope, or stand elsewhere.
    let regrouped;
    let mut recommended = recommended;
    if !alignment.strangers.is_empty() {
        regrouped = regroup::follow(original, recommended);
        let again = align(original, &regrouped, &known, unused);
        if again.strangers.len() < alignment.strangers.len() {
            (alignment, recommended) = (again, &regrouped);
        }
    }
    let nothing = |statement: &Statement| Statement {
        actions: ActionElement { negated: false, patterns: Vec::new() },
        ..statement.clone()
    };
    let emptied: Vec<Statement> = original.statements.iter().map(nothing).collect();
    // Where nothing is allowed, nothing need be denied.
    let allows = recommended.statements.iter().any(|statement| statement.effect == Effect::Allow);
    let mut pairs = Vec::new();
    let mut unpaired = Vec::new();
    for (place, statement) in original.statements.iter().enumerate() {
        let partner = alignment.refined_by.get(place).copied().flatten();
        let partner = partner.and_then(|at| recommended.statements.get(at));
        let removed = emptied.get(place).filter(|_| alignment.strangers.is_empty());
        match (statement.effect, partner.or(removed)) {
            (Effect::Allow, Some(recommended)) => {
                pairs.push(smt::Pair { place, original: statement, recommended });
            }
            (Effect::Deny, _) if partner.is_some() || !allows => {}
            _ => unpaired.push(place),
        }
    }
    let mut judgements = Vec::new();
    for (pair, answers) in pairs.iter().zip(smt::decide(&pairs, &known, unused, settings)) {
        judgements.extend(Obligation::ALL.map(|obligation| join(pair.place, obligation, &answers)));
    }
    reconsider(original, recommended, &pairs, &known, settings, &mut judgements);
    if original.version != recommended.version && uses_variables(original) {
        let reason = "the Version differs, and with it what policy variables mean";
        judgements.push(Judgement::unknown(Obligation::NoEscalation, None, reason));
    }
    if !alignment.strangers.is_empty() || !unpaired.is_empty() {
        let strangers = &alignment.strangers;
        judgements.extend(smt::requests(
            original,
            recommended,
            strangers,
            &unpaired,
            &known,
            unused,
            settings,
        ));
    }
    judgements.sort_by_key(|judgement| judgement.statement.unwrap_or(usize::MAX));
    Certification { alignment, judgements }
}

/// An action that one statement lost may be allowed by another, and one that it gained may have been:
/// where that can be, what refutes a pair is decided again as requests, of the policy as a whole. Only a
/// proof changes the verdict.
fn reconsider(
    original: &Policy,
    recommended: &Policy,
    pairs: &[smt::Pair<'_>],
    known: &EffectiveCatalogue,
    settings: &Settings<'_>,
    judgements: &mut [Judgement],
) {
    // As many for each pair, in their order.
    for (pair, own) in pairs.iter().zip(judgements.chunks_mut(Obligation::ALL.len())) {
        let mut own: Vec<&mut Judgement> = own.iter_mut().collect();
        let mut again = false;
        for judgement in &mut own {
            let Some(Witness::Action { action, .. }) = &judgement.witness else { continue };
            let action = action.to_ascii_lowercase();
            let elsewhere = |policy: &Policy| {
                let mut allows = policy.statements.iter().filter(|s| s.effect == Effect::Allow);
                allows.any(|statement| statement.actions.matches(&action))
            };
            let other = match judgement.obligation {
                Obligation::NoEscalation => elsewhere(original),
                Obligation::UsedKept => elsewhere(recommended),
                _ => false,
            };
            if other {
                let policies = (original, recommended);
                let new = smt::pair_as_requests(judgement.obligation, pair, policies, known, settings);
                judgement.spent += new.spent;
                if new.verdict == Verdict::Proved {
                    **judgement = Judgement { spent: judgement.spent, ..new };
                    again = true;
                }
            }
        }
        // Exact is what the three before it are together.
        let proved = |judgement: &&mut Judgement| judgement.verdict == Verdict::Proved;
        let rest = own.iter().filter(|judgement| judgement.obligation < Obligation::Exact).all(proved);
        if let Some(exact) = own.iter_mut().find(|judgement| judgement.obligation == Obligation::Exact)
            && again
            && rest
        {
            exact.verdict = Verdict::Proved;
            (exact.witness, exact.reason) = (None, None);
        }
    }
}

/// Whether something in a policy would be read as a policy variable under Version 2012-10-17.
fn uses_variables(policy: &Policy) -> bool {
    policy.statements.iter().any(|statement| {
        let resources = statement.scope.resource.iter().flat_map(|element| &element.patterns);
        resources.into_iter().any(|pattern| pattern.contains("${"))
            || statement.scope.others.values().any(|value| value.to_string().contains("${"))
    })
}

/// What the answers about one obligation on one statement come to together: the first witness, the
/// first reason, all the evidence.
fn join(place: usize, obligation: Obligation, answers: &[smt::Answered]) -> Judgement {
    let own = || answers.iter().filter(|answer| answer.obligation == obligation);
    let verdict = Verdict::all(own().map(|answer| answer.verdict));
    Judgement {
        statement: Some(place),
        obligation,
        verdict,
        witness: own().find_map(|answer| answer.witness.clone()),
        reason: own().find_map(|answer| answer.reason.clone()).filter(|_| verdict == Verdict::Unknown),
        evidence: own().flat_map(|answer| answer.evidence.clone()).collect(),
        spent: own().map(|answer| answer.spent).sum(),
    }
}
