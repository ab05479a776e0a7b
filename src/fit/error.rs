//! Why a document could not be made.

use std::fmt;

use crate::parse::{Diagnostic, EditError};

/// Why a document could not be made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FitError {
    /// The recommendation is not for this document.
    Edit(EditError),
    /// A document that was written cannot be read again.
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
        // The message is that of the wrapped error, so its source is that error's source.
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
