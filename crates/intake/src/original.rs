//! The policies that are judged, and their replacements.

use std::path::Path;
use std::sync::Arc;

use crate::Input;
use crate::model::{PolicyKind, PrincipalKind};
use crate::parse::{self, ParsedPolicy, PolicyIdentity, RecommendedStep, Source};

/// An original policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Original {
    /// Its name: AWS's, or else that of its file.
    pub name: String,
    /// Its identity, as far as its file says.
    pub identity: PolicyIdentity,
    /// The policy.
    pub parsed: ParsedPolicy,
    /// The file that it was read from, which may contain more.
    pub file: Arc<Source>,
    /// The replacement that its file recommends, if it does.
    pub recommended: Option<RecommendedStep>,
}

impl Original {
    /// A policy of which only the name and the content are known.
    pub fn new(name: impl Into<String>, parsed: ParsedPolicy) -> Self {
        let file = Arc::clone(parsed.document.source());
        Self { name: name.into(), identity: PolicyIdentity::default(), parsed, file, recommended: None }
    }

    /// The same policy with this identity.
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

    /// The kind that determines the limits: `asked`, or else the kind that AWS's answer states.
    pub fn kind(&self, asked: Option<PolicyKind>) -> PolicyKind {
        asked.unwrap_or(self.identity.holder.policy_kind())
    }
}

/// A document that is recommended in place of a policy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Replacement {
    /// Its name: that of its file.
    pub name: String,
    /// The policy.
    pub parsed: ParsedPolicy,
    /// The file that it was read from, which may contain more; `None` if that is exactly its text.
    pub file: Option<Arc<Source>>,
}

impl Replacement {
    /// A document that is a whole text.
    pub fn new(name: impl Into<String>, parsed: ParsedPolicy) -> Self {
        Self { name: name.into(), parsed, file: None }
    }

    /// A document of a file, which it is named after.
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
