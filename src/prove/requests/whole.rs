//! What requests are judged by: the statements of both sides, and what is known and unused.

use crate::model::{Effect, EffectiveCatalogue, Statement, UnusedSet};

/// All statements of both sides, and what is known and unused.
#[derive(Clone, Debug)]
pub(in crate::prove) struct Whole<'a> {
    /// The statements of all original policies.
    pub(in crate::prove) before: Vec<&'a Statement>,
    /// The statements of all recommended policies.
    pub(in crate::prove) after: Vec<&'a Statement>,
    pub(in crate::prove) known: &'a EffectiveCatalogue,
    pub(in crate::prove) unused: &'a UnusedSet,
}

impl Whole<'_> {
    /// The statements of one side.
    pub(super) fn side(&self, before: bool) -> &[&Statement] {
        if before { &self.before } else { &self.after }
    }

    /// The statements of one side with an effect.
    pub(super) fn on(&self, before: bool, effect: Effect) -> Vec<&Statement> {
        self.side(before).iter().copied().filter(|statement| statement.effect == effect).collect()
    }
}
