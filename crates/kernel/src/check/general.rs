//! Irredundant, maximal, shortest, tight and fewest: that the patterns are as general and as few as can be.

use std::collections::{BTreeMap, BTreeSet};

use super::super::format::{Kept, Mode, OriginEvidence, Packing, PatternEvidence, RowEvidence};
use super::inclusion::contained;
use super::languages::{harmless, prefixes};
use super::{Check, World, reject};
use crate::model::{Action, ByHead, Pattern, cut_points};

/// A row of Action lists.
pub(super) struct Lists<'a> {
    pub(super) original: &'a [&'a Pattern],
    pub(super) recommended: &'a [&'a Pattern],
    /// I(S), by folded strings.
    pub(super) intended: &'a BTreeMap<&'a str, &'a Action>,
}

/// A replaced pattern.
struct Origin<'a> {
    pattern: &'a Pattern,
    /// In mode `tight`: the cut points in scope of all that it matches.
    cuts: BTreeSet<&'a str>,
    /// The shortest that are not listed as unsafe, with their spelling. Every one that is not listed
    /// begins with one of these.
    tops: BTreeMap<&'a str, &'a str>,
    evidence: &'a OriginEvidence,
}

/// Each introduced pattern once, by its folded string, with its row.
type Introduced<'a> = BTreeMap<&'a str, (usize, &'a Pattern, &'a PatternEvidence)>;

/// Checks the five obligations.
pub(super) fn least_general(
    evidence: &RowEvidence,
    lists: &Lists<'_>,
    mode: Mode,
    world: &World<'_>,
) -> Check {
    let old: BTreeSet<&str> = lists.original.iter().map(|pattern| pattern.folded()).collect();
    let rows = lists.recommended.iter().zip(&evidence.patterns).enumerate();
    let new = rows.filter(|(_, (pattern, _))| !old.contains(pattern.folded()));
    let introduced: Introduced<'_> =
        new.map(|(at, (pattern, row))| (pattern.folded(), (at, *pattern, row))).rev().collect();
    let witnesses = irredundant(&introduced, lists)?;
    let origins = origins(evidence, lists, mode, world)?;
    for (number, origin) in origins.iter().enumerate() {
        if mode == Mode::Shortest {
            maximal(origin, &old, lists, world)
                .map_err(|fault| fault.within(&format!("origins[{number}]")))?;
        }
    }
    for (at, pattern, row) in introduced.values().filter(|(_, pattern, _)| !pattern.is_literal()) {
        if !origins.iter().any(|origin| in_search_space(pattern, origin, world)) {
            let why = format!("`{pattern}` is not a pattern of the original narrowed to a safe cut point");
            return reject(format!("patterns[{at}]"), why);
        }
        let own: Vec<&Origin<'_>> =
            origins.iter().filter(|origin| pattern.is_narrowing_of(origin.pattern)).collect();
        let own = if own.is_empty() { origins.iter().collect() } else { own };
        let fault = match mode {
            Mode::Shortest => own.iter().find_map(|origin| shorter(origin, pattern, row)),
            Mode::Tight => own.iter().find_map(|origin| longer(origin, pattern, row, lists)),
        };
        if let Some(fault) = fault {
            return reject(format!("patterns[{at}]"), fault);
        }
    }
    let default =
        [Packing { capacity: 1, weights: witnesses.iter().map(|w| ((*w).to_owned(), 1)).collect() }];
    let packings = if evidence.fewest.is_empty() { &default } else { evidence.fewest.as_slice() };
    fewest(packings, introduced.len(), &old, lists, &origins)
}

/// Irredundant: each introduced pattern has an intended action that no other pattern matches. The actions.
fn irredundant<'a>(introduced: &Introduced<'a>, lists: &Lists<'_>) -> Result<Vec<&'a str>, super::Rejection> {
    let index = ByHead::new(lists.recommended.iter().copied());
    let mut witnesses = Vec::new();
    for (folded, (at, _, row)) in introduced {
        let witness = row.witness.as_deref().unwrap_or(&row.pattern);
        let action = witness.to_ascii_lowercase();
        let own = || {
            let mut matching = index.matching(&action).peekable();
            matching.peek().is_some() && matching.all(|(_, other)| other.folded() == *folded)
        };
        // What is intended is short; all that begins a long string takes long to look up.
        if !lists.intended.contains_key(action.as_str()) || !own() {
            let why = format!("`{witness}` is not an intended action that `{}` alone matches", row.pattern);
            return reject(format!("patterns[{at}].witness"), why);
        }
        witnesses.push(witness);
    }
    Ok(witnesses)
}

/// The patterns with wildcards that only the original has, each once, with their places.
pub fn replaced<'a>(original: &[&'a Pattern], recommended: &[&Pattern]) -> Vec<(usize, &'a Pattern)> {
    let new: BTreeSet<&str> = recommended.iter().map(|pattern| pattern.folded()).collect();
    let mut seen = BTreeSet::new();
    let replaced = original.iter().enumerate().filter(|(_, pattern)| {
        !pattern.is_literal() && !new.contains(pattern.folded()) && seen.insert(pattern.folded())
    });
    replaced.map(|(place, pattern)| (place, *pattern)).collect()
}

/// The replaced patterns with their cut points. What is listed as unsafe must be so.
fn origins<'a>(
    evidence: &'a RowEvidence,
    lists: &Lists<'a>,
    mode: Mode,
    world: &World<'a>,
) -> Result<Vec<Origin<'a>>, super::Rejection> {
    let replaced = replaced(lists.original, lists.recommended);
    if !replaced.iter().map(|(place, _)| *place).eq(evidence.origins.iter().map(|row| row.pattern)) {
        return reject("origins", "these are not the replaced patterns with wildcards");
    }
    let mut origins = Vec::new();
    for (number, ((_, pattern), evidence)) in replaced.into_iter().zip(&evidence.origins).enumerate() {
        let mut blocked = BTreeSet::new();
        for (row, (cut, unused)) in evidence.blocked.iter().enumerate() {
            let (cut, string) = (cut.to_ascii_lowercase(), unused.to_ascii_lowercase());
            if !world.unused.contains(&string) || !pattern.matches(&string) || !string.starts_with(&cut) {
                let why = format!("`{unused}` does not make `{cut}` unsafe for `{pattern}`");
                return reject(format!("origins[{number}].blocked[{row}]"), why);
            }
            blocked.insert(cut);
        }
        let mut origin = Origin { pattern, cuts: BTreeSet::new(), tops: BTreeMap::new(), evidence };
        for (action, unused) in world.known.matching(pattern) {
            let mut open = !unused;
            for len in cut_points(action.spelling()).filter(|&len| len >= pattern.head().len()) {
                let (Some(cut), Some(spelled)) = (action.folded().get(..len), action.spelling().get(..len))
                else {
                    continue;
                };
                if mode == Mode::Tight {
                    origin.cuts.insert(cut);
                }
                // What begins an unused action is unsafe, listed or not.
                if open && !blocked.contains(cut) {
                    origin.tops.entry(cut).or_insert(spelled);
                    open = false;
                }
            }
        }
        origins.push(origin);
    }
    Ok(origins)
}

/// Maximal: each pattern of the narrowing to a top with two or more known actions lies inside the
/// recommendation and what is denied everywhere, or is excused. What is longer lies inside these.
fn maximal(origin: &Origin<'_>, old: &BTreeSet<&str>, lists: &Lists<'_>, world: &World<'_>) -> Check {
    let allowed: Vec<&Pattern> = lists.recommended.iter().chain(&world.denied_after).copied().collect();
    let mut rows = origin.evidence.kept.iter().enumerate();
    for (&cut, &spelled) in &origin.tops {
        let below = || world.known.with_prefix(cut).map(|(action, _)| action.folded());
        if below().filter(|action| origin.pattern.matches(action)).take(2).count() < 2 {
            continue;
        }
        let Some((number, (named, kept))) = rows.next().filter(|(_, (named, _))| named == spelled) else {
            return reject("kept", format!("what became of the narrowing to `{spelled}` is not said"));
        };
        let mut kept = kept.iter();
        let all = origin.pattern.narrow(spelled);
        // What is longer is excused with it only if it is a generalisation, which is to say safe.
        let safe = || all.iter().all(|narrowed| harmless(narrowed, world));
        for narrowed in &all {
            let matched: Vec<&str> = below().filter(|action| narrowed.matches(action)).collect();
            let shown = matched.len() < 2
                || kept.next().is_some_and(|evidence| match evidence {
                    Kept::Inside(container) => contained(narrowed, container, &allowed),
                    Kept::Excused { excused } => safe() && excuses(narrowed, excused, &matched, old, lists),
                });
            if !shown {
                return reject(format!("kept[{number}]"), format!("`{narrowed}` is safe, and may be lost"));
            }
        }
        if kept.next().is_some() {
            return reject(format!("kept[{number}]"), format!("`{named}` narrows to fewer patterns"));
        }
    }
    rows.next().map_or(Ok(()), |(number, _)| reject(format!("kept[{number}]"), "there is no such cut point"))
}

/// Whether a narrowing is excused: what it matches is matched by the listed patterns, which reach beyond
/// it, or by wildcards that the original has too; and some of it by the former.
fn excuses(
    narrowed: &Pattern,
    listed: &[(usize, String)],
    matched: &[&str],
    old: &BTreeSet<&str>,
    lists: &Lists<'_>,
) -> bool {
    // Each once, however often it is listed.
    let mut beyond: BTreeMap<usize, &Pattern> = BTreeMap::new();
    for (place, string) in listed {
        let string = string.to_ascii_lowercase();
        match lists.recommended.get(*place) {
            Some(pattern) if pattern.matches(&string) && !narrowed.matches(&string) => {
                beyond.insert(*place, pattern);
            }
            _ => return false,
        }
    }
    let by_beyond = |action: &&&str| beyond.values().any(|pattern| pattern.matches(action));
    let wildcards = || lists.recommended.iter().filter(|p| !p.is_literal() && old.contains(p.folded()));
    let by_kept = |action: &&str| wildcards().any(|pattern| pattern.matches(action));
    matched.iter().any(|action| by_beyond(&action))
        && matched.iter().all(|action| by_beyond(&action) || by_kept(action))
}

/// Whether an introduced wildcard is one pattern of the narrowing of a replaced one to a safe cut point in
/// scope, whichever way its wildcards are written. An introduced literal is an intended action already.
fn in_search_space(pattern: &Pattern, origin: &Origin<'_>, world: &World<'_>) -> bool {
    let normal = pattern.normal();
    let is_cut = |cut: &str| {
        let mut below = world.known.with_prefix(cut).filter(|(a, _)| origin.pattern.matches(a.folded()));
        below.any(|(action, _)| cut_points(action.spelling()).any(|len| len == cut.len()))
    };
    let scope = origin.pattern.head().len();
    let mut cuts = prefixes(pattern.head()).filter(|cut| cut.len() >= scope);
    cuts.any(|cut| {
        let narrowed = origin.pattern.narrow(cut);
        narrowed.iter().any(|one| one.normal() == normal)
            && is_cut(cut)
            && narrowed.iter().all(|one| harmless(one, world))
    })
}

/// Shortest: why an introduced wildcard has a shorter cut point that may be safe. One counts only if
/// another pattern of its narrowing contains the wildcard.
fn shorter(origin: &Origin<'_>, pattern: &Pattern, row: &PatternEvidence) -> Option<String> {
    let head = pattern.head();
    let outside = |other: &Pattern| {
        let mut strings = row.outside.iter().map(|string| string.to_ascii_lowercase());
        strings.any(|string| pattern.matches(&string) && !other.matches(&string))
    };
    let mut tops = prefixes(head).filter(|cut| cut.len() < head.len()).filter_map(|cut| origin.tops.get(cut));
    let top = tops.find(|spelled| {
        let narrowed = origin.pattern.narrow(spelled);
        !narrowed.iter().all(|other| other.folded() == pattern.folded() || outside(other))
    });
    top.map(|spelled| format!("the shorter cut point `{spelled}` is not shown to be unsafe"))
}

/// Tight: why an introduced wildcard may have a longer cut point with the same intended actions below, or
/// but one action.
fn longer(
    origin: &Origin<'_>,
    pattern: &Pattern,
    row: &PatternEvidence,
    lists: &Lists<'_>,
) -> Option<String> {
    let apart: Vec<String> = row.apart.iter().map(|action| action.to_ascii_lowercase()).collect();
    let below = |action: &String| pattern.matches(action) && lists.intended.contains_key(action.as_str());
    let Some(first) = apart.first().filter(|_| apart.iter().all(below)) else {
        return Some("`apart` are not intended actions that it matches".to_owned());
    };
    if apart.iter().all(|action| action == first) {
        return Some("`apart` are not two actions, so that one may be all that it matches".to_owned());
    }
    let longer = (pattern.head().len() + 1..=first.len()).filter_map(|len| first.get(..len));
    let common = longer.filter(|cut| origin.cuts.contains(cut) && apart.iter().all(|a| a.starts_with(*cut)));
    let mut one_is_enough = common.filter(|cut| {
        pattern.narrow(cut).iter().any(|narrowed| apart.iter().all(|action| narrowed.matches(action)))
    });
    one_is_enough.next().map(|cut| format!("the longer cut point `{cut}` is not shown to leave anything out"))
}

/// Fewest: no safe generalisation carries more weight than the capacity, or of two packings. Literals are
/// generalisations too.
fn fewest(
    packings: &[Packing],
    introduced: usize,
    old: &BTreeSet<&str>,
    lists: &Lists<'_>,
    origins: &[Origin<'_>],
) -> Check {
    let kept = ByHead::new(lists.recommended.iter().copied().filter(|p| old.contains(p.folded())));
    let mut weights: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let mut bound: u128 = 0;
    for (number, packing) in packings.iter().enumerate() {
        let mut sum: u128 = 0;
        for (row, (name, weight)) in packing.weights.iter().enumerate() {
            let action = name.to_ascii_lowercase();
            let place = format!("fewest[{number}].weights[{row}]");
            let intended = lists.intended.contains_key(action.as_str());
            if !intended || kept.matching(&action).next().is_some() || *weight > packing.capacity {
                return reject(place, format!("`{name}` cannot weigh that"));
            }
            if weights.insert(action, (number, *weight)).is_some() {
                return reject(place, format!("`{name}` is weighed twice"));
            }
            sum += u128::from(*weight);
        }
        bound += sum.div_ceil(u128::from(packing.capacity.max(1)));
    }
    for origin in origins {
        for (&cut, &spelled) in &origin.tops {
            let below = || weights.range(cut.to_owned()..).take_while(|(action, _)| action.starts_with(cut));
            if below().nth(1).is_none() {
                continue;
            }
            for narrowed in origin.pattern.narrow(spelled) {
                let carried: Vec<_> =
                    below().filter(|(action, _)| narrowed.matches(action)).map(|(_, w)| *w).collect();
                let Some(&(number, _)) = carried.first() else { continue };
                let capacity = packings.get(number).map_or(0, |packing| packing.capacity);
                let sum = carried.iter().map(|(_, weight)| u128::from(*weight)).sum::<u128>();
                if sum > u128::from(capacity) || carried.iter().any(|(other, _)| *other != number) {
                    return reject("fewest", format!("`{narrowed}` may be safe, and carries too much"));
                }
            }
        }
    }
    if bound < introduced as u128 {
        reject("fewest", format!("this shows that {bound} are needed, not {introduced}"))
    } else {
        Ok(())
    }
}
