//! How much policies allow, before and after.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::job;

/// A number before and after.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Change {
    before: usize,
    after: usize,
}

impl From<job::Change> for Change {
    fn from(change: job::Change) -> Self {
        Self { before: change.before, after: change.after }
    }
}

/// How much the policies allow, before and after.
#[derive(Clone, Debug, Serialize)]
pub struct Counts {
    actions: Change,
    patterns: Change,
    characters: Change,
    /// The number of actions that are no longer allowed, by access level.
    removed: BTreeMap<String, usize>,
}

impl From<&job::Counts> for Counts {
    fn from(counts: &job::Counts) -> Self {
        let removed = counts.removed.iter().map(|(level, count)| (level.to_string(), *count));
        Self {
            actions: counts.actions.into(),
            patterns: counts.patterns.into(),
            characters: counts.characters.into(),
            removed: removed.collect(),
        }
    }
}
