//! Views: one part of one pair, for the obligations about cut points and patterns.

use std::borrow::Cow;

use crate::model::{Action, EffectiveCatalogue, Pattern, UnusedSet};

use super::comparison::Comparison;
use super::formula::Formula;
use super::list::{List, Lists, reach};
use super::lookup::Lookup;
use super::original_wildcard::OriginalWildcard;
use super::part::Part;
use super::strings::{is_unused, member};
use crate::prove::Fault;

/// From this many known actions on (a quarter of the built-in catalogue), strings are asked about one by one.
const MUCH: usize = 5_000;

/// The same for this many intended actions in one part.
const MUCH_HERE: usize = 200;

/// One part of a statement and of its recommendation.
pub(crate) struct View<'a> {
    /// A+.
    known: &'a EffectiveCatalogue,
    /// What is unused.
    unused: &'a UnusedSet,
    comparison: &'a Comparison<'a>,
    /// The prefix of the strings in this part.
    prefix: &'a str,
    /// Whether more is known than [`MUCH`], or intended here than [`MUCH_HERE`].
    much: bool,
    /// The recommendation.
    after: &'a List<'a>,
    /// What is kept of the part, if it is a whole unused service.
    kept: &'a [Pattern],
    /// All patterns of the recommendation.
    pub(crate) recommended: &'a Lookup<'a>,
    /// I(S) in this part, sorted.
    pub(crate) intended: Vec<&'a Action>,
    /// The patterns of the recommendation that the original does not have and that belong to this
    /// part, sorted, without duplicates.
    pub(crate) introduced: &'a [&'a Pattern],
    /// The patterns of the original that the recommendation does not have and that can match
    /// something here.
    pub(crate) replaced: Vec<OriginalWildcard<'a>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        part: &'a Part,
        lists: &'a Lists<'a>,
        comparison: &'a Comparison<'a>,
        known: &'a EffectiveCatalogue,
        unused: &'a UnusedSet,
    ) -> Result<Self, Fault> {
        let prefix = part.prefix();
        let original = comparison.original;
        let here = |pattern: &Pattern| match pattern.service() {
            Some(service) => prefix.strip_suffix(':') == Some(service),
            None => true,
        };
        let introduced = comparison.introduced.get(prefix).map_or(&[][..], Vec::as_slice);
        // The rest contains nothing known; it matters only if patterns were introduced there.
        let empty = prefix.is_empty() && introduced.is_empty();
        let known_here = |reach: Vec<&'a str>| known.with_any_prefix(reach).filter(|_| !empty);
        let replaced = comparison.replaced.iter().copied().filter(|pattern| here(pattern));
        let replaced = replaced.map(|pattern| {
            let reach = vec![if pattern.service().is_some() { pattern.head() } else { prefix }];
            let matched = known_here(reach).filter(|(a, _)| pattern.matches(a.folded()));
            OriginalWildcard::new(pattern, matched.collect(), unused)
        });
        let reached = if prefix.is_empty() { vec![prefix] } else { reach(&[&lists.before], prefix) };
        let used = known_here(reached).filter(|(_, unused)| !unused);
        let matches = |action: &&Action| comparison.originals.any(action.folded()) != original.negated;
        let intended: Vec<&Action> = used.map(|(action, _)| action).filter(matches).collect();
        let kept = unused.service_of(prefix).unwrap_or_default();
        Ok(Self {
            known,
            unused,
            comparison,
            prefix,
            much: known.len() > MUCH || intended.len() > MUCH_HERE,
            after: &lists.after,
            kept,
            recommended: &comparison.recommended,
            intended,
            introduced,
            replaced: replaced.collect::<Result<_, Fault>>()?,
        })
    }

    /// The replaced wildcards that an introduced pattern narrows; all of them if it narrows none.
    pub(crate) fn wildcards_of(&self, introduced: &Pattern) -> Vec<&OriginalWildcard<'a>> {
        let own = self.replaced.iter().filter(|wildcard| introduced.is_narrowing_of(wildcard.pattern));
        let own: Vec<&OriginalWildcard<'a>> = own.collect();
        if own.is_empty() { self.replaced.iter().collect() } else { own }
    }

    /// The introduced patterns that are considered here: those that name the service, or in the rest those that
    /// name none.
    pub(crate) fn own(&self) -> impl Iterator<Item = &'a Pattern> {
        let rest = self.prefix.is_empty();
        self.introduced.iter().copied().filter(move |pattern| pattern.service().is_none() == rest)
    }

    /// The wildcards of the original (replaced or not) that an introduced one may narrow, each with the known
    /// actions of this part.
    pub(crate) fn around(&self, introduced: &Pattern) -> Result<Vec<Cow<'_, OriginalWildcard<'a>>>, Fault> {
        if self.comparison.original.negated {
            return Ok(Vec::new());
        }
        let replaced = self.replaced.iter().filter(|o| introduced.head().starts_with(o.pattern.head()));
        let kept = self.comparison.original.patterns.iter().filter(|wide| {
            !wide.is_literal()
                && self.replaced.iter().all(|wildcard| wildcard.pattern.folded() != wide.folded())
                && introduced.head().starts_with(wide.head())
                && introduced.is_inside(wide)
        });
        let kept = kept.map(|wide| {
            let matched = self.known.with_prefix(self.prefix).filter(|(a, _)| wide.matches(a.folded()));
            OriginalWildcard::new(wide, matched.collect(), self.unused).map(Cow::Owned)
        });
        replaced.map(|wildcard| Ok(Cow::Borrowed(wildcard))).chain(kept).collect()
    }

    /// The known actions that a pattern matches in this part.
    pub(crate) fn matched_by(&self, pattern: &Pattern) -> impl Iterator<Item = &'a Action> {
        self.known.matching(pattern).map(|(action, _)| action)
    }

    /// Whether the original, with Action, matches a literal that is known.
    pub(crate) fn knows(&self, literal: &Pattern) -> bool {
        let original = self.comparison.original;
        !original.negated && self.known.contains(literal.folded()) && original.matches(literal.folded())
    }

    /// The patterns by which the recommendation matches the folded string; empty for NotAction.
    pub(crate) fn covering(&self, string: &str) -> Vec<&'a Pattern> {
        if self.comparison.negated { Vec::new() } else { self.recommended.matching(string) }
    }

    /// Whether the original has a pattern too.
    pub(crate) fn is_kept(&self, pattern: &Pattern) -> bool {
        self.comparison.old.contains(pattern.folded())
    }

    /// The formula: a given action is in I(S), apart from being known. Only one of the original patterns that
    /// match it is used, so the formula may fail to hold, but never holds wrongly.
    pub(crate) fn is_intended(&self, action: &str) -> Formula {
        let negated = self.comparison.original.negated;
        let matched = if negated {
            member(action, &self.comparison.originals.local(action)).not()
        } else {
            let first: Vec<&Pattern> =
                self.comparison.originals.matching(action).into_iter().take(1).collect();
            member(action, &first)
        };
        Formula::And(vec![matched, is_unused(self.unused, action).not()])
    }

    /// Each introduced pattern that can match something in this part, with an original one that contains it;
    /// `None` if one has none, if either side is NotAction, or if no pattern has an inner wildcard. All other
    /// recommended patterns are in the original too.
    pub(crate) fn introduced_inside(&self) -> Option<Vec<(&'a Pattern, &'a Pattern)>> {
        let Comparison { original, negated, introduced, inner_wildcards, .. } = self.comparison;
        if *negated || original.negated || !inner_wildcards {
            return None;
        }
        let elsewhere = introduced.get("").into_iter().flatten().filter(|_| !self.prefix.is_empty());
        let here = self.introduced.iter().chain(elsewhere);
        let pair = |inner: &'a Pattern| {
            let mut around = original.patterns.iter().filter(|outer| inner.is_inside(outer));
            Some((inner, around.next()?))
        };
        here.copied().map(pair).collect()
    }

    /// Whether finite claims are better asked about string by string: if a pattern, kept ones included, has a
    /// wildcard anywhere but at its end, or if very much is known. Only patterns with a head that begins a given
    /// string can match it, so these questions are small.
    pub(crate) fn asks_single_actions(&self) -> bool {
        self.comparison.inner_wildcards || self.much || self.kept.iter().any(Pattern::has_inner_wildcard)
    }

    /// The unused actions of this part; `None` if the whole service is unused.
    pub(crate) fn unused_actions(&self) -> Option<impl Iterator<Item = &'a Action>> {
        let whole = self.unused.service_of(self.prefix).is_some() || self.prefix.is_empty();
        (!whole).then(|| self.unused.with_prefix(self.prefix))
    }

    /// If something is kept of a whole unused service: each pattern of the recommendation in it, with a kept one
    /// that contains it; then nothing recommended is unused. `None` if one has none, or may match something
    /// elsewhere.
    pub(crate) fn recommended_inside_kept(&self) -> Option<Vec<(&'a Pattern, &'a Pattern)>> {
        if self.kept.is_empty() || self.comparison.negated || self.after.reaches_everywhere() {
            return None;
        }
        let kept = Lookup::new(self.kept);
        self.after.of_service(self.prefix).iter().map(|inner| Some((*inner, kept.around(inner)?))).collect()
    }

    /// The formula: a given action is in L(R). With `hint`, only one of the patterns that match it is used; then
    /// the formula may fail to hold, but never holds wrongly.
    pub(crate) fn recommends(&self, action: &str, hint: bool) -> Formula {
        let mut patterns = self.recommended.local(action);
        if hint && !self.comparison.negated {
            patterns = self.recommended.matching(action);
            patterns.truncate(1);
        }
        let matched = member(action, &patterns);
        if self.comparison.negated { matched.not() } else { matched }
    }
}
