//! The actions of statements, as combinations of unions of globs.

use super::list::{List, PLAUSIBLE};
use super::search::{Search, Truth, Unclear, and, not};
use super::union::Union;
use super::unused::Unused;
use crate::prove::Fault;

/// The actions that are in all of some lists and, if only these count, unused.
pub(super) struct Actions<'a> {
    pub(super) all: Vec<List<'a>>,
    pub(super) unused: Option<&'a Unused<'a>>,
}

impl Actions<'_> {
    /// One of the shortest of these actions that are in none of the others; if `plausible`, of those that look
    /// like an action.
    pub(super) fn outside(&self, others: &[&List<'_>], plausible: bool) -> Result<Option<String>, Unclear> {
        let lists: Vec<&List<'_>> = self.all.iter().chain(others.iter().copied()).collect();
        let shape = Union::new([PLAUSIBLE]);
        let unions = lists.iter().map(|list| &list.union);
        let unions: Vec<&Union<'_>> = unions.chain(plausible.then_some(&shape)).collect();
        let wanted = |truths: &[Truth]| {
            let (listed, shape) = truths.split_at_checked(lists.len()).ok_or(Fault)?;
            let mut found = shape.first().copied().unwrap_or(Some(true));
            for (number, (truth, list)) in listed.iter().zip(&lists).enumerate() {
                let truth = list.truth(*truth);
                found = and(found, if number < self.all.len() { truth } else { not(truth) });
            }
            Ok(found)
        };
        match self.unused {
            Some(unused) => unused.find(&unions, wanted),
            None => Search::new(&unions, wanted).find(),
        }
    }
}
