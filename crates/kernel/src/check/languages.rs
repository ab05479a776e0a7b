//! No-escalation, unused-removed and used-kept; exact follows from them.

use std::collections::BTreeMap;

use super::super::format::{RowEvidence, Run};
use super::inclusion::{contained, reads};
use super::rejection::{Check, reject};
use super::world::World;
use crate::model::{Action, ActionElement, ByHead, Pattern};

/// With Action on both sides: each recommended pattern is inside the original and matches nothing unused, except
/// for what is denied everywhere.
pub(super) fn safe(
    evidence: &RowEvidence,
    original: &[&Pattern],
    recommended: &[&Pattern],
    world: &World<'_>,
) -> Check {
    if evidence.patterns.len() != recommended.len() {
        return reject("patterns", "there should be one row for each recommended pattern");
    }
    let outer: Vec<&Pattern> = original.iter().chain(&world.denied_after).copied().collect();
    for (at, (row, pattern)) in evidence.patterns.iter().zip(recommended).enumerate() {
        let place = |field: &str| format!("patterns[{at}].{field}");
        if !contained(pattern, &row.within, &outer) {
            return reject(place("within"), format!("this does not contain `{pattern}`"));
        }
        if !parts(pattern, row.unused, world) {
            return reject(
                place("unused"),
                format!("`{pattern}` is not separated from the unused actions here"),
            );
        }
        if let Some(service) = reached(pattern, &world.denied_after, world) {
            return reject(
                place("pattern"),
                format!("`{pattern}` reaches into `{service}`, which is unused"),
            );
        }
    }
    Ok(())
}

/// Whether the unused actions (sorted) before the first place sort before the head of a pattern, those from the
/// second place on sort after everything that begins with the head, and those in between begin with the head and
/// are either not matched or denied.
fn parts(pattern: &Pattern, (from, to): (usize, usize), world: &World<'_>) -> bool {
    let head = pattern.head();
    let Some((before, rest)) = world.listed.split_at_checked(from) else { return false };
    let Some((between, after)) = to.checked_sub(from).and_then(|len| rest.split_at_checked(len)) else {
        return false;
    };
    before.last().is_none_or(|action| action.folded() < head)
        && after.first().is_none_or(|action| action.folded() > head && !action.folded().starts_with(head))
        && between
            .iter()
            .map(|action| action.folded())
            .all(|action| action.starts_with(head) && (!pattern.matches(action) || world.is_denied(action)))
}

/// Whether a pattern matches nothing unused.
pub(super) fn harmless(pattern: &Pattern, world: &World<'_>) -> bool {
    let head = pattern.head();
    let from = world.listed.partition_point(|action| action.folded() < head);
    let below = world.listed.iter().skip(from).map(|action| action.folded());
    let listed = below.take_while(|action| action.starts_with(head)).any(|action| pattern.matches(action));
    !listed && reached(pattern, &[], world).is_none()
}

/// A whole unused service of which the pattern matches more than is shown to be kept or denied.
fn reached<'a>(pattern: &Pattern, denied: &[&Pattern], world: &World<'a>) -> Option<&'a str> {
    let own = pattern.service();
    let mut services =
        world.unused.services_less_kept().filter(|(name, _)| own.is_none_or(|own| own == *name));
    services.find_map(|(service, kept)| {
        let here = pattern.narrow(&format!("{service}:"));
        let apart = |narrowed: &Pattern| {
            kept.iter().chain(denied.iter().copied()).any(|outer| reads(narrowed, outer))
        };
        here.iter().any(|narrowed| !apart(narrowed)).then_some(service)
    })
}

/// Used-kept: the runs name a matching pattern for each of the actions, in order.
pub(super) fn covered<'a>(
    runs: &[Run],
    actions: impl IntoIterator<Item = &'a str>,
    recommended: &[&Pattern],
) -> Check {
    let mut actions = actions.into_iter();
    for (at, &Run(place, count)) in runs.iter().enumerate() {
        let pattern = recommended.get(place);
        for _ in 0..count {
            let Some(action) = actions.next() else {
                return reject(format!("covers[{at}]"), "there are fewer actions than that");
            };
            if !pattern.is_some_and(|pattern| pattern.matches(action)) {
                return reject(format!("covers[{at}]"), format!("this does not match `{action}`"));
            }
        }
    }
    match actions.next() {
        Some(action) => reject("covers", format!("nothing is listed as matching `{action}`")),
        None => Ok(()),
    }
}

/// With NotAction on both sides: what was excluded still is, and so is everything unused.
pub(super) fn safe_negated(
    evidence: &RowEvidence,
    original: &[&Pattern],
    recommended: &[&Pattern],
    world: &World<'_>,
) -> Check {
    if evidence.excluded.len() != original.len() {
        return reject("excluded", "there should be one row for each pattern of the original");
    }
    for (at, (row, pattern)) in evidence.excluded.iter().zip(original).enumerate() {
        if !contained(pattern, row, recommended) {
            return reject(format!("excluded[{at}]"), format!("this does not contain `{pattern}`"));
        }
    }
    covered(&evidence.covers, world.listed.iter().map(|action| action.folded()), recommended)?;
    for (service, _) in world.unused.services_less_kept() {
        let all = Pattern::new(format!("{service}:*"));
        if !recommended.iter().any(|pattern| reads(&all, pattern)) {
            return reject("excluded", format!("`{all}` is unused and not excluded"));
        }
    }
    Ok(())
}

/// With NotAction: no intended action is excluded.
pub(super) fn kept_negated(original: &ActionElement, recommended: &[&Pattern], world: &World<'_>) -> Check {
    let index = ByHead::new(recommended.iter().copied());
    let intended = world.known.iter().filter(|(a, unused)| !unused && original.matches(a.folded()));
    for (action, _) in intended.filter(|(action, _)| !world.was_denied(action.folded())) {
        if let Some((_, pattern)) = index.matching(action.folded()).next() {
            return reject("recommended", format!("`{pattern}` excludes the intended `{action}`"));
        }
    }
    Ok(())
}

/// I(S) of a statement with Action, by folded string.
pub(super) fn intended<'a>(original: &[&Pattern], world: &World<'a>) -> BTreeMap<&'a str, &'a Action> {
    let matched = original.iter().flat_map(|pattern| world.known.matching(pattern));
    matched.filter(|(_, unused)| !unused).map(|(action, _)| (action.folded(), action)).collect()
}

/// All prefixes of a string, the shortest first.
pub(super) fn prefixes(string: &str) -> impl DoubleEndedIterator<Item = &str> {
    (0..=string.len()).filter_map(|len| string.get(..len))
}
