//! A wildcard of the original, and its cut points.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{Action, Pattern, UnusedSet, cut_points};
use crate::prove::Fault;

use super::formula::Formula;
use super::regex::union_of;
use super::strings::is_unused;

/// A wildcard of the original, with the cut points of the known actions that it matches.
#[derive(Clone)]
pub(crate) struct OriginalWildcard<'a> {
    pub(crate) pattern: &'a Pattern,
    /// M: the actions that it matches, sorted, and whether each is unused.
    actions: Vec<(&'a Action, bool)>,
    /// The unused ones.
    unused: Vec<&'a Action>,
    /// The folded cut points in reach.
    pub(crate) cuts: BTreeSet<&'a str>,
    /// U.
    set: &'a UnusedSet,
}

impl<'a> OriginalWildcard<'a> {
    pub(crate) fn new(
        pattern: &'a Pattern,
        actions: Vec<(&'a Action, bool)>,
        set: &'a UnusedSet,
    ) -> Result<Self, Fault> {
        let scope = pattern.head().len();
        let mut cuts = BTreeSet::new();
        for (action, _) in &actions {
            for len in cut_points(action.spelling()).filter(|&len| len >= scope) {
                cuts.insert(action.folded().get(..len).ok_or(Fault)?);
            }
        }
        let unused = actions.iter().filter(|(_, unused)| *unused).map(|(action, _)| *action).collect();
        Ok(Self { pattern, actions, unused, cuts, set })
    }

    /// The actions that begin with a prefix.
    pub(crate) fn below(&self, prefix: &str) -> Result<&[(&'a Action, bool)], Fault> {
        let before = |(action, _): &(&Action, bool)| action.folded() < prefix;
        let from = self.actions.partition_point(before);
        let to = self.actions.partition_point(|one| before(one) || one.0.folded().starts_with(prefix));
        self.actions.get(from..to).ok_or(Fault)
    }

    /// The patterns of the narrowing to a cut point.
    pub(crate) fn narrowed(&self, cut: &str) -> Result<Vec<Pattern>, Fault> {
        Ok(self.pattern.narrow(&self.spell(cut)?))
    }

    /// Something unused that the narrowing to `prefix` matches, which makes the cut point unsafe: a known action
    /// if there is one, otherwise, if something is kept of a whole unused service, a string. If that is too hard
    /// to decide, the empty string, which blocks nothing, so that what depends on it is unknown.
    pub(crate) fn blocker(&self, prefix: &str) -> Option<Cow<'a, Action>> {
        let next = self.unused.partition_point(|action| action.folded() < prefix);
        if let Some(action) = self.unused.get(next).filter(|action| action.folded().starts_with(prefix)) {
            return Some(Cow::Borrowed(*action));
        }
        self.set.service_of(prefix).filter(|kept| !kept.is_empty())?;
        let narrowed = self.pattern.narrow(prefix);
        let (narrowed, string) =
            narrowed.iter().find_map(|narrowed| Some((narrowed, self.set.touching(narrowed)?)))?;
        let folded = string.to_ascii_lowercase();
        let stands = narrowed.matches(&folded) && self.set.contains(&folded);
        Some(Cow::Owned(Action::new(if stands { folded } else { String::new() })))
    }

    /// Whether a cut point is safe; also true if that is too hard to decide.
    pub(crate) fn may_be_safe(&self, cut: &str) -> bool {
        self.blocker(cut).is_none_or(|blocker| blocker.folded().is_empty())
    }

    /// The cut points in reach that begin the string, shortest first.
    pub(crate) fn cuts_of(&self, string: &str) -> impl Iterator<Item = &'a str> {
        let starts = (0..=string.len()).filter_map(move |len| string.get(..len));
        starts.filter_map(|start| self.cuts.get(start).copied()).collect::<Vec<_>>().into_iter()
    }

    /// The formula: the narrowing to `cut` matches the unused `blocker`. That it is unused is part of the
    /// formula, unless it is an action of A+.
    pub(crate) fn blocked(&self, cut: &str, blocker: &Action) -> Formula {
        let string = blocker.folded();
        let begins = Formula::prefix(cut, string);
        let mut all = vec![begins];
        if self.pattern.as_prefix().is_none_or(|head| !cut.starts_with(head)) {
            all.push(Formula::text_in(string, union_of([self.pattern.folded()])));
        }
        let known = self.actions.binary_search_by(|(action, _)| action.folded().cmp(string));
        if known.is_err() {
            all.push(is_unused(self.set, string));
        }
        match (all.pop(), all.is_empty()) {
            (Some(only), true) => only,
            (last, _) => Formula::And(all.into_iter().chain(last).collect()),
        }
    }

    /// The spelling of a cut point.
    pub(crate) fn spell(&self, cut: &str) -> Result<String, Fault> {
        for (action, _) in self.below(cut)? {
            if cut_points(action.spelling()).any(|len| len == cut.len()) {
                return action.spelling().get(..cut.len()).map(str::to_owned).ok_or(Fault);
            }
        }
        Ok(cut.to_owned())
    }

    /// The spelling of the narrowing to a cut point.
    pub(crate) fn generalisation(&self, cut: &str) -> Result<String, Fault> {
        let name = self.narrowed(cut)?.into_iter().next();
        Ok(name.map_or_else(|| format!("{cut}*"), |pattern| pattern.spelling().to_owned()))
    }
}
