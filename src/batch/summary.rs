//! What came of all of the jobs together.

use std::io;
use std::time::Duration;

use super::answer::Answer;
use super::id::Id;
use crate::job::{Change, Times};
use crate::model::CatalogueIdentity;
use crate::prove::{Conclusion, Verdict};
use crate::recommend::Disposition;
use crate::report::json;
use crate::report::json::batch::{FailedLine, SummaryReport};

/// So many lines that are not jobs are named; all are counted.
const NAMED: usize = 1_000;

/// What came of all of the lines.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub(crate) struct Summary {
    /// How many came to each outcome.
    pub replace: usize,
    /// Nothing that the policies allow is used.
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
    /// How many lines were not jobs.
    pub errors: usize,
    /// The first of these.
    pub named: Vec<LineError>,
    /// Whether nobody read the answers any more, and jobs may be left of which nothing is known.
    pub left: bool,
    /// The known actions that are allowed, the patterns and the characters of all jobs.
    pub amounts: [Change; 3],
    /// How long each job took, in order.
    pub times: Vec<Duration>,
    /// How long the parts of all jobs took together.
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
    /// The character of the job, from 1; nothing if it is about all of the job.
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
                // A job over several lines says which.
                let line = error.line.max(line);
                // In order, whichever thread was first.
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

    /// How many lines there were.
    pub(crate) fn jobs(&self) -> usize {
        self.times.len()
    }

    /// The worst of the lines: bad input, then refuted, then unknown, as jobs are that are left.
    pub(crate) fn worst(&self) -> Option<Verdict> {
        match (self.errors, self.refuted, self.unknown + usize::from(self.left)) {
            (1.., _, _) => None,
            (0, 1.., _) => Some(Verdict::Refuted),
            (0, 0, 1..) => Some(Verdict::Unknown),
            (0, 0, 0) => Some(Verdict::Proved),
        }
    }

    /// The time that this share of the jobs, in percent, did not take longer than.
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let last = self.times.len().saturating_sub(1);
        self.times.get(last * percent.min(100) / 100).copied().unwrap_or_default()
    }

    /// The summary as JSON, whose numbers can be added up over runs; `timed` says whether with times.
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
