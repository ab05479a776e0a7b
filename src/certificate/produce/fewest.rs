//! The evidence that no cover has fewer patterns: weights on intended actions.
//!
//! Where no safe generalisation matches two of the introduced patterns' witnesses, these are enough. Where
//! patterns overlap partly, weights are sought that no generalisation can carry more of than its capacity:
//! a dual solution of the covering problem.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::format::Packing;
use crate::model::{Action, Pattern};
use crate::prove::UnionFind;

use super::cuts::CutPoints;
use super::dual_weights::dual_weights;
use super::patterns::Patterns;

/// Actions that hang together by safe generalisations, by their numbers.
struct Component {
    actions: BTreeSet<usize>,
    generalisations: BTreeSet<BTreeSet<usize>>,
}

/// The packings; none where the witnesses are enough, or nothing better was found.
pub(super) fn packings(patterns: &Patterns<'_>, origins: &[CutPoints<'_>]) -> Vec<Packing> {
    let witnesses: BTreeSet<&str> =
        patterns.introduced.values().filter_map(|(_, witness)| witness.map(Action::folded)).collect();
    let actions: Vec<&Action> = patterns.intended.values().copied().filter(|a| open(a, patterns)).collect();
    let numbers: BTreeMap<&str, usize> =
        actions.iter().enumerate().map(|(number, action)| (action.folded(), number)).collect();
    let is_witness = |number: &usize| actions.get(*number).is_some_and(|a| witnesses.contains(a.folded()));
    let sharing = |set: &BTreeSet<usize>| set.iter().filter(|number| is_witness(number)).nth(1).is_some();
    let sets = generalisations(&numbers, origins);
    if !sets.iter().any(sharing) {
        return Vec::new();
    }
    let components = components(actions.len(), sets);
    let mut plain = Packing { capacity: 1, weights: Vec::new() };
    let mut others = Vec::new();
    for component in components {
        let own: Vec<usize> = component.actions.iter().copied().filter(is_witness).collect();
        if !component.generalisations.iter().any(sharing) {
            let names = own.iter().filter_map(|number| actions.get(*number));
            plain.weights.extend(names.map(|action| (action.spelling().to_owned(), 1)));
            continue;
        }
        let here: Vec<usize> = component.actions.iter().copied().collect();
        let place = |number: &usize| here.binary_search(number).ok();
        let sets: Vec<Vec<usize>> =
            component.generalisations.iter().map(|set| set.iter().filter_map(place).collect()).collect();
        let Some((capacity, weights)) = dual_weights(&sets, here.len(), own.len()) else { return Vec::new() };
        let weighed = here.iter().zip(weights).filter(|(_, weight)| *weight > 0);
        let named = weighed
            .filter_map(|(number, weight)| Some((actions.get(*number)?.spelling().to_owned(), weight)));
        others.push(Packing { capacity, weights: named.collect() });
    }
    let plain = (!plain.weights.is_empty()).then_some(plain);
    plain.into_iter().chain(others).collect()
}

/// Whether an intended action is matched by an introduced pattern, and by no kept one.
fn open(action: &Action, patterns: &Patterns<'_>) -> bool {
    let matching = patterns.index.matching(action.folded());
    !matching.is_empty()
        && matching.iter().all(|(_, pattern)| patterns.introduced.contains_key(pattern.folded()))
}

/// What the patterns of the narrowings that may be safe match, where that is more than one action.
fn generalisations(numbers: &BTreeMap<&str, usize>, origins: &[CutPoints<'_>]) -> BTreeSet<BTreeSet<usize>> {
    let mut found = BTreeSet::new();
    for origin in origins {
        for (&cut, spelled) in &origin.tops {
            let below = || numbers.range(cut..).take_while(|(folded, _)| folded.starts_with(cut));
            if below().nth(1).is_none() {
                continue;
            }
            let matched = |narrowed: Pattern| -> BTreeSet<usize> {
                below().filter(|(folded, _)| narrowed.matches(folded)).map(|(_, number)| *number).collect()
            };
            found.extend(origin.pattern.narrow(spelled).into_iter().map(matched).filter(|set| set.len() > 1));
        }
    }
    found
}

/// The components; an action that no generalisation matches together with another is one by itself.
fn components(count: usize, sets: BTreeSet<BTreeSet<usize>>) -> Vec<Component> {
    let mut groups = UnionFind::new(count);
    for set in &sets {
        groups.join(&set.iter().copied().collect::<Vec<usize>>());
    }
    let mut components: BTreeMap<usize, Component> = BTreeMap::new();
    for number in 0..count {
        let component = components
            .entry(groups.of(number))
            .or_insert_with(|| Component { actions: BTreeSet::new(), generalisations: BTreeSet::new() });
        component.actions.insert(number);
    }
    for set in sets {
        let at = set.first().map(|number| groups.of(*number));
        if let Some(component) = at.and_then(|at| components.get_mut(&at)) {
            component.generalisations.insert(set);
        }
    }
    components.into_values().collect()
}
