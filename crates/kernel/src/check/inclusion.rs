//! Inclusion of a pattern in others, by evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::super::format::{Container, Simulation};
use crate::model::Pattern;

/// Whether the evidence shows that `inner` is inside patterns of `outer`.
pub(super) fn contained(inner: &Pattern, evidence: &Container, outer: &[&Pattern]) -> bool {
    match evidence {
        Container::One(place) => outer.get(*place).is_some_and(|pattern| reads(inner, pattern)),
        Container::Several(simulation) => simulated(inner, simulation, outer).unwrap_or(false),
    }
}

/// Whether `outer` matches `inner` read as a string, where `*` is matched only by `*`, and `?` only by `?` or
/// `*`. Then `outer` matches whatever `inner` does, since it matches anything in place of those wildcards.
pub fn reads(inner: &Pattern, outer: &Pattern) -> bool {
    if let Some(head) = outer.as_prefix() {
        return inner.head().starts_with(head);
    }
    let outer: Vec<char> = outer.folded().chars().collect();
    let mut places = BTreeSet::from([0]);
    for symbol in inner.folded().chars() {
        places = places.into_iter().flat_map(|place| after(&outer, place, symbol)).collect();
    }
    places.into_iter().any(|place| accepts(&outer, place))
}

/// The places that follow `place` when a symbol is read. A `?` is matched only as "any one character", a `*` only
/// as "any string".
pub fn after(pattern: &[char], place: usize, symbol: char) -> Vec<usize> {
    let mut found = Vec::new();
    for (at, &want) in pattern.iter().enumerate().skip(place) {
        match want {
            '*' => found.push(at),
            '?' if symbol != '*' => found.push(at + 1),
            _ if want == symbol => found.push(at + 1),
            _ => {}
        }
        if want != '*' {
            break;
        }
    }
    found
}

/// Whether only stars are left.
pub fn accepts(pattern: &[char], place: usize) -> bool {
    pattern.iter().skip(place).all(|&symbol| symbol == '*')
}

/// The characters that patterns name, and one that none of them names, which stands for all others.
pub fn letters(patterns: &[&[char]]) -> BTreeSet<char> {
    let symbols = patterns.iter().copied().flatten().copied();
    let mut letters: BTreeSet<char> = symbols.filter(|symbol| !matches!(symbol, '*' | '?')).collect();
    let other = ('\0'..=char::MAX).rev().find(|letter| !letters.contains(letter));
    letters.extend(other);
    letters
}

/// The places in several patterns after one more character.
pub fn step(patterns: &[&[char]], sets: &[Vec<usize>], letter: char) -> Vec<Vec<usize>> {
    let one = |(pattern, set): (&&[char], &Vec<usize>)| {
        let next: BTreeSet<usize> = set.iter().flat_map(|&at| after(pattern, at, letter)).collect();
        next.into_iter().collect()
    };
    patterns.iter().zip(sets).map(one).collect()
}

/// Whether one of several patterns can end here.
pub fn ended(patterns: &[&[char]], sets: &[Vec<usize>]) -> bool {
    patterns.iter().zip(sets).any(|(pattern, set)| set.iter().any(|&at| accepts(pattern, at)))
}

/// Whether the relation contains the first state, and with each state its successors, and in no state `inner` can
/// end while none of the others can. `None` if it names a pattern that does not exist.
fn simulated(inner: &Pattern, simulation: &Simulation, outer: &[&Pattern]) -> Option<bool> {
    let inner: Vec<char> = inner.folded().chars().collect();
    // Each text once, however often its pattern is named.
    let mut texts: BTreeMap<usize, Vec<char>> = BTreeMap::new();
    for &place in &simulation.patterns {
        let pattern = outer.get(place)?;
        texts.entry(place).or_insert_with(|| pattern.folded().chars().collect());
    }
    let others: Vec<&[char]> =
        simulation.patterns.iter().filter_map(|place| texts.get(place)).map(Vec::as_slice).collect();
    let all: Vec<&[char]> = texts.values().chain([&inner]).map(Vec::as_slice).collect();
    let letters = letters(&all);
    let states: BTreeSet<&(usize, Vec<Vec<usize>>)> = simulation.states.iter().collect();
    let closed = |(place, sets): &(usize, Vec<Vec<usize>>)| {
        if sets.len() != others.len() || accepts(&inner, *place) && !ended(&others, sets) {
            return false;
        }
        letters.iter().all(|&letter| {
            let next = step(&others, sets, letter);
            after(&inner, *place, letter).into_iter().all(|place| states.contains(&(place, next.clone())))
        })
    };
    let first = (0, others.iter().map(|_| vec![0]).collect());
    Some(states.contains(&first) && states.iter().all(|state| closed(state)))
}
