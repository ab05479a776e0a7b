//! How much policies allow, before and after.

use std::collections::BTreeMap;

use crate::model::{AccessLevel, Effect, EffectiveCatalogue, Policy};

/// A number, before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// In the originals.
    pub before: usize,
    /// In the recommendation.
    pub after: usize,
}

/// How much all policies of a job contain, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The known actions that Allow statements allow, regardless of Deny statements.
    pub actions: Change,
    /// The patterns in Allow statements.
    pub patterns: Change,
    /// The characters of the documents, as AWS counts them.
    pub characters: Change,
    /// The same actions, by access level.
    pub levels: BTreeMap<AccessLevel, Change>,
    /// The number of known actions that are no longer allowed, by access level.
    pub removed: BTreeMap<AccessLevel, usize>,
}

impl Counts {
    /// All counts but the characters.
    pub(super) fn new(before: &[&Policy], after: &[&Policy], known: &EffectiveCatalogue) -> Self {
        let (before, after) = (Allowed::new(before, known), Allowed::new(after, known));
        let mut counts = Self {
            patterns: Change { before: before.patterns, after: after.patterns },
            actions: Change { before: before.count(), after: after.count() },
            ..Self::default()
        };
        let rows = before.actions.iter().zip(&after.actions).zip(known.levels());
        for ((was, is), level) in rows.filter(|((was, is), _)| **was || **is) {
            let change = counts.levels.entry(*level).or_default();
            change.before += usize::from(*was);
            change.after += usize::from(*is);
            if *was && !is {
                *counts.removed.entry(*level).or_default() += 1;
            }
        }
        counts
    }
}

/// What the Allow statements of some policies allow.
struct Allowed {
    /// One flag for each known action.
    actions: Vec<bool>,
    patterns: usize,
}

impl Allowed {
    fn new(policies: &[&Policy], known: &EffectiveCatalogue) -> Self {
        let mut allowed = Self { actions: vec![false; known.len()], patterns: 0 };
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        for statement in statements.filter(|statement| statement.effect == Effect::Allow) {
            allowed.patterns += statement.actions.patterns.len();
            // NotAction allows what its list does not match.
            let negated = statement.actions.negated;
            let listed = known.matched(&statement.actions.patterns);
            allowed
                .actions
                .iter_mut()
                .zip(listed)
                .for_each(|(allowed, listed)| *allowed |= listed != negated);
        }
        allowed
    }

    fn count(&self) -> usize {
        self.actions.iter().filter(|allowed| **allowed).count()
    }
}
