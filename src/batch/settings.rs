//! The settings of a batch.

use std::time::Duration;

use super::answer::Contents;
use super::options::Age;
use super::summary::Summary;
use crate::job::{KeepEntry, Settings};
use crate::lines::LinesError;

/// Called with the summary.
pub(crate) type Leave<'a> = &'a (dyn Fn(&Result<Summary, LinesError>) + Sync);

/// The settings of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// The name of the input in errors.
    pub name: &'a str,
    /// How each job is done, unless it says otherwise.
    pub settings: Settings<'a>,
    /// How recent use counts in the unused sets.
    pub age: Age,
    /// What to keep, whatever a job says is unused.
    pub keep: &'a [KeepEntry],
    /// What an answer contains besides the verdict.
    pub contents: Contents,
    /// The number of jobs to work on at a time.
    pub threads: usize,
    /// The longest time for a job; what is not decided by then is unknown.
    pub max_time: Option<Duration>,
    /// Called for each line that was read, with its length in bytes.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Called with the summary if a thread is still busy with a job that was given up. [`run`](super::run) only
    /// returns once that thread does; whoever does not want to wait ends the process here.
    pub leave: Option<Leave<'a>>,
}
