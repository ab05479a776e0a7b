//! Finds the introduced patterns that are needed where patterns of a statement overlap in part.
//!
//! If no pattern has an inner wildcard, any two languages are disjoint or nested, and every pattern of a frontier
//! is needed. Otherwise an action may be matched by several patterns, none of which contains another; then the
//! least number is a set cover. Every safe generalisation of a pattern is inside a pattern of its frontier, so
//! only these have to be considered.

use std::collections::{BTreeMap, BTreeSet};

use crate::deadline;
use crate::model::{EffectiveCatalogue, Pattern};

use super::cover::least_cover;
use super::merge::Candidate;

/// For each candidate, whether it is an introduced pattern that is not needed. `dropped` gives those that are
/// redundant already.
///
/// What a kept pattern matches is covered, unless the kept pattern is inside an introduced one and would be
/// dropped; if the introduced one turns out not to be needed, the choice is repeated with the kept pattern.
pub(super) fn unneeded(
    candidates: &[Candidate<'_>],
    dropped: &[Option<usize>],
    known: &EffectiveCatalogue,
) -> Vec<bool> {
    let stays = |place: usize| dropped.get(place).is_some_and(Option::is_none);
    let introduced = |place: usize| candidates.get(place).is_some_and(|candidate| candidate.introduced);
    let left = || candidates.iter().enumerate().filter(|(place, _)| stays(*place));
    if !left().any(|(_, candidate)| candidate.pattern.has_inner_wildcard()) {
        return vec![false; candidates.len()];
    }
    let columns: Vec<(usize, &Pattern)> = left()
        .filter(|(_, candidate)| candidate.introduced)
        .map(|(place, candidate)| (place, candidate.pattern))
        .collect();
    // The actions that introduced patterns match, with the columns that match them.
    let mut rows: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (column, (_, pattern)) in columns.iter().enumerate() {
        for (action, _) in known.matching(pattern) {
            rows.entry(action.folded()).or_default().insert(column);
        }
    }
    let weights: Vec<u64> = columns.iter().map(|(_, pattern)| weight(pattern)).collect();
    let kept = candidates.iter().enumerate().filter(|(_, candidate)| !candidate.introduced);
    let (mut fixed, mut open): (Vec<_>, Vec<_>) = kept.partition(|(place, _)| stays(*place));
    // The action of a literal stays covered in any case.
    open.retain(|(_, candidate)| !candidate.pattern.is_literal());
    loop {
        deadline::check();
        for (_, candidate) in fixed.drain(..) {
            for (action, _) in known.matching(candidate.pattern) {
                rows.remove(action.folded());
            }
        }
        let chosen = least_cover(rows.values().cloned(), &weights);
        let chosen: Vec<(usize, &Pattern)> =
            chosen.into_iter().filter_map(|column| columns.get(column).copied()).collect();
        (open, fixed) = open
            .into_iter()
            .partition(|(_, candidate)| chosen.iter().any(|(_, outer)| candidate.pattern.is_inside(outer)));
        if fixed.is_empty() {
            let needed: BTreeSet<usize> = chosen.iter().map(|(place, _)| *place).collect();
            let kept_or_needed = |place| needed.contains(&place) || !introduced(place);
            return (0..candidates.len()).map(|place| !kept_or_needed(place)).collect();
        }
    }
}

/// The weight of a pattern in a cover: first the number of patterns, then of literals, then of characters.
fn weight(pattern: &Pattern) -> u64 {
    let characters = pattern.spelling().chars().count().try_into().unwrap_or(u64::MAX >> 36);
    (1 << 40) + (u64::from(pattern.is_literal()) << 28) + characters
}
