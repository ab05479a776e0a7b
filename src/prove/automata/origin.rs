//! A pattern that was replaced, its cut points, and which of them are safe.

use crate::model::{Pattern, cut_points};

use super::search::TooLarge;
use super::subject::{Known, range};
use super::unused::Unused;

/// A wildcard of the original that the recommendation does not have.
pub(super) struct Origin<'a> {
    pub(super) pattern: &'a Pattern,
    /// M: the known actions that it matches, by their places; sorted.
    actions: Vec<usize>,
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
}

/// Whether something unused is below a cut point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// Nothing is.
    Safe,
    /// This is.
    Blocked(String),
}

impl<'a> Origin<'a> {
    pub(super) fn new(pattern: &'a Pattern, known: &[Known<'a>]) -> Self {
        let scope = pattern.head().len();
        let below = range(known, pattern.head());
        let prefix = pattern.as_prefix().is_some();
        let matched = |place: &usize| {
            prefix || known.get(*place).is_some_and(|one| pattern.matches(one.action.folded()))
        };
        let actions: Vec<usize> = below.filter(matched).collect();
        let mut unused_before = vec![0];
        let mut cuts: Vec<Cut<'a>> = Vec::new();
        // The cut points of the action before: what is cut there again is no new one.
        let mut last: (&str, Vec<usize>) = ("", Vec::new());
        for one in actions.iter().filter_map(|&place| known.get(place)) {
            let count = unused_before.last().copied().unwrap_or_default();
            unused_before.push(count + usize::from(one.unused));
            let (folded, spelling) = (one.action.folded(), one.action.spelling());
            let common = folded.bytes().zip(last.0.bytes()).take_while(|(a, b)| a == b).count();
            let lengths: Vec<usize> = cut_points(spelling).filter(|&len| len >= scope).collect();
            for &len in &lengths {
                if len <= common && last.1.contains(&len) {
                    continue;
                }
                if let (Some(folded), Some(spelling)) = (folded.get(..len), spelling.get(..len)) {
                    cuts.push(Cut { folded, spelling });
                }
            }
            last = (folded, lengths);
        }
        // Stable: of those that are written differently the first stays.
        cuts.sort_by_key(|cut| cut.folded);
        cuts.dedup_by_key(|cut| cut.folded);
        Self { pattern, actions, unused_before, cuts }
    }

    /// The places of the actions that begin with a prefix, among those of this origin.
    fn range(&self, prefix: &str, known: &[Known<'a>]) -> (usize, usize) {
        let folded = |place: usize| known.get(place).map_or("", |one| one.action.folded());
        let from = self.actions.partition_point(|&place| folded(place) < prefix);
        let rest = self.actions.get(from..).unwrap_or_default();
        (from, from + rest.partition_point(|&place| folded(place).starts_with(prefix)))
    }

    /// The places of the known actions below a prefix.
    pub(super) fn below(&self, prefix: &str, known: &[Known<'a>]) -> &[usize] {
        let (from, to) = self.range(prefix, known);
        self.actions.get(from..to).unwrap_or_default()
    }

    /// Whether a cut point is safe, that is whether nothing of L(U) lies in the narrowing to it.
    pub(super) fn safety(
        &self,
        cut: Cut<'a>,
        known: &[Known<'a>],
        unused: &Unused<'a>,
    ) -> Result<Safety, TooLarge> {
        let (from, to) = self.range(cut.folded, known);
        let count = |at: usize| self.unused_before.get(at).copied().unwrap_or_default();
        if count(from) < count(to) {
            // Every unused action is known.
            let place = self.unused_before.partition_point(|&before| before <= count(from));
            let first = place.checked_sub(1).and_then(|at| self.actions.get(at));
            if let Some(one) = first.and_then(|&place| known.get(place)) {
                return Ok(Safety::Blocked(one.action.to_string()));
            }
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
    pub(super) fn cuts_of<'s>(&'s self, string: &'s str) -> impl DoubleEndedIterator<Item = Cut<'a>> + 's {
        let starts = (0..=string.len()).filter_map(move |len| string.get(..len));
        starts.filter_map(|start| {
            let at = self.cuts.binary_search_by_key(&start, |cut| cut.folded).ok()?;
            self.cuts.get(at).copied()
        })
    }
}
