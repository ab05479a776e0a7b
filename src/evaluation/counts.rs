//! How many requests are allowed, and which lines are not requests.

use super::answer::Answer;
use super::decided::Said;
use crate::lines::BadLines;

/// The numbers of answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    /// Requests that are allowed.
    pub(crate) allowed: usize,
    /// Requests that are denied.
    pub(crate) denied: usize,
    /// Requests of which neither is known.
    pub(crate) unknown: usize,
    /// Lines that are not requests.
    pub(crate) bad: BadLines,
    /// Whether nobody read the answers any more, so that there may be lines left.
    pub(crate) left: bool,
}

impl Counts {
    /// Counts an answer.
    pub(super) fn add(&mut self, answer: &Answer) {
        match answer {
            Answer::Decided { decided, .. } => match decided.settled.said() {
                Said::Allow => self.allowed += 1,
                Said::Deny => self.denied += 1,
                Said::Unknown => self.unknown += 1,
            },
            Answer::Failed(failed) => self.bad.add(&failed.id, &failed.error),
        }
    }

    /// The number of all lines that were answered.
    pub(crate) fn all(&self) -> usize {
        self.allowed + self.denied + self.unknown + self.bad.count
    }
}
