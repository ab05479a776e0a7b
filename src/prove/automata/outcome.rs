//! Outcomes of obligations.

use crate::prove::{Evidence, Verdict, Witness};

use super::search::Unclear;

/// A verdict, and what is shown for it.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) witness: Option<Witness>,
    pub(super) reason: Option<String>,
    pub(super) evidence: Vec<Evidence>,
}

impl Outcome {
    pub(super) fn proved() -> Self {
        Self { verdict: Verdict::Proved, witness: None, reason: None, evidence: Vec::new() }
    }

    pub(super) fn refuted(witness: Witness) -> Self {
        Self { verdict: Verdict::Refuted, witness: Some(witness), ..Self::proved() }
    }

    pub(super) fn unknown(reason: &str) -> Self {
        Self { verdict: Verdict::Unknown, reason: Some(reason.to_owned()), ..Self::proved() }
    }

    /// The outcome that was found, or unknown.
    pub(super) fn of(found: Result<Self, Unclear>) -> Self {
        found.unwrap_or_else(|why| Self::unknown(why.reason()))
    }

    /// Proved with evidence, unless there is a reason why something is unclear.
    pub(super) fn unless(reason: Option<&str>, evidence: Vec<Evidence>) -> Self {
        reason.map_or_else(|| Self { evidence, ..Self::proved() }, Self::unknown)
    }
}
