//! What one engine says of a recommendation whose statements are paired as far as they can be.

use crate::model::{Effect, EffectiveCatalogue, Policy, UnusedSet};

use super::engine::{Answered, Pair};
use super::{Judgement, Obligation, Settings, Verdict, Witness, automata, smt};

/// One of the two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Single {
    Smt,
    Automata,
}

/// What is to be decided.
pub(super) struct Task<'a> {
    pub(super) original: &'a Policy,
    pub(super) recommended: &'a Policy,
    pub(super) pairs: Vec<Pair<'a>>,
    /// The statements of the recommendation that have no partner.
    pub(super) strangers: &'a [usize],
    /// Those of the original, where it matters.
    pub(super) unpaired: Vec<usize>,
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
    pub(super) settings: &'a Settings<'a>,
}

impl Task<'_> {
    /// One judgement for each obligation on each pair, then those on requests; ordered by statement.
    pub(super) fn judgements(&self, engine: Single) -> Vec<Judgement> {
        let answers = match engine {
            Single::Smt => smt::decide(&self.pairs, self.known, self.unused, self.settings),
            Single::Automata => automata::decide(&self.pairs, self.known, self.unused),
        };
        let mut judgements = Vec::new();
        for (pair, answers) in self.pairs.iter().zip(answers) {
            judgements.extend(Obligation::ALL.map(|obligation| join(pair.place, obligation, &answers)));
        }
        self.reconsider(engine, &mut judgements);
        if self.original.version != self.recommended.version && self.original.uses_variables() {
            let reason = "the Version differs, and with it what policy variables mean";
            judgements.push(Judgement::unknown(Obligation::NoEscalation, None, reason));
        }
        if !self.strangers.is_empty() || !self.unpaired.is_empty() {
            judgements.extend(self.requests(engine));
        }
        judgements.sort_by_key(|judgement| judgement.statement.unwrap_or(usize::MAX));
        judgements
    }

    fn requests(&self, engine: Single) -> Vec<Judgement> {
        let Self { original, recommended, strangers, unpaired, known, unused, settings, .. } = self;
        match engine {
            Single::Smt => smt::requests(original, recommended, strangers, unpaired, known, unused, settings),
            Single::Automata => automata::requests(original, recommended, strangers, unpaired, known, unused),
        }
    }

    fn pair_as_requests(&self, engine: Single, obligation: Obligation, pair: &Pair<'_>) -> Judgement {
        let policies = (self.original, self.recommended);
        match engine {
            Single::Smt => smt::pair_as_requests(obligation, pair, policies, self.known, self.settings),
            Single::Automata => automata::pair_as_requests(obligation, pair, policies, self.known),
        }
    }

    /// An action that one statement lost may be allowed by another, and one that it gained may have been:
    /// where that can be, what refutes a pair is decided again as requests, of the policy as a whole. Only a
    /// proof changes the verdict.
    fn reconsider(&self, engine: Single, judgements: &mut [Judgement]) {
        let (original, recommended) = (self.original, self.recommended);
        // As many for each pair, in their order.
        for (pair, own) in self.pairs.iter().zip(judgements.chunks_mut(Obligation::ALL.len())) {
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
                    let new = self.pair_as_requests(engine, judgement.obligation, pair);
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
}

/// What the answers about one obligation on one statement come to together: the first witness, the
/// first reason, all the evidence.
fn join(place: usize, obligation: Obligation, answers: &[Answered]) -> Judgement {
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
