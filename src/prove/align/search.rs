//! The cheapest order-preserving pairing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::costs::{Costs, Profile, STRANGER};

/// With more pairs than this to compare, the policies are cut into pieces first.
pub(super) const MOST_PAIRS: usize = 4_000_000;

/// A place in the original and one in the recommendation.
type Pair = (usize, usize);

/// The cheapest pairing; if `most_pairs` are not enough to find it, a good one.
pub(super) fn pairs(costs: &Costs<'_>, most_pairs: usize) -> Vec<Pair> {
    let mut found = Vec::new();
    let (before, after) = trim(costs, (0..costs.before.len(), 0..costs.after.len()), &mut found);
    if let Some(free) = free(costs, before.clone(), after.clone()) {
        found.extend(free);
    } else if before.len().saturating_mul(after.len()) <= most_pairs {
        found.extend(cheapest(costs, before, after));
    } else {
        let mut from = (before.start, after.start);
        for (i, j) in anchors(costs, &before, &after).into_iter().chain([(before.end, after.end)]) {
            let (before, after) = trim(costs, (from.0..i, from.1..j), &mut found);
            if before.len().saturating_mul(after.len()) <= most_pairs {
                found.extend(cheapest(costs, before, after));
            } else {
                let in_place = before.zip(after);
                found.extend(in_place.filter(|&(i, j)| costs.pair(i, j).is_some()));
            }
            found.extend((i < costs.before.len() && j < costs.after.len()).then_some((i, j)));
            from = (i + 1, j + 1);
        }
    }
    found
}

/// Takes the pairs that cost nothing from the front.
///
/// Such a pair is in a cheapest pairing: if the first of the original were left out and the first of the
/// recommendation paired with another instead, what that other lost would be no less, since the number
/// of differences is a metric; in every other case there would be one without a partner more.
fn trim(
    costs: &Costs<'_>,
    (mut before, mut after): (Range<usize>, Range<usize>),
    found: &mut Vec<Pair>,
) -> (Range<usize>, Range<usize>) {
    while !before.is_empty() && !after.is_empty() && costs.pair(before.start, after.start) == Some(0) {
        found.push((before.start, after.start));
        (before.start, after.start) = (before.start + 1, after.start + 1);
    }
    (before, after)
}

/// The pairing that costs nothing, if there is one: what is left out has nothing intended in it.
fn free(costs: &Costs<'_>, before: Range<usize>, after: Range<usize>) -> Option<Vec<Pair>> {
    let mut found = Vec::new();
    let mut next = after.start;
    for place in before {
        if next < after.end && costs.pair(place, next) == Some(0) {
            found.push((place, next));
            next += 1;
        } else if costs.lost(place) > 0 {
            return None;
        }
    }
    (next == after.end).then_some(found)
}

/// The cheapest pairing, by comparing all pairs; of several, the one that pairs sooner.
fn cheapest(costs: &Costs<'_>, before: Range<usize>, after: Range<usize>) -> Vec<Pair> {
    // cost[i][j]: the least cost of pairing the original from i on with the recommendation from j on.
    let width = after.len() + 1;
    let at = |i: usize, j: usize| (i - before.start) * width + j - after.start;
    let mut cost = vec![0_u64; (before.len() + 1) * width];
    let mut taken = vec![false; cost.len()];
    let cell = |cost: &[u64], i: usize, j: usize| cost.get(at(i, j)).copied().unwrap_or(u64::MAX / 2);
    for i in (before.start..=before.end).rev() {
        for j in (after.start..=after.end).rev() {
            let skip_original = (i < before.end).then(|| cell(&cost, i + 1, j) + costs.lost(i));
            let skip_recommended = (j < after.end).then(|| cell(&cost, i, j + 1) + STRANGER);
            let both = i < before.end && j < after.end;
            let pair = if both { costs.pair(i, j) } else { None };
            let paired = pair.map(|pair| cell(&cost, i + 1, j + 1) + pair);
            let least = skip_original.into_iter().chain(skip_recommended).chain(paired).min().unwrap_or(0);
            if let (Some(slot), Some(flag)) = (cost.get_mut(at(i, j)), taken.get_mut(at(i, j))) {
                (*slot, *flag) = (least, paired == Some(least));
            }
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (before.start, after.start);
    while i < before.end && j < after.end {
        if taken.get(at(i, j)).copied().unwrap_or(false) {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if cell(&cost, i, j) == cell(&cost, i + 1, j) + costs.lost(i) {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

/// Pairs that cost nothing, as many as can stand in order: of statements with the same profile, the
/// first with the first, and so on.
fn anchors(costs: &Costs<'_>, before: &Range<usize>, after: &Range<usize>) -> Vec<Pair> {
    let mut places: BTreeMap<&Profile<'_>, Vec<usize>> = BTreeMap::new();
    for place in before.clone().rev() {
        if let Some(profile) = costs.before.get(place) {
            places.entry(profile).or_default().push(place);
        }
    }
    let next = |partner: usize| {
        let place = places.get_mut(costs.after.get(partner)?)?.pop()?;
        Some((place, partner))
    };
    longest_rising(&after.clone().filter_map(next).collect::<Vec<_>>())
}

/// The longest subsequence whose first places rise.
fn longest_rising(pairs: &[Pair]) -> Vec<Pair> {
    // last[n]: the pair that ends the rising run of n + 1 pairs with the least end.
    let mut last: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let place = |index: usize| pairs.get(index).map_or(usize::MAX, |pair| pair.0);
    for index in 0..pairs.len() {
        let length = last.partition_point(|&end| place(end) < place(index));
        previous.push(length.checked_sub(1).and_then(|before| last.get(before)).copied());
        match last.get_mut(length) {
            Some(end) => *end = index,
            None => last.push(index),
        }
    }
    let link = |index: &usize| previous.get(*index).copied().flatten();
    let mut chain: Vec<Pair> = std::iter::successors(last.last().copied(), link)
        .filter_map(|index| pairs.get(index).copied())
        .collect();
    chain.reverse();
    chain
}
