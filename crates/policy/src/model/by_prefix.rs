//! Values that can be looked up by what their keys begin.

/// Values by key, to be found by the strings that their keys begin, without trying every prefix of these.
#[derive(Clone, Debug)]
pub struct ByPrefix<'a, T> {
    /// Sorted by key; those with equal keys as they were given.
    rows: Vec<Row<'a, T>>,
}

/// A key with its value, and the row to try next.
#[derive(Clone, Copy, Debug)]
struct Row<'a, T> {
    key: &'a str,
    value: T,
    /// The earlier row with the longest key that begins this row's key.
    shorter: Option<usize>,
}

impl<T> Default for ByPrefix<'_, T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<'a, T> ByPrefix<'a, T> {
    /// Indexes the values.
    pub fn new(values: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let rows = values.into_iter().map(|(key, value)| Row { key, value, shorter: None });
        let mut rows: Vec<Row<'a, T>> = rows.collect();
        rows.sort_by(|a, b| a.key.cmp(b.key));
        // The rows whose keys begin the previous key, each a prefix of the next.
        let mut open: Vec<(usize, &str)> = Vec::new();
        for (at, row) in rows.iter_mut().enumerate() {
            while open.pop_if(|(_, shorter)| !row.key.starts_with(*shorter)).is_some() {}
            row.shorter = open.last().map(|&(shorter, _)| shorter);
            open.push((at, row.key));
        }
        Self { rows }
    }

    /// The same without the values whose key an earlier one has.
    pub fn unique(values: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut values: Vec<(&'a str, T)> = values.into_iter().collect();
        values.sort_by(|a, b| a.0.cmp(b.0));
        values.dedup_by(|later, first| later.0 == first.0);
        Self::new(values)
    }

    /// All values with their keys, sorted by key.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &T)> {
        self.rows.iter().map(|row| (row.key, &row.value))
    }

    /// The values whose keys begin a string, with these: the longest key first, and of equal ones the last.
    pub fn beginning(&self, string: &str) -> impl Iterator<Item = (&'a str, &T)> {
        // Every key that begins the string also begins the last key that does not sort after the string.
        let last = self.rows.partition_point(|row| row.key <= string).checked_sub(1);
        let row = |at: usize| self.rows.get(at);
        let chain = std::iter::successors(last.and_then(row), move |at| at.shorter.and_then(row));
        chain.filter(move |row| string.starts_with(row.key)).map(|row| (row.key, &row.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn finds_what_going_through_all_does(
            keys in proptest::collection::vec("[ab:-]{0,4}", 0..12),
            strings in proptest::collection::vec("[ab:-]{0,5}", 1..8),
        ) {
            let keys = || keys.iter().map(String::as_str).enumerate().map(|(place, key)| (key, place));
            let by_prefix = ByPrefix::new(keys());
            let unique = ByPrefix::unique(keys());
            for string in strings {
                let mut near: Vec<_> = keys().filter(|(key, _)| string.starts_with(key)).collect();
                near.sort_by_key(|&(key, place)| std::cmp::Reverse((key.len(), place)));
                let found = |map: &ByPrefix<'_, usize>| {
                    map.beginning(&string).map(|(key, place)| (key.to_owned(), *place)).collect::<Vec<_>>()
                };
                let wanted = |near: &[(&str, usize)]| {
                    near.iter().map(|&(key, place)| (key.to_owned(), place)).collect::<Vec<_>>()
                };
                proptest::prop_assert_eq!(found(&by_prefix), wanted(&near));
                near.dedup_by(|first, later| first.0 == later.0 && { *later = *first; true });
                for one in &mut near {
                    one.1 = keys().find(|(key, _)| *key == one.0).unwrap().1;
                }
                proptest::prop_assert_eq!(found(&unique), wanted(&near));
            }
            let mut sorted: Vec<_> = keys().collect();
            sorted.sort_by_key(|(key, _)| *key);
            proptest::prop_assert_eq!(by_prefix.iter().map(|(key, place)| (key, *place)).collect::<Vec<_>>(), sorted);
        }
    }
}
