//! Patterns that can be looked up by the strings they may match.

use std::collections::HashMap;

use super::Pattern;

/// Patterns by their heads: what matches a string has a head that begins it, so that only few have to be
/// looked at.
#[derive(Clone, Debug, Default)]
pub struct ByHead<'a>(HashMap<&'a str, Vec<(usize, &'a Pattern)>>);

impl<'a> ByHead<'a> {
    /// The patterns, each known by its place.
    pub fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let mut by_head: HashMap<&str, Vec<(usize, &Pattern)>> = HashMap::new();
        for (place, pattern) in patterns.into_iter().enumerate() {
            by_head.entry(pattern.head()).or_default().push((place, pattern));
        }
        Self(by_head)
    }

    /// The patterns whose head begins a folded string, with their places; the shortest head first.
    pub fn local(&self, string: &str) -> impl Iterator<Item = (usize, &'a Pattern)> {
        let heads = (0..=string.len()).filter_map(move |len| string.get(..len));
        heads.filter_map(|head| self.0.get(head)).flatten().copied()
    }

    /// The patterns that match a folded string, with their places.
    pub fn matching(&self, string: &str) -> impl Iterator<Item = (usize, &'a Pattern)> {
        self.local(string).filter(move |(_, pattern)| pattern.matches(string))
    }
}
