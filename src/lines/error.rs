//! What ends the work on lines early.

use std::fmt;
use std::io;

use crate::parse::Diagnostic;

/// What ends the work on lines early.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum LinesError {
    /// The input cannot be read.
    Input(io::Error),
    /// The input is neither lines nor an array.
    Form(Box<Diagnostic>),
    /// The answers cannot be written.
    Output(io::Error),
}

impl fmt::Display for LinesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => write!(f, "the input cannot be read: {error}"),
            Self::Form(error) => error.fmt(f),
            Self::Output(error) => write!(f, "the result cannot be written: {error}"),
        }
    }
}

impl std::error::Error for LinesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Input(error) | Self::Output(error) => Some(error),
            Self::Form(error) => error.source(),
        }
    }
}
