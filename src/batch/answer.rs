//! The answer to a line, whether or not it is a job.

use crate::deadline::TimeUp;
use crate::job::{Change, Outcome, Times};
use crate::lines::Id;
use crate::lines::Spot;
use crate::prove::Conclusion;
use crate::recommend::Disposition;
use crate::report::json::batch::{self as json, Asked};

/// What an answer contains besides the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents {
    /// The recommended documents.
    pub documents: bool,
    /// Times, so that answers differ from run to run.
    pub timings: bool,
}

/// A line that is not a job.
#[derive(Debug)]
pub(super) struct Failed {
    /// The job's `id`, or null if it could not be read.
    pub(super) id: Id,
    pub(super) error: Spot,
}

impl Failed {
    #[expect(clippy::unnecessary_box_returns, reason = "it is handed on as an error, which is boxed")]
    pub(super) fn new(id: Id, error: Spot) -> Box<Self> {
        Box::new(Self { id, error })
    }
}

/// The result of a line, and what the summary needs of it.
#[derive(Debug)]
pub(super) enum Answer {
    /// A job that was done.
    Done(Box<Counted>),
    /// A job that was given up before anything was recommended or decided, because the time was up.
    Undone(Id, TimeUp),
    /// It was not a job.
    Failed(Box<Failed>),
}

/// The line of a job, and what the summary counts of it.
#[derive(Debug)]
pub(super) struct Counted {
    line: String,
    pub(super) disposition: Disposition,
    pub(super) fits: bool,
    pub(super) conclusion: Option<Conclusion>,
    pub(super) amounts: [Change; 3],
    pub(super) times: Times,
}

impl Answer {
    /// The answer to a job with an outcome.
    pub(super) fn of(outcome: &Outcome, asked: Asked<'_>) -> Self {
        Self::Done(Box::new(Counted {
            line: json::done(outcome, asked),
            disposition: outcome.overall(),
            fits: outcome.fits(),
            conclusion: outcome.conclusion(),
            amounts: [outcome.counts.actions, outcome.counts.patterns, outcome.counts.characters],
            times: outcome.times,
        }))
    }

    /// The line, without its line break.
    pub(super) fn line(self) -> String {
        match self {
            Self::Done(counted) => counted.line,
            Self::Undone(id, why) => json::undone(id.value(), &why.to_string()),
            Self::Failed(failed) => json::failed(failed.id.value(), (&failed.error).into()),
        }
    }
}

#[cfg(test)]
mod tests;
