//! How much policies allow, before and after.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::job;

/// A number before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Before.
    pub before: usize,
    /// After.
    pub after: usize,
}

impl std::ops::AddAssign for Change {
    fn add_assign(&mut self, other: Self) {
        self.before += other.before;
        self.after += other.after;
    }
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
