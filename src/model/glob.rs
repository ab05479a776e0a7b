//! Inclusion of one pattern in a union of others, by walking all of them at once.
//!
//! Exact, with a string as witness of the contrary; only a pattern made to have very many places is
//! given up on.

use std::collections::{BTreeMap, VecDeque};

use super::pattern::{residuals, tidy};
use crate::deadline;

/// Whether a language lies inside a union of languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inclusion {
    /// It does.
    Inside,
    /// It does not: this folded string is in it and in none of the others.
    Outside(String),
    /// It would take too long to tell.
    Unclear,
}

/// A character that stands for all that no pattern names.
const OTHER: char = '\u{10FFFF}';

/// What [`OTHER`] is written as: the first of these that no pattern names.
const STAND_INS: &str = "xyzabcdefghijklmnopqrstuvw0123456789-_~";

/// The places of a pattern reached by a string, as a sorted list.
type Places = Vec<usize>;

/// What a string leads to: the places of the inner pattern, and those of each outer one.
type State = (Places, Vec<Places>);

/// After this many states the search gives up: a pattern made to have more is not worth more time.
const MOST_STATES: usize = 20_000;

/// Whether every string that `inner` matches is matched by one of `outers`; all folded. The witness is
/// one of the shortest.
pub(super) fn inclusion(inner: &str, outers: &[&str]) -> Inclusion {
    let letters = alphabet(inner, outers);
    let start: State = (vec![0], vec![vec![0]; outers.len()]);
    // Each state that was reached, with the step that led to it.
    let mut seen = BTreeMap::from([(start.clone(), 0)]);
    let mut steps: Vec<(usize, char)> = vec![(0, OTHER)];
    let mut open = VecDeque::from([(start, 0)]);
    while let Some(((here, there), at)) = open.pop_front() {
        deadline::check();
        let outside = outers.iter().zip(&there).all(|(outer, places)| !accepts(outer, places));
        if outside && accepts(inner, &here) {
            return Inclusion::Outside(spelled(&steps, at, inner, outers));
        }
        if seen.len() > MOST_STATES {
            return Inclusion::Unclear;
        }
        for &c in &letters {
            let next_here = advance(inner, &here, c);
            if next_here.is_empty() {
                continue;
            }
            let next_there: Vec<Places> =
                outers.iter().zip(&there).map(|(outer, places)| advance(outer, places, c)).collect();
            // From here on everything is inside.
            if outers.iter().zip(&next_there).any(|(outer, places)| accepts_all(outer, places)) {
                continue;
            }
            let next = (next_here, next_there);
            if !seen.contains_key(&next) {
                seen.insert(next.clone(), steps.len());
                open.push_back((next, steps.len()));
                steps.push((at, c));
            }
        }
    }
    Inclusion::Inside
}

/// The characters that the patterns tell apart; what they do not name comes first.
fn alphabet(inner: &str, outers: &[&str]) -> Vec<char> {
    let all = outers.iter().flat_map(|outer| outer.chars()).chain(inner.chars());
    let mut letters: Vec<char> = all.filter(|c| !matches!(c, '*' | '?')).chain([OTHER]).collect();
    letters.sort_unstable_by_key(|&c| (c != OTHER, c));
    letters.dedup();
    letters
}

/// The places after one character more.
fn advance(pattern: &str, places: &Places, c: char) -> Places {
    let mut text = [0; 4];
    let text = c.encode_utf8(&mut text);
    let next = places
        .iter()
        .flat_map(|&place| {
            let rest = pattern.get(place..).unwrap_or_default();
            residuals(rest, text).into_iter().map(move |at| place + at)
        })
        .collect();
    tidy(pattern, next)
}

/// Whether a string that led to these places is in the language.
fn accepts(pattern: &str, places: &Places) -> bool {
    places.iter().any(|&place| pattern.get(place..).is_some_and(|rest| rest.bytes().all(|b| b == b'*')))
}

/// Whether every string that begins with one that led to these places is in the language.
fn accepts_all(pattern: &str, places: &Places) -> bool {
    let all = |rest: &str| !rest.is_empty() && rest.bytes().all(|b| b == b'*');
    places.iter().any(|&place| pattern.get(place..).is_some_and(all))
}

/// The string that the steps to a state spell.
fn spelled(steps: &[(usize, char)], mut at: usize, inner: &str, outers: &[&str]) -> String {
    let named = |c: char| inner.contains(c) || outers.iter().any(|outer| outer.contains(c));
    let other = STAND_INS.chars().find(|&c| !named(c)).unwrap_or(OTHER);
    let mut letters = Vec::new();
    while let Some(&(before, c)) = steps.get(at).filter(|_| at != 0) {
        letters.push(if c == OTHER { other } else { c });
        at = before;
    }
    letters.iter().rev().collect()
}
