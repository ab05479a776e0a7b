//! Policies and statements, as far as a refinement has to understand them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Pattern;

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
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }

    /// The folded patterns.
    pub fn folded(&self) -> BTreeSet<&str> {
        self.patterns.iter().map(Pattern::folded).collect()
    }
}

/// The Resource or NotResource element of a statement. Unlike actions, resources are compared with
/// their case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceElement {
    /// NotResource.
    pub negated: bool,
    /// The ARN patterns, sorted, without duplicates.
    pub patterns: Vec<String>,
}

/// Everything that narrows a statement besides its actions. Two statements with equal effect and
/// equal scope differ only in the actions they speak of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Resource or NotResource, when there is one.
    pub resource: Option<ResourceElement>,
    /// Condition, Principal, NotPrincipal: compared as JSON, not interpreted.
    pub others: BTreeMap<String, Value>,
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
        let (own, others) = (&self.actions, &other.actions);
        let same = || own.negated == others.negated && own.folded() == others.folded();
        self.effect == other.effect && self.scope == other.scope && (self.effect == Effect::Allow || same())
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

impl Policy {
    /// Whether two policies have the same Deny statements, whatever their order.
    pub fn denies_like(&self, other: &Self) -> bool {
        let each = |from: &Self, to: &Self| {
            let mut denies = from.statements.iter().filter(|statement| statement.effect == Effect::Deny);
            denies.all(|deny| to.statements.iter().any(|candidate| deny.is_comparable_to(candidate)))
        };
        each(self, other) && each(other, self)
    }

    /// Whether something in it would be read as a policy variable under Version 2012-10-17.
    pub fn uses_variables(&self) -> bool {
        self.statements.iter().any(|statement| {
            let resources = statement.scope.resource.iter().flat_map(|element| &element.patterns);
            resources.into_iter().any(|pattern| pattern.contains("${"))
                || statement.scope.others.values().any(|value| value.to_string().contains("${"))
        })
    }
}
