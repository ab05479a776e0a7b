//! Policies and statements, as far as a refinement has to understand them.

use std::collections::BTreeSet;

use crate::deadline;

use super::{Pattern, Scope};

/// What a statement does with the requests it describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Grants them.
    Allow,
    /// Refuses them, whatever else grants them.
    Deny,
}

/// The Action or NotAction element of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionElement {
    /// NotAction: the language is everything but what the patterns match.
    pub negated: bool,
    /// The patterns in the order of the document.
    pub patterns: Vec<Pattern>,
}

impl ActionElement {
    /// Whether the folded `action` is in `L(S)`.
    pub fn matches(&self, action: &str) -> bool {
        // Whatever looks at many actions comes through here.
        deadline::check();
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }

    /// Whether two lists are the same, whatever the order, case and repetition of their patterns.
    pub fn is_like(&self, other: &Self) -> bool {
        self.negated == other.negated && self.folded() == other.folded()
    }

    /// The folded patterns.
    pub fn folded(&self) -> BTreeSet<&str> {
        self.patterns.iter().map(Pattern::folded).collect()
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The Sid; it names a statement and takes no part in what it allows.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// Action or NotAction.
    pub actions: ActionElement,
    /// All other elements.
    pub scope: Scope,
}

impl Statement {
    /// Whether two statements differ in nothing but their actions; two Deny statements not even in those. A
    /// Sid only names a statement, and neither order nor case nor repetition of patterns means anything.
    pub fn is_comparable_to(&self, other: &Self) -> bool {
        let alike = || self.effect == Effect::Allow || self.actions.is_like(&other.actions);
        self.effect == other.effect && self.scope == other.scope && alike()
    }
}

/// An identity policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The Version element; without one IAM reads the policy as `2008-10-17`.
    pub version: Option<String>,
    /// The statements in the order of the document.
    pub statements: Vec<Statement>,
}
