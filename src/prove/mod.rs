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
//!
//! Two engines decide: one asks Z3 (`smt`), one needs no solver (`automata`). They share what is asked,
//! not how it is answered; [`Engine::Both`] believes neither alone.

mod align;
mod automata;
mod both;
mod engine;
mod groups;
mod judge;
mod obligation;
mod regroup;
mod smt;
mod union;
mod verdict;

use std::time::Duration;

use crate::model::{ActionElement, Catalogue, Effect, EffectiveCatalogue, Policy, Statement, UnusedSet};
use crate::recommend::Mode;

use engine::Pair;
use judge::{Single, Task};

pub use align::{Alignment, align};
pub use both::Disagreement;
pub use engine::Engine;
pub(crate) use groups::Groups;
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
    /// What decides.
    pub engine: Engine,
    /// How long Z3 may think about one question before the answer is unknown.
    pub timeout: Duration,
    /// How many threads to use for Z3.
    pub threads: usize,
    /// Where to send each question that Z3 is asked, as SMT-LIB.
    pub emit: Option<Emit<'a>>,
}

impl Default for Settings<'_> {
    /// Both engines, thirty seconds a question, a thread a core, nothing emitted.
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { engine: Engine::Both, timeout: Duration::from_secs(30), threads, emit: None }
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
    /// The time spent on deciding it.
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
    /// What decided.
    pub engine: Engine,
    /// How the statements were paired.
    pub alignment: Alignment,
    /// One for each obligation on each Allow statement of the original, in order; then those on requests.
    pub judgements: Vec<Judgement>,
    /// Where one engine proved what the other refuted: a fault of paredown. These are unknown.
    pub disagreements: Vec<Disagreement>,
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
/// Z3, with automata, or with both, and re-checks every witness by direct matching.
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
                pairs.push(Pair { place, original: statement, recommended });
            }
            (Effect::Deny, _) if partner.is_some() || !allows => {}
            _ => unpaired.push(place),
        }
    }
    let task = Task {
        original,
        recommended,
        pairs,
        strangers: &alignment.strangers,
        unpaired,
        known: &known,
        unused,
        settings,
    };
    let (judgements, disagreements) = match settings.engine {
        Engine::Smt => (task.judgements(Single::Smt), Vec::new()),
        Engine::Automata => (task.judgements(Single::Automata), Vec::new()),
        Engine::Both => both::joined(task.judgements(Single::Smt), task.judgements(Single::Automata)),
    };
    Certification { engine: settings.engine, alignment, judgements, disagreements }
}
