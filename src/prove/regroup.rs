//! The same policy in another arrangement, so that statements can be paired.
//!
//! What a policy allows is what some Allow statement matches and no Deny statement does. So the order of
//! its statements means nothing; a statement that stands twice is one; and Allow statements that are
//! equal in all but their Action lists are one statement with all these actions, since a statement
//! matches what one of its actions matches. Nothing else is done here: whatever the search below picks,
//! the policy means what it meant. (NotAction is left alone: a union of complements is no list.)

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Effect, EffectiveCatalogue, Pattern, Policy, Statement, UnusedSet};

use super::align::{Classes, align};

/// For each statement of the original in order, its place and the places of the recommended ones that refine
/// it, so that all of those are accounted for; nothing if some Allow statement refines none.
pub fn pairing(
    original: &Policy,
    recommended: &Policy,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Option<Vec<(usize, Vec<usize>)>> {
    let alignment = align(original, recommended, known, unused);
    if alignment.strangers.is_empty() {
        let pairs = alignment.refined_by.into_iter().map(|partner| partner.into_iter().collect());
        return Some(pairs.enumerate().collect());
    }
    let (follows, strangers) = followed(original, recommended);
    let granted =
        |place: &usize| recommended.statements.get(*place).is_some_and(|s| s.effect == Effect::Allow);
    let lost = strangers.iter().any(|(_, places)| places.iter().any(granted));
    let places = follows.into_iter().map(|follower| follower.map_or_else(Vec::new, |(_, places)| places));
    (!lost).then(|| places.enumerate().collect())
}

/// A statement, and the places of those that it was put together from.
type Merged = (Statement, Vec<usize>);

/// The recommendation in the order of the original, with the statements that refine the same one merged.
pub(super) fn follow(original: &Policy, recommended: &Policy) -> Policy {
    let (follows, strangers) = followed(original, recommended);
    let statements = follows.into_iter().flatten().chain(strangers).map(|(statement, _)| statement).collect();
    Policy { version: recommended.version.clone(), statements }
}

/// For each statement of the original, what refines it; and those that refine none.
fn followed(original: &Policy, recommended: &Policy) -> (Vec<Option<Merged>>, Vec<Merged>) {
    let mut classes = Classes::default();
    let mut places: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, statement) in original.statements.iter().enumerate() {
        places.entry(classes.of(statement)).or_default().push(place);
    }
    let mut follows: Vec<Option<Merged>> = vec![None; original.statements.len()];
    let mut rest = Vec::new();
    for (at, statement) in recommended.statements.iter().enumerate() {
        let candidates = places.get(&classes.of(statement)).into_iter().flatten().copied();
        let whole = candidates.filter(|&place| part_of(statement, original, place));
        match best(statement, original, &follows, whole).and_then(|place| follows.get_mut(place)) {
            Some(slot) => join(slot, statement, at),
            None => rest.push((at, statement)),
        }
    }
    // What is part of none may still be what one has become.
    let mut strangers: Vec<Merged> = Vec::new();
    for (at, statement) in rest {
        let candidates = places.get(&classes.of(statement)).into_iter().flatten().copied();
        let free = candidates.filter(|&place| follows.get(place).is_some_and(Option::is_none));
        match best(statement, original, &follows, free).and_then(|place| follows.get_mut(place)) {
            Some(slot) => join(slot, statement, at),
            None if strangers.iter().any(|(known, _)| known == statement) => {}
            None => strangers.push((statement.clone(), vec![at])),
        }
    }
    (follows, strangers)
}

fn join(slot: &mut Option<Merged>, statement: &Statement, at: usize) {
    match slot {
        None => *slot = Some((statement.clone(), vec![at])),
        Some((held, places)) => {
            add(held, statement);
            places.push(at);
        }
    }
}

/// Each statement of some kind merged into the first that it can be merged with, and where those that are
/// left stood.
pub(super) fn condense(policy: &Policy, merges: impl Fn(&Statement) -> bool) -> (Policy, Vec<usize>) {
    let mut classes = Classes::default();
    let mut first: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    let mut statements: Vec<Statement> = Vec::new();
    let mut places = Vec::new();
    for (place, statement) in policy.statements.iter().enumerate() {
        let class = (classes.of(statement), statement.actions.negated);
        let holder = first.get(&class).and_then(|&at| statements.get_mut(at));
        if let Some(held) = holder.filter(|held| merges(statement) && mergeable(held, statement)) {
            add(held, statement);
        } else {
            first.entry(class).or_insert(statements.len());
            statements.push(statement.clone());
            places.push(place);
        }
    }
    (Policy { version: policy.version.clone(), statements }, places)
}

/// Of the candidates, the one that a recommended statement was most likely made of.
fn best(
    statement: &Statement,
    original: &Policy,
    follows: &[Option<Merged>],
    candidates: impl Iterator<Item = usize>,
) -> Option<usize> {
    let score = |place: usize| {
        let before = original.statements.get(place).filter(|before| before.is_comparable_to(statement))?;
        let taken = follows.get(place)?;
        let fits = taken.as_ref().is_none_or(|(taken, _)| mergeable(taken, statement));
        let alike = (before.actions.negated == statement.actions.negated, before.sid == statement.sid);
        fits.then_some((alike, taken.is_none(), Reverse(place)))
    };
    candidates.filter_map(score).max().map(|(.., Reverse(place))| place)
}

/// Whether all that a statement speaks of, one of the original plainly speaks of as well.
fn part_of(statement: &Statement, original: &Policy, place: usize) -> bool {
    let Some(before) = original.statements.get(place) else { return false };
    let inside = |inner: &Pattern, outer: &[Pattern]| outer.iter().any(|wide| inner.is_inside(wide));
    let (inner, outer) = (&statement.actions, &before.actions);
    match (inner.negated, outer.negated) {
        (false, false) => inner.patterns.iter().all(|pattern| inside(pattern, &outer.patterns)),
        (false, true) => !inner.patterns.iter().any(|pattern| inside(pattern, &outer.patterns)),
        (true, true) => outer.patterns.iter().all(|pattern| inside(pattern, &inner.patterns)),
        (true, false) => false,
    }
}

/// Whether two statements mean together what one of them means with the patterns of both.
fn mergeable(left: &Statement, right: &Statement) -> bool {
    let lists = !left.actions.negated && !right.actions.negated;
    left.is_comparable_to(right) && (left.effect == Effect::Deny || lists || left.actions == right.actions)
}

/// Adds the patterns of a statement; the caller has made sure that they can be merged.
fn add(held: &mut Statement, statement: &Statement) {
    // Equal Deny statements, and equal NotAction elements, are one.
    if held.effect == Effect::Allow && !held.actions.negated {
        held.actions.patterns.extend(statement.actions.patterns.iter().cloned());
    }
}
