//! What was found in a job, and where.

use std::sync::Arc;

use super::items::{Start, TooLong};
use crate::parse::{self, Diagnostic, Source};
use crate::report::json;

/// What was found in a job, and where. Which line of the input that is only the summary says, so that answers do not
/// depend on how an input was cut into files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// The line of the input, from 1.
    pub line: usize,
    /// The character of the job, from 1; nothing if it is about all of the job.
    pub column: Option<usize>,
    /// What was found.
    pub message: String,
    /// What would do.
    pub help: Option<String>,
}

impl Spot {
    /// Something about all of a job.
    pub(super) fn whole(line: usize, message: impl Into<String>) -> Self {
        Self { line, column: None, message: message.into(), help: None }
    }

    /// What is said of a line that was not read.
    pub(super) fn too_long(TooLong { line, length, limit }: TooLong) -> Self {
        let (length, limit) = (parse::bytes(length), parse::bytes(limit));
        let help = Some("--max-line-size sets the limit, such as `32M`".to_owned());
        Self { help, ..Self::whole(line, format!("the line has {length}, more than {limit}")) }
    }
}

impl<'a> From<&'a Spot> for json::batch::Spot<'a> {
    fn from(spot: &'a Spot) -> Self {
        Self { column: spot.column, message: &spot.message, help: spot.help.as_deref() }
    }
}

/// A member of a job as a document of its own, and where it begins.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) source: Arc<Source>,
    /// In the input.
    pub(super) start: Start,
    /// In the job: how many characters are before it.
    pub(super) before: usize,
}

impl Part {
    /// The part of a job's text at `span`; `start` is where the job begins.
    pub(super) fn new(job: &Source, name: &str, span: std::ops::Range<usize>, start: Start) -> Self {
        let before = job.text.get(..span.start).unwrap_or_default();
        let text = job.text.get(span).unwrap_or_default().to_owned();
        let source = Arc::new(Source { name: format!("{} ({name})", job.name), text });
        Self { source, start: start.after(before), before: before.chars().count() }
    }

    /// Where an error is: in this part, or in a text that was decoded from it, whose own place its message says.
    pub(super) fn spot(&self, error: &Diagnostic) -> Spot {
        let (line, column) = error.line_column();
        let help = error.help.clone();
        if !Arc::ptr_eq(&error.source, &self.source) {
            let message = format!("{} (in the decoded text: line {line}, column {column})", error.message);
            return Spot { line: self.start.line, column: Some(self.before + 1), message, help };
        }
        let inside = self.source.text.get(..error.span.start).unwrap_or_default().chars().count();
        Spot {
            line: self.start.place((line, column)).line,
            column: Some(self.before + inside + 1),
            message: error.message.clone(),
            help,
        }
    }
}
