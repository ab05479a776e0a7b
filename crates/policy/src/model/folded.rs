//! Names, as written and folded.

use std::cmp::Ordering;
use std::sync::Arc;

/// A spelling and its folding (ASCII lower case) in one shared allocation: policies, unused sets and catalogues
/// pass the same names on many times.
///
/// Ordered by folding, then by spelling.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Folded {
    /// The folding followed by the spelling, which has the same length.
    both: Arc<str>,
}

impl Folded {
    pub(super) fn new(spelling: &str) -> Self {
        let mut both = String::with_capacity(2 * spelling.len());
        both.push_str(spelling);
        both.make_ascii_lowercase();
        both.push_str(spelling);
        Self { both: both.into() }
    }

    /// The name as written.
    pub(super) fn spelling(&self) -> &str {
        self.both.get(self.both.len() / 2..).unwrap_or_default()
    }

    /// The name as it is compared.
    pub(super) fn folded(&self) -> &str {
        self.both.get(..self.both.len() / 2).unwrap_or_default()
    }
}

impl PartialOrd for Folded {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Folded {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded()).then_with(|| self.spelling().cmp(other.spelling()))
    }
}
