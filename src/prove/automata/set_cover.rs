//! Set cover, exactly, by branch and bound: may every row be met with so few candidates?

use crate::deadline;

/// What would take too many steps to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooHard;

/// So many choices are tried: well below a second.
const MOST_CHOICES: usize = 100_000;

/// For each row, the candidates that meet it, sorted.
#[derive(Clone, Debug)]
pub(super) struct SetCover {
    rows: Vec<Vec<usize>>,
}

impl SetCover {
    /// The problem, less what makes no difference to whether there is a cover of some size.
    ///
    /// A row goes if another's candidates are among its own: whatever meets that one meets it. A candidate
    /// goes if another meets all rows that it meets. Each may make the other possible again.
    pub(super) fn new(rows: Vec<Vec<usize>>) -> Self {
        let mut cover = Self { rows };
        for row in &mut cover.rows {
            row.sort_unstable();
            row.dedup();
        }
        while cover.drop_dominated_rows() | cover.drop_dominated_candidates() {}
        cover
    }

    fn drop_dominated_rows(&mut self) -> bool {
        deadline::check();
        let before = self.rows.len();
        self.rows.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        self.rows.dedup();
        let mut left: Vec<Vec<usize>> = Vec::new();
        for row in std::mem::take(&mut self.rows) {
            if !left.iter().any(|smaller| subset(smaller, &row)) {
                left.push(row);
            }
        }
        self.rows = left;
        self.rows.len() < before
    }

    fn drop_dominated_candidates(&mut self) -> bool {
        let meets = self.meets();
        let met = |candidate: usize| meets.get(candidate).map_or(&[][..], Vec::as_slice);
        let goes = |candidate: usize| {
            let own = met(candidate);
            // Who meets all of these meets the first.
            let rivals = own.first().and_then(|&row| self.rows.get(row)).into_iter().flatten().copied();
            let mut rivals = rivals.filter(|&rival| rival != candidate && subset(own, met(rival)));
            rivals.any(|rival| met(rival).len() > own.len() || rival < candidate)
        };
        let gone: Vec<bool> = (0..meets.len()).map(goes).collect();
        let mut any = false;
        for row in &mut self.rows {
            let before = row.len();
            row.retain(|&candidate| gone.get(candidate) != Some(&true));
            any |= row.len() < before;
        }
        any
    }

    /// For each candidate, the rows that it meets.
    fn meets(&self) -> Vec<Vec<usize>> {
        let count = self.rows.iter().flatten().max().map_or(0, |most| most + 1);
        let mut meets = vec![Vec::new(); count];
        for (place, row) in self.rows.iter().enumerate() {
            for &candidate in row {
                if let Some(rows) = meets.get_mut(candidate) {
                    rows.push(place);
                }
            }
        }
        meets
    }

    /// At most `most` candidates that meet every row, if there are such.
    pub(super) fn find(&self, most: usize) -> Result<Option<Vec<usize>>, TooHard> {
        let meets = self.meets();
        let mut search = Search {
            rows: &self.rows,
            barred: vec![false; meets.len()],
            met: vec![0; self.rows.len()],
            meets: &meets,
            chosen: Vec::new(),
            tried: 0,
        };
        Ok(search.go_on(most)?.then_some(search.chosen))
    }
}

/// Whether all of one sorted list is in another.
fn subset(inner: &[usize], outer: &[usize]) -> bool {
    let mut outer = outer.iter();
    inner.iter().all(|wanted| outer.any(|have| have == wanted))
}

struct Search<'a> {
    rows: &'a [Vec<usize>],
    meets: &'a [Vec<usize>],
    /// Candidates that are not to be tried: covers with them were looked for before.
    barred: Vec<bool>,
    /// For each row, how many of the chosen meet it.
    met: Vec<usize>,
    chosen: Vec<usize>,
    tried: usize,
}

impl Search<'_> {
    /// The candidates of a row that may be chosen.
    fn open(&self, row: usize) -> impl Iterator<Item = usize> {
        let all = self.rows.get(row).into_iter().flatten().copied();
        all.filter(|&candidate| self.barred.get(candidate) == Some(&false))
    }

    /// Whether `left` more candidates can meet what is not met yet; if so, they are chosen.
    fn go_on(&mut self, left: usize) -> Result<bool, TooHard> {
        deadline::check();
        let unmet = self.met.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut unmet: Vec<(usize, usize)> = unmet.map(|(row, _)| (self.open(row).count(), row)).collect();
        unmet.sort_unstable();
        let Some(&(_, row)) = unmet.first() else { return Ok(true) };
        if self.needed(&unmet) > left {
            return Ok(false);
        }
        self.tried += 1;
        if self.tried > MOST_CHOICES {
            return Err(TooHard);
        }
        let gain = |candidate: &usize| {
            let rows = self.meets.get(*candidate).into_iter().flatten();
            rows.filter(|&&row| self.met.get(row) == Some(&0)).count()
        };
        let mut branches: Vec<usize> = self.open(row).collect();
        branches.sort_by_key(|candidate| (std::cmp::Reverse(gain(candidate)), *candidate));
        for &candidate in &branches {
            self.choose(candidate, true);
            if self.go_on(left - 1)? {
                return Ok(true);
            }
            self.choose(candidate, false);
            self.bar(candidate, true);
        }
        for &candidate in &branches {
            self.bar(candidate, false);
        }
        Ok(false)
    }

    /// At least so many candidates are needed: one for each of some rows no two of which share one.
    fn needed(&self, unmet: &[(usize, usize)]) -> usize {
        let mut used = vec![false; self.meets.len()];
        let mut count = 0;
        for &(open, row) in unmet {
            if open == 0 {
                return usize::MAX;
            }
            if self.open(row).any(|candidate| used.get(candidate) == Some(&true)) {
                continue;
            }
            count += 1;
            for candidate in self.open(row) {
                if let Some(slot) = used.get_mut(candidate) {
                    *slot = true;
                }
            }
        }
        count
    }

    fn choose(&mut self, candidate: usize, chosen: bool) {
        if chosen {
            self.chosen.push(candidate);
        } else {
            self.chosen.pop();
        }
        for &row in self.meets.get(candidate).into_iter().flatten() {
            if let Some(count) = self.met.get_mut(row) {
                *count = if chosen { *count + 1 } else { count.saturating_sub(1) };
            }
        }
    }

    fn bar(&mut self, candidate: usize, barred: bool) {
        if let Some(slot) = self.barred.get_mut(candidate) {
            *slot = barred;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least number by trying all sets of candidates.
    fn least(rows: &[Vec<usize>], candidates: usize) -> Option<usize> {
        let meets = |set: usize| rows.iter().all(|row| row.iter().any(|&c| set >> c & 1 == 1));
        (0..1_usize << candidates).filter(|&set| meets(set)).map(|set| set.count_ones() as usize).min()
    }

    #[test]
    fn finds_the_least_number_that_trying_all_finds() {
        let mut random = 7_u64;
        let mut below = |bound: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((random >> 33) % bound).unwrap()
        };
        for _ in 0..400 {
            let candidates = 1 + below(9);
            let bound = u64::try_from(candidates).unwrap();
            let rows: Vec<Vec<usize>> =
                (0..=below(9)).map(|_| (0..=below(3)).map(|_| below(bound)).collect()).collect();
            let least = least(&rows, candidates).unwrap();
            let cover = SetCover::new(rows.clone());
            let found = cover.find(least).unwrap().unwrap();
            assert!(found.len() <= least);
            assert!(rows.iter().all(|row| row.iter().any(|c| found.contains(c))), "{rows:?} {found:?}");
            assert_eq!(cover.find(least - 1), Ok(None), "{rows:?}");
        }
    }

    #[test]
    fn a_row_without_candidates_has_no_cover() {
        assert_eq!(SetCover::new(vec![vec![], vec![1]]).find(5), Ok(None));
        assert_eq!(SetCover::new(vec![]).find(0), Ok(Some(vec![])));
    }
}
