//! Fewest: dual weights give a lower bound on the size of every cover.

use std::collections::{BTreeMap, BTreeSet};

use super::super::format::Packing;
use super::origins::{Lists, Origin};
use super::rejection::{Check, reject};
use crate::model::ByHead;

/// Fewest: no safe generalisation carries more weight than the capacity, or weight of two packings. Literals are
/// generalisations too.
pub(super) fn fewest(
    packings: &[Packing],
    introduced: usize,
    old: &BTreeSet<&str>,
    lists: &Lists<'_>,
    origins: &[Origin<'_>],
) -> Check {
    let kept = ByHead::new(lists.recommended.iter().copied().filter(|p| old.contains(p.folded())));
    let mut weights: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let mut bound: u128 = 0;
    for (number, packing) in packings.iter().enumerate() {
        let mut sum: u128 = 0;
        for (row, (name, weight)) in packing.weights.iter().enumerate() {
            let action = name.to_ascii_lowercase();
            let place = format!("fewest[{number}].weights[{row}]");
            let intended = lists.intended.contains_key(action.as_str());
            if !intended || kept.matching(&action).next().is_some() || *weight > packing.capacity {
                return reject(place, format!("`{name}` cannot weigh that"));
            }
            if weights.insert(action, (number, *weight)).is_some() {
                return reject(place, format!("`{name}` has two weights"));
            }
            sum += u128::from(*weight);
        }
        bound += sum.div_ceil(u128::from(packing.capacity.max(1)));
    }
    for origin in origins {
        for (&cut, &spelled) in &origin.tops {
            let below = || weights.range(cut.to_owned()..).take_while(|(action, _)| action.starts_with(cut));
            if below().nth(1).is_none() {
                continue;
            }
            for narrowed in origin.pattern.narrow(spelled) {
                let carried: Vec<_> =
                    below().filter(|(action, _)| narrowed.matches(action)).map(|(_, w)| *w).collect();
                let Some(&(number, _)) = carried.first() else { continue };
                let capacity = packings.get(number).map_or(0, |packing| packing.capacity);
                let sum = carried.iter().map(|(_, weight)| u128::from(*weight)).sum::<u128>();
                if sum > u128::from(capacity) || carried.iter().any(|(other, _)| *other != number) {
                    return reject("fewest", format!("`{narrowed}` may be safe, and carries too much"));
                }
            }
        }
    }
    if bound < introduced as u128 {
        reject("fewest", format!("this shows that {bound} are needed, not {introduced}"))
    } else {
        Ok(())
    }
}
