//! Answers to questions: proved, refuted by a request, or unknown with what it depends on.

use crate::compare;
use crate::model::Statement;
use crate::prove::{Fault, Verdict, Witness};

use super::question::{Kind, Question};
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

    pub(in crate::prove) fn unknown(reason: impl Into<String>) -> Self {
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
        settings: &compare::Settings,
        kind: Kind,
        statements: &[&Statement],
        hint: Option<&str>,
    ) -> Answer {
        let hint = hint.map(str::to_ascii_lowercase);
        let answer = |&statement: &&Statement| match Question::new(self, kind, statement, hint.as_deref()) {
            Ok(question) => question.answer(settings),
            Err(Fault) => Answer::unknown(Fault::REASON),
        };
        Answer::all(statements.iter().map(answer))
    }
}
