//! Cover problems: what has to be covered, by which safe generalisations, and whether fewer suffice.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Pattern;
use crate::prove::{Fault, UnionFind, Witness};

use super::irredundant::Representatives;
use super::search::inside;
use super::services::{ServicePart, candidates};
use super::set_cover::{GaveUp, SetCover};
use super::view::View;

/// A component: connected actions and the patterns that match them. No candidate matches actions of two
/// components, so the size of the least cover is the sum over the components.
pub(super) struct CoverProblem {
    /// The intended actions that introduced patterns match and kept ones do not, by their places.
    actions: Vec<usize>,
    /// The introduced patterns that match any of them, by their numbers.
    introduced: Vec<usize>,
    /// Safe generalisations, each with those of the actions that it matches.
    candidates: Vec<(Vec<usize>, Pattern)>,
}

impl CoverProblem {
    /// The components of a part.
    ///
    /// What kept patterns match is left out, since they stay in any case; so is what no introduced pattern
    /// matches. Both can only make covers smaller.
    pub(super) fn components(view: &View<'_, '_>, part: &ServicePart<'_, '_>) -> Result<Vec<Self>, Fault> {
        let mut actions: Vec<usize> = Vec::new();
        let mut introduced: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let own: BTreeSet<usize> = part.introduced.iter().copied().collect();
        for place in view.range(&part.prefix) {
            let covers = view.covers(place)?;
            let here = || covers.iter().filter(|number| own.contains(number));
            if !view.known(place)?.intended() || here().next().is_none() {
                continue;
            }
            if view.patterns(covers)?.iter().any(|pattern| view.is_kept(pattern)) {
                continue;
            }
            actions.push(place);
            for &number in here() {
                introduced.entry(number).or_default().push(place);
            }
        }
        let candidates = all_candidates(view, part, &actions)?;
        let mut groups = UnionFind::new(actions.len());
        let at = |place: &usize| actions.binary_search(place).map_err(|_| Fault);
        for set in candidates.keys().chain(introduced.values()) {
            groups.join(&set.iter().map(at).collect::<Result<Vec<usize>, Fault>>()?)?;
        }
        let mut problems: BTreeMap<usize, Self> = BTreeMap::new();
        for (index, &place) in actions.iter().enumerate() {
            let empty = || Self { actions: Vec::new(), introduced: Vec::new(), candidates: Vec::new() };
            problems.entry(groups.of(index)?).or_insert_with(empty).actions.push(place);
        }
        let group = |set: &[usize]| groups.of(at(set.first().ok_or(Fault)?)?);
        for (set, pattern) in candidates {
            problems.get_mut(&group(&set)?).ok_or(Fault)?.candidates.push((set, pattern));
        }
        for (number, set) in introduced {
            problems.get_mut(&group(&set)?).ok_or(Fault)?.introduced.push(number);
        }
        Ok(problems.into_values().collect())
    }

    /// A cover of safe generalisations with fewer patterns than were introduced, if there is one; checked again
    /// by direct matching.
    pub(super) fn smaller_cover(
        &self,
        view: &View<'_, '_>,
        representatives: &Representatives,
    ) -> Result<Option<Witness>, Unsettled> {
        let mut rows: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (number, (set, _)) in self.candidates.iter().enumerate() {
            for &place in set {
                rows.entry(place).or_default().push(number);
            }
        }
        // Actions no two of which share a candidate need one candidate each.
        let mut shown: Vec<usize> = Vec::new();
        for number in &self.introduced {
            let place = representatives.get(number).ok_or(Fault)?;
            shown.extend(rows.get(place).ok_or(Fault)?);
        }
        let all = shown.len();
        shown.sort_unstable();
        shown.dedup();
        if shown.len() == all {
            return Ok(None);
        }
        let most = self.introduced.len().saturating_sub(1);
        let Some(chosen) = SetCover::new(rows.into_values().collect())?.find(most)? else { return Ok(None) };
        let mut patterns: Vec<&Pattern> = Vec::new();
        for number in chosen {
            patterns.push(&self.candidates.get(number).ok_or(Fault)?.1);
        }
        patterns.sort_unstable();
        let original = &view.pair.original.patterns;
        for pattern in &patterns {
            let within = |wide: &Pattern| inside(pattern.folded(), wide.folded()) == Ok(true);
            if view.unused.set.touching(pattern).is_some() || !original.iter().any(within) {
                return Err(Unsettled::DoesNotStand);
            }
        }
        let mut stands = patterns.len() <= most;
        for &place in &self.actions {
            let action = view.known(place)?.action.folded();
            stands &= patterns.iter().any(|pattern| pattern.matches(action));
        }
        if !stands {
            return Err(Unsettled::DoesNotStand);
        }
        let patterns = patterns.iter().map(ToString::to_string).collect();
        let mut instead = view.patterns(&self.introduced)?;
        instead.sort_unstable();
        let instead = instead.iter().map(ToString::to_string).collect();
        Ok(Some(Witness::SmallerCover { patterns, instead }))
    }
}

/// Why it is not known whether there is a smaller cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unsettled {
    /// Deciding would take too many steps.
    TooHard,
    /// Direct matching shows that the cover found is not one.
    DoesNotStand,
    /// A place does not exist.
    Internal,
}

impl Unsettled {
    /// The reason that is reported.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::TooHard => "set cover too hard",
            Self::DoesNotStand => "the smaller cover that was found is not confirmed by direct matching",
            Self::Internal => Fault::REASON,
        }
    }
}

impl From<Fault> for Unsettled {
    fn from(Fault: Fault) -> Self {
        Self::Internal
    }
}

impl From<GaveUp> for Unsettled {
    fn from(why: GaveUp) -> Self {
        match why {
            GaveUp::TooHard => Self::TooHard,
            GaveUp::Internal => Self::Internal,
        }
    }
}

/// The patterns of the narrowings of each wildcard to its safe cut points, and each single action, by the actions
/// that they match: of those that match the same, one suffices.
fn all_candidates(
    view: &View<'_, '_>,
    part: &ServicePart<'_, '_>,
    actions: &[usize],
) -> Result<BTreeMap<Vec<usize>, Pattern>, Fault> {
    let literal = |&place: &usize| Ok((vec![place], view.known(place)?.action.literal()));
    let mut found = actions.iter().map(literal).collect::<Result<BTreeMap<Vec<usize>, Pattern>, Fault>>()?;
    for wildcard in &part.replaced {
        for cut in candidates(view, part, wildcard) {
            let cut = cut?;
            let range = view.range(cut.folded);
            let from = actions.partition_point(|&place| place < range.start);
            let below: Vec<usize> =
                actions.iter().skip(from).take_while(|&&place| place < range.end).copied().collect();
            if below.is_empty() {
                continue;
            }
            for pattern in wildcard.narrowed(cut) {
                let mut matched = Vec::new();
                for &place in &below {
                    if pattern.matches(view.known(place)?.action.folded()) {
                        matched.push(place);
                    }
                }
                if !matched.is_empty() {
                    found.entry(matched).or_insert(pattern);
                }
            }
        }
    }
    Ok(found)
}
