//! Refines one statement.

use crate::model::{ActionElement, Effect, EffectiveCatalogue, Pattern, Statement, UnusedSet};

use super::Mode;
use super::excluded::excluded;
use super::frontier::{Introduced, frontier};
use super::merge::{Candidate, superfluous};
use super::overlap::unneeded;

/// What becomes of a pattern of the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It stays as it is written.
    Keep,
    /// It is removed: everything that it matches is unused.
    Unused {
        /// Something unused that it matches.
        unused: String,
    },
    /// It is removed: an introduced pattern of the same statement contains it.
    Covered {
        /// That pattern.
        by: Pattern,
    },
    /// It is replaced by these. Empty if everything that they would match is covered elsewhere.
    Replace {
        /// The patterns, sorted.
        with: Vec<Introduced>,
        /// Something unused that the pattern matched.
        unused: String,
    },
}

/// What becomes of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementChange {
    /// It stays: it allows nothing unused, or is a Deny statement.
    Keep,
    /// Nothing is left of its actions.
    Remove(Vec<Change>),
    /// One change for each pattern, in order.
    Refine(Vec<Change>),
    /// Patterns are added to its NotAction; sorted.
    Exclude(Vec<Pattern>),
}

impl StatementChange {
    /// The statement after the change; `None` if it is removed.
    pub fn apply(&self, statement: &Statement) -> Option<Statement> {
        let patterns = match self {
            Self::Keep => return Some(statement.clone()),
            Self::Remove(_) => return None,
            Self::Exclude(added) => statement.actions.patterns.iter().chain(added).cloned().collect(),
            Self::Refine(changes) => statement.actions.patterns.iter().zip(changes).flat_map(left).collect(),
        };
        let actions = ActionElement { negated: statement.actions.negated, patterns };
        Some(Statement { actions, ..statement.clone() })
    }
}

/// The patterns in place of one.
fn left((pattern, change): (&Pattern, &Change)) -> Vec<Pattern> {
    match change {
        Change::Keep => vec![pattern.clone()],
        Change::Unused { .. } | Change::Covered { .. } => Vec::new(),
        Change::Replace { with, .. } => with.iter().map(|new| new.pattern.clone()).collect(),
    }
}

/// Refines one statement.
pub fn refine(
    statement: &Statement,
    unused: &UnusedSet,
    known: &EffectiveCatalogue,
    mode: Mode,
) -> StatementChange {
    if statement.effect == Effect::Deny {
        return StatementChange::Keep;
    }
    if statement.actions.negated {
        let added = excluded(unused, known, statement);
        return if added.is_empty() { StatementChange::Keep } else { StatementChange::Exclude(added) };
    }
    let patterns = &statement.actions.patterns;
    let mut changes: Vec<Change> =
        patterns.iter().map(|pattern| change(pattern, unused, known, mode)).collect();
    if changes.iter().all(|change| *change == Change::Keep) {
        return StatementChange::Keep;
    }
    merge(patterns, &mut changes, known);
    let left = changes.iter().any(|change| match change {
        Change::Keep => true,
        Change::Replace { with, .. } => !with.is_empty(),
        Change::Unused { .. } | Change::Covered { .. } => false,
    });
    if left { StatementChange::Refine(changes) } else { StatementChange::Remove(changes) }
}

/// What becomes of one pattern, considered by itself.
fn change(pattern: &Pattern, unused: &UnusedSet, known: &EffectiveCatalogue, mode: Mode) -> Change {
    let Some(named) = unused.touching(pattern) else {
        return Change::Keep;
    };
    if pattern.is_literal() {
        return Change::Unused { unused: named };
    }
    let with = frontier(pattern, known, unused, mode);
    if with.is_empty() { Change::Unused { unused: named } } else { Change::Replace { with, unused: named } }
}

/// Drops what other patterns of the statement make redundant.
fn merge(patterns: &[Pattern], changes: &mut [Change], known: &EffectiveCatalogue) {
    let mut next = fates(patterns, changes, known).into_iter();
    for change in changes {
        match change {
            Change::Keep => {
                if let Some(Fate::Inside(by)) = next.next() {
                    *change = Change::Covered { by };
                }
            }
            Change::Replace { with, .. } => with.retain(|_| matches!(next.next(), Some(Fate::Stays))),
            Change::Unused { .. } | Change::Covered { .. } => {}
        }
    }
}

/// What becomes of a remaining pattern.
enum Fate {
    Stays,
    /// It is dropped: it is inside this one.
    Inside(Pattern),
    /// It is dropped: others together match every intended action that it matches.
    NotNeeded,
}

/// What becomes of each remaining pattern, in order.
fn fates(patterns: &[Pattern], changes: &[Change], known: &EffectiveCatalogue) -> Vec<Fate> {
    let mut candidates = Vec::new();
    for (pattern, change) in patterns.iter().zip(changes) {
        match change {
            Change::Keep => candidates.push(Candidate { pattern, introduced: false }),
            Change::Replace { with, .. } => candidates
                .extend(with.iter().map(|new| Candidate { pattern: &new.pattern, introduced: true })),
            Change::Unused { .. } | Change::Covered { .. } => {}
        }
    }
    let dropped = superfluous(&candidates);
    let unneeded = unneeded(&candidates, &dropped, known);
    let places: Vec<usize> = (0..candidates.len()).filter(|&at| unneeded.get(at) == Some(&false)).collect();
    // What was inside one that is not needed stays.
    let needed: Vec<Candidate<'_>> = places.iter().filter_map(|&at| candidates.get(at).copied()).collect();
    let dropped = if needed.len() == candidates.len() { dropped } else { superfluous(&needed) };
    let mut fates: Vec<Fate> = candidates.iter().map(|_| Fate::NotNeeded).collect();
    for (place, holder) in places.into_iter().zip(dropped) {
        let holder = holder.and_then(|at| needed.get(at)).map(|holder| holder.pattern.clone());
        if let Some(slot) = fates.get_mut(place) {
            *slot = holder.map_or(Fate::Stays, Fate::Inside);
        }
    }
    fates
}
