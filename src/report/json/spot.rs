//! Errors and warnings in a line.

use serde::Serialize;

/// An error or warning in a line.
#[derive(Debug, Serialize)]
pub(crate) struct Spot<'a> {
    /// The column in the line, from 1; null if it is about the whole line.
    pub(crate) column: Option<usize>,
    /// What was found.
    pub(crate) message: &'a str,
    /// What to do about it.
    pub(crate) help: Option<&'a str>,
}
