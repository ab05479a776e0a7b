//! Replaced patterns and their cut points.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::super::format::{Mode, OriginEvidence, RowEvidence};
use super::rejection::{Rejection, reject};
use super::world::World;
use crate::model::{Action, ByPrefix, Pattern, cut_points};

/// The lists of a row with Action.
pub(super) struct Lists<'a> {
    pub(super) original: &'a [&'a Pattern],
    pub(super) recommended: &'a [&'a Pattern],
    /// I(S), by folded string.
    pub(super) intended: &'a BTreeMap<&'a str, &'a Action>,
}

/// A replaced pattern.
pub(super) struct Origin<'a> {
    pub(super) pattern: &'a Pattern,
    /// In mode `tight`: the cut points in reach of all actions that it matches, sorted.
    pub(super) cuts: Vec<&'a str>,
    /// The tops: the shortest cut points that are not listed as unsafe, with their spelling. Every cut point that
    /// is not listed begins with one of these.
    pub(super) tops: ByPrefix<'a, &'a str>,
    pub(super) evidence: &'a OriginEvidence,
}

/// The patterns with wildcards that only the original has, without duplicates, with their places.
pub fn replaced<'a>(original: &[&'a Pattern], recommended: &[&Pattern]) -> Vec<(usize, &'a Pattern)> {
    let new: BTreeSet<&str> = recommended.iter().map(|pattern| pattern.folded()).collect();
    let mut seen = BTreeSet::new();
    let replaced = original.iter().enumerate().filter(|(_, pattern)| {
        !pattern.is_literal() && !new.contains(pattern.folded()) && seen.insert(pattern.folded())
    });
    replaced.map(|(place, pattern)| (place, *pattern)).collect()
}

/// The replaced patterns with their cut points. What is listed as unsafe must be unsafe.
pub(super) fn origins<'a>(
    evidence: &'a RowEvidence,
    lists: &Lists<'a>,
    mode: Mode,
    world: &World<'a>,
) -> Result<Vec<Origin<'a>>, Rejection> {
    let replaced = replaced(lists.original, lists.recommended);
    if !replaced.iter().map(|(place, _)| *place).eq(evidence.origins.iter().map(|row| row.pattern)) {
        return reject("origins", "these are not the replaced patterns with wildcards");
    }
    let mut origins = Vec::new();
    for (number, ((_, pattern), evidence)) in replaced.into_iter().zip(&evidence.origins).enumerate() {
        // Looked up for each cut point of each action.
        let mut blocked = HashSet::new();
        for (row, (cut, unused)) in evidence.blocked.iter().enumerate() {
            let (cut, string) = (cut.to_ascii_lowercase(), unused.to_ascii_lowercase());
            if !world.unused.contains(&string) || !pattern.matches(&string) || !string.starts_with(&cut) {
                let why = format!("`{unused}` does not make `{cut}` unsafe for `{pattern}`");
                return reject(format!("origins[{number}].blocked[{row}]"), why);
            }
            blocked.insert(cut);
        }
        let (mut cuts, mut tops) = (Vec::new(), Vec::new());
        for (action, unused) in world.known.matching(pattern) {
            // A prefix of an unused action is unsafe, listed or not.
            let mut open = !unused;
            if mode == Mode::Shortest && !open {
                continue;
            }
            for len in cut_points(action.spelling()).filter(|&len| len >= pattern.head().len()) {
                let (Some(cut), Some(spelled)) = (action.folded().get(..len), action.spelling().get(..len))
                else {
                    continue;
                };
                if open && !blocked.contains(cut) {
                    tops.push((cut, spelled));
                    open = false;
                }
                match mode {
                    Mode::Tight => cuts.push(cut),
                    Mode::Shortest if open => {}
                    Mode::Shortest => break,
                }
            }
        }
        cuts.sort_unstable();
        cuts.dedup();
        let tops = ByPrefix::unique(tops);
        let origin = Origin { pattern, cuts, tops, evidence };
        origins.push(origin);
    }
    Ok(origins)
}
