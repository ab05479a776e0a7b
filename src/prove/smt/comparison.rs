//! The two lists of a pair, prepared for questions about their parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ActionElement, Pattern};

use super::lookup::Lookup;

/// The two lists of a pair, prepared for questions about their parts.
pub(crate) struct Comparison<'a> {
    pub(super) original: &'a ActionElement,
    pub(super) originals: Lookup<'a>,
    pub(super) recommended: Lookup<'a>,
    /// Whether the recommendation is a NotAction.
    pub(super) negated: bool,
    /// Whether a pattern has a wildcard anywhere but at its end.
    pub(super) inner_wildcards: bool,
    /// The patterns that the original has, folded.
    pub(super) old: BTreeSet<&'a str>,
    /// The patterns that only the recommendation has, by the prefix of their part. If one of them names no
    /// service, all of them are also in the rest, since it may match what the others match.
    pub(super) introduced: BTreeMap<String, Vec<&'a Pattern>>,
    /// The patterns with wildcards that only the original has.
    pub(super) replaced: Vec<&'a Pattern>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(original: &'a ActionElement, recommended: &'a ActionElement) -> Self {
        let (before, after) = (&original.patterns, &recommended.patterns);
        let folded =
            |patterns: &'a [Pattern]| -> BTreeSet<&'a str> { patterns.iter().map(Pattern::folded).collect() };
        let (old, new) = (folded(before), folded(after));
        let mut introduced: BTreeMap<String, Vec<&Pattern>> = BTreeMap::new();
        // What is added to a NotAction covers nothing; there exactness says everything.
        let covering = after.iter().filter(|_| !recommended.negated);
        for pattern in covering.filter(|pattern| !old.contains(pattern.folded())) {
            let prefix = pattern.service().map_or(String::new(), |service| format!("{service}:"));
            introduced.entry(prefix).or_default().push(pattern);
        }
        if introduced.contains_key("") {
            let all: Vec<&Pattern> = introduced.values().flatten().copied().collect();
            introduced.insert(String::new(), all);
        }
        for patterns in introduced.values_mut() {
            patterns.sort_unstable();
            patterns.dedup_by_key(|pattern| pattern.folded());
        }
        let replaced = before
            .iter()
            .filter(|pattern| !pattern.is_literal() && !new.contains(pattern.folded()) && !original.negated);
        Self {
            original,
            originals: Lookup::new(before),
            recommended: Lookup::new(after),
            negated: recommended.negated,
            inner_wildcards: before.iter().chain(after).any(Pattern::has_inner_wildcard),
            old,
            introduced,
            replaced: replaced.collect(),
        }
    }
}

impl<'a> Comparison<'a> {
    /// With NotAction on both sides: each pattern that only the original has, with a pattern of the
    /// recommendation that contains it; `None` if there is none for some pattern. If there is one for each, the
    /// recommendation excludes all that the original excludes, over all strings.
    pub(crate) fn excluded_inside(&self) -> Option<Vec<(&'a Pattern, &'a Pattern)>> {
        if !self.negated || !self.original.negated {
            return None;
        }
        let missing = self.original.patterns.iter().filter(|p| !self.recommended.has(p));
        missing.map(|inner| Some((inner, self.recommended.around(inner)?))).collect()
    }

    /// Whether a replaced wildcard names no service, and so has cut points in every service.
    pub(crate) fn replaces_everywhere(&self) -> bool {
        self.replaced.iter().any(|pattern| pattern.service().is_none())
    }
}
