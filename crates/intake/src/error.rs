//! Why inputs were refused.

use std::fmt;

use crate::Stranger;
use crate::parse::{self, Code, Diagnostic, ReadError};

/// Why inputs were refused.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Error {
    /// One of them is not valid.
    Input(parse::Error),
    /// They are about different principals or accounts.
    Stranger(Box<Stranger>),
    /// What is recommended is not for these policies: a sentence.
    Unpaired(String),
    /// Each may be valid, but not together: a sentence.
    Together(String),
}

impl Error {
    /// The kind of error.
    pub fn code(&self) -> Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Stranger(_) => Code::OtherPrincipal,
            Self::Unpaired(_) => Code::Unpaired,
            Self::Together(_) => Code::Invalid,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => error.fmt(f),
            Self::Stranger(stranger) => stranger.fmt(f),
            Self::Unpaired(message) | Self::Together(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Input(error) => error.source(),
            Self::Stranger(_) | Self::Unpaired(_) | Self::Together(_) => None,
        }
    }
}

impl From<parse::Error> for Error {
    fn from(error: parse::Error) -> Self {
        Self::Input(error)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::Input(error.into())
    }
}

impl From<Diagnostic> for Error {
    fn from(error: Diagnostic) -> Self {
        Self::Input(error.into())
    }
}

impl From<Box<Stranger>> for Error {
    fn from(stranger: Box<Stranger>) -> Self {
        match stranger.diagnostic() {
            Some(diagnostic) => diagnostic.into(),
            None => Self::Stranger(stranger),
        }
    }
}
