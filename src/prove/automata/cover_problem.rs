//! What is to be covered, by which safe generalisations, and whether fewer would do.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Pattern;
use crate::prove::{Groups, Witness};

use super::irredundant::Representatives;
use super::search::{Unclear, inside};
use super::services::{ServiceView, candidates};
use super::set_cover::{SetCover, TooHard};
use super::subject::Subject;

/// Actions that hang together by what matches them: no candidate matches one of these and one of others, so
/// that the least number of all is the sum of theirs.
pub(super) struct CoverProblem {
    /// The intended actions that introduced patterns match and kept ones do not, by their places.
    actions: Vec<usize>,
    /// The introduced patterns that match any of them, by their numbers.
    introduced: Vec<usize>,
    /// Safe generalisations, each with those of the actions that it matches.
    candidates: Vec<(Vec<usize>, Pattern)>,
}

impl CoverProblem {
    /// The problems of a view.
    ///
    /// What kept patterns match is left out, whatever is chosen: there they stay. So is what no introduced
    /// pattern matches. Both can only make covers smaller.
    pub(super) fn components(
        subject: &Subject<'_, '_>,
        view: &ServiceView<'_, '_>,
    ) -> Result<Vec<Self>, Unclear> {
        let mut actions: Vec<usize> = Vec::new();
        let mut introduced: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let own: BTreeSet<usize> = view.introduced.iter().copied().collect();
        for place in subject.range(&view.prefix) {
            let covers = subject.covers(place)?;
            let here = || covers.iter().filter(|number| own.contains(number));
            if !subject.known(place)?.intended() || here().next().is_none() {
                continue;
            }
            if subject.patterns(covers)?.iter().any(|pattern| subject.is_kept(pattern)) {
                continue;
            }
            actions.push(place);
            for &number in here() {
                introduced.entry(number).or_default().push(place);
            }
        }
        let candidates = all_candidates(subject, view, &actions);
        let mut groups = Groups::new(actions.len());
        let at = |place: &usize| actions.binary_search(place).ok();
        for set in candidates.keys().chain(introduced.values()) {
            let members: Vec<usize> = set.iter().filter_map(at).collect();
            groups.join(&members);
        }
        let mut problems: BTreeMap<usize, Self> = BTreeMap::new();
        for (index, &place) in actions.iter().enumerate() {
            let empty = || Self { actions: Vec::new(), introduced: Vec::new(), candidates: Vec::new() };
            problems.entry(groups.of(index)).or_insert_with(empty).actions.push(place);
        }
        for (set, pattern) in candidates {
            let group = set.first().and_then(at).map(|index| groups.of(index));
            if let Some(problem) = group.and_then(|group| problems.get_mut(&group)) {
                problem.candidates.push((set, pattern));
            }
        }
        for (number, set) in introduced {
            let group = set.first().and_then(at).map(|index| groups.of(index));
            if let Some(problem) = group.and_then(|group| problems.get_mut(&group)) {
                problem.introduced.push(number);
            }
        }
        Ok(problems.into_values().collect())
    }

    /// A cover of safe generalisations with fewer patterns than were introduced, if there is one: re-checked
    /// by direct matching.
    pub(super) fn smaller_cover(
        &self,
        subject: &Subject<'_, '_>,
        representatives: &Representatives,
    ) -> Result<Option<Witness>, &'static str> {
        let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, (set, _)) in self.candidates.iter().enumerate() {
            for &place in set {
                rows.entry(place).or_default().push(number);
            }
        }
        // Actions no two of which share a candidate need one each.
        let own = self.introduced.iter().filter_map(|number| representatives.get(number));
        let mut shown: Vec<usize> = own.filter_map(|place| rows.get(place)).flatten().copied().collect();
        let all = shown.len();
        shown.sort_unstable();
        shown.dedup();
        if shown.len() == all {
            return Ok(None);
        }
        let most = self.introduced.len().saturating_sub(1);
        let chosen = match SetCover::new(rows.into_values().collect()).find(most) {
            Ok(None) => return Ok(None),
            Ok(Some(chosen)) => chosen,
            Err(TooHard) => return Err("set cover too hard"),
        };
        let chosen = chosen.into_iter().filter_map(|number| self.candidates.get(number));
        let mut patterns: Vec<&Pattern> = chosen.map(|(_, pattern)| pattern).collect();
        patterns.sort_unstable();
        let original = &subject.pair.original.patterns;
        for pattern in &patterns {
            let within = |wide: &Pattern| inside(pattern.folded(), wide.folded()) == Ok(true);
            if subject.unused.set.touching(pattern).is_some() || !original.iter().any(within) {
                return Err(DOES_NOT_STAND);
            }
        }
        let covered = |place: &usize| {
            let action = subject.known.get(*place).map(|one| one.action.folded());
            action.is_some_and(|action| patterns.iter().any(|pattern| pattern.matches(action)))
        };
        if patterns.len() > most || !self.actions.iter().all(covered) {
            return Err(DOES_NOT_STAND);
        }
        let patterns = patterns.iter().map(ToString::to_string).collect();
        let mut instead = subject.patterns(&self.introduced).map_err(Unclear::reason)?;
        instead.sort_unstable();
        let instead = instead.iter().map(ToString::to_string).collect();
        Ok(Some(Witness::SmallerCover { patterns, instead }))
    }
}

const DOES_NOT_STAND: &str = "the smaller cover that was found does not stand up to direct matching";

/// Each pattern of the narrowing of each origin to each of its safe cut points, and each action by itself,
/// by which of the actions they match: of those that match the same, one is enough.
fn all_candidates(
    subject: &Subject<'_, '_>,
    view: &ServiceView<'_, '_>,
    actions: &[usize],
) -> BTreeMap<Vec<usize>, Pattern> {
    let literal = |&place: &usize| Some((vec![place], subject.known.get(place)?.action.literal()));
    let mut found: BTreeMap<Vec<usize>, Pattern> = actions.iter().filter_map(literal).collect();
    for origin in &view.origins {
        for cut in candidates(subject, view, origin) {
            let range = subject.range(cut.folded);
            let from = actions.partition_point(|&place| place < range.start);
            let below: Vec<usize> =
                actions.iter().skip(from).take_while(|&&place| place < range.end).copied().collect();
            if below.is_empty() {
                continue;
            }
            for pattern in origin.narrowed(cut) {
                let matched = |place: &&usize| {
                    subject.known.get(**place).is_some_and(|one| pattern.matches(one.action.folded()))
                };
                let matched: Vec<usize> = below.iter().filter(matched).copied().collect();
                if !matched.is_empty() {
                    found.entry(matched).or_insert(pattern);
                }
            }
        }
    }
    found
}
