//! Which patterns of a union match given strings, by direct matching.

use crate::model::matches;

use super::union::Union;

impl Union<'_> {
    /// The patterns, by their numbers, whose head begins the string: no other can match it.
    pub(super) fn local(&self, string: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let mut range = (0, self.entries.len());
        let mut depth = 0;
        loop {
            while self.entries.get(range.0).is_some_and(|e| range.0 < range.1 && e.head.len() == depth) {
                found.push(range.0);
                range.0 += 1;
            }
            let Some(c) = string.get(depth..).and_then(|rest| rest.chars().next()) else { return found };
            if range.0 >= range.1 {
                return found;
            }
            range = self.below(range, depth, c);
            depth += c.len_utf8();
        }
    }

    /// Whether one of the patterns matches, by direct matching.
    pub(super) fn matches(&self, string: &str) -> bool {
        self.local(string).into_iter().any(|number| self.matches_by(number, string))
    }

    /// Whether a pattern whose head begins the string matches it.
    fn matches_by(&self, number: usize, string: &str) -> bool {
        self.entries.get(number).is_some_and(|entry| match entry.wildcards {
            None => entry.head.len() == string.len(),
            Some(_) => entry.prefix || matches(entry.text, string),
        })
    }

    /// Goes through sorted strings, and says of each which patterns match it, by their numbers. Linear in
    /// both, as long as few patterns have wildcards inside.
    pub(super) fn sweep<'s>(
        &self,
        sorted: impl Iterator<Item = &'s str>,
        mut each: impl FnMut(usize, &[usize]),
    ) {
        // The patterns whose heads begin the string.
        let mut open: Vec<usize> = Vec::new();
        let mut next = 0;
        let mut found = Vec::new();
        let begins = |number: usize, string: &str| {
            self.entries.get(number).is_some_and(|entry| string.starts_with(entry.head))
        };
        for (place, string) in sorted.enumerate() {
            while open.last().is_some_and(|&last| !begins(last, string)) {
                open.pop();
            }
            // What is passed over here begins no later string either.
            while self.entries.get(next).is_some_and(|entry| entry.head <= string) {
                if begins(next, string) {
                    open.push(next);
                }
                next += 1;
            }
            found.clear();
            found.extend(open.iter().copied().filter(|&number| self.matches_by(number, string)));
            each(place, &found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sweep_finds_what_single_looks_find() {
        let union = Union::new(["a", "a*", "ab*c", "b", "*d", "abc", "c*"]);
        let mut strings = ["a", "ab", "abc", "abcc", "abd", "b", "ba", "bd", "c", "d", ""];
        strings.sort_unstable();
        union.sweep(strings.iter().copied(), |place, found| {
            let expected = union.local(strings[place]);
            let expected: Vec<usize> =
                expected.into_iter().filter(|&number| union.matches_by(number, strings[place])).collect();
            let mut found = found.to_vec();
            found.sort_unstable();
            assert_eq!(found, expected, "{}", strings[place]);
        });
    }
}
