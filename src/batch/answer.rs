//! What came of a job, or of a line that is not one.

use super::id::Id;
use super::spot::Spot;
use crate::deadline::TimeUp;
use crate::job::{Change, Outcome, Times};
use crate::prove::Conclusion;
use crate::recommend::Disposition;
use crate::report::json::batch::{self as json, Asked};

/// What an answer has besides the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contents {
    /// The recommended documents.
    pub documents: bool,
    /// How long it took, so that answers differ from run to run.
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

/// What came of a line, and what the summary has to know of it.
#[derive(Debug)]
pub(super) enum Answer {
    /// What came of a job.
    Done(Box<Counted>),
    /// It was given up before anything was recommended or decided, since there was not enough time.
    Undone(Id, TimeUp),
    /// It was not a job.
    Failed(Box<Failed>),
}

/// The line of a job, and what counts of it.
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
    /// The answer to a job that came to something.
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

    /// The line, without its end.
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
