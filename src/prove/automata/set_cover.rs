//! Set cover, exactly, by branch and bound: can a given number of candidates cover every row?

use std::collections::BTreeSet;

use crate::deadline;
use crate::prove::Fault;

/// Why it is not known whether there is a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GaveUp {
    /// Deciding would take too many steps.
    TooHard,
    /// A place does not exist.
    Internal,
}

impl From<Fault> for GaveUp {
    fn from(Fault: Fault) -> Self {
        Self::Internal
    }
}

/// The largest number of choices to try: well below a second.
const MOST_CHOICES: usize = 100_000;

/// For each row, the candidates that cover it, sorted.
#[derive(Clone, Debug)]
pub(super) struct SetCover {
    rows: Vec<Vec<usize>>,
}

impl SetCover {
    /// The problem, reduced without changing whether there is a cover of a given size.
    ///
    /// A dominated row is dropped: if it contains all candidates of another row, whatever covers that row covers
    /// it too. A candidate is dropped if another covers all its rows. Either step may enable the other.
    pub(super) fn new(rows: Vec<Vec<usize>>) -> Result<Self, Fault> {
        let mut cover = Self { rows };
        for row in &mut cover.rows {
            row.sort_unstable();
            row.dedup();
        }
        while cover.drop_dominated_rows() | cover.drop_dominated_candidates()? {}
        Ok(cover)
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

    fn drop_dominated_candidates(&mut self) -> Result<bool, Fault> {
        let meets = self.meets()?;
        let mut gone = BTreeSet::new();
        for (candidate, own) in meets.iter().enumerate() {
            // A candidate that covers all of these covers the first.
            let Some(&first) = own.first() else { continue };
            for &rival in self.rows.get(first).ok_or(Fault)? {
                let theirs = meets.get(rival).ok_or(Fault)?;
                let wider = theirs.len() > own.len() || rival < candidate;
                if rival != candidate && wider && subset(own, theirs) {
                    gone.insert(candidate);
                    break;
                }
            }
        }
        for row in &mut self.rows {
            row.retain(|candidate| !gone.contains(candidate));
        }
        Ok(!gone.is_empty())
    }

    /// For each candidate, the rows that it covers.
    fn meets(&self) -> Result<Vec<Vec<usize>>, Fault> {
        let count = self.rows.iter().flatten().max().map_or(0, |most| most + 1);
        let mut meets = vec![Vec::new(); count];
        for (place, row) in self.rows.iter().enumerate() {
            for &candidate in row {
                meets.get_mut(candidate).ok_or(Fault)?.push(place);
            }
        }
        Ok(meets)
    }

    /// At most `most` candidates that cover every row, if there are such.
    pub(super) fn find(&self, most: usize) -> Result<Option<Vec<usize>>, GaveUp> {
        let meets = self.meets()?;
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

/// Whether one sorted list is a subset of another.
fn subset(inner: &[usize], outer: &[usize]) -> bool {
    let mut outer = outer.iter();
    inner.iter().all(|wanted| outer.any(|have| have == wanted))
}

struct Search<'a> {
    rows: &'a [Vec<usize>],
    meets: &'a [Vec<usize>],
    /// Candidates not to be tried: covers with them were searched for before.
    barred: Vec<bool>,
    /// For each row, the number of chosen candidates that cover it.
    met: Vec<usize>,
    chosen: Vec<usize>,
    tried: usize,
}

impl Search<'_> {
    /// The candidates of a row that may be chosen.
    fn open(&self, row: usize) -> Result<Vec<usize>, Fault> {
        let mut open = Vec::new();
        for &candidate in self.rows.get(row).ok_or(Fault)? {
            if !*self.barred.get(candidate).ok_or(Fault)? {
                open.push(candidate);
            }
        }
        Ok(open)
    }

    /// The number of rows that a candidate covers and no chosen one does.
    fn gain(&self, candidate: usize) -> Result<usize, Fault> {
        let mut gain = 0;
        for &row in self.meets.get(candidate).ok_or(Fault)? {
            gain += usize::from(*self.met.get(row).ok_or(Fault)? == 0);
        }
        Ok(gain)
    }

    /// Whether `left` more candidates can cover the remaining rows; if so, they are chosen.
    fn go_on(&mut self, left: usize) -> Result<bool, GaveUp> {
        deadline::check();
        let unmet = self.met.iter().enumerate().filter(|(_, count)| **count == 0);
        let unmet = unmet.map(|(row, _)| Ok((self.open(row)?, row)));
        let mut unmet = unmet.collect::<Result<Vec<(Vec<usize>, usize)>, Fault>>()?;
        unmet.sort_by_key(|(open, row)| (open.len(), *row));
        if self.needed(&unmet)? > left {
            return Ok(false);
        }
        let Some((open, _)) = unmet.into_iter().next() else { return Ok(true) };
        self.tried += 1;
        if self.tried > MOST_CHOICES {
            return Err(GaveUp::TooHard);
        }
        let gains =
            open.into_iter().map(|candidate| Ok((std::cmp::Reverse(self.gain(candidate)?), candidate)));
        let mut branches = gains.collect::<Result<Vec<_>, Fault>>()?;
        branches.sort_unstable();
        // What is uncovered needs at least one candidate, so there is one left.
        let left = left.checked_sub(1).ok_or(Fault)?;
        for &(_, candidate) in &branches {
            self.choose(candidate, true)?;
            if self.go_on(left)? {
                return Ok(true);
            }
            self.choose(candidate, false)?;
            self.bar(candidate, true)?;
        }
        for &(_, candidate) in &branches {
            self.bar(candidate, false)?;
        }
        Ok(false)
    }

    /// A lower bound on the number of candidates needed: one for each of some rows no two of which share one.
    fn needed(&self, unmet: &[(Vec<usize>, usize)]) -> Result<usize, Fault> {
        let mut used = vec![false; self.meets.len()];
        let mut count = 0;
        for (open, _) in unmet {
            if open.is_empty() {
                return Ok(usize::MAX);
            }
            let mut shared = false;
            for &candidate in open {
                shared |= *used.get(candidate).ok_or(Fault)?;
            }
            if shared {
                continue;
            }
            count += 1;
            for &candidate in open {
                *used.get_mut(candidate).ok_or(Fault)? = true;
            }
        }
        Ok(count)
    }

    fn choose(&mut self, candidate: usize, chosen: bool) -> Result<(), Fault> {
        if chosen {
            self.chosen.push(candidate);
        } else {
            self.chosen.pop();
        }
        for &row in self.meets.get(candidate).ok_or(Fault)? {
            let count = self.met.get_mut(row).ok_or(Fault)?;
            *count = if chosen { *count + 1 } else { count.saturating_sub(1) };
        }
        Ok(())
    }

    fn bar(&mut self, candidate: usize, barred: bool) -> Result<(), Fault> {
        *self.barred.get_mut(candidate).ok_or(Fault)? = barred;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least number, by trying all sets of candidates.
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
            let cover = SetCover::new(rows.clone()).unwrap();
            let found = cover.find(least).unwrap().unwrap();
            assert!(found.len() <= least);
            assert!(rows.iter().all(|row| row.iter().any(|c| found.contains(c))), "{rows:?} {found:?}");
            assert_eq!(cover.find(least - 1), Ok(None), "{rows:?}");
        }
    }

    #[test]
    fn a_row_without_candidates_has_no_cover() {
        assert_eq!(SetCover::new(vec![vec![], vec![1]]).unwrap().find(5), Ok(None));
        assert_eq!(SetCover::new(vec![]).unwrap().find(0), Ok(Some(vec![])));
    }
}
