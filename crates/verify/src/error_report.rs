//! An error in place of a report.

use paredown_policy::deadline::TimeUp;
use paredown_policy::parse::{self, Code};
use serde::Serialize;

/// An error with `--format json`; its shape is `schemas/error.schema.json`.
#[derive(Debug, Serialize)]
pub struct ErrorReport {
    paredown: &'static str,
    error: ErrorDetails,
}

/// What went wrong, and where.
#[derive(Debug, Serialize)]
struct ErrorDetails {
    code: &'static str,
    message: String,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<String>,
    exit: u8,
}

impl ErrorReport {
    /// The report on an error of this kind that is about no file, for a program that ends with `exit`.
    pub fn new(code: Code, message: impl Into<String>, exit: u8) -> Self {
        let error = ErrorDetails {
            code: code.name(),
            message: message.into(),
            file: None,
            line: None,
            column: None,
            help: None,
            exit,
        };
        Self { paredown: env!("CARGO_PKG_VERSION"), error }
    }

    /// The report on an input that was refused.
    pub fn of_input(error: &parse::Error, exit: u8) -> Self {
        match error {
            parse::Error::Diagnostic(found) => {
                let mut report = Self::new(error.code(), found.message.as_str(), exit);
                let (line, column) = found.line_column();
                report.error.file = Some(found.source.name.clone());
                (report.error.line, report.error.column) = (Some(line), Some(column));
                report.error.help.clone_from(&found.help);
                report
            }
            parse::Error::Read(found) => {
                let mut report = Self::new(error.code(), found.message.as_str(), exit);
                report.error.file = Some(found.file.clone()).filter(|file| !file.is_empty());
                report.error.help.clone_from(&found.help);
                report
            }
        }
    }

    /// The report on a time that was up.
    pub fn of_time(error: &TimeUp, exit: u8) -> Self {
        Self::new(Code::TimeUp, error.to_string(), exit)
    }

    /// A JSON document, ended by a line feed.
    ///
    /// # Errors
    /// None is expected: it is made of texts and numbers alone.
    pub fn json(&self) -> std::io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
