//! Evidence on cut points: which are unsafe, and what became of the narrowings to those that may be safe.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::format::{Kept, Mode, OriginEvidence};
use crate::certificate::kernel::World;
use crate::certificate::kernel::origins::replaced;
use crate::model::{Action, Inclusion, Pattern, cut_points};

use super::containers::NOWHERE;
use super::patterns::Patterns;

/// A replaced pattern.
pub(super) struct CutPoints<'a> {
    place: usize,
    pub(super) pattern: &'a Pattern,
    /// The known actions that it matches; sorted.
    matched: Vec<(&'a Action, bool)>,
    /// Unsafe cut points of intended actions, as they are spelled, each with something unused.
    blocked: BTreeMap<&'a str, (&'a str, String)>,
    /// The tops: the shortest of the other cut points, with their spelling.
    pub(super) tops: BTreeMap<&'a str, &'a str>,
}

/// The patterns with wildcards that only the original has.
pub(super) fn origins<'a>(patterns: &Patterns<'a>, world: &World<'a>) -> Vec<CutPoints<'a>> {
    let replaced = replaced(patterns.original, patterns.recommended).into_iter();
    replaced.map(|(place, pattern)| CutPoints::new(place, pattern, world)).collect()
}

impl<'a> CutPoints<'a> {
    fn new(place: usize, pattern: &'a Pattern, world: &World<'a>) -> Self {
        let matched: Vec<(&Action, bool)> = world.known.matching(pattern).collect();
        let mut origin = Self { place, pattern, matched, blocked: BTreeMap::new(), tops: BTreeMap::new() };
        let unused = origin.matched.iter().filter(|(_, unused)| *unused);
        let unused: Vec<&Action> = unused.map(|(action, _)| *action).collect();
        for (action, _) in origin.matched.iter().filter(|(_, unused)| !unused) {
            for len in cut_points(action.spelling()).filter(|&len| len >= pattern.head().len()) {
                let (Some(cut), Some(spelled)) = (action.folded().get(..len), action.spelling().get(..len))
                else {
                    continue;
                };
                if origin.blocked.contains_key(cut) {
                    continue;
                }
                if origin.tops.contains_key(cut) {
                    break;
                }
                let next = unused.partition_point(|unused| unused.folded() < cut);
                let known = unused.get(next).filter(|unused| unused.folded().starts_with(cut));
                let known = known.map(|unused| unused.spelling().to_owned());
                let blocker = known.or_else(|| beyond(pattern, cut, world));
                let Some(blocker) = blocker else {
                    origin.tops.insert(cut, spelled);
                    break;
                };
                origin.blocked.insert(cut, (spelled, blocker));
            }
        }
        origin
    }

    /// The known actions that it matches below a cut point.
    fn below(&self, cut: &str) -> &[(&'a Action, bool)] {
        let from = self.matched.partition_point(|(action, _)| action.folded() < cut);
        let rest = self.matched.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|(action, _)| action.folded().starts_with(cut))).unwrap_or_default()
    }

    pub(super) fn evidence(&self, patterns: &Patterns<'_>, mode: Mode) -> OriginEvidence {
        let blocked = self.blocked.values().map(|(spelled, unused)| ((*spelled).to_owned(), unused.clone()));
        let tops = self.tops.iter().filter(|(cut, _)| mode == Mode::Shortest && self.below(cut).len() > 1);
        let kept = tops.map(|(cut, spelled)| {
            let below = self.below(cut);
            let matched = |narrowed: &Pattern| -> Vec<&Action> {
                below.iter().map(|(action, _)| *action).filter(|a| narrowed.matches(a.folded())).collect()
            };
            let several =
                self.pattern.narrow(spelled).into_iter().map(|narrowed| (matched(&narrowed), narrowed));
            let kept = several.filter(|(matched, _)| matched.len() > 1);
            (
                (*spelled).to_owned(),
                kept.map(|(matched, narrowed)| became(&narrowed, &matched, patterns)).collect(),
            )
        });
        OriginEvidence { pattern: self.place, blocked: blocked.collect(), kept: kept.collect() }
    }
}

/// A string of a whole unused service that the narrowing to a cut point matches, if there is one; it makes the
/// cut point unsafe even if no known action does.
fn beyond(pattern: &Pattern, cut: &str, world: &World<'_>) -> Option<String> {
    let kept = world.unused.service_of(cut)?;
    pattern.narrow(cut).iter().find_map(|narrowed| {
        let least: String =
            narrowed.folded().chars().filter(|c| *c != '*').map(|c| if c == '?' { 'x' } else { c }).collect();
        let string =
            if kept.is_empty() { least } else { world.unused.touching(narrowed)?.to_ascii_lowercase() };
        (world.unused.contains(&string) && narrowed.matches(&string)).then_some(string)
    })
}

/// What became of a narrowing that may be safe.
fn became(narrowed: &Pattern, matched: &[&Action], patterns: &Patterns<'_>) -> Kept {
    if let Some(container) = patterns.allowed.container(narrowed) {
        return Kept::Inside(container);
    }
    let mut excused: BTreeMap<usize, String> = BTreeMap::new();
    for action in matched {
        let matching = patterns.index.matching(action.folded());
        if matching.iter().any(|(place, _)| excused.contains_key(place)) {
            continue;
        }
        excused.extend(
            matching.iter().find_map(|(place, pattern)| Some((*place, string_outside(pattern, narrowed)?))),
        );
    }
    if excused.is_empty() {
        Kept::Inside(NOWHERE)
    } else {
        Kept::Excused { excused: excused.into_iter().collect() }
    }
}

/// A string that a pattern matches and another does not.
fn string_outside(pattern: &Pattern, other: &Pattern) -> Option<String> {
    match pattern.inclusion(std::slice::from_ref(other)) {
        Inclusion::Outside(string) => Some(string),
        Inclusion::Inside | Inclusion::Unclear => None,
    }
}

/// The origins that an introduced pattern narrows, or all if it narrows none.
fn own<'o, 'a>(pattern: &Pattern, origins: &'o [CutPoints<'a>]) -> Vec<&'o CutPoints<'a>> {
    let own: Vec<&CutPoints<'_>> =
        origins.iter().filter(|origin| pattern.is_narrowing_of(origin.pattern)).collect();
    if own.is_empty() { origins.iter().collect() } else { own }
}

/// Strings of an introduced pattern that narrowings to shorter cut points do not match.
pub(super) fn outside(pattern: &Pattern, origins: &[CutPoints<'_>]) -> Vec<String> {
    let head = pattern.head();
    let mut strings = BTreeSet::new();
    for origin in own(pattern, origins) {
        let shorter = (0..head.len()).filter_map(|len| origin.tops.get(head.get(..len)?));
        let narrowed = shorter.flat_map(|spelled| origin.pattern.narrow(spelled));
        let others = narrowed.filter(|other| other.folded() != pattern.folded());
        strings.extend(others.filter_map(|other| string_outside(pattern, &other)));
    }
    strings.into_iter().collect()
}

/// Intended actions below an introduced pattern that have no longer cut point in common: the first and the last,
/// or all where a narrowing may consist of several patterns.
pub(super) fn apart(pattern: &Pattern, origins: &[CutPoints<'_>], patterns: &Patterns<'_>) -> Vec<String> {
    let head = pattern.head();
    let from = patterns.intended.range(head..).take_while(|(folded, _)| folded.starts_with(head));
    let below: Vec<&Action> =
        from.map(|(_, action)| *action).filter(|a| pattern.matches(a.folded())).collect();
    let plain = own(pattern, origins).iter().all(|origin| origin.pattern.as_prefix().is_some());
    let chosen = match below.as_slice() {
        [first, .., last] if plain => vec![*first, *last],
        all => all.to_vec(),
    };
    chosen.into_iter().map(|action| action.spelling().to_owned()).collect()
}
