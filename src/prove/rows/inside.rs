//! Finds the recommended patterns that replace a statement.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionElement, ByHead, EffectiveCatalogue, Inclusion, Pattern, cut_points};

/// For more patterns than this, it is not considered whether several of a statement together contain one.
const FEW: usize = 64;

/// Recommended patterns of one scope, indexed by what contains them.
pub(super) struct Inside<'a> {
    patterns: Vec<&'a Pattern>,
    /// Their places, sorted by head.
    sorted: Vec<usize>,
    known: &'a EffectiveCatalogue,
}

impl<'a> Inside<'a> {
    pub(super) fn new(patterns: impl Iterator<Item = &'a Pattern>, known: &'a EffectiveCatalogue) -> Self {
        let patterns: Vec<&Pattern> = patterns.collect();
        let mut sorted: Vec<usize> = (0..patterns.len()).collect();
        sorted.sort_by_key(|&at| patterns.get(at).map(|pattern| pattern.head()));
        Self { patterns, sorted, known }
    }

    /// The places of the patterns that the list has itself and, of the others that are inside it and narrow one
    /// of its own, of those not strictly inside another of them; sorted.
    pub(super) fn of(&self, list: &ActionElement) -> BTreeSet<usize> {
        let own: BTreeSet<&str> = list.patterns.iter().map(Pattern::folded).collect();
        let is_own = |at: usize| self.pattern(at).is_some_and(|pattern| own.contains(pattern.folded()));
        let mut found: BTreeSet<usize> =
            list.patterns.iter().flat_map(|wide| self.inside_one(wide)).collect();
        if list.patterns.len() <= FEW && self.patterns.len() <= FEW {
            found.extend((0..self.patterns.len()).filter(|&at| self.inside_several(at, &list.patterns)));
        }
        found.retain(|&at| is_own(at) || self.pattern(at).is_some_and(|p| self.narrows(p, &list.patterns)));
        // A pattern that occurs several times is considered once.
        let members: BTreeMap<&str, &Pattern> =
            found.iter().filter_map(|&at| self.pattern(at)).map(|p| (p.folded(), p)).collect();
        let index = ByHead::new(members.values().copied());
        let inner = |pattern: &Pattern| {
            let mut around = index.local(pattern.head()).map(|(_, wide)| wide);
            around.any(|wide| {
                wide.folded() != pattern.folded() && pattern.is_inside(wide) && !wide.is_inside(pattern)
            })
        };
        let others = members.values().filter(|pattern| !own.contains(pattern.folded()));
        let inner: BTreeSet<&str> = others.filter(|p| inner(p)).map(|p| p.folded()).collect();
        found.retain(|&at| self.pattern(at).is_some_and(|p| !inner.contains(p.folded())));
        found
    }

    /// Whether a pattern is a literal, or a narrowing of one of a list; a pattern that another statement of the
    /// scope keeps need be neither.
    fn narrows(&self, pattern: &Pattern, list: &[Pattern]) -> bool {
        let (head, normal) = (pattern.head(), pattern.normal());
        let from = |wide: &Pattern| {
            let cuts = (wide.head().len()..=head.len()).filter_map(|len| head.get(..len));
            let mut cuts = cuts.filter(|cut| wide.narrow(cut).iter().any(|one| one.normal() == normal));
            cuts.any(|cut| {
                let mut below = self.known.with_prefix(cut).filter(|(a, _)| wide.matches(a.folded()));
                below.any(|(action, _)| cut_points(action.spelling()).any(|len| len == cut.len()))
            })
        };
        let around = |wide: &&Pattern| !wide.is_literal() && head.starts_with(wide.head());
        pattern.is_literal() || list.iter().filter(around).any(from)
    }

    fn pattern(&self, at: usize) -> Option<&'a Pattern> {
        self.patterns.get(at).copied()
    }

    /// The places of those inside one pattern; its head begins their heads.
    fn inside_one(&self, wide: &Pattern) -> Vec<usize> {
        let head = |at: &usize| self.pattern(*at).map_or("", Pattern::head);
        let from = self.sorted.partition_point(|at| head(at) < wide.head());
        let below = self.sorted.iter().skip(from).take_while(|at| head(at).starts_with(wide.head()));
        below.copied().filter(|&at| self.pattern(at).is_some_and(|p| p.is_inside(wide))).collect()
    }

    /// Whether several patterns together contain one.
    fn inside_several(&self, at: usize, list: &[Pattern]) -> bool {
        let Some(pattern) = self.pattern(at).filter(|pattern| !pattern.is_literal()) else { return false };
        pattern.inclusion(list) == Inclusion::Inside
    }
}
