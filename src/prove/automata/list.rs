//! A list of actions as an automaton.

use crate::model::{ActionElement, Pattern};

use super::search::{Truth, not};
use super::union::Union;

/// What an action looks like, for a person to believe it: a service and a name.
pub(super) const PLAUSIBLE: &str = "?*:?*";

/// The actions of one list of patterns, or all others.
#[derive(Clone, Debug)]
pub(super) struct List<'a> {
    pub(super) union: Union<'a>,
    /// NotAction.
    pub(super) negated: bool,
}

impl<'a> List<'a> {
    pub(super) fn new(element: &'a ActionElement) -> Self {
        Self { union: Union::new(element.patterns.iter().map(Pattern::folded)), negated: element.negated }
    }

    /// Whether a folded action is one of them.
    pub(super) fn has(&self, action: &str) -> bool {
        self.union.matches(action) != self.negated
    }

    /// What is so of a string, by what is so of the union.
    pub(super) fn truth(&self, union: Truth) -> Truth {
        if self.negated { not(union) } else { union }
    }
}
