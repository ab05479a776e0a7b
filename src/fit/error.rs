//! Why a document could not be made.

use std::fmt;

use crate::parse::{Diagnostic, EditError};

/// Why a document could not be made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FitError {
    /// The recommendation is not one for this document.
    Edit(EditError),
    /// A document that was made cannot be read again.
    Read(Box<Diagnostic>),
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit(error) => error.fmt(f),
            Self::Read(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for FitError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // What it wraps says all of the message, and what is behind that is its source.
        match self {
            Self::Edit(error) => error.source(),
            Self::Read(error) => error.source(),
        }
    }
}

impl From<EditError> for FitError {
    fn from(error: EditError) -> Self {
        Self::Edit(error)
    }
}
