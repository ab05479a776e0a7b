//! Why a command could not do its work.

use std::io;

use crate::deadline::TimeUp;
use crate::intake::{self, Stranger};
use crate::parse::{self, Diagnostic, ReadError};

use super::exit::Exit;

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// An input was refused.
    Input(parse::Error),
    /// Something else, in a sentence.
    Other(String),
    /// Something could not be decided or shown.
    Undecided(String),
    /// The time was up.
    TimeUp(TimeUp),
}

impl Failure {
    pub(super) fn output(error: &io::Error) -> Self {
        Self::Other(format!("the result cannot be written: {error}"))
    }

    /// What the program ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Other(_) => Exit::BadInput,
            Self::Undecided(_) | Self::TimeUp(_) => Exit::Unknown,
        }
    }
}

impl From<parse::Error> for Failure {
    fn from(error: parse::Error) -> Self {
        Self::Input(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(error: Diagnostic) -> Self {
        Self::Input(error.into())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Input(error.into())
    }
}

impl From<intake::Error> for Failure {
    fn from(error: intake::Error) -> Self {
        match error {
            intake::Error::Input(error) => Self::Input(error),
            error => Self::Other(error.to_string()),
        }
    }
}

impl From<Box<Stranger>> for Failure {
    fn from(stranger: Box<Stranger>) -> Self {
        intake::Error::from(stranger).into()
    }
}
