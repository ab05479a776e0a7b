//! Notices about inputs that are accepted.

use crate::parse::{Diagnostic, Severity};

/// Something worth mentioning about inputs that are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// How something was read, in one line; nothing is odd about it.
    Note(String),
    /// Something odd without a place in a file: a sentence.
    Warning(String),
    /// Something odd at a place.
    At(Box<Diagnostic>),
}

/// Called with each notice as it comes up.
pub type Tell<'a> = &'a mut dyn FnMut(Notice);

impl Notice {
    /// The severity; `None` if the notice only says how something was read.
    pub fn severity(&self) -> Option<Severity> {
        match self {
            Self::Note(_) => None,
            Self::Warning(_) => Some(Severity::Warning),
            Self::At(diagnostic) => Some(diagnostic.severity),
        }
    }

    /// The message without its place.
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

    /// The notice as it is printed; several lines, without a final line break.
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
