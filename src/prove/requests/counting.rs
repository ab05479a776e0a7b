//! The known actions that have to be considered.

use std::collections::{BTreeMap, BTreeSet};

use paredown_request::reference::{Reference, ResourceTypes};

use crate::model::{ByHead, Statement};

use super::whole::Whole;
use crate::prove::Fault;

/// Which actions are equivalent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alike {
    /// Those that the same statements match, and that are all unused or all used: for every question about all requests.
    OnAllResources,
    /// Those of them that can be requested on the same resources: for questions about requests that AWS makes.
    OnTheirResources,
}

/// Representatives of the known actions that a statement matches, folded and sorted, and whether each is unused: one for
/// all that are equivalent.
pub(super) fn representatives<'a>(
    whole: &Whole<'a>,
    statement: &Statement,
    alike: Alike,
) -> Result<Vec<(&'a str, bool)>, Fault> {
    let reference = match alike {
        Alike::OnAllResources => None,
        Alike::OnTheirResources => Reference::embedded().ok(),
    };
    let all = || whole.before.iter().chain(&whole.after).enumerate();
    let patterns =
        || all().flat_map(|(place, one)| one.actions.patterns.iter().map(move |pattern| (place, pattern)));
    let places: Vec<usize> = patterns().map(|(place, _)| place).collect();
    let by_head = ByHead::new(patterns().map(|(_, pattern)| pattern));
    let mut first: BTreeMap<(BTreeSet<usize>, bool, Option<ResourceTypes<'_>>), &str> = BTreeMap::new();
    for (action, unused) in whole.known.iter() {
        let folded = action.folded();
        if !statement.actions.matches(folded) {
            continue;
        }
        let speaking = by_head.matching(folded).map(|(number, _)| places.get(number).copied().ok_or(Fault));
        let types = reference.and_then(|reference| reference.resource_types(folded));
        first.entry((speaking.collect::<Result<_, Fault>>()?, unused, types)).or_insert(folded);
    }
    let mut representatives: Vec<(&str, bool)> =
        first.into_iter().map(|((_, unused, _), folded)| (folded, unused)).collect();
    representatives.sort_unstable();
    Ok(representatives)
}
