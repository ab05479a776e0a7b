//! Irredundant, maximal, shortest, tight and fewest: the patterns are as general and as few as possible.

use std::collections::{BTreeMap, BTreeSet};

use super::super::format::{Kept, Mode, Packing, PatternEvidence, RowEvidence};
use super::fewest::fewest;
use super::inclusion::contained;
use super::languages::{harmless, prefixes};
use super::origins::{Lists, Origin, origins};
use super::rejection::{Check, Rejection, reject};
use super::world::World;
use crate::model::{ByHead, Pattern, cut_points};

/// The introduced patterns by folded string, each with its row.
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

/// Irredundant: each introduced pattern has an intended action that no other pattern matches. Returns these
/// actions.
fn irredundant<'a>(introduced: &Introduced<'a>, lists: &Lists<'_>) -> Result<Vec<&'a str>, Rejection> {
    let index = ByHead::new(lists.recommended.iter().copied());
    let mut witnesses = Vec::new();
    for (folded, (at, _, row)) in introduced {
        let witness = row.witness.as_deref().unwrap_or(&row.pattern);
        let action = witness.to_ascii_lowercase();
        let own = || {
            let mut matching = index.matching(&action).peekable();
            matching.peek().is_some() && matching.all(|(_, other)| other.folded() == *folded)
        };
        // Intended actions are short; looking up all prefixes of a long string would take long.
        if !lists.intended.contains_key(action.as_str()) || !own() {
            let why = format!("`{witness}` is not an intended action that `{}` alone matches", row.pattern);
            return reject(format!("patterns[{at}].witness"), why);
        }
        witnesses.push(witness);
    }
    Ok(witnesses)
}

/// Maximal: each pattern of the narrowing to a top that matches two or more known actions is inside the
/// recommendation and what is denied everywhere, or is excused. Longer cut points lie inside these.
fn maximal(origin: &Origin<'_>, old: &BTreeSet<&str>, lists: &Lists<'_>, world: &World<'_>) -> Check {
    let allowed: Vec<&Pattern> = lists.recommended.iter().chain(&world.denied_after).copied().collect();
    let mut rows = origin.evidence.kept.iter().enumerate();
    for (cut, &spelled) in origin.tops.iter() {
        let below = || world.known.with_prefix(cut).map(|(action, _)| action.folded());
        if below().filter(|action| origin.pattern.matches(action)).take(2).count() < 2 {
            continue;
        }
        let Some((number, (named, kept))) = rows.next().filter(|(_, (named, _))| named == spelled) else {
            return reject("kept", format!("there is no entry for the narrowing to `{spelled}`"));
        };
        let mut kept = kept.iter();
        let all = origin.pattern.narrow(spelled);
        // The longer ones are excused with it only if it is safe, and so a generalisation.
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

/// Whether a narrowing is excused: what it matches is matched by the listed patterns, which reach beyond it, or
/// by wildcards that the original has too; and the listed patterns match some of it.
fn excuses(
    narrowed: &Pattern,
    listed: &[(usize, String)],
    matched: &[&str],
    old: &BTreeSet<&str>,
    lists: &Lists<'_>,
) -> bool {
    // Each once, even if it is listed several times.
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

/// Whether an introduced wildcard is a pattern of the narrowing of a replaced one to a safe cut point in reach,
/// in any spelling of its wildcards. An introduced literal is known to be an intended action.
fn in_search_space(pattern: &Pattern, origin: &Origin<'_>, world: &World<'_>) -> bool {
    let normal = pattern.normal();
    let is_cut = |cut: &str| {
        let mut below = world.known.with_prefix(cut).filter(|(a, _)| origin.pattern.matches(a.folded()));
        below.any(|(action, _)| cut_points(action.spelling()).any(|len| len == cut.len()))
    };
    let scope = origin.pattern.head().len();
    // Usually it is cut where its head ends.
    let mut cuts = prefixes(pattern.head()).rev().filter(|cut| cut.len() >= scope);
    cuts.any(|cut| {
        let narrowed = origin.pattern.narrow(cut);
        narrowed.iter().any(|one| one.normal() == normal)
            && is_cut(cut)
            && narrowed.iter().all(|one| harmless(one, world))
    })
}

/// Shortest: the reason why an introduced wildcard has a shorter cut point that may be safe. Such a cut point
/// counts only if another pattern of its narrowing contains the wildcard.
fn shorter(origin: &Origin<'_>, pattern: &Pattern, row: &PatternEvidence) -> Option<String> {
    let head = pattern.head();
    let outside = |other: &Pattern| {
        let mut strings = row.outside.iter().map(|string| string.to_ascii_lowercase());
        strings.any(|string| pattern.matches(&string) && !other.matches(&string))
    };
    let tops = origin.tops.beginning(head).filter(|(cut, _)| cut.len() < head.len());
    let open = tops.filter(|(_, spelled)| {
        let narrowed = origin.pattern.narrow(spelled);
        !narrowed.iter().all(|other| other.folded() == pattern.folded() || outside(other))
    });
    // The shortest.
    let top = open.last();
    top.map(|(_, spelled)| format!("the shorter cut point `{spelled}` is not shown to be unsafe"))
}

/// Tight: the reason why an introduced wildcard may have a longer cut point with the same intended actions below,
/// or matches only one action.
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
    let common = longer
        .filter(|cut| origin.cuts.binary_search(cut).is_ok() && apart.iter().all(|a| a.starts_with(*cut)));
    let mut one_is_enough = common.filter(|cut| {
        pattern.narrow(cut).iter().any(|narrowed| apart.iter().all(|action| narrowed.matches(action)))
    });
    one_is_enough.next().map(|cut| format!("the longer cut point `{cut}` is not shown to leave anything out"))
}
