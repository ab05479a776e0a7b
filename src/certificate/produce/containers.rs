//! Finds the patterns that contain another, and the evidence.

use std::collections::{BTreeSet, VecDeque};

use crate::certificate::format::{Container, Simulation};
use crate::certificate::kernel::inclusion::{accepts, after, ended, letters, reads, step};
use crate::deadline;
use crate::model::{ByHead, Pattern};

/// A place that does not exist: it stands for what could not be shown, and the kernel rejects it.
pub(super) const NOWHERE: Container = Container::One(usize::MAX);

/// Patterns with their places.
pub(super) struct Index<'a> {
    patterns: &'a [&'a Pattern],
    by_head: ByHead<'a>,
}

impl<'a> Index<'a> {
    pub(super) fn new(patterns: &'a [&'a Pattern]) -> Self {
        Self { patterns, by_head: ByHead::new(patterns.iter().copied()) }
    }

    /// The patterns with a head that begins a string, in the order of their places.
    fn local(&self, string: &str) -> Vec<(usize, &'a Pattern)> {
        let mut found: Vec<(usize, &Pattern)> = self.by_head.local(string).collect();
        found.sort_unstable_by_key(|(place, _)| *place);
        found
    }

    /// Those of them that match the folded string.
    pub(super) fn matching(&self, string: &str) -> Vec<(usize, &'a Pattern)> {
        let mut found = self.local(string);
        found.retain(|(_, pattern)| pattern.matches(string));
        found
    }

    /// Evidence on what contains a pattern, if it is found.
    pub(super) fn container(&self, inner: &Pattern) -> Option<Container> {
        let around = self.local(inner.head());
        if let Some((place, _)) = around.iter().find(|(_, outer)| outer.folded() == inner.folded()) {
            return Some(Container::One(*place));
        }
        if let Some((place, _)) = around.iter().find(|(_, outer)| reads(inner, outer)) {
            return Some(Container::One(*place));
        }
        if inner.is_literal() || around.iter().all(|(_, outer)| outer.is_literal()) {
            return None;
        }
        // A pattern with a longer head than the inner one may contain a part of it too.
        let begins = |(_, outer): &(usize, &&Pattern)| {
            let (inner, outer) = (inner.head(), outer.head());
            inner.starts_with(outer) || outer.starts_with(inner)
        };
        let outer: Vec<(usize, &Pattern)> =
            self.patterns.iter().enumerate().filter(begins).map(|(place, outer)| (place, *outer)).collect();
        simulate(inner, &outer).map(Container::Several)
    }
}

/// The number of states after which the search gives up.
const MOST_STATES: usize = 20_000;

/// The relation that shows that patterns together contain another.
fn simulate(inner: &Pattern, outer: &[(usize, &Pattern)]) -> Option<Simulation> {
    let chars = |pattern: &Pattern| pattern.folded().chars().collect::<Vec<char>>();
    let texts: Vec<Vec<char>> = outer.iter().map(|(_, pattern)| chars(pattern)).collect();
    let others: Vec<&[char]> = texts.iter().map(Vec::as_slice).collect();
    let inner = chars(inner);
    let letters = letters(&[others.as_slice(), &[inner.as_slice()]].concat());
    let first = (0, others.iter().map(|_| vec![0]).collect::<Vec<Vec<usize>>>());
    let mut seen = BTreeSet::from([first.clone()]);
    let mut open = VecDeque::from([first]);
    while let Some((place, sets)) = open.pop_front() {
        deadline::check();
        if accepts(&inner, place) && !ended(&others, &sets) || seen.len() > MOST_STATES {
            return None;
        }
        for &letter in &letters {
            let next = step(&others, &sets, letter);
            for place in after(&inner, place, letter) {
                let state = (place, next.clone());
                if seen.insert(state.clone()) {
                    open.push_back(state);
                }
            }
        }
    }
    Some(Simulation {
        patterns: outer.iter().map(|(place, _)| *place).collect(),
        states: seen.into_iter().collect(),
    })
}
