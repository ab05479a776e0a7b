//! How to go about a batch.

use std::time::Duration;

use super::answer::Contents;
use super::error::BatchError;
use super::options::Age;
use super::summary::Summary;
use crate::job::{KeepEntry, Settings};

/// Takes what all jobs come to.
pub(crate) type Leave<'a> = &'a (dyn Fn(&Result<Summary, BatchError>) + Sync);

/// How to go about all of the jobs.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// What the input is called, in errors.
    pub name: &'a str,
    /// How each job is done, but for what it says itself.
    pub settings: Settings<'a>,
    /// How the unused sets are read.
    pub age: Age,
    /// What must survive, whatever a job says is unused.
    pub keep: &'a [KeepEntry],
    /// What an answer has besides the verdict.
    pub contents: Contents,
    /// How many jobs are worked on at a time.
    pub threads: usize,
    /// How long a job may take; what is not decided then is unknown.
    pub max_time: Option<Duration>,
    /// Told of every line that was read, by its length in bytes.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Told what all of it comes to if a thread is still at a job that was given up: [`run`](super::run) returns only when
    /// it has come back, and whoever does not want to wait for that ends the process here.
    pub leave: Option<Leave<'a>>,
}
