//! The policies that are judged, and the documents that take their place.

use std::path::Path;
use std::sync::Arc;

use crate::Input;
use crate::model::{PolicyKind, PrincipalKind};
use crate::parse::{self, ParsedPolicy, PolicyIdentity, RecommendedStep, Source};

/// An original policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Original {
    /// What it is called: by AWS, or else by its file.
    pub name: String,
    /// Which policy it is, as far as its file says.
    pub identity: PolicyIdentity,
    /// What it says.
    pub parsed: ParsedPolicy,
    /// The file that it was read from, which may have more in it.
    pub file: Arc<Source>,
    /// What its file recommends in its place, if it does.
    pub recommended: Option<RecommendedStep>,
}

impl Original {
    /// A policy of which only its name and what it says is known.
    pub fn new(name: impl Into<String>, parsed: ParsedPolicy) -> Self {
        let file = Arc::clone(parsed.document.source());
        Self { name: name.into(), identity: PolicyIdentity::default(), parsed, file, recommended: None }
    }

    /// The same with what is known of which policy it is.
    #[must_use]
    pub fn identified(self, identity: PolicyIdentity) -> Self {
        Self { identity, ..self }
    }

    /// The file, as reports name it.
    pub fn input(&self) -> Input {
        Input::of(&self.file)
    }

    /// SHA-256, in hex, of the file.
    pub fn sha256(&self) -> String {
        parse::sha256(&self.file.text)
    }

    /// The text of the policy alone, without what AWS's commands put around it.
    pub fn text(&self) -> String {
        self.parsed.document.text()
    }

    /// The principal that holds it, if it is an inline policy.
    pub fn inline(&self) -> Option<(PrincipalKind, String)> {
        self.identity.holder.inline()
    }

    /// The kind whose limits count: the one that was asked for, or else the one that AWS's answer said.
    pub fn kind(&self, asked: Option<PolicyKind>) -> PolicyKind {
        asked.unwrap_or(self.identity.holder.policy_kind())
    }
}

/// A document that somebody recommends in the place of a policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Replacement {
    /// What it is called: the name of its file.
    pub name: String,
    /// What it says.
    pub parsed: ParsedPolicy,
    /// The file that it was read from, which may have more in it; nothing if that is its text.
    pub file: Option<Arc<Source>>,
}

impl Replacement {
    /// A document that is a text of its own.
    pub fn new(name: impl Into<String>, parsed: ParsedPolicy) -> Self {
        Self { name: name.into(), parsed, file: None }
    }

    /// A document of a file, called as that is.
    pub fn of_file(file: Arc<Source>, parsed: ParsedPolicy) -> Self {
        let name = Path::new(&file.name).file_name();
        let name = name.map_or_else(|| file.name.clone(), |name| name.display().to_string());
        Self { name, parsed, file: Some(file) }
    }

    /// The file, as reports name it.
    pub fn input(&self) -> Input {
        match &self.file {
            Some(file) => Input::of(file),
            None => Input { name: self.name.clone(), sha256: self.sha256() },
        }
    }

    /// SHA-256, in hex, of the file.
    pub fn sha256(&self) -> String {
        match &self.file {
            Some(file) => parse::sha256(&file.text),
            None => parse::sha256(&self.parsed.document.text()),
        }
    }
}
