//! An error in place of a report.

use serde::Serialize;

/// An error with `--format json`, for `schemas/error.schema.json`.
#[derive(Debug, Serialize)]
pub struct ErrorReport {
    paredown: &'static str,
    error: ErrorDetails,
}

/// What went wrong, and where.
#[derive(Debug, Default, Serialize)]
pub struct ErrorDetails {
    /// What kind of error it is.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// The file that it is about, if it is about one.
    pub file: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The character of that line, from 1.
    pub column: Option<usize>,
    /// What would do.
    pub help: Option<String>,
    /// What the program ends with.
    pub exit: u8,
}

impl ErrorReport {
    /// The report on it.
    pub fn new(error: ErrorDetails) -> Self {
        Self { paredown: env!("CARGO_PKG_VERSION"), error }
    }
}
