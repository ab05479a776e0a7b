//! An input, and a policy that was read from one.

use crate::parse::{self, ParsedPolicy, PolicyIdentity, RecommendedStep, Source};

use crate::Original;
use crate::model::PrincipalKind;

/// An input, so that a reader can tell what a report is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file's name as it was given, or `<stdin>`.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

impl Input {
    /// The input that a source is.
    pub fn of(source: &Source) -> Self {
        Self { name: source.name.clone(), sha256: parse::sha256(&source.text) }
    }
}

/// A policy that was read.
#[derive(Clone, Debug)]
pub struct ReadPolicy {
    /// What it is called: by AWS, or else by its file.
    pub name: String,
    /// Which policy it is, as far as its file says.
    pub identity: PolicyIdentity,
    /// The file that it stands in.
    pub input: Input,
    /// What it says.
    pub parsed: ParsedPolicy,
    /// What came with it, if it came with a recommendation.
    pub recommended: Option<RecommendedStep>,
}

impl ReadPolicy {
    /// The text of the policy alone, without what AWS's commands put around it.
    pub fn text(&self) -> String {
        self.parsed.document.text()
    }

    /// The policy, for what is recommended in its place.
    pub fn original(&self) -> Original<'_> {
        Original { name: &self.name, identity: &self.identity }
    }

    /// The principal that holds it, if it is an inline policy.
    pub fn inline(&self) -> Option<(PrincipalKind, String)> {
        self.identity.holder.inline()
    }
}
