//! Judgements: the answers to single questions.

use std::time::Duration;

use super::{Evidence, Obligation, Verdict, Witness};

/// The subject of a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A row, by its number.
    Row(usize),
    /// The Deny statements of all policies, on both sides.
    Denies,
}

/// The answer to one obligation on one subject.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The subject.
    pub subject: Subject,
    /// The obligation.
    pub obligation: Obligation,
    /// The answer.
    pub verdict: Verdict,
    /// What refutes it; present if the verdict is refuted.
    pub witness: Option<Witness>,
    /// Why it is unknown.
    pub reason: Option<String>,
    /// What is exhibited for it.
    pub evidence: Vec<Evidence>,
    /// The time spent on deciding it.
    pub spent: Duration,
    /// With two engines, the part of it spent by the solver.
    pub spent_by_smt: Duration,
}

impl Judgement {
    pub(super) fn new(subject: Subject, obligation: Obligation, verdict: Verdict) -> Self {
        Self {
            subject,
            obligation,
            verdict,
            witness: None,
            reason: None,
            evidence: Vec::new(),
            spent: Duration::ZERO,
            spent_by_smt: Duration::ZERO,
        }
    }

    pub(super) fn unknown(subject: Subject, obligation: Obligation, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..Self::new(subject, obligation, Verdict::Unknown) }
    }
}

/// A question: a subject and an obligation.
pub type Question = (Subject, Obligation);
