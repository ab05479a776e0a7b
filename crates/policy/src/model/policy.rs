//! Policies and statements, as far as refining them requires.

use std::collections::BTreeSet;

use crate::deadline;

use super::{Pattern, Scope};

/// What a statement does with the requests that it matches.
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
    /// Whether it is NotAction: its language is then everything that the patterns do not match.
    pub negated: bool,
    /// The patterns in the order of the document.
    pub patterns: Vec<Pattern>,
}

impl ActionElement {
    /// Whether the folded `action` is in `L(S)`.
    pub fn matches(&self, action: &str) -> bool {
        // All loops over many actions come through here.
        deadline::check();
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }

    /// Whether two elements are equal regardless of the order, case and repetition of patterns.
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
    /// The Sid; it names the statement and has no effect.
    pub sid: Option<String>,
    /// Allow or Deny.
    pub effect: Effect,
    /// Action or NotAction.
    pub actions: ActionElement,
    /// All other elements.
    pub scope: Scope,
}

impl Statement {
    /// Whether two Allow statements differ in nothing but their actions, and two Deny statements in nothing at
    /// all. A Sid only names a statement, and order, case and repetition of patterns have no meaning.
    pub fn is_comparable_to(&self, other: &Self) -> bool {
        let alike = || self.effect == Effect::Allow || self.actions.is_like(&other.actions);
        self.effect == other.effect && self.scope == other.scope && alike()
    }
}

/// An identity policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The Version element; without it IAM reads the policy as `2008-10-17`.
    pub version: Option<String>,
    /// The statements in the order of the document.
    pub statements: Vec<Statement>,
}
