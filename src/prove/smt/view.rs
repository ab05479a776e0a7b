//! One part of one statement, as the obligations about cut points and patterns see it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::{Action, EffectiveCatalogue, Pattern, Statement, UnusedSet, cut_points};

use super::formula::Formula;
use super::parts::Part;
use super::regex::union_of;

/// Patterns that can be looked up by the strings they may match.
#[derive(Default)]
pub(crate) struct ByHead<'a>(HashMap<&'a str, Vec<&'a Pattern>>);

impl<'a> ByHead<'a> {
    pub(crate) fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let mut by_head: HashMap<&str, Vec<&Pattern>> = HashMap::new();
        for pattern in patterns {
            by_head.entry(pattern.head()).or_default().push(pattern);
        }
        Self(by_head)
    }

    /// The patterns whose head begins the string: no other can match it.
    pub(crate) fn local(&self, string: &str) -> Vec<&'a Pattern> {
        let ends = (0..=string.len()).filter_map(|len| string.get(..len));
        ends.filter_map(|head| self.0.get(head)).flatten().copied().collect()
    }

    /// The patterns that match the folded string.
    pub(crate) fn matching(&self, string: &str) -> Vec<&'a Pattern> {
        let mut found = self.local(string);
        found.retain(|pattern| pattern.matches(string));
        found
    }
}

/// A pattern of the original that was replaced, and what can be said about its cut points here.
pub(crate) struct Origin<'a> {
    pub(crate) pattern: &'a Pattern,
    /// M: the actions it matches, with whether each is unused; sorted.
    actions: Vec<(&'a Action, bool)>,
    /// The places of those that are unused.
    unused: Vec<usize>,
    /// The folded cut points in scope.
    pub(crate) cuts: BTreeSet<&'a str>,
}

impl<'a> Origin<'a> {
    fn new(pattern: &'a Pattern, actions: Vec<(&'a Action, bool)>) -> Self {
        let scope = pattern.head().len();
        let mut cuts = BTreeSet::new();
        for (action, _) in &actions {
            let lengths = cut_points(action.spelling()).filter(|&len| len >= scope);
            cuts.extend(lengths.filter_map(|len| action.folded().get(..len)));
        }
        let places = actions.iter().enumerate().filter(|(_, (_, unused))| *unused);
        let unused = places.map(|(place, _)| place).collect();
        Self { pattern, actions, unused, cuts }
    }

    /// Where the actions that begin with a prefix stand.
    fn range(&self, prefix: &str) -> (usize, usize) {
        let from = self.actions.partition_point(|(action, _)| action.folded() < prefix);
        let rest = self.actions.get(from..).unwrap_or_default();
        (from, from + rest.partition_point(|(action, _)| action.folded().starts_with(prefix)))
    }

    /// The actions that begin with a prefix.
    pub(crate) fn below(&self, prefix: &str) -> &[(&'a Action, bool)] {
        let (from, to) = self.range(prefix);
        self.actions.get(from..to).unwrap_or_default()
    }

    /// An unused action that the narrowing to `prefix` matches: what makes the cut point unsafe.
    pub(crate) fn blocker(&self, prefix: &str) -> Option<&'a Action> {
        let (from, to) = self.range(prefix);
        let next = self.unused.partition_point(|&place| place < from);
        let place = self.unused.get(next).copied().filter(|&place| place < to)?;
        self.actions.get(place).map(|(action, _)| *action)
    }

    /// The cut points in scope that begin the string, shortest first.
    pub(crate) fn cuts_of(&self, string: &str) -> impl Iterator<Item = &'a str> {
        let starts = (0..=string.len()).filter_map(move |len| string.get(..len));
        starts.filter_map(|start| self.cuts.get(start).copied()).collect::<Vec<_>>().into_iter()
    }

    /// The formula that says: the narrowing to `cut` matches the unused action `blocker`.
    pub(crate) fn blocked(&self, cut: &str, blocker: &str) -> Formula {
        let begins = Formula::prefix(cut, blocker);
        if self.pattern.as_prefix().is_some_and(|head| cut.starts_with(head)) {
            return begins;
        }
        Formula::And(vec![begins, Formula::text_in(blocker, union_of([self.pattern.folded()]))])
    }

    /// A cut point as it is written.
    pub(crate) fn spell(&self, cut: &str) -> String {
        let spelled = self.below(cut).iter().find_map(|(action, _)| {
            let own = cut_points(action.spelling()).any(|len| len == cut.len());
            own.then(|| action.spelling().get(..cut.len())).flatten()
        });
        spelled.unwrap_or(cut).to_owned()
    }

    /// How the narrowing to a cut point is written.
    pub(crate) fn generalisation(&self, cut: &str) -> String {
        let name = self.pattern.narrow(&self.spell(cut)).into_iter().next();
        name.map_or_else(|| format!("{cut}*"), |pattern| pattern.spelling().to_owned())
    }
}

/// One statement and its recommendation, prepared for looking at their parts.
pub(crate) struct Comparison<'a> {
    original: &'a Statement,
    originals: ByHead<'a>,
    recommended: ByHead<'a>,
    /// Whether the recommendation is a NotAction.
    negated: bool,
    /// Whether a pattern has a wildcard elsewhere than at its end.
    inner_wildcards: bool,
    /// The patterns that only the recommendation has, by the prefix of their part.
    introduced: BTreeMap<String, Vec<&'a Pattern>>,
    /// The patterns with wildcards that only the original has.
    replaced: Vec<&'a Pattern>,
}

impl<'a> Comparison<'a> {
    pub(crate) fn new(original: &'a Statement, recommended: &'a Statement) -> Self {
        let (before, after) = (&original.actions.patterns, &recommended.actions.patterns);
        let folded =
            |patterns: &'a [Pattern]| -> BTreeSet<&'a str> { patterns.iter().map(Pattern::folded).collect() };
        let (old, new) = (folded(before), folded(after));
        let mut introduced: BTreeMap<String, Vec<&Pattern>> = BTreeMap::new();
        // What is added to a NotAction covers nothing: there exactness says all there is to say.
        let covering = after.iter().filter(|_| !recommended.actions.negated);
        for pattern in covering.filter(|pattern| !old.contains(pattern.folded())) {
            let prefix = pattern.service().map_or(String::new(), |service| format!("{service}:"));
            introduced.entry(prefix).or_default().push(pattern);
        }
        for patterns in introduced.values_mut() {
            patterns.sort_unstable();
            patterns.dedup_by_key(|pattern| pattern.folded());
        }
        let replaced = before.iter().filter(|pattern| {
            !pattern.is_literal() && !new.contains(pattern.folded()) && !original.actions.negated
        });
        Self {
            original,
            originals: ByHead::new(before),
            recommended: ByHead::new(after),
            negated: recommended.actions.negated,
            inner_wildcards: before.iter().chain(after).any(|p| !p.is_literal() && p.as_prefix().is_none()),
            introduced,
            replaced: replaced.collect(),
        }
    }
}

/// From so many known actions on, a quarter of the built-in catalogue, strings are asked about one by one.
const MUCH: usize = 5_000;

/// One part of one statement and its recommendation.
pub(crate) struct View<'a> {
    /// What is unused.
    unused: &'a UnusedSet,
    comparison: &'a Comparison<'a>,
    /// What the strings of this part begin with.
    prefix: &'a str,
    /// More is known than [`MUCH`].
    much: bool,
    /// All patterns of the recommendation.
    pub(crate) recommended: &'a ByHead<'a>,
    /// A+ in this part, sorted.
    pub(crate) known: Vec<&'a Action>,
    /// I(S) in this part, sorted.
    pub(crate) intended: Vec<&'a Action>,
    /// The patterns of the recommendation that the original does not have and that belong to this
    /// part, sorted, without duplicates.
    pub(crate) introduced: &'a [&'a Pattern],
    /// The patterns of the original that the recommendation does not have and that can match
    /// something here.
    pub(crate) origins: Vec<Origin<'a>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        part: &'a Part,
        comparison: &'a Comparison<'a>,
        known: &'a EffectiveCatalogue,
        unused: &'a UnusedSet,
    ) -> Self {
        let prefix = part.prefix();
        let original = comparison.original;
        let here = |pattern: &Pattern| match pattern.service() {
            Some(service) => prefix.strip_suffix(':') == Some(service),
            None => true,
        };
        let introduced = comparison.introduced.get(prefix).map_or(&[][..], Vec::as_slice);
        // Nothing known is in the rest; only patterns introduced there make it worth a look.
        let known_here =
            || known.with_prefix(prefix).filter(|_| !prefix.is_empty() || !introduced.is_empty());
        let replaced = comparison.replaced.iter().copied().filter(|pattern| here(pattern));
        let origins = replaced.map(|pattern| {
            Origin::new(pattern, known_here().filter(|(a, _)| pattern.matches(a.folded())).collect())
        });
        let all = known_here().map(|(action, _)| action).collect();
        let intended = known_here().filter(|(_, unused)| !unused).map(|(action, _)| action);
        Self {
            unused,
            comparison,
            prefix,
            much: known.len() > MUCH,
            recommended: &comparison.recommended,
            known: all,
            intended: intended.filter(|action| original.actions.matches(action.folded())).collect(),
            introduced,
            origins: origins.collect(),
        }
    }

    /// The patterns of the original that an introduced one narrows: those that contain it, and of
    /// these those that it is literally a narrowing of, if there are any.
    pub(crate) fn origins_of(&self, introduced: &Pattern) -> Vec<&Origin<'a>> {
        let around: Vec<&Origin<'a>> =
            self.origins.iter().filter(|origin| introduced.is_inside(origin.pattern)).collect();
        let narrowings = around.iter().copied().filter(|origin| {
            let own = origin.pattern.narrow(introduced.head());
            own.iter().any(|pattern| pattern.folded() == introduced.folded())
        });
        let narrowings: Vec<&Origin<'a>> = narrowings.collect();
        if narrowings.is_empty() { around } else { narrowings }
    }

    /// The formula that says: a given action is in I(S), apart from being known.
    pub(crate) fn is_intended(&self, action: &str) -> Formula {
        let matched = member(action, &self.comparison.originals.local(action));
        let original = if self.comparison.original.actions.negated { matched.not() } else { matched };
        Formula::And(vec![original, self.is_unused(action).not()])
    }

    /// Whether finite claims are better asked about string by string: where a pattern has a wildcard
    /// elsewhere than at its end, or where very much is known. What can match a given string is only
    /// the patterns whose head begins it, so that such questions are small.
    pub(crate) fn asks_single_actions(&self) -> bool {
        self.comparison.inner_wildcards || self.much
    }

    /// The unused actions of this part; nothing if the whole service is unused.
    pub(crate) fn unused_actions(&self) -> Option<impl Iterator<Item = &'a Action>> {
        let whole = self.unused.contains(self.prefix) || self.prefix.is_empty();
        (!whole).then(|| self.unused.with_prefix(self.prefix))
    }

    /// The formula that says: a given action is in L(R). With `hint`, of the patterns that match it only
    /// one is taken: then the formula may fail to say so, but never says so wrongly.
    pub(crate) fn recommends(&self, action: &str, hint: bool) -> Formula {
        let mut patterns = self.recommended.local(action);
        if hint && !self.comparison.negated {
            patterns = self.recommended.matching(action);
            patterns.truncate(1);
        }
        let matched = member(action, &patterns);
        if self.comparison.negated { matched.not() } else { matched }
    }

    /// The formula that says: a given action is in L(U). Only what begins the action can match it.
    fn is_unused(&self, action: &str) -> Formula {
        let starts = (0..=action.len()).filter_map(|len| action.get(..len));
        let same = starts.filter(|start| self.unused.has_action(start));
        let mut any: Vec<Formula> =
            same.map(|start| Formula::Equal(start.to_owned(), action.to_owned())).collect();
        let service = action.split_inclusive(':').next().filter(|service| self.unused.contains(service));
        any.extend(service.map(|service| Formula::prefix(service, action)));
        Formula::Or(any)
    }
}

/// The formula that says: one of the patterns matches a given string. Literals and prefixes need no
/// regular expression.
pub(crate) fn member(string: &str, patterns: &[&Pattern]) -> Formula {
    let mut any: Vec<Formula> = patterns.iter().map(|pattern| matched(string, pattern)).collect();
    match (any.pop(), any.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Formula::Or(any.into_iter().chain(last).collect()),
    }
}

fn matched(string: &str, pattern: &Pattern) -> Formula {
    match pattern.as_prefix() {
        Some(head) => Formula::prefix(head, string),
        None if pattern.is_literal() => Formula::Equal(pattern.folded().to_owned(), string.to_owned()),
        None => Formula::text_in(string, union_of([pattern.folded()])),
    }
}
