//! The least set cover, exactly: by reduction, and by branch and bound on what that leaves.
//!
//! Rows have to be covered, columns cover them. Which of the covers of least weight is found depends only on the
//! input.

use std::collections::{BTreeMap, BTreeSet};

use crate::deadline;

/// The number of choices tried for each connected component. After that the best cover so far is used, which need
/// not be the least.
const MOST_CHOICES: usize = 20_000;

/// The columns of a cover of least weight, sorted. Each row lists the columns that cover it, at least one;
/// `weights` gives the weight of each column.
pub(super) fn least_cover(rows: impl IntoIterator<Item = BTreeSet<usize>>, weights: &[u64]) -> Vec<usize> {
    let mut whole = State { rows: rows.into_iter().collect(), chosen: Vec::new() };
    whole.reduce(weights);
    let mut chosen = std::mem::take(&mut whole.chosen);
    for part in whole.components() {
        let best = greedy(part.clone(), weights);
        let mut search = Search { weights, best_weight: total(&best, weights), best, left: MOST_CHOICES };
        search.branch(part);
        chosen.extend(search.best);
    }
    chosen.sort_unstable();
    chosen
}

fn weight(column: usize, weights: &[u64]) -> u64 {
    weights.get(column).copied().unwrap_or_default()
}

fn total(columns: &[usize], weights: &[u64]) -> u64 {
    columns.iter().map(|&column| weight(column, weights)).sum()
}

/// The remaining problem, and the columns chosen so far.
#[derive(Clone)]
struct State {
    rows: Vec<BTreeSet<usize>>,
    chosen: Vec<usize>,
}

impl State {
    /// Takes columns into the cover.
    fn choose(&mut self, columns: &BTreeSet<usize>) {
        self.rows.retain(|row| row.is_disjoint(columns));
        self.chosen.extend(columns);
    }

    /// Leaves a column out.
    fn exclude(&mut self, column: usize) {
        for row in &mut self.rows {
            row.remove(&column);
        }
    }

    /// The rows of each column.
    fn columns(&self) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut columns: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (place, row) in self.rows.iter().enumerate() {
            for &column in row {
                columns.entry(column).or_default().insert(place);
            }
        }
        columns
    }

    /// Takes columns that are necessary and drops those that are not, until neither is possible. A cover of least
    /// weight of the rest, with the columns taken, is one of the whole.
    fn reduce(&mut self, weights: &[u64]) {
        loop {
            deadline::check();
            self.rows.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
            self.rows.dedup();
            let forced: BTreeSet<usize> =
                self.rows.iter().filter(|row| row.len() == 1).flatten().copied().collect();
            self.choose(&forced);
            self.drop_implied_rows();
            if !self.drop_dominated_columns(weights) {
                break;
            }
        }
    }

    /// Drops each row that contains another, smaller row: whatever covers the smaller one covers it.
    fn drop_implied_rows(&mut self) {
        let mut kept: Vec<BTreeSet<usize>> = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            if !kept.iter().any(|smaller| smaller.is_subset(&row)) {
                kept.push(row);
            }
        }
        self.rows = kept;
    }

    /// Drops each column that is dominated: another covers its rows and weighs no more. Of equal ones the first
    /// stays.
    fn drop_dominated_columns(&mut self, weights: &[u64]) -> bool {
        let columns = self.columns();
        let rank = |column: usize| (weight(column, weights), column);
        let mut dropped = BTreeSet::new();
        for (&column, rows) in &columns {
            let Some(row) = rows.first().and_then(|&place| self.rows.get(place)) else { continue };
            let better = row.iter().any(|&other| {
                rank(other) < rank(column) && columns.get(&other).is_some_and(|wider| rows.is_subset(wider))
            });
            if better {
                dropped.insert(column);
            }
        }
        for row in &mut self.rows {
            row.retain(|column| !dropped.contains(column));
        }
        !dropped.is_empty()
    }

    /// The components, which have no column in common.
    fn components(self) -> Vec<State> {
        let mut parts: Vec<(BTreeSet<usize>, Vec<BTreeSet<usize>>)> = Vec::new();
        for row in self.rows {
            let (mut columns, mut rows) = (row.clone(), vec![row]);
            let (touching, apart): (Vec<_>, Vec<_>) =
                parts.into_iter().partition(|(others, _)| !others.is_disjoint(&columns));
            for (more_columns, more_rows) in touching {
                columns.extend(more_columns);
                rows.extend(more_rows);
            }
            parts = apart;
            parts.push((columns, rows));
        }
        parts.into_iter().map(|(_, rows)| State { rows, chosen: Vec::new() }).collect()
    }

    /// A lower bound on the weight of a cover of the rest: rows without a common column need one column each.
    fn bound(&self, weights: &[u64]) -> u64 {
        let mut used = BTreeSet::new();
        let mut least = 0;
        for row in &self.rows {
            if row.is_disjoint(&used) {
                used.extend(row);
                least += row.iter().map(|&column| weight(column, weights)).min().unwrap_or_default();
            }
        }
        least
    }
}

/// A cover found quickly: repeatedly the column that covers most, without columns that the others make redundant.
fn greedy(mut state: State, weights: &[u64]) -> Vec<usize> {
    let all = state.rows.clone();
    while !state.rows.is_empty() {
        deadline::check();
        let columns = state.columns().into_iter();
        let best = columns.max_by_key(|(column, rows)| {
            (rows.len(), std::cmp::Reverse((weight(*column, weights), *column)))
        });
        let Some((column, _)) = best else { break };
        state.choose(&BTreeSet::from([column]));
    }
    let mut chosen: BTreeSet<usize> = state.chosen.iter().copied().collect();
    for &column in &state.chosen {
        chosen.remove(&column);
        if all.iter().any(|row| row.is_disjoint(&chosen)) {
            chosen.insert(column);
        }
    }
    chosen.into_iter().collect()
}

struct Search<'a> {
    weights: &'a [u64],
    best: Vec<usize>,
    best_weight: u64,
    /// The number of choices that may still be tried.
    left: usize,
}

impl Search<'_> {
    /// Looks for a better cover: tries the columns of the shortest row in turn, each without the previous ones.
    fn branch(&mut self, mut state: State) {
        state.reduce(self.weights);
        let sofar = total(&state.chosen, self.weights);
        if sofar + state.bound(self.weights) >= self.best_weight {
            return;
        }
        let Some(row) = state.rows.iter().min_by_key(|row| row.len()).cloned() else {
            (self.best, self.best_weight) = (state.chosen, sofar);
            return;
        };
        let mut columns: Vec<usize> = row.into_iter().collect();
        columns.sort_by_key(|&column| (weight(column, self.weights), column));
        for column in columns {
            if self.left == 0 || state.rows.iter().any(BTreeSet::is_empty) {
                return;
            }
            self.left -= 1;
            let mut with = state.clone();
            with.choose(&BTreeSet::from([column]));
            self.branch(with);
            state.exclude(column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover(rows: &[&[usize]], weights: &[u64]) -> Vec<usize> {
        least_cover(rows.iter().map(|row| row.iter().copied().collect()), weights)
    }

    #[test]
    fn what_must_be_taken_is() {
        assert_eq!(cover(&[&[0], &[1], &[0, 2]], &[1, 1, 1]), [0, 1]);
        assert!(cover(&[], &[1]).is_empty());
    }

    #[test]
    fn greed_does_not_mislead() {
        // Column 0 covers four of six rows, but then two more are needed; 1 and 2 cover all.
        let rows: [&[usize]; 6] = [&[0, 1], &[0, 1], &[1], &[0, 2], &[0, 2], &[2]];
        assert_eq!(cover(&rows, &[1, 1, 1]), [1, 2]);
        // Nothing is forced: a wheel of seven rows in which each column covers three.
        let wheel: Vec<BTreeSet<usize>> =
            (0..7).map(|row| BTreeSet::from([row, (row + 1) % 7, (row + 3) % 7])).collect();
        assert_eq!(least_cover(wheel, &[1; 7]).len(), 3);
    }

    #[test]
    fn of_equals_the_lighter_and_then_the_first() {
        assert_eq!(cover(&[&[0, 1]], &[5, 4]), [1]);
        assert_eq!(cover(&[&[0, 1]], &[4, 4]), [0]);
    }

    /// The least weight by trying all covers.
    fn by_trying(rows: &[BTreeSet<usize>], weights: &[u64]) -> u64 {
        let subsets = 0..1_usize << weights.len();
        let covers =
            subsets.filter(|set| rows.iter().all(|row| row.iter().any(|column| set >> column & 1 == 1)));
        let weigh = |set: usize| -> u64 {
            weights.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, weight)| weight).sum()
        };
        covers.map(weigh).min().unwrap_or_default()
    }

    proptest::proptest! {
        #[test]
        fn no_cover_is_lighter(
            rows in proptest::collection::vec(proptest::collection::btree_set(0..9_usize, 1..5), 0..14),
            weights in proptest::collection::vec(1..4_u64, 9),
        ) {
            let found = least_cover(rows.clone(), &weights);
            proptest::prop_assert!(rows.iter().all(|row| row.iter().any(|column| found.contains(column))));
            proptest::prop_assert_eq!(total(&found, &weights), by_trying(&rows, &weights));
        }
    }
}
