//! The summary of a batch.

use std::io;
use std::time::Duration;

use super::answer::Answer;
use crate::job::{Change, Times};
use crate::lines::Id;
use crate::model::CatalogueIdentity;
use crate::prove::{Conclusion, Verdict};
use crate::recommend::Disposition;
use crate::report::json;
use crate::report::json::batch::{FailedLine, SummaryReport};

/// The number of lines with errors that are named; all are counted.
const NAMED: usize = 1_000;

/// The summary of all lines.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub(crate) struct Summary {
    /// The number of jobs with this outcome.
    pub replace: usize,
    /// Jobs in which nothing that the policies allow is used.
    pub detach: usize,
    /// Jobs in which nothing unused is allowed.
    pub unchanged: usize,
    /// Jobs of which AWS would refuse the result, whatever was proved.
    pub does_not_fit: usize,
    /// The number of jobs that were proved.
    pub proved: usize,
    /// The number of jobs that were refuted.
    pub refuted: usize,
    /// The number of jobs that could not be decided.
    pub unknown: usize,
    /// The number of jobs on which the engines disagree, which is a fault of paredown.
    pub disagreements: usize,
    /// The number of lines that were not jobs.
    pub errors: usize,
    /// The first of these lines.
    pub named: Vec<LineError>,
    /// Whether nobody read the answers any more, so that there may be jobs left.
    pub left: bool,
    /// The known actions allowed, the patterns and the characters, over all jobs.
    pub amounts: [Change; 3],
    /// The time that each job took, in order.
    pub times: Vec<Duration>,
    /// The time that the parts took, over all jobs.
    pub spent: Times,
}

/// A line that is not a job.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) struct LineError {
    /// The line of the input, from 1.
    pub line: usize,
    /// The job's `id`, or null if it could not be read.
    pub id: Id,
    /// The column in the job, from 1; `None` if it is about the whole job.
    pub column: Option<usize>,
    /// What was found.
    pub message: String,
}

impl LineError {
    fn shape(&self) -> FailedLine<'_> {
        FailedLine { line: self.line, id: self.id.value(), column: self.column, message: &self.message }
    }
}

impl Summary {
    /// Counts the answer to the job at a line of the input.
    pub(super) fn count(&mut self, line: usize, answer: &Answer, time: Duration) {
        self.times.push(time);
        match answer {
            Answer::Failed(failed) => {
                self.errors += 1;
                let error = &failed.error;
                // In a job over several lines, the error names its line.
                let line = error.line.max(line);
                // In the order of the lines, whichever thread came first.
                let at = self.named.partition_point(|named| named.line <= line);
                if at < NAMED {
                    let (id, message) = (failed.id.clone(), error.message.clone());
                    self.named.insert(at, LineError { line, id, column: error.column, message });
                    self.named.truncate(NAMED);
                }
            }
            Answer::Undone(..) => self.unknown += 1,
            Answer::Done(done) => {
                match done.disposition {
                    _ if !done.fits => self.does_not_fit += 1,
                    Disposition::Replace => self.replace += 1,
                    Disposition::Detach => self.detach += 1,
                    Disposition::Unchanged => self.unchanged += 1,
                }
                match done.conclusion {
                    Some(Conclusion::Proved) => self.proved += 1,
                    Some(Conclusion::Refuted) => self.refuted += 1,
                    Some(Conclusion::Unknown) => self.unknown += 1,
                    Some(Conclusion::Disagreement) => {
                        self.disagreements += 1;
                        self.unknown += 1;
                    }
                    None => {}
                }
                for (sum, own) in self.amounts.iter_mut().zip(done.amounts) {
                    sum.before += own.before;
                    sum.after += own.after;
                }
                self.spent += done.times;
            }
        }
    }

    /// The number of lines.
    pub(crate) fn jobs(&self) -> usize {
        self.times.len()
    }

    /// The worst result: bad input, then refuted, then unknown (which includes jobs that are left).
    pub(crate) fn worst(&self) -> Option<Verdict> {
        match (self.errors, self.refuted, self.unknown + usize::from(self.left)) {
            (1.., _, _) => None,
            (0, 1.., _) => Some(Verdict::Refuted),
            (0, 0, 1..) => Some(Verdict::Unknown),
            (0, 0, 0) => Some(Verdict::Proved),
        }
    }

    /// The time that this percentage of the jobs did not exceed.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.times.len().saturating_sub(1);
        self.times.get(last * percent.min(100) / 100).copied().unwrap_or_default()
    }

    /// The summary as JSON, with numbers that can be added up over runs; `timed` includes times.
    ///
    /// # Errors
    /// Only if paredown itself is at fault.
    pub(crate) fn json(&self, catalogue: &CatalogueIdentity, timed: bool) -> io::Result<String> {
        let [actions, patterns, characters] = self.amounts.map(json::Change::from);
        let report = SummaryReport {
            schema: json::batch::SUMMARY_SCHEMA,
            paredown: env!("CARGO_PKG_VERSION"),
            catalogue: catalogue.into(),
            jobs: self.jobs(),
            replace: self.replace,
            detach: self.detach,
            unchanged: self.unchanged,
            does_not_fit: self.does_not_fit,
            proved: self.proved,
            refuted: self.refuted,
            unknown: self.unknown,
            disagreements: self.disagreements,
            errors: self.errors,
            left: self.left,
            actions,
            patterns,
            characters,
            failed: self.named.iter().map(LineError::shape).collect(),
            times: timed.then(|| self.spent.into()),
        };
        report.text()
    }
}
