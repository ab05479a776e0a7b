//! Views: a pair of statements with the known actions that either can match.

use std::collections::BTreeSet;

use crate::model::{Action, ActionElement, Pattern};
use crate::prove::engine::{Facts, Pair};

use super::known::{Known, range};
use super::list::List;
use super::original_wildcard::OriginalWildcard;
use super::unused::Unused;
use crate::prove::Fault;

impl<'a> List<'a> {
    /// Marks the known actions that the list matches.
    fn mark(&self, known: &mut [Known<'a>], mark: impl Fn(&mut Facts)) {
        let mut found = Vec::with_capacity(known.len());
        self.union.sweep(known.iter().map(|one| one.action.folded()), |_, matching| {
            found.push(matching.is_empty() == self.negated);
        });
        known.iter_mut().zip(found).filter(|(_, found)| *found).for_each(|(one, _)| mark(&mut one.facts));
    }
}

/// A prepared pair of statements.
pub(super) struct View<'a, 'u> {
    pub(super) pair: Pair<'a>,
    pub(super) unused: &'u Unused<'a>,
    /// The lists of the original and of the recommendation.
    pub(super) before: List<'a>,
    pub(super) after: List<'a>,
    /// D(R).
    pub(super) denied_after: Vec<List<'a>>,
    /// The distinct patterns of the recommendation, by their numbers in `after`; empty for NotAction.
    pub(super) covering: Vec<&'a Pattern>,
    /// The relevant known actions, sorted.
    pub(super) known: Vec<Known<'a>>,
    /// For each of them, the patterns of the recommendation that match it.
    matching: Vec<Vec<usize>>,
    /// The patterns of the original, folded.
    old: BTreeSet<&'a str>,
    /// The numbers of the patterns that only the recommendation has, sorted. Empty for NotAction, where exactness
    /// says everything.
    pub(super) introduced: Vec<usize>,
    /// Whether one of these names no service.
    pub(super) names_no_service: bool,
    /// The wildcards that only the original has.
    pub(super) replaced: Vec<OriginalWildcard<'a>>,
    /// The heads of these, to find the wildcards that may contain a pattern.
    around: Vec<(&'a str, usize)>,
}

impl<'a, 'u> View<'a, 'u> {
    pub(super) fn new(
        pair: Pair<'a>,
        all: &[(&'a Action, bool)],
        unused: &'u Unused<'a>,
    ) -> Result<Self, Fault> {
        let (original, recommended) = (pair.original, pair.recommended);
        let folded = |element: &'a ActionElement| element.patterns.iter().map(Pattern::folded);
        let (before, after) = (List::new(original), List::new(recommended));
        let lists =
            |elements: &[&'a ActionElement]| elements.iter().map(|e| List::new(e)).collect::<Vec<_>>();
        let denied_after = lists(&pair.denied.after);
        let mut known = reach(&[original, recommended], all);
        before.mark(&mut known, |facts| facts.before = true);
        for list in lists(&pair.denied.before) {
            list.mark(&mut known, |facts| facts.denied_before = true);
        }
        for list in &denied_after {
            list.mark(&mut known, |facts| facts.denied_after = true);
        }
        let mut matching: Vec<Vec<usize>> = Vec::with_capacity(known.len());
        after.union.sweep(known.iter().map(|one| one.action.folded()), |_, numbers| {
            matching.push(numbers.to_vec());
        });
        for (one, numbers) in known.iter_mut().zip(&matching) {
            one.facts.after = numbers.is_empty() == recommended.negated;
        }
        let old: BTreeSet<&str> = folded(original).collect();
        let mut covering: Vec<&Pattern> = Vec::new();
        if !recommended.negated {
            covering = recommended.patterns.iter().collect();
            covering.sort_unstable_by_key(|pattern| (pattern.head(), pattern.folded(), pattern.spelling()));
            covering.dedup_by_key(|pattern| pattern.folded());
        }
        let new: BTreeSet<&str> = folded(recommended).collect();
        let own = covering.iter().enumerate().filter(|(_, pattern)| !old.contains(pattern.folded()));
        let mut own: Vec<(&Pattern, usize)> = own.map(|(number, pattern)| (*pattern, number)).collect();
        own.sort_unstable();
        let names_no_service = own.iter().any(|(pattern, _)| pattern.service().is_none());
        let introduced: Vec<usize> = own.into_iter().map(|(_, number)| number).collect();
        let replaced = original
            .patterns
            .iter()
            .filter(|pattern| !pattern.is_literal() && !new.contains(pattern.folded()) && !original.negated);
        let replaced = replaced.map(|pattern| OriginalWildcard::new(pattern, &known));
        let replaced = replaced.collect::<Result<Vec<OriginalWildcard<'a>>, Fault>>()?;
        let heads = replaced.iter().enumerate().map(|(number, wildcard)| (wildcard.pattern.head(), number));
        let mut around: Vec<(&str, usize)> = heads.collect();
        around.sort_unstable();
        Ok(Self {
            pair,
            unused,
            before,
            after,
            denied_after,
            covering,
            known,
            matching,
            old,
            introduced,
            names_no_service,
            replaced,
            around,
        })
    }

    /// A pattern of the recommendation by its number.
    pub(super) fn pattern(&self, number: usize) -> Result<&'a Pattern, Fault> {
        self.covering.get(number).copied().ok_or(Fault)
    }

    /// Several by their numbers.
    pub(super) fn patterns(&self, numbers: &[usize]) -> Result<Vec<&'a Pattern>, Fault> {
        numbers.iter().map(|&number| self.pattern(number)).collect()
    }

    /// A known action by its place.
    pub(super) fn known(&self, place: usize) -> Result<&Known<'a>, Fault> {
        self.known.get(place).ok_or(Fault)
    }

    /// The numbers of the patterns by which the recommendation matches a known action; empty for NotAction.
    pub(super) fn covers(&self, place: usize) -> Result<&[usize], Fault> {
        if self.pair.recommended.negated {
            return Ok(&[]);
        }
        self.matching.get(place).map(Vec::as_slice).ok_or(Fault)
    }

    /// Whether the original has the pattern too.
    pub(super) fn is_kept(&self, pattern: &Pattern) -> bool {
        self.old.contains(pattern.folded())
    }

    /// The places of the known actions that begin with a prefix.
    pub(super) fn range(&self, prefix: &str) -> std::ops::Range<usize> {
        range(&self.known, prefix)
    }

    /// The replaced wildcards with a head that begins `head`; no other contains a pattern with that head.
    pub(super) fn wildcards_around(&self, head: &str) -> Result<Vec<&OriginalWildcard<'a>>, Fault> {
        let mut found = Vec::new();
        for start in (0..=head.len()).filter_map(|len| head.get(..len)) {
            let from = self.around.partition_point(|&(known, _)| known < start);
            let equal = self.around.iter().skip(from).take_while(|&&(known, _)| known == start);
            found.extend(equal.map(|&(_, number)| number));
        }
        found.sort_unstable();
        found.into_iter().map(|number| self.replaced.get(number).ok_or(Fault)).collect()
    }
}

/// The known actions that begin with the head of a pattern of either element; all of them if one is NotAction.
fn reach<'a>(elements: &[&ActionElement; 2], all: &[(&'a Action, bool)]) -> Vec<Known<'a>> {
    let one = |&(action, unused): &(&'a Action, bool)| Known { action, unused, facts: Facts::default() };
    let patterns = || elements.iter().flat_map(|element| &element.patterns);
    let everything = |pattern: &Pattern| pattern.head().is_empty();
    if elements.iter().any(|element| element.negated) || patterns().any(everything) {
        return all.iter().map(one).collect();
    }
    let mut heads: Vec<&str> = patterns().map(Pattern::head).collect();
    heads.sort_unstable();
    // What begins with a longer head is among what begins with the shorter one.
    heads.dedup_by(|longer, shorter| longer.starts_with(*shorter));
    let mut known = Vec::new();
    for head in heads {
        let from = all.partition_point(|(action, _)| action.folded() < head);
        let below = all.iter().skip(from).take_while(|(action, _)| action.folded().starts_with(head));
        known.extend(below.map(one));
    }
    known
}
