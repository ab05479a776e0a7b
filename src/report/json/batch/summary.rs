//! The summary of a batch, with numbers that can be added up over runs.

use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::report::json::{Catalogue, Change, Times};

/// A line that is not a job.
#[derive(Serialize)]
pub(crate) struct FailedLine<'a> {
    pub(crate) line: usize,
    pub(crate) id: &'a RawValue,
    pub(crate) column: Option<usize>,
    pub(crate) message: &'a str,
}

/// The report of `--summary`.
#[derive(Serialize)]
pub(crate) struct SummaryReport<'a> {
    pub(crate) schema: &'static str,
    pub(crate) paredown: &'static str,
    pub(crate) catalogue: Catalogue<'a>,
    pub(crate) jobs: usize,
    pub(crate) replace: usize,
    pub(crate) detach: usize,
    pub(crate) unchanged: usize,
    pub(crate) does_not_fit: usize,
    pub(crate) proved: usize,
    pub(crate) refuted: usize,
    pub(crate) unknown: usize,
    pub(crate) disagreements: usize,
    pub(crate) errors: usize,
    pub(crate) left: bool,
    pub(crate) actions: Change,
    pub(crate) patterns: Change,
    pub(crate) characters: Change,
    pub(crate) failed: Vec<FailedLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) times: Option<Times>,
}

impl SummaryReport<'_> {
    /// The report as JSON, with a final line feed.
    pub(crate) fn text(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
