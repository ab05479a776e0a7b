//! Known actions and the facts about them in a pair.

use crate::model::Action;
use crate::prove::Obligation;
use crate::prove::engine::Facts;

/// A known action that one of the two statements may match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub(super) action: &'a Action,
    pub(super) unused: bool,
    /// The facts about it.
    pub(super) facts: Facts,
}

impl Known<'_> {
    /// Whether it is in I(S).
    pub(super) fn intended(&self) -> bool {
        self.facts.before && !self.unused
    }

    /// Whether it violates an obligation on languages.
    pub(super) fn violates(&self, obligation: Obligation) -> bool {
        self.facts.violates(obligation, self.unused, true)
    }
}

/// The places, in a sorted list, of the actions that begin with a prefix.
pub(super) fn range(known: &[Known<'_>], prefix: &str) -> std::ops::Range<usize> {
    let before = |one: &Known<'_>| one.action.folded() < prefix;
    let from = known.partition_point(before);
    from..known.partition_point(|one| before(one) || one.action.folded().starts_with(prefix))
}
