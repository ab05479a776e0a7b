//! Evidence that no cover has fewer patterns: weights on intended actions.
//!
//! If no safe generalisation matches the witnesses of two introduced patterns, the witnesses suffice. Where
//! patterns overlap in part, weights are searched for of which no generalisation can carry more than its
//! capacity: a dual solution of the set cover.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::format::Packing;
use crate::model::{Action, Pattern};
use crate::prove::{Fault, UnionFind};

use super::cuts::CutPoints;
use super::dual_weights::dual_weights;
use super::patterns::Patterns;

/// Numbers of actions that are connected by safe generalisations.
struct Component {
    actions: BTreeSet<usize>,
    generalisations: BTreeSet<BTreeSet<usize>>,
}

/// The packings; empty if the witnesses suffice, or nothing better was found.
pub(super) fn packings(patterns: &Patterns<'_>, origins: &[CutPoints<'_>]) -> Result<Vec<Packing>, Fault> {
    let witnesses: BTreeSet<&str> =
        patterns.introduced.values().filter_map(|(_, witness)| witness.map(Action::folded)).collect();
    let actions: Vec<&Action> = patterns.intended.values().copied().filter(|a| open(a, patterns)).collect();
    let numbers: BTreeMap<&str, usize> =
        actions.iter().enumerate().map(|(number, action)| (action.folded(), number)).collect();
    let is_witness = |number: &usize| actions.get(*number).is_some_and(|a| witnesses.contains(a.folded()));
    let sharing = |set: &BTreeSet<usize>| set.iter().filter(|number| is_witness(number)).nth(1).is_some();
    let sets = generalisations(&numbers, origins);
    if !sets.iter().any(sharing) {
        return Ok(Vec::new());
    }
    let components = components(actions.len(), sets)?;
    let mut plain = Packing { capacity: 1, weights: Vec::new() };
    let mut others = Vec::new();
    for component in components {
        let own: Vec<usize> = component.actions.iter().copied().filter(is_witness).collect();
        if !component.generalisations.iter().any(sharing) {
            for &number in &own {
                plain.weights.push((actions.get(number).ok_or(Fault)?.spelling().to_owned(), 1));
            }
            continue;
        }
        let here: Vec<usize> = component.actions.iter().copied().collect();
        let place = |number: &usize| here.binary_search(number).map_err(|_| Fault);
        let places = |set: &BTreeSet<usize>| set.iter().map(place).collect::<Result<Vec<usize>, Fault>>();
        let sets =
            component.generalisations.iter().map(places).collect::<Result<Vec<Vec<usize>>, Fault>>()?;
        let Some((capacity, weights)) = dual_weights(&sets, here.len(), own.len()) else {
            return Ok(Vec::new());
        };
        let mut named = Vec::new();
        for (number, weight) in here.iter().zip(weights).filter(|(_, weight)| *weight > 0) {
            named.push((actions.get(*number).ok_or(Fault)?.spelling().to_owned(), weight));
        }
        others.push(Packing { capacity, weights: named });
    }
    let plain = (!plain.weights.is_empty()).then_some(plain);
    Ok(plain.into_iter().chain(others).collect())
}

/// Whether an introduced pattern matches an intended action, and no kept one does.
fn open(action: &Action, patterns: &Patterns<'_>) -> bool {
    let matching = patterns.index.matching(action.folded());
    !matching.is_empty()
        && matching.iter().all(|(_, pattern)| patterns.introduced.contains_key(pattern.folded()))
}

/// The sets of actions that patterns of narrowings that may be safe match, if more than one.
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

/// The components; an action that no generalisation matches together with another is a component by itself.
fn components(count: usize, sets: BTreeSet<BTreeSet<usize>>) -> Result<Vec<Component>, Fault> {
    let mut groups = UnionFind::new(count);
    for set in &sets {
        groups.join(&set.iter().copied().collect::<Vec<usize>>())?;
    }
    let mut components: BTreeMap<usize, Component> = BTreeMap::new();
    for number in 0..count {
        let component = components
            .entry(groups.of(number)?)
            .or_insert_with(|| Component { actions: BTreeSet::new(), generalisations: BTreeSet::new() });
        component.actions.insert(number);
    }
    for set in sets {
        let at = groups.of(*set.first().ok_or(Fault)?)?;
        components.get_mut(&at).ok_or(Fault)?.generalisations.insert(set);
    }
    Ok(components.into_values().collect())
}
