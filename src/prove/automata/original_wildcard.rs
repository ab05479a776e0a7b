//! A pattern that was replaced, its cut points, and which of them are safe.

use crate::model::{Pattern, cut_points};

use super::known::{Known, range};
use super::search::Unclear;
use super::unused::Unused;

/// A wildcard of the original that the recommendation does not have.
pub(super) struct OriginalWildcard<'a> {
    pub(super) pattern: &'a Pattern,
    /// M: the known actions that it matches, by their places; sorted.
    actions: Vec<usize>,
    /// For each of these, the cut points that begin it, by their numbers; shortest first.
    beginning: Vec<Vec<usize>>,
    /// For each of these, and the end, how many before it are unused.
    unused_before: Vec<usize>,
    /// The cut points in scope, sorted by their folded strings.
    pub(super) cuts: Vec<Cut<'a>>,
}

/// A cut point of some actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    pub(super) folded: &'a str,
    /// As the first of its actions is spelled that is cut there.
    pub(super) spelling: &'a str,
    /// Which of the wildcard's actions are below it.
    below: (usize, usize),
}

/// Whether something unused is below a cut point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// Nothing is.
    Safe,
    /// This is.
    Blocked(String),
}

impl<'a> OriginalWildcard<'a> {
    pub(super) fn new(pattern: &'a Pattern, known: &[Known<'a>]) -> Self {
        let prefix = pattern.as_prefix().is_some();
        let matched = |place: &usize| {
            prefix || known.get(*place).is_some_and(|one| pattern.matches(one.action.folded()))
        };
        let actions: Vec<usize> = range(known, pattern.head()).filter(matched).collect();
        let (mut unused_before, mut count) = (vec![0], 0);
        for one in actions.iter().filter_map(|&place| known.get(place)) {
            count += usize::from(one.unused);
            unused_before.push(count);
        }
        let mut cuts = cuts(pattern.head().len(), &actions, known);
        let beginning = beginning(&mut cuts, &actions, known);
        Self { pattern, actions, beginning, unused_before, cuts }
    }

    /// The places of the known actions below a cut point.
    pub(super) fn below(&self, cut: Cut<'a>) -> Result<&[usize], Unclear> {
        self.actions.get(cut.below.0..cut.below.1).ok_or(Unclear::Internal)
    }

    /// Whether a cut point is safe, that is whether nothing of L(U) lies in the narrowing to it.
    pub(super) fn safety(
        &self,
        cut: Cut<'a>,
        known: &[Known<'a>],
        unused: &Unused<'a>,
    ) -> Result<Safety, Unclear> {
        let (from, to) = cut.below;
        let count = |at: usize| self.unused_before.get(at).copied().ok_or(Unclear::Internal);
        let before = count(from)?;
        if before < count(to)? {
            // Every unused action is known.
            let those = self.unused_before.get(from..to).ok_or(Unclear::Internal)?;
            let first = from + those.partition_point(|&count| count <= before);
            let first = first.checked_sub(1).and_then(|at| self.actions.get(at));
            let first = first.and_then(|&place| known.get(place)).ok_or(Unclear::Internal)?;
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

    /// The cut points in scope that begin the string, shortest first.
    pub(super) fn cuts_of(&self, string: &str, known: &[Known<'a>]) -> Vec<Cut<'a>> {
        let folded = |place: usize| known.get(place).map_or("", |one| one.action.folded());
        let first = self.actions.partition_point(|&place| folded(place) < string);
        // What begins an action that begins with the string, and is no longer, begins the string.
        let below = self.actions.get(first).filter(|&&place| folded(place).starts_with(string));
        if let Some(numbers) = below.and_then(|_| self.beginning.get(first)) {
            let cuts = numbers.iter().filter_map(|&number| self.cuts.get(number).copied());
            return cuts.filter(|cut| cut.folded.len() <= string.len()).collect();
        }
        let starts = (0..=string.len()).filter_map(|len| string.get(..len));
        let find = |start: &str| self.cuts.binary_search_by_key(&start, |cut| cut.folded).ok();
        starts.filter_map(find).filter_map(|at| self.cuts.get(at).copied()).collect()
    }
}

/// The cut points of some actions that are at least so long, sorted.
fn cuts<'a>(scope: usize, actions: &[usize], known: &[Known<'a>]) -> Vec<Cut<'a>> {
    let mut cuts: Vec<Cut<'a>> = Vec::new();
    // The cut points of the action before: what is cut there again is no new one.
    let mut last: (&str, Vec<usize>) = ("", Vec::new());
    for one in actions.iter().filter_map(|&place| known.get(place)) {
        let (folded, spelling) = (one.action.folded(), one.action.spelling());
        let common = folded.bytes().zip(last.0.bytes()).take_while(|(a, b)| a == b).count();
        let lengths: Vec<usize> = cut_points(spelling).filter(|&len| len >= scope).collect();
        for &len in lengths.iter().filter(|len| **len > common || !last.1.contains(len)) {
            if let (Some(folded), Some(spelling)) = (folded.get(..len), spelling.get(..len)) {
                cuts.push(Cut { folded, spelling, below: (0, 0) });
            }
        }
        last = (folded, lengths);
    }
    // Stable: of those that are spelled differently the first stays.
    cuts.sort_by_key(|cut| cut.folded);
    cuts.dedup_by_key(|cut| cut.folded);
    cuts
}

/// For each action, the cut points that begin it; and for each cut point, notes which actions are below it.
/// Linear, as both are sorted.
fn beginning(cuts: &mut [Cut<'_>], actions: &[usize], known: &[Known<'_>]) -> Vec<Vec<usize>> {
    let mut all = Vec::with_capacity(actions.len());
    let mut open: Vec<usize> = Vec::new();
    let mut next = 0;
    for (at, one) in actions.iter().filter_map(|&place| known.get(place)).enumerate() {
        let folded = one.action.folded();
        while let Some(&number) = open.last() {
            let Some(cut) = cuts.get_mut(number).filter(|cut| !folded.starts_with(cut.folded)) else { break };
            cut.below.1 = at;
            open.pop();
        }
        // Each cut point begins some action, and that one is the first of these.
        while let Some(cut) = cuts.get_mut(next).filter(|cut| folded.starts_with(cut.folded)) {
            cut.below.0 = at;
            open.push(next);
            next += 1;
        }
        all.push(open.clone());
    }
    for number in open {
        if let Some(cut) = cuts.get_mut(number) {
            cut.below.1 = actions.len();
        }
    }
    all
}
