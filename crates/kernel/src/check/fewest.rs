//! Fewest: dual weights give a lower bound on the size of every cover.

use std::collections::BTreeSet;

use super::super::format::Packing;
use super::origins::{Lists, Origin};
use super::rejection::{Check, reject};
use crate::model::ByHead;

/// An action with its weight.
struct Weighed<'a> {
    /// The action, as a folded string.
    action: &'a str,
    /// The number of its packing.
    packing: usize,
    /// Its row there.
    row: usize,
    weight: u64,
}

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
    let mut weights: Vec<Weighed<'_>> = Vec::new();
    let place = |number: usize, row: usize| format!("fewest[{number}].weights[{row}]");
    let mut bound: u128 = 0;
    for (number, packing) in packings.iter().enumerate() {
        let mut sum: u128 = 0;
        for (row, (name, weight)) in packing.weights.iter().enumerate() {
            let action = lists.intended.get_key_value(name.to_ascii_lowercase().as_str());
            let action = action.filter(|(action, _)| kept.matching(action).next().is_none());
            let Some((&action, _)) = action.filter(|_| *weight <= packing.capacity) else {
                return reject(place(number, row), format!("`{name}` cannot weigh that"));
            };
            weights.push(Weighed { action, packing: number, row, weight: *weight });
            sum += u128::from(*weight);
        }
        bound += sum.div_ceil(u128::from(packing.capacity.max(1)));
    }
    // Mostly they are sorted already.
    weights.sort_by_key(|weight| weight.action);
    let mut pairs = weights.iter().zip(weights.iter().skip(1));
    if let Some((_, again)) = pairs.find(|(one, next)| one.action == next.action) {
        return reject(place(again.packing, again.row), format!("`{}` has two weights", again.action));
    }
    for origin in origins {
        let mut from = weights.as_slice();
        for (cut, &spelled) in origin.tops.iter() {
            // The tops are sorted as well.
            from =
                from.get(from.iter().take_while(|weight| weight.action < cut).count()..).unwrap_or_default();
            let below = || from.iter().take_while(|weight| weight.action.starts_with(cut));
            if below().nth(1).is_none() {
                continue;
            }
            for narrowed in origin.pattern.narrow(spelled) {
                let carried = || below().filter(|weight| narrowed.matches(weight.action));
                let Some(first) = carried().next() else { continue };
                let capacity = packings.get(first.packing).map_or(0, |packing| packing.capacity);
                let sum = carried().map(|weight| u128::from(weight.weight)).sum::<u128>();
                if sum > u128::from(capacity) || carried().any(|other| other.packing != first.packing) {
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
