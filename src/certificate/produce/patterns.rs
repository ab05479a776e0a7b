//! The lists of a row, as patterns.

use std::collections::{BTreeMap, BTreeSet};

use super::containers::Index;
use crate::model::{Action, Pattern};

/// The patterns of a row's lists.
pub(super) struct Patterns<'a> {
    pub(super) original: &'a [&'a Pattern],
    pub(super) recommended: &'a [&'a Pattern],
    /// Finds recommended patterns.
    pub(super) index: &'a Index<'a>,
    /// The same, followed by the patterns denied everywhere.
    pub(super) allowed: &'a Index<'a>,
    /// I(S), by folded string.
    pub(super) intended: &'a BTreeMap<&'a str, &'a Action>,
    /// The introduced patterns by folded string, each with an intended action that no other matches.
    pub(super) introduced: BTreeMap<&'a str, (&'a Pattern, Option<&'a Action>)>,
}

/// The patterns that only the recommendation has, each with the first intended action that no other matches.
pub(super) fn introduced<'a>(
    original: &[&'a Pattern],
    recommended: &[&'a Pattern],
    index: &Index<'a>,
    intended: &BTreeMap<&'a str, &'a Action>,
) -> BTreeMap<&'a str, (&'a Pattern, Option<&'a Action>)> {
    let old: BTreeSet<&str> = original.iter().map(|pattern| pattern.folded()).collect();
    let new = recommended.iter().filter(|pattern| !old.contains(pattern.folded()));
    let mut introduced: BTreeMap<&str, (&Pattern, Option<&Action>)> =
        new.map(|pattern| (pattern.folded(), (*pattern, None))).collect();
    if introduced.is_empty() {
        return introduced;
    }
    for (folded, action) in intended {
        let matching = index.matching(folded);
        let Some((_, first)) = matching.first() else { continue };
        if matching.iter().all(|(_, pattern)| pattern.folded() == first.folded())
            && let Some((_, witness)) = introduced.get_mut(first.folded())
        {
            witness.get_or_insert(action);
        }
    }
    introduced
}
