//! Patterns that can be looked up by the strings they may match.

use super::Pattern;

/// Patterns indexed by head: a pattern that matches a string has a head that begins the string, so only few have
/// to be tried.
#[derive(Clone, Debug, Default)]
pub struct ByHead<'a> {
    /// Sorted by head, then by place.
    rows: Vec<Row<'a>>,
}

/// A pattern, and the row to try next.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    pattern: &'a Pattern,
    place: usize,
    /// The earlier row with the longest head that begins this row's head.
    shorter: Option<usize>,
}

impl<'a> ByHead<'a> {
    /// Indexes the patterns; each keeps its position as its place.
    pub fn new(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let rows = patterns.into_iter().enumerate();
        let mut rows: Vec<Row<'a>> =
            rows.map(|(place, pattern)| Row { pattern, place, shorter: None }).collect();
        rows.sort_by(|a, b| (a.pattern.head(), a.place).cmp(&(b.pattern.head(), b.place)));
        // The rows whose heads begin the previous head, each a prefix of the next.
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (at, row) in rows.iter_mut().enumerate() {
            let head = row.pattern.head();
            while open.pop_if(|(_, shorter)| !head.starts_with(*shorter)).is_some() {}
            row.shorter = open.last().map(|&(shorter, _)| shorter);
            open.push((at, head));
        }
        Self { rows }
    }

    /// The patterns whose head begins a folded string, with their places; shortest head first.
    pub fn local(&self, string: &str) -> impl Iterator<Item = (usize, &'a Pattern)> + use<'a> {
        // Every head that begins the string also begins the last head that does not sort after the string.
        let last = self.rows.partition_point(|row| row.pattern.head() <= string).checked_sub(1);
        let row = |at: usize| self.rows.get(at);
        let chain = std::iter::successors(last.and_then(row), |at| at.shorter.and_then(row));
        let mut found: Vec<(usize, &'a Pattern)> = chain
            .filter(|row| string.starts_with(row.pattern.head()))
            .map(|row| (row.place, row.pattern))
            .collect();
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
