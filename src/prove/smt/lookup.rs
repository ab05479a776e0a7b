//! Indexes patterns by what they match and contain.

use crate::model::{ByHead, Pattern};

/// Patterns indexed by head.
#[derive(Default)]
pub(crate) struct Lookup<'a>(ByHead<'a>);

impl<'a> Lookup<'a> {
    pub(crate) fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        Self(ByHead::new(patterns))
    }

    /// The patterns with a head that begins the string; no other can match it.
    pub(crate) fn local(&self, string: &str) -> Vec<&'a Pattern> {
        self.0.local(string).map(|(_, pattern)| pattern).collect()
    }

    /// Whether it has the pattern.
    pub(crate) fn has(&self, pattern: &Pattern) -> bool {
        self.0.local(pattern.head()).any(|(_, other)| other.folded() == pattern.folded())
    }

    /// A pattern that contains another.
    pub(crate) fn around(&self, inner: &Pattern) -> Option<&'a Pattern> {
        self.0.local(inner.head()).map(|(_, pattern)| pattern).find(|pattern| inner.is_inside(pattern))
    }

    /// Whether one of them matches the folded string.
    pub(crate) fn any(&self, string: &str) -> bool {
        self.0.matching(string).next().is_some()
    }

    /// The patterns that match the folded string.
    pub(crate) fn matching(&self, string: &str) -> Vec<&'a Pattern> {
        self.0.matching(string).map(|(_, pattern)| pattern).collect()
    }
}
