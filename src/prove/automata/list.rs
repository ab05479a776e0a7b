//! Lists of actions as automata.

use crate::model::{ActionElement, Pattern};

use super::search::{Truth, not};
use super::union::Union;

/// The shape of a plausible action: a service and a name.
pub(super) const PLAUSIBLE: &str = "?*:?*";

/// The actions that one list of patterns matches, or all others.
#[derive(Clone, Debug)]
pub(super) struct List<'a> {
    pub(super) union: Union<'a>,
    /// Whether it is NotAction.
    pub(super) negated: bool,
}

impl<'a> List<'a> {
    pub(super) fn new(element: &'a ActionElement) -> Self {
        Self { union: Union::new(element.patterns.iter().map(Pattern::folded)), negated: element.negated }
    }

    /// The truth about a string, from the truth about the union.
    pub(super) fn truth(&self, union: Truth) -> Truth {
        if self.negated { not(union) } else { union }
    }
}
