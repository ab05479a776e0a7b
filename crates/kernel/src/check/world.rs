//! The world of a certificate: what is derived from the inputs alone.

use crate::model::{Action, ActionElement, Effect, EffectiveCatalogue, Pattern, Statement, UnusedSet};

/// What is known, what is unused, and what is denied everywhere.
pub struct World<'a> {
    /// A+.
    pub known: &'a EffectiveCatalogue,
    /// U, less what is kept.
    pub unused: &'a UnusedSet,
    /// The single unused actions, sorted.
    pub listed: Vec<&'a Action>,
    /// The original Deny statements that contain every request: D(P).
    pub denied_before: Vec<&'a ActionElement>,
    /// The patterns of the recommended ones that have Action; of D(R), only these are used.
    pub denied_after: Vec<&'a Pattern>,
}

impl<'a> World<'a> {
    /// The world of the statements of all originals and all recommended policies.
    pub fn new(
        known: &'a EffectiveCatalogue,
        unused: &'a UnusedSet,
        before: &[&'a Statement],
        after: &[&'a Statement],
    ) -> Self {
        let everywhere =
            |statement: &&&'a Statement| statement.effect == Effect::Deny && statement.scope.is_everywhere();
        let listed = after.iter().filter(everywhere).filter(|statement| !statement.actions.negated);
        Self {
            known,
            unused,
            listed: unused.actions().collect(),
            denied_before: before.iter().filter(everywhere).map(|statement| &statement.actions).collect(),
            denied_after: listed.flat_map(|statement| &statement.actions.patterns).collect(),
        }
    }

    /// Whether an action is in D(P).
    pub fn was_denied(&self, folded: &str) -> bool {
        self.denied_before.iter().any(|list| list.matches(folded))
    }

    /// Whether an action is shown to be in D(R).
    pub(super) fn is_denied(&self, folded: &str) -> bool {
        self.denied_after.iter().any(|pattern| pattern.matches(folded))
    }
}
