//! How many requests are allowed, and which lines are not requests.

use super::answer::{Answer, Failed};
use super::decided::Said;
use crate::lines::Id;

/// The number of bad lines that are named; all are counted.
const NAMED: usize = 10;

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
    pub(crate) errors: usize,
    /// The first of these lines, in order.
    pub(crate) named: Vec<BadLine>,
    /// Whether nobody read the answers any more, so that there may be lines left.
    pub(crate) left: bool,
}

/// A line that is not a request.
#[derive(Clone, Debug)]
pub(crate) struct BadLine {
    /// The line of the input, from 1.
    pub(crate) line: usize,
    /// The `id`, or null if it could not be read.
    pub(crate) id: Id,
    /// The column in the line, from 1; `None` if it is about the whole line.
    pub(crate) column: Option<usize>,
    /// What was found.
    pub(crate) message: String,
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
            Answer::Failed(failed) => {
                self.errors += 1;
                let Failed { id, error, .. } = &**failed;
                let (column, message) = (error.column, error.message.clone());
                // Lines are not answered in order.
                let at = self.named.partition_point(|one| one.line < error.line);
                self.named.insert(at, BadLine { line: error.line, id: id.clone(), column, message });
                self.named.truncate(NAMED);
            }
        }
    }

    /// The number of all lines that were answered.
    pub(crate) fn all(&self) -> usize {
        self.allowed + self.denied + self.unknown + self.errors
    }
}
