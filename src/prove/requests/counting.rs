//! The known actions that have to be considered.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ByHead, Statement};

use super::whole::Whole;
use crate::prove::Fault;

/// Representatives of the known actions that a statement matches, folded and sorted, and whether each is unused:
/// one for each set of statements that match some of them. Actions that the same statements match, and that are
/// all unused or all used, are equivalent for every question.
pub(super) fn representatives<'a>(
    whole: &Whole<'a>,
    statement: &Statement,
) -> Result<Vec<(&'a str, bool)>, Fault> {
    let all = || whole.before.iter().chain(&whole.after).enumerate();
    let patterns =
        || all().flat_map(|(place, one)| one.actions.patterns.iter().map(move |pattern| (place, pattern)));
    let places: Vec<usize> = patterns().map(|(place, _)| place).collect();
    let by_head = ByHead::new(patterns().map(|(_, pattern)| pattern));
    let mut first: BTreeMap<(BTreeSet<usize>, bool), &str> = BTreeMap::new();
    for (action, unused) in whole.known.iter() {
        let folded = action.folded();
        if !statement.actions.matches(folded) {
            continue;
        }
        let speaking = by_head.matching(folded).map(|(number, _)| places.get(number).copied().ok_or(Fault));
        first.entry((speaking.collect::<Result<_, Fault>>()?, unused)).or_insert(folded);
    }
    let mut representatives: Vec<(&str, bool)> =
        first.into_iter().map(|((_, unused), folded)| (folded, unused)).collect();
    representatives.sort_unstable();
    Ok(representatives)
}
