//! What came of all of the jobs together.

use std::time::Duration;

use crate::prove::{Conclusion, Verdict};
use crate::recommend::Disposition;

use super::answer::Answer;

/// What came of all of the lines.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// How many came to each outcome.
    pub replace: usize,
    /// Nothing that the policy allows is used.
    pub detach: usize,
    /// Nothing unused is allowed.
    pub unchanged: usize,
    /// How many AWS would refuse, whatever was proved.
    pub does_not_fit: usize,
    /// How many were proved.
    pub proved: usize,
    /// How many were refuted.
    pub refuted: usize,
    /// How many could not be decided.
    pub unknown: usize,
    /// On how many of these the engines disagree, which is a fault of paredown.
    pub disagreements: usize,
    /// How many lines were no jobs.
    pub errors: usize,
    /// Whether nobody read the answers any more, and jobs may be left of which nothing is known.
    pub left: bool,
    /// How long each job took, in order.
    pub times: Vec<Duration>,
}

impl Summary {
    pub(super) fn count(&mut self, answer: &Answer, time: Duration) {
        self.times.push(time);
        match answer {
            Answer::Failed(_) => self.errors += 1,
            Answer::Undone(_) => self.unknown += 1,
            Answer::Done(done) => {
                match done.outcome() {
                    _ if !done.fits() => self.does_not_fit += 1,
                    Disposition::Replace => self.replace += 1,
                    Disposition::Detach => self.detach += 1,
                    Disposition::Unchanged => self.unchanged += 1,
                }
                match done.conclusion() {
                    Some(Conclusion::Proved) => self.proved += 1,
                    Some(Conclusion::Refuted) => self.refuted += 1,
                    Some(Conclusion::Unknown) => self.unknown += 1,
                    Some(Conclusion::Disagreement) => {
                        self.disagreements += 1;
                        self.unknown += 1;
                    }
                    None => {}
                }
            }
        }
    }

    /// How many lines there were.
    pub fn jobs(&self) -> usize {
        self.times.len()
    }

    /// The worst of the lines: bad input, then refuted, then unknown, as jobs are that are left.
    pub fn worst(&self) -> Option<Verdict> {
        match (self.errors, self.refuted, self.unknown + usize::from(self.left)) {
            (1.., _, _) => None,
            (0, 1.., _) => Some(Verdict::Refuted),
            (0, 0, 1..) => Some(Verdict::Unknown),
            (0, 0, 0) => Some(Verdict::Proved),
        }
    }

    /// The time that this share of the jobs, in percent, did not take longer than.
    pub fn percentile(&self, percent: usize) -> Duration {
        let last = self.times.len().saturating_sub(1);
        self.times.get(last * percent.min(100) / 100).copied().unwrap_or_default()
    }
}
