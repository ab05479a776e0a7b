//! Dual weights: a lower bound on the number of sets in a set cover.
//!
//! The fractional packing that bounds a cover from below is a linear program, which is solved by the simplex
//! method in integers: every entry of the tableau is a subdeterminant of the 0/1 matrix over a common
//! denominator, so each division is exact (the integer pivoting of Edmonds and Bareiss). The result is not
//! trusted: the kernel adds it up.

use crate::deadline;

/// Larger problems are not tried.
const MOST_ENTRIES: usize = 4_000_000;

/// A capacity, and weights on `count` elements such that no set and no single element weighs more than the
/// capacity and all together weigh more than `needed - 1` capacities; so every cover has at least `needed` sets.
/// `None` if there are no such weights, or the numbers become too large.
pub(super) fn dual_weights(sets: &[Vec<usize>], count: usize, needed: usize) -> Option<(u64, Vec<u64>)> {
    let below = i128::try_from(needed.checked_sub(1)?).ok()?;
    let mut tableau = Tableau::new(sets, count)?;
    while tableau.total() <= tableau.denominator.checked_mul(below)? {
        deadline::check();
        tableau.improve()?;
    }
    tableau.weights(count)
}

/// An equation: the denominator times the basic variable, plus each other variable times its entry, equals the
/// total.
struct Row {
    /// The number of the basic variable.
    basic: usize,
    entries: Vec<i128>,
    total: i128,
}

/// The variables are the weights, followed by the slack of each set.
struct Tableau {
    denominator: i128,
    /// The variables that are zero.
    others: Vec<usize>,
    /// One row for each set, and one for each element that is in no set.
    rows: Vec<Row>,
    /// The sum of all weights.
    objective: Row,
}

impl Tableau {
    /// The tableau with all weights zero.
    fn new(sets: &[Vec<usize>], count: usize) -> Option<Self> {
        let mut in_none = vec![true; count];
        for &element in sets.iter().flatten() {
            *in_none.get_mut(element)? = false;
        }
        let alone = in_none.iter().enumerate().filter(|(_, alone)| **alone).map(|(element, _)| vec![element]);
        let sets: Vec<Vec<usize>> = sets.iter().cloned().chain(alone).collect();
        if sets.len().checked_mul(count)? > MOST_ENTRIES {
            return None;
        }
        let row = |(number, set): (usize, &Vec<usize>)| {
            let entries = (0..count).map(|element| i128::from(set.contains(&element))).collect();
            Row { basic: count + number, entries, total: 1 }
        };
        let objective = Row { basic: usize::MAX, entries: vec![-1; count], total: 0 };
        let rows = sets.iter().enumerate().map(row).collect();
        Some(Self { denominator: 1, others: (0..count).collect(), rows, objective })
    }

    /// The sum of all weights, times the denominator.
    fn total(&self) -> i128 {
        self.objective.total
    }

    /// One pivot towards a larger sum; `None` if there is none. Chooses the first possible variables, so that it
    /// does not cycle (Bland's rule).
    fn improve(&mut self) -> Option<()> {
        let rising = self.others.iter().zip(&self.objective.entries).enumerate();
        let rising = rising.filter(|(_, (_, entry))| **entry < 0);
        let column = rising.min_by_key(|(_, (variable, _))| **variable)?.0;
        let mut least: Option<(usize, i128, i128, usize)> = None;
        for (number, row) in self.rows.iter().enumerate() {
            let entry = row.entries.get(column).copied().filter(|entry| *entry > 0);
            let Some(entry) = entry else { continue };
            let closer = match least {
                None => true,
                Some((_, total, other, basic)) => {
                    let (own, best) = (row.total.checked_mul(other)?, total.checked_mul(entry)?);
                    own < best || own == best && row.basic < basic
                }
            };
            if closer {
                least = Some((number, row.total, entry, row.basic));
            }
        }
        self.pivot(least?.0, column)
    }

    /// Exchanges the basic variable of a row for that of a column. `None` if a number becomes too large.
    fn pivot(&mut self, number: usize, column: usize) -> Option<()> {
        if number >= self.rows.len() {
            return None;
        }
        let mut row = self.rows.swap_remove(number);
        let pivot = *row.entries.get(column)?;
        for other in self.rows.iter_mut().chain([&mut self.objective]) {
            let factor = *other.entries.get(column)?;
            let denominator = self.denominator;
            let combined = |own: i128, theirs: i128| {
                own.checked_mul(pivot)?.checked_sub(factor.checked_mul(theirs)?)?.checked_div(denominator)
            };
            for (own, theirs) in other.entries.iter_mut().zip(&row.entries) {
                *own = combined(*own, *theirs)?;
            }
            *other.entries.get_mut(column)? = factor.checked_neg()?;
            other.total = combined(other.total, row.total)?;
        }
        *row.entries.get_mut(column)? = self.denominator;
        std::mem::swap(&mut row.basic, self.others.get_mut(column)?);
        self.denominator = pivot;
        self.rows.push(row);
        Some(())
    }

    /// The denominator, and the weights times the denominator, in lowest terms.
    fn weights(&self, count: usize) -> Option<(u64, Vec<u64>)> {
        let mut weights = vec![0; count];
        for row in &self.rows {
            if let Some(weight) = weights.get_mut(row.basic) {
                *weight = u64::try_from(row.total).ok()?;
            }
        }
        let capacity = u64::try_from(self.denominator).ok()?;
        let common = weights.iter().fold(capacity, |common, weight| gcd(common, *weight)).max(1);
        Some((capacity / common, weights.iter().map(|weight| weight / common).collect()))
    }
}

fn gcd(left: u64, right: u64) -> u64 {
    if right == 0 { left } else { gcd(right, left % right) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether the weights show the bound.
    fn shows(sets: &[Vec<usize>], needed: usize, capacity: u64, weights: &[u64]) -> bool {
        let single = weights.iter().all(|weight| *weight <= capacity);
        let carried = |set: &Vec<usize>| set.iter().map(|at| weights[*at]).sum::<u64>() <= capacity;
        let before = u64::try_from(needed - 1).unwrap() * capacity;
        single && sets.iter().all(carried) && weights.iter().sum::<u64>() > before
    }

    /// Whether weights with this capacity exist, by trying all.
    fn exist(sets: &[Vec<usize>], count: usize, needed: usize, capacity: u64) -> bool {
        let choices = usize::try_from(capacity + 1).unwrap();
        (0..choices.pow(u32::try_from(count).unwrap())).any(|number| {
            let digit = |at| (number / choices.pow(u32::try_from(at).unwrap()) % choices) as u64;
            let weights: Vec<u64> = (0..count).map(digit).collect();
            shows(sets, needed, capacity, &weights)
        })
    }

    #[test]
    fn three_pairs_of_three_need_two() {
        let triangle = [vec![0, 1], vec![1, 2], vec![0, 2]];
        assert_eq!(dual_weights(&triangle, 3, 2), Some((2, vec![1, 1, 1])));
        assert_eq!(dual_weights(&triangle, 3, 3), None);
        assert_eq!(dual_weights(&[], 2, 2), Some((1, vec![1, 1])));
        assert_eq!(dual_weights(&[], 0, 1), None);
        assert_eq!(dual_weights(&[vec![3]], 1, 1), None, "there is no such element");
    }

    proptest! {
        #[test]
        fn they_are_found_where_they_exist(
            sets in prop::collection::vec(prop::collection::btree_set(0_usize..6, 1..5), 0..9),
            needed in 1_usize..6,
        ) {
            let sets: Vec<Vec<usize>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
            match dual_weights(&sets, 6, needed) {
                Some((capacity, weights)) => prop_assert!(shows(&sets, needed, capacity, &weights)),
                None => prop_assert!((1..4).all(|capacity| !exist(&sets, 6, needed, capacity))),
            }
        }
    }
}
