//! Inclusion of one pattern in a union of patterns, by walking all of them at once.
//!
//! Exact, with a string as witness if the inclusion does not hold; gives up only on patterns made to have very
//! many places. A state carries along only those outer patterns that still have a place, and only characters that
//! these tell apart are tried, so for many patterns with different heads the cost is about the sum of their
//! lengths.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::glob::{head, step, tidy};
use crate::deadline;

/// Whether a language is inside a union of languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inclusion {
    /// It is.
    Inside,
    /// It is not: this folded string is in the language and in none of the others.
    Outside(String),
    /// It would take too long to tell.
    Unclear,
}

/// Stands for all characters that no pattern names: the first of these that none names.
const STAND_INS: &str = "xyzabcdefghijklmnopqrstuvw0123456789-_~";

/// The places of a pattern reached by a string, as a sorted list.
type Places = Vec<usize>;

/// What a string leads to: the places in the inner pattern, and the places in each outer pattern that has any,
/// with its number.
type State = (Places, Vec<(usize, Places)>);

/// The number of states after which the search gives up.
const MOST_STATES: usize = 20_000;

/// Whether every string that `inner` matches is matched by one of `outers`; all are folded. The witness is one of
/// the shortest.
pub(super) fn inclusion(inner: &str, outers: &[&str]) -> Inclusion {
    let near: Vec<&str> = outers.iter().copied().filter(|outer| may_meet(inner, outer)).collect();
    let other = unnamed(inner, &near);
    let start: State = (vec![0], (0..near.len()).map(|number| (number, vec![0])).collect());
    // Each state that was reached, with the step that led to it.
    let mut seen = BTreeSet::from([start.clone()]);
    let mut steps: Vec<(usize, char)> = vec![(0, other)];
    let mut open = VecDeque::from([(start, 0)]);
    while let Some(((here, there), at)) = open.pop_front() {
        deadline::check();
        let outside = there.iter().all(|(number, places)| !accepts(text(&near, *number), places));
        if outside && accepts(inner, &here) {
            return Inclusion::Outside(spelled(&steps, at, other, inner, outers));
        }
        if seen.len() > MOST_STATES {
            return Inclusion::Unclear;
        }
        let readers = Readers::new(&near, there, named(inner, &here), other);
        for &c in &readers.letters {
            let next_here = advance(inner, &here, c);
            if next_here.is_empty() {
                continue;
            }
            let next_there = readers.after(&near, c);
            // Everything from here on is inside.
            if next_there.iter().any(|(number, places)| accepts_all(text(&near, *number), places)) {
                continue;
            }
            let next = (next_here, next_there);
            if !seen.contains(&next) {
                seen.insert(next.clone());
                open.push_back((next, steps.len()));
                steps.push((at, c));
            }
        }
    }
    Inclusion::Inside
}

/// Whether one head begins the other; otherwise no string is matched by both.
fn may_meet(left: &str, right: &str) -> bool {
    let (left, right) = (head(left), head(right));
    left.starts_with(right) || right.starts_with(left)
}

fn text<'a>(patterns: &[&'a str], number: usize) -> &'a str {
    patterns.get(number).copied().unwrap_or_default()
}

/// A character that none of the patterns names; it stands for all such characters.
fn unnamed(inner: &str, outers: &[&str]) -> char {
    let named: BTreeSet<char> = outers.iter().copied().chain([inner]).flat_map(str::chars).collect();
    ('\0'..=char::MAX).rev().find(|c| !named.contains(c)).unwrap_or(char::MAX)
}

/// The outer patterns at one state, by the characters that can come next.
struct Readers {
    /// Those for which any character can come next.
    any: Vec<(usize, Places)>,
    /// Those for which only this character, or one of a few, can come next.
    by_letter: BTreeMap<char, Vec<(usize, Places)>>,
    /// The characters to try; an unnamed one comes first.
    letters: Vec<char>,
}

impl Readers {
    /// `letters` are the characters that the inner pattern names here.
    fn new(patterns: &[&str], there: Vec<(usize, Places)>, mut letters: Vec<char>, other: char) -> Self {
        let (mut any, mut by_letter) = (Vec::new(), BTreeMap::<char, Vec<(usize, Places)>>::new());
        for (number, places) in there {
            let pattern = text(patterns, number);
            let mut own = named(pattern, &places);
            own.sort_unstable();
            own.dedup();
            letters.extend(&own);
            if places
                .iter()
                .any(|&place| pattern.get(place..).is_some_and(|rest| rest.starts_with(['*', '?'])))
            {
                any.push((number, places));
                continue;
            }
            for &c in &own {
                by_letter.entry(c).or_default().push((number, places.clone()));
            }
        }
        letters.push(other);
        letters.sort_unstable_by_key(|&c| (c != other, c));
        letters.dedup();
        Self { any, by_letter, letters }
    }

    /// The places after one more character, for those outer patterns that still have any.
    fn after(&self, patterns: &[&str], c: char) -> Vec<(usize, Places)> {
        let own = self.by_letter.get(&c).into_iter().flatten();
        let next = self
            .any
            .iter()
            .chain(own)
            .map(|(number, places)| (*number, advance(text(patterns, *number), places, c)));
        let mut next: Vec<(usize, Places)> = next.filter(|(_, places)| !places.is_empty()).collect();
        next.sort_unstable_by_key(|(number, _)| *number);
        next
    }
}

/// The characters that some places name.
fn named(pattern: &str, places: &[usize]) -> Vec<char> {
    let next = |&place: &usize| pattern.get(place..)?.trim_start_matches('*').chars().next();
    places.iter().filter_map(next).filter(|&c| c != '?').collect()
}

/// The places after one more character.
fn advance(pattern: &str, places: &[usize], c: char) -> Places {
    let mut next = Vec::new();
    for &place in places {
        step(pattern, place, c, &mut next);
    }
    tidy(pattern, next)
}

/// Whether a string that leads to these places is in the language.
fn accepts(pattern: &str, places: &[usize]) -> bool {
    places.iter().any(|&place| pattern.get(place..).is_some_and(|rest| rest.bytes().all(|b| b == b'*')))
}

/// Whether every string that begins with one that leads to these places is in the language.
fn accepts_all(pattern: &str, places: &[usize]) -> bool {
    let all = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b == b'*');
    places.iter().any(|&place| pattern.get(place..).is_some_and(all))
}

/// The string that the steps to a state spell.
fn spelled(steps: &[(usize, char)], mut at: usize, other: char, inner: &str, outers: &[&str]) -> String {
    let named = |c: char| inner.contains(c) || outers.iter().any(|outer| outer.contains(c));
    let stand_in = STAND_INS.chars().find(|&c| !named(c)).unwrap_or(other);
    let mut letters = Vec::new();
    while let Some(&(before, c)) = steps.get(at).filter(|_| at != 0) {
        letters.push(if c == other { stand_in } else { c });
        at = before;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// A slow twin: carries all outer patterns along and tries every character at each state.
    fn naive(inner: &str, outers: &[&str]) -> Inclusion {
        let all: Vec<&str> = outers.iter().copied().chain([inner]).collect();
        let other = unnamed(inner, outers);
        let named: BTreeSet<char> = all.iter().flat_map(|text| text.chars()).collect();
        let letters: Vec<char> =
            std::iter::once(other).chain(named.into_iter().filter(|c| !matches!(c, '*' | '?'))).collect();
        let start: Vec<Places> = vec![vec![0]; all.len()];
        let mut seen = vec![start.clone()];
        let mut open = VecDeque::from([(start, Vec::new())]);
        while let Some((places, string)) = open.pop_front() {
            let accepted: Vec<bool> = all.iter().zip(&places).map(|(text, at)| accepts(text, at)).collect();
            if accepted.split_last() == Some((&true, &vec![false; outers.len()][..])) {
                let stand_in = STAND_INS.chars().find(|&c| !all.iter().any(|text| text.contains(c)));
                let spell = |&c: &char| if c == other { stand_in.unwrap_or(other) } else { c };
                return Inclusion::Outside(string.iter().map(spell).collect());
            }
            for &c in &letters {
                let next: Vec<Places> =
                    all.iter().zip(&places).map(|(text, at)| advance(text, at, c)).collect();
                if next.last().is_some_and(|inner| !inner.is_empty()) && !seen.contains(&next) {
                    seen.push(next.clone());
                    let longer = string.iter().copied().chain([c]).collect();
                    open.push_back((next, longer));
                }
            }
        }
        Inclusion::Inside
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn says_what_the_naive_search_says(
            inner in "[ab]{0,2}[abx?*]{0,4}",
            outers in proptest::collection::vec("[ab]{0,2}[abx?*\u{10FFFF}]{0,4}", 0..6),
        ) {
            let outers: Vec<&str> = outers.iter().map(String::as_str).collect();
            prop_assert_eq!(inclusion(&inner, &outers), naive(&inner, &outers));
        }
    }

    #[test]
    fn heads_of_their_own_are_not_carried_along() {
        let heads: Vec<String> = (0..3_000).map(|n| format!("s:get{n:04}*")).collect();
        let outers: Vec<&str> = heads.iter().map(String::as_str).collect();
        assert_eq!(inclusion("s:get?x*", &outers), Inclusion::Outside("s:getyx".to_owned()));
        assert_eq!(inclusion("s:get1234?", &outers), Inclusion::Inside);
    }
}
