//! Cover problems: which safe generalisations match which intended actions, by direct matching.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Action, Pattern};
use crate::prove::Fault;

use super::formula::Formula;
use super::view::View;

/// A set cover problem: whether fewer patterns than were introduced suffice.
#[derive(Clone, Debug)]
pub(crate) struct CoverProblem {
    /// The candidates, by their numbers.
    pub(crate) candidates: Vec<Pattern>,
    /// The intended actions.
    pub(crate) actions: Vec<Action>,
    /// The introduced patterns, sorted.
    pub(crate) introduced: Vec<String>,
    /// For some of the actions, the candidates that match them; the formula requires these to be covered.
    rows: Vec<BTreeSet<usize>>,
}

impl CoverProblem {
    /// A description of its formula, as comments.
    pub(crate) fn legend(&self) -> Vec<String> {
        let heading =
            format!("in place of {} introduced patterns; chosen or not are:", self.introduced.len());
        let spoken_of: BTreeSet<usize> = self.rows.iter().flatten().copied().collect();
        let names = spoken_of.into_iter().map(|number| {
            let pattern = self.candidates.get(number).map_or(Fault::REASON, Pattern::spelling);
            format!("  {}: {}", super::smtlib::name(number), pattern.escape_debug())
        });
        std::iter::once(heading).chain(names).collect()
    }

    /// The formula: fewer candidates than the introduced patterns cover everything.
    pub(crate) fn formula(&self) -> Formula {
        let rows = self.rows.iter();
        let covered = rows.map(|row| Formula::Or(row.iter().copied().map(Formula::Chosen).collect()));
        let candidates: BTreeSet<usize> = self.rows.iter().flatten().copied().collect();
        let most = self.introduced.len().saturating_sub(1);
        let fewer = Formula::AtMost(most, candidates.into_iter().collect());
        Formula::And(covered.chain([fewer]).collect())
    }
}

/// A component: connected actions and candidates. No candidate matches actions of two components, so the size of
/// the least cover is the sum over the components.
pub(crate) struct Component<'a> {
    /// The introduced patterns that match any of the actions.
    pub(crate) introduced: BTreeSet<&'a Pattern>,
    /// The intended actions that introduced patterns match and kept ones do not.
    actions: BTreeSet<&'a Action>,
    /// The candidates, each with those of the actions that it matches.
    candidates: BTreeMap<BTreeSet<&'a Action>, Pattern>,
}

/// The components of a view.
///
/// What kept patterns match is left out, since they stay in any case; so is what no introduced pattern matches.
/// Both can only make covers smaller.
pub(crate) fn components<'a>(view: &View<'a>) -> Result<Vec<Component<'a>>, Fault> {
    let mut actions: BTreeSet<&Action> = BTreeSet::new();
    let mut introduced: BTreeMap<&Pattern, BTreeSet<&Action>> = BTreeMap::new();
    for &action in &view.intended {
        let matching = view.covering(action.folded());
        let here = matching.iter().filter_map(|pattern| {
            view.introduced.iter().copied().find(|known| known.folded() == pattern.folded())
        });
        let here: Vec<&Pattern> = here.collect();
        if here.is_empty() || matching.iter().any(|pattern| view.is_kept(pattern)) {
            continue;
        }
        actions.insert(action);
        for pattern in here {
            introduced.entry(pattern).or_default().insert(action);
        }
    }
    let candidates = candidates(view, &actions)?;
    let mut components: Vec<Component<'_>> = Vec::new();
    let sets = candidates.keys().chain(introduced.values());
    for set in sets {
        let mut joined =
            Component { introduced: BTreeSet::new(), actions: set.clone(), candidates: BTreeMap::new() };
        components.retain_mut(|other| {
            let apart = other.actions.is_disjoint(&joined.actions);
            if !apart {
                joined.actions.append(&mut other.actions);
            }
            apart
        });
        components.push(joined);
    }
    for (set, pattern) in candidates {
        of(&set, &mut components)?.candidates.insert(set, pattern);
    }
    for (pattern, set) in introduced {
        of(&set, &mut components)?.introduced.insert(pattern);
    }
    components.sort_by(|a, b| a.actions.cmp(&b.actions));
    Ok(components)
}

/// The component of some actions.
fn of<'c, 'a>(
    set: &BTreeSet<&'a Action>,
    components: &'c mut [Component<'a>],
) -> Result<&'c mut Component<'a>, Fault> {
    components.iter_mut().find(|component| !component.actions.is_disjoint(set)).ok_or(Fault)
}

/// The candidates: the patterns of the narrowings of each wildcard to its safe cut points, and each single
/// action. Of candidates that match the same actions only one is used, since they are interchangeable.
fn candidates<'a>(
    view: &View<'a>,
    actions: &BTreeSet<&'a Action>,
) -> Result<BTreeMap<BTreeSet<&'a Action>, Pattern>, Fault> {
    let by_folded: BTreeMap<&str, &Action> = actions.iter().map(|a| (a.folded(), *a)).collect();
    let literals = actions.iter().map(|&action| (BTreeSet::from([action]), action.literal()));
    let mut found: BTreeMap<BTreeSet<&Action>, Pattern> = literals.collect();
    for wildcard in &view.replaced {
        for &cut in wildcard.cuts.iter().filter(|cut| wildcard.may_be_safe(cut)) {
            for pattern in wildcard.narrowed(cut)? {
                let below = by_folded.range(cut..).take_while(|(folded, _)| folded.starts_with(cut));
                let matched = below.filter(|(folded, _)| pattern.matches(folded)).map(|(_, action)| *action);
                let matched: BTreeSet<&Action> = matched.collect();
                if !matched.is_empty() {
                    found.entry(matched).or_insert(pattern);
                }
            }
        }
    }
    Ok(found)
}

impl Component<'_> {
    /// The problem, reduced without changing whether there is a smaller cover.
    ///
    /// A dominated candidate, which matches a subset of the actions of another, is dropped: the other can replace
    /// it in any cover. A dominated action is dropped: if all candidates for some other action match it too,
    /// whatever covers that one covers it. Either step may enable the other, and each preserves whether there is
    /// a cover of a given size.
    pub(crate) fn problem(&self) -> Result<CoverProblem, Fault> {
        let mut rows: BTreeMap<&Action, BTreeSet<usize>> =
            self.actions.iter().map(|action| (*action, BTreeSet::new())).collect();
        for (number, set) in self.candidates.keys().enumerate() {
            for action in set {
                rows.get_mut(action).ok_or(Fault)?.insert(number);
            }
        }
        let mut rows: Vec<BTreeSet<usize>> = rows.into_values().collect();
        while drop_dominated_rows(&mut rows) | drop_dominated_candidates(&mut rows)? {}
        Ok(CoverProblem {
            candidates: self.candidates.values().cloned().collect(),
            actions: self.actions.iter().map(|action| (*action).clone()).collect(),
            introduced: self.introduced.iter().map(ToString::to_string).collect(),
            rows,
        })
    }
}

/// Drops the rows that contain another row.
fn drop_dominated_rows(rows: &mut Vec<BTreeSet<usize>>) -> bool {
    let before = rows.len();
    rows.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    let mut left: Vec<BTreeSet<usize>> = Vec::new();
    for row in rows.drain(..) {
        if !left.iter().any(|smaller| smaller.is_subset(&row)) {
            left.push(row);
        }
    }
    *rows = left;
    rows.len() < before
}

/// Drops the candidates that match only what another matches; of equal ones the first stays.
fn drop_dominated_candidates(rows: &mut [BTreeSet<usize>]) -> Result<bool, Fault> {
    let mut matched: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        for &candidate in row {
            matched.entry(candidate).or_default().insert(place);
        }
    }
    let mut out: BTreeSet<usize> = BTreeSet::new();
    for (candidate, own) in &matched {
        // A candidate that matches all of these matches the first.
        let first = own.first().and_then(|&place| rows.get(place)).ok_or(Fault)?;
        for rival in first {
            let all = matched.get(rival).ok_or(Fault)?;
            if own.is_subset(all) && (all != own || rival < candidate) {
                out.insert(*candidate);
                break;
            }
        }
    }
    for row in rows {
        row.retain(|candidate| !out.contains(candidate));
    }
    Ok(!out.is_empty())
}
