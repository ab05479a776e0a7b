//! A wildcard of the original, its cut points, and which of them are safe.

use crate::model::{Action, Pattern, cut_points};
use crate::prove::Fault;

use super::known::{Known, range};
use super::search::Unclear;
use super::unused::Unused;

/// A wildcard of the original, with the cut points of the known actions that it matches.
pub(super) struct OriginalWildcard<'a> {
    pub(super) pattern: &'a Pattern,
    /// M: the known actions that it matches, each with its place; sorted.
    actions: Vec<(usize, &'a str)>,
    /// For each action, the numbers of the cut points that begin it, shortest first.
    beginning: Vec<Vec<usize>>,
    /// For each action, and for the end, the number of unused ones before it.
    unused_before: Vec<usize>,
    /// The cut points in reach, sorted by folded string.
    pub(super) cuts: Vec<Cut<'a>>,
}

/// A cut point of some actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    pub(super) folded: &'a str,
    /// The spelling of the first action that is cut there.
    pub(super) spelling: &'a str,
    /// The range of the wildcard's actions below it.
    below: (usize, usize),
}

/// Whether something unused is below a cut point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// Nothing unused is.
    Safe,
    /// This unused string is.
    Blocked(String),
}

impl<'a> OriginalWildcard<'a> {
    pub(super) fn new(pattern: &'a Pattern, known: &[Known<'a>]) -> Result<Self, Fault> {
        let prefix = pattern.as_prefix().is_some();
        let range = range(known, pattern.head());
        let below = known.get(range.clone()).ok_or(Fault)?;
        let matched: Vec<(usize, &Known<'a>)> =
            range.zip(below).filter(|(_, one)| prefix || pattern.matches(one.action.folded())).collect();
        let (mut unused_before, mut count) = (vec![0], 0);
        for (_, one) in &matched {
            count += usize::from(one.unused);
            unused_before.push(count);
        }
        let mut cuts = cuts(pattern.head().len(), matched.iter().map(|(_, one)| one.action))?;
        let actions: Vec<(usize, &str)> =
            matched.iter().map(|(place, one)| (*place, one.action.folded())).collect();
        let beginning = beginning(&mut cuts, &actions)?;
        Ok(Self { pattern, actions, beginning, unused_before, cuts })
    }

    /// The known actions below a cut point, each with its place.
    pub(super) fn below(&self, cut: Cut<'a>) -> Result<&[(usize, &'a str)], Fault> {
        self.actions.get(cut.below.0..cut.below.1).ok_or(Fault)
    }

    /// Whether a cut point is safe: nothing of L(U) is in the narrowing to it.
    pub(super) fn safety(
        &self,
        cut: Cut<'a>,
        known: &[Known<'a>],
        unused: &Unused<'a>,
    ) -> Result<Safety, Unclear> {
        let (from, to) = cut.below;
        let count = |at: usize| self.unused_before.get(at).copied().ok_or(Fault);
        let before = count(from)?;
        if before < count(to)? {
            // Every unused action is known.
            let those = self.unused_before.get(from..to).ok_or(Fault)?;
            let first = from + those.partition_point(|&count| count <= before);
            let first = first.checked_sub(1).and_then(|at| self.actions.get(at));
            let first = first.and_then(|(place, _)| known.get(*place)).ok_or(Fault)?;
            return Ok(Safety::Blocked(first.action.to_string()));
        }
        if unused.set.service_of(cut.folded).is_none() && cut.folded.contains(':') {
            return Ok(Safety::Safe);
        }
        for narrowed in self.pattern.narrow(cut.folded) {
            if let Some(string) = unused.in_service(cut.folded, &narrowed)? {
                return Ok(Safety::Blocked(string));
            }
        }
        Ok(Safety::Safe)
    }

    /// The patterns of the narrowing to a cut point.
    pub(super) fn narrowed(&self, cut: Cut<'a>) -> Vec<Pattern> {
        self.pattern.narrow(cut.spelling)
    }

    /// The cut points in reach that begin the string, shortest first.
    pub(super) fn cuts_of(&self, string: &str) -> Result<Vec<Cut<'a>>, Fault> {
        let cut = |number: usize| self.cuts.get(number).copied().ok_or(Fault);
        let first = self.actions.partition_point(|(_, folded)| *folded < string);
        // A cut point of an action that begins with the string also begins the string, unless it is longer.
        if self.actions.get(first).is_some_and(|(_, folded)| folded.starts_with(string)) {
            let numbers = self.beginning.get(first).ok_or(Fault)?;
            let cuts = numbers.iter().map(|&number| cut(number)).collect::<Result<Vec<Cut<'a>>, Fault>>()?;
            return Ok(cuts.into_iter().filter(|cut| cut.folded.len() <= string.len()).collect());
        }
        let starts = (0..=string.len()).filter_map(|len| string.get(..len));
        let find = |start: &str| self.cuts.binary_search_by_key(&start, |cut| cut.folded).ok();
        starts.filter_map(find).map(cut).collect()
    }
}

/// The cut points of some sorted actions with at least this length, sorted.
fn cuts<'a>(scope: usize, actions: impl Iterator<Item = &'a Action>) -> Result<Vec<Cut<'a>>, Fault> {
    let mut cuts: Vec<Cut<'a>> = Vec::new();
    // The cut points of the previous action, which are already added.
    let mut last: (&str, Vec<usize>) = ("", Vec::new());
    for action in actions {
        let (folded, spelling) = (action.folded(), action.spelling());
        let common = folded.bytes().zip(last.0.bytes()).take_while(|(a, b)| a == b).count();
        let lengths: Vec<usize> = cut_points(spelling).filter(|&len| len >= scope).collect();
        for &len in lengths.iter().filter(|len| **len > common || !last.1.contains(len)) {
            let (folded, spelling) = folded.get(..len).zip(spelling.get(..len)).ok_or(Fault)?;
            cuts.push(Cut { folded, spelling, below: (0, 0) });
        }
        last = (folded, lengths);
    }
    // A stable sort: of different spellings, the first stays.
    cuts.sort_by_key(|cut| cut.folded);
    cuts.dedup_by_key(|cut| cut.folded);
    Ok(cuts)
}

/// For each action, the cut points that begin it. Also sets the range of actions below each cut point. Linear, as
/// both are sorted.
fn beginning(cuts: &mut [Cut<'_>], actions: &[(usize, &str)]) -> Result<Vec<Vec<usize>>, Fault> {
    let mut all = Vec::with_capacity(actions.len());
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for (at, (_, folded)) in actions.iter().enumerate() {
        while let Some(&number) = open.last() {
            let cut = cuts.get_mut(number).ok_or(Fault)?;
            if folded.starts_with(cut.folded) {
                break;
            }
            cut.below.1 = at;
            open.pop();
        }
        // Each cut point begins some action, and this is the first of these.
        while let Some(cut) = cuts.get_mut(next).filter(|cut| folded.starts_with(cut.folded)) {
            cut.below.0 = at;
            open.push(next);
            next += 1;
        }
        all.push(open.clone());
    }
    for number in open {
        cuts.get_mut(number).ok_or(Fault)?.below.1 = actions.len();
    }
    // Each was found to begin an action.
    if next == cuts.len() { Ok(all) } else { Err(Fault) }
}
