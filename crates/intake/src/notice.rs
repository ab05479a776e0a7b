//! What is worth saying of inputs that are taken.

use crate::parse::{Diagnostic, Severity};

/// Something worth saying of inputs that are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// How something was read, in a line: nothing is odd about it.
    Note(String),
    /// Something odd that has no place in a file: a sentence.
    Warning(String),
    /// Something odd at a place.
    At(Box<Diagnostic>),
}

/// Is handed each notice as it comes up.
pub type Tell<'a> = &'a mut dyn FnMut(Notice);

impl Notice {
    /// How bad it is; nothing if it only says how something was read.
    pub fn severity(&self) -> Option<Severity> {
        match self {
            Self::Note(_) => None,
            Self::Warning(_) => Some(Severity::Warning),
            Self::At(diagnostic) => Some(diagnostic.severity),
        }
    }

    /// What it says, without its place.
    pub fn message(&self) -> &str {
        match self {
            Self::Note(message) | Self::Warning(message) => message,
            Self::At(diagnostic) => &diagnostic.message,
        }
    }

    /// The place, if it has one.
    pub fn diagnostic(&self) -> Option<&Diagnostic> {
        match self {
            Self::Note(_) | Self::Warning(_) => None,
            Self::At(diagnostic) => Some(diagnostic),
        }
    }

    /// It as a person is told of it; several lines, the last one not ended.
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::Note(message) => message.clone(),
            Self::Warning(message) => format!("warning: {message}"),
            Self::At(diagnostic) => diagnostic.render(colour),
        }
    }
}

impl From<Diagnostic> for Notice {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::At(Box::new(diagnostic))
    }
}
