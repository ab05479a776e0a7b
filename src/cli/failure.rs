//! Failures of commands.

use std::io;

use crate::deadline::TimeUp;
use crate::intake::{self, Stranger};
use crate::job::JobError;
use crate::parse::{self, Code, Diagnostic, ReadError};

use super::exit::Exit;

/// Why a command failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// An input was refused.
    Input(parse::Error),
    /// Inputs that do not belong together: a sentence.
    Apart(Code, String),
    /// Something else is not valid: a sentence.
    Other(String),
    /// A result cannot be written.
    NotWritten(String),
    /// A fault of paredown.
    Internal(String),
    /// Something could not be decided or shown.
    Undecided(String),
    /// The time was up.
    TimeUp(TimeUp),
}

impl Failure {
    pub(super) fn output(error: &io::Error) -> Self {
        Self::NotWritten(format!("the result cannot be written: {error}"))
    }

    /// It as one sentence.
    pub(super) fn sentence(&self) -> String {
        match self {
            Self::Input(error) => error.render(false),
            Self::TimeUp(error) => error.to_string(),
            Self::Apart(_, message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => message.clone(),
        }
    }

    /// The exit code.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Apart(..) | Self::Other(_) | Self::NotWritten(_) | Self::Internal(_) => {
                Exit::BadInput
            }
            Self::Undecided(_) | Self::TimeUp(_) => Exit::Unknown,
        }
    }

    /// The kind of error.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Apart(code, _) => *code,
            Self::Other(_) => Code::Invalid,
            Self::NotWritten(_) => Code::NotWritten,
            Self::Internal(_) => Code::Internal,
            Self::Undecided(_) => Code::Undecided,
            Self::TimeUp(_) => Code::TimeUp,
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
            error => Self::Apart(error.code(), error.to_string()),
        }
    }
}

impl From<JobError> for Failure {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Count { .. } => Self::Other(error.to_string()),
            JobError::Refinement(_) | JobError::Planning(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<Box<Stranger>> for Failure {
    fn from(stranger: Box<Stranger>) -> Self {
        intake::Error::from(stranger).into()
    }
}
