//! Requests of whole policies, action and resource together: what the obligations come to where rows do not
//! settle them.
//!
//! Five questions are asked of all statements of both sides ([`Whole`]). Each has the form: is there a request
//! that some statements of one side speak of, outside of what other statements surely speak of? An engine
//! ([`Outside`]) answers that for actions and resources; what stands in the way of them (conditions, policy
//! variables, the two readings of ARNs) is dealt with here, so that either answer is sound:
//! - *proved*, if under both readings there is none, where a statement counts only if its conditions are met
//!   whenever those of the statement asked about are, and for whatever a pattern that is not understood matches;
//! - *refuted*, if there is one with a context in which, under both readings, the one side allows it and the
//!   other does not, as a plain [evaluator](evaluate) says that shares nothing with the engines;
//! - *unknown* otherwise, with what it depends on.

mod assumptions;
mod conditions;
mod context;
mod counting;
mod evaluate;
mod question;
mod reasons;
mod reduction;
mod refute;

#[cfg(test)]
mod tests;

use crate::model::{ActionElement, ArnPattern, Effect, EffectiveCatalogue, Reading, Statement, UnusedSet};

use super::{ContextEntry, Verdict, Witness};
use evaluate::{Request, allowed};
use question::Question;

pub(super) use question::Kind;
pub(super) use reduction::{Products, outside};

/// All statements on both sides, and what is known and unused.
#[derive(Clone, Debug)]
pub(super) struct Whole<'a> {
    /// Those of all original policies.
    pub(super) before: Vec<&'a Statement>,
    /// Those of all recommended policies.
    pub(super) after: Vec<&'a Statement>,
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
}

/// What was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) verdict: Verdict,
    /// There whenever it is refuted.
    pub(super) witness: Option<Witness>,
    /// There whenever it is unknown.
    pub(super) reason: Option<String>,
}

impl Answer {
    fn proved() -> Self {
        Self { verdict: Verdict::Proved, witness: None, reason: None }
    }

    fn refuted(witness: Witness) -> Self {
        Self { verdict: Verdict::Refuted, witness: Some(witness), reason: None }
    }

    fn unknown(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::Unknown, witness: None, reason: Some(reason.into()) }
    }

    /// What the answers on several statements come to: refuted if one is, else unknown if one is or if there
    /// is none.
    fn all(answers: impl Iterator<Item = Self>) -> Self {
        let mut worst = None;
        for answer in answers {
            if answer.verdict == Verdict::Refuted {
                return answer;
            }
            let worse = |worst: &Self| answer.verdict > worst.verdict;
            if worst.as_ref().is_none_or(worse) {
                worst = Some(answer);
            }
        }
        worst.unwrap_or_else(|| Self::unknown("no statement was asked about"))
    }
}

/// The resources of a statement, with every pattern understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resources {
    /// Those that the patterns do not match.
    pub(super) negated: bool,
    /// `*` is one of the patterns.
    pub(super) everything: bool,
    /// The others.
    pub(super) arns: Vec<ArnPattern>,
}

/// The actions that count.
#[derive(Clone, Debug)]
pub(super) enum Counting<'a> {
    All,
    /// Folded, known actions.
    These(Vec<&'a str>),
    Unused(&'a UnusedSet),
}

/// The requests that one statement, or two together, speak of, with the actions that count.
#[derive(Clone, Debug)]
pub(super) struct Target<'a> {
    /// What the action is in, each of them.
    pub(super) actions: Vec<&'a ActionElement>,
    /// What the resource is in, each of them.
    pub(super) resources: Vec<Resources>,
    pub(super) counting: Counting<'a>,
}

/// The requests that statements with the same resources speak of.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// What the action is in, one of them.
    pub(super) actions: Vec<&'a ActionElement>,
    pub(super) resources: Resources,
}

/// An engine: whether some request lies in the target and in none of the groups, under each of the readings. A
/// resource is an ARN or `*`.
pub(super) trait Outside {
    /// Such a request, a folded action and a resource; nothing if there is none. Or why it is not known.
    fn outside(
        &mut self,
        target: &Target<'_>,
        others: &[Group<'_>],
        readings: &[Reading],
    ) -> Result<Option<(String, String)>, String>;
}

/// Whether an Allow statement allows a request by itself, under both readings of ARNs; not if that depends on what is
/// not understood. `context` has the keys that matter: nothing for one that the request does not have.
pub(crate) fn grants(statement: &Statement, action: &str, resource: &str, context: &[ContextEntry]) -> bool {
    let values = |entry: &ContextEntry| (entry.key.clone(), entry.value.iter().cloned().collect());
    let request = Request {
        action: action.to_ascii_lowercase(),
        resource: resource.to_owned(),
        context: context.iter().map(values).collect(),
    };
    Reading::ALL.into_iter().all(|reading| allowed(&[statement], &request, reading) == Some(true))
}

impl Whole<'_> {
    /// Decides a question about each of some statements, all of the side and effect that it is about. `hint`: an
    /// action to try first.
    pub(super) fn decide(
        &self,
        engine: &mut dyn Outside,
        kind: Kind,
        statements: &[&Statement],
        hint: Option<&str>,
    ) -> Answer {
        let hint = hint.map(str::to_ascii_lowercase);
        let answer =
            |&statement: &&Statement| Question::new(self, kind, statement, hint.as_deref()).answer(engine);
        Answer::all(statements.iter().map(answer))
    }

    fn on(&self, before: bool, effect: Effect) -> Vec<&Statement> {
        let side = if before { &self.before } else { &self.after };
        side.iter().copied().filter(|statement| statement.effect == effect).collect()
    }
}
