//! Answers to questions: proved, refuted by a request, or unknown with what it depends on.

use crate::model::Statement;
use crate::prove::{Fault, Verdict, Witness};

use super::question::{Kind, Question};
use super::reasons::explain;
use super::refute::Refuting;
use super::request_set::Outside;
use super::whole::Whole;

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::prove) struct Answer {
    pub(in crate::prove) verdict: Verdict,
    /// Present if it is refuted.
    pub(in crate::prove) witness: Option<Witness>,
    /// Present if it is unknown.
    pub(in crate::prove) reason: Option<String>,
}

impl Answer {
    pub(super) fn proved() -> Self {
        Self { verdict: Verdict::Proved, witness: None, reason: None }
    }

    pub(super) fn refuted(witness: Witness) -> Self {
        Self { verdict: Verdict::Refuted, witness: Some(witness), reason: None }
    }

    pub(super) fn unknown(reason: impl Into<String>) -> Self {
        Self { verdict: Verdict::Unknown, witness: None, reason: Some(reason.into()) }
    }

    /// The combined answer on several statements: refuted if one is; otherwise unknown if one is, or if there is
    /// none.
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

impl Whole<'_> {
    /// Decides a question about each of some statements, all of the side and effect that it is about. `hint` is
    /// an action to try first.
    pub(in crate::prove) fn decide(
        &self,
        engine: &mut dyn Outside,
        kind: Kind,
        statements: &[&Statement],
        hint: Option<&str>,
    ) -> Answer {
        let hint = hint.map(str::to_ascii_lowercase);
        let answer = |&statement: &&Statement| match Question::new(self, kind, statement, hint.as_deref()) {
            Ok(question) => question.answer(engine),
            Err(Fault) => Answer::unknown(Fault::REASON),
        };
        Answer::all(statements.iter().map(answer))
    }
}

impl Question<'_> {
    /// Decides it.
    fn answer(&self, engine: &mut dyn Outside) -> Answer {
        let open = match self.prove(engine) {
            Ok(()) => return Answer::proved(),
            Err(open) => open,
        };
        if let Some(witness) = Refuting::new(self, &open).witness(engine) {
            return Answer::refuted(witness);
        }
        let (single, timeout) = engine.settings();
        match self.by_inclusion(single, timeout) {
            // What the question itself depends on is more to the point.
            answer if answer.verdict == Verdict::Unknown => Answer::unknown(explain(self, &open)),
            answer => answer,
        }
    }
}
