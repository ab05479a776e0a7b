//! Actions that statements speak of, as combinations of unions of globs.

use crate::model::{ActionElement, Pattern, UnusedSet};

use super::search::{Search, TooLarge, Truth, and, not};
use super::union::Union;
use super::unused::Unused;

/// The actions of one list of patterns, or all others.
#[derive(Clone, Debug)]
pub(super) struct Listed<'a> {
    union: Union<'a>,
    negated: bool,
}

impl<'a> Listed<'a> {
    pub(super) fn new(element: &'a ActionElement) -> Self {
        Self { union: Union::new(element.patterns.iter().map(Pattern::folded)), negated: element.negated }
    }

    /// Whether a folded action is one of them.
    pub(super) fn has(&self, action: &str) -> bool {
        self.union.matches(action) != self.negated
    }

    fn truth(&self, truth: Truth) -> Truth {
        if self.negated { not(truth) } else { truth }
    }
}

/// What an action looks like.
const PLAUSIBLE: &str = "?*:?*";

/// The actions that are in all of some lists, and unused if only these count.
#[derive(Clone, Debug)]
pub(super) struct Actions<'a> {
    pub(super) all: Vec<Listed<'a>>,
    pub(super) unused: Option<&'a UnusedSet>,
}

impl Actions<'_> {
    /// One of the shortest of these actions that are in none of the others; of those that look like an action,
    /// if only a `plausible` one is asked for.
    pub(super) fn outside(
        &self,
        others: &[&Listed<'_>],
        plausible: bool,
    ) -> Result<Option<String>, TooLarge> {
        let lists: Vec<&Listed<'_>> = self.all.iter().chain(others.iter().copied()).collect();
        let shape = Union::new([PLAUSIBLE]);
        let unions = lists.iter().map(|listed| &listed.union);
        let unions: Vec<&Union<'_>> = unions.chain(plausible.then_some(&shape)).collect();
        let wanted = |truths: &[Truth]| {
            let (listed, shape) = truths.split_at_checked(lists.len()).unwrap_or((truths, &[]));
            let mut found = shape.first().copied().unwrap_or(Some(true));
            for (number, (truth, list)) in listed.iter().zip(&lists).enumerate() {
                let truth = list.truth(*truth);
                found = and(found, if number < self.all.len() { truth } else { not(truth) });
            }
            found
        };
        match self.unused {
            Some(set) => {
                let services = Unused::services(set);
                Unused::new(set, &services).find(&unions, wanted)
            }
            None => Search::new(&unions, wanted).find(),
        }
    }
}
