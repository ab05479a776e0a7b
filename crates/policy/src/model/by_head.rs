//! Patterns that can be looked up by the strings they may match.

use super::{ByPrefix, Pattern};

/// Patterns indexed by head: a pattern that matches a string has a head that begins the string, so only few have
/// to be tried.
#[derive(Clone, Debug, Default)]
pub struct ByHead<'a>(ByPrefix<'a, (usize, &'a Pattern)>);

impl<'a> ByHead<'a> {
    /// Indexes the patterns; each keeps its position as its place.
    pub fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        Self(ByPrefix::new(patterns.into_iter().enumerate().map(|row| (row.1.head(), row))))
    }

    /// The patterns whose head begins a folded string, with their places; shortest head first.
    pub fn local(&self, string: &str) -> impl Iterator<Item = (usize, &'a Pattern)> + use<'a> {
        let mut found: Vec<(usize, &'a Pattern)> = self.0.beginning(string).map(|(_, row)| *row).collect();
        found.reverse();
        found.into_iter()
    }

    /// The patterns that match a folded string, with their places.
    pub fn matching(&self, string: &str) -> impl Iterator<Item = (usize, &'a Pattern)> {
        self.local(string).filter(move |(_, pattern)| pattern.matches(string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn finds_what_going_through_all_does(
            patterns in proptest::collection::vec("[ab:-]{0,3}[*?]?[ab]?", 0..12),
            strings in proptest::collection::vec("[ab:-]{0,5}", 1..8),
        ) {
            let patterns: Vec<Pattern> = patterns.into_iter().map(Pattern::new).collect();
            let by_head = ByHead::new(&patterns);
            for string in strings {
                let all = patterns.iter().enumerate();
                let mut near: Vec<_> = all.filter(|(_, pattern)| string.starts_with(pattern.head())).collect();
                near.sort_by_key(|(place, pattern)| (pattern.head().len(), *place));
                proptest::prop_assert_eq!(by_head.local(&string).collect::<Vec<_>>(), near.clone());
                near.retain(|(_, pattern)| pattern.matches(&string));
                proptest::prop_assert_eq!(by_head.matching(&string).collect::<Vec<_>>(), near);
            }
        }
    }
}
