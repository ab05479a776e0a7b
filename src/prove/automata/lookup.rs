//! Finds the patterns of a union that match given strings, by direct matching.

use crate::model::matches;

use super::union::{Entry, Union};

impl Union<'_> {
    /// The patterns of another union that are not obviously inside one of these: equal to one, with a head that
    /// begins with the head of a prefix pattern, or a literal that one matches.
    pub(super) fn not_held<'o>(&self, other: &Union<'o>) -> Vec<&'o str> {
        let has = |wanted: &Entry<'_>| {
            self.entries.binary_search_by(|own| (own.head, own.text).cmp(&(wanted.head, wanted.text))).is_ok()
        };
        let mut left: Vec<&'o str> = Vec::new();
        let mut others = other.entries.iter();
        self.sweep(other.entries.iter().map(|entry| entry.head), |_, matching| {
            let held = |wanted: &Entry<'_>| {
                let whole = |number: &usize| self.entries.get(*number).is_some_and(|own| own.prefix);
                let literal = wanted.wildcards.is_none();
                has(wanted) || matching.iter().any(|number| literal || whole(number))
            };
            left.extend(others.next().filter(|wanted| !held(wanted)).map(|entry| entry.text));
        });
        left
    }

    /// Calls `each` for each of some sorted strings, with its place and the numbers of the patterns that match
    /// it. Linear in both, as long as few patterns have inner wildcards.
    pub(super) fn sweep<'s>(
        &self,
        sorted: impl Iterator<Item = &'s str>,
        mut each: impl FnMut(usize, &[usize]),
    ) {
        // The patterns with heads that begin the string.
        let mut open: Vec<(usize, &Entry<'_>)> = Vec::new();
        let mut next = self.entries.iter().enumerate().peekable();
        let mut found = Vec::new();
        for (place, string) in sorted.enumerate() {
            while open.last().is_some_and(|(_, last)| !string.starts_with(last.head)) {
                open.pop();
            }
            // What is skipped here begins no later string either.
            while let Some((number, entry)) = next.next_if(|(_, entry)| entry.head <= string) {
                if string.starts_with(entry.head) {
                    open.push((number, entry));
                }
            }
            found.clear();
            found.extend(open.iter().filter(|(_, entry)| entry.goes_on(string)).map(|(number, _)| *number));
            each(place, &found);
        }
    }
}

impl Entry<'_> {
    /// Whether the pattern matches a string that its head begins.
    fn goes_on(&self, string: &str) -> bool {
        match self.wildcards {
            None => self.head.len() == string.len(),
            Some(_) => self.prefix || matches(self.text, string),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::search::inside;
    use super::*;

    #[test]
    fn what_single_patterns_hold_lies_inside() {
        let all = ["a", "a*", "ab*c", "b", "*d", "abc", "c*", "?b", "*"];
        for (outer, inner) in all.iter().flat_map(|outer| all.iter().map(move |inner| (outer, inner))) {
            let held = Union::new([*outer]).not_held(&Union::new([*inner])).is_empty();
            let expected = outer == inner || inside(inner, outer).unwrap();
            // Only a pattern with inner wildcards, or the head of one, is left to the automata.
            let simple = outer.strip_suffix('*').unwrap_or(outer).find(['*', '?']).is_none();
            assert_eq!(
                held,
                expected && (simple || outer == inner || !inner.contains(['*', '?'])),
                "{outer} {inner}"
            );
        }
        let union = Union::new(["a*", "b?"]);
        assert_eq!(union.not_held(&Union::new(["ab", "a?c", "bb", "b?", "bbb", "?"])), ["?", "bbb"]);
        assert_eq!(Union::new([]).not_held(&Union::new(["a"])), ["a"]);
    }

    #[test]
    fn a_sweep_finds_what_single_looks_find() {
        let union = Union::new(["a", "a*", "ab*c", "b", "*d", "abc", "c*"]);
        let mut strings = ["a", "ab", "abc", "abcc", "abd", "b", "ba", "bd", "c", "d", ""];
        strings.sort_unstable();
        union.sweep(strings.iter().copied(), |place, found| {
            let expected =
                union.entries.iter().enumerate().filter(|(_, entry)| matches(entry.text, strings[place]));
            let expected: Vec<usize> = expected.map(|(number, _)| number).collect();
            let mut found = found.to_vec();
            found.sort_unstable();
            assert_eq!(found, expected, "{}", strings[place]);
        });
    }
}
