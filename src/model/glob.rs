//! Inclusion of one pattern with inner wildcards in another, by walking both at once.
//!
//! Used to prune and to order; no verdict rests on it.

use std::collections::BTreeSet;

use super::pattern::{residuals, tidy};

/// A character that stands for all that neither pattern names.
const OTHER: char = '\u{10FFFF}';

/// The places of a pattern reached by a string, as a sorted list.
type Places = Vec<usize>;

/// The characters that two patterns tell apart.
fn alphabet(left: &str, right: &str) -> BTreeSet<char> {
    left.chars().chain(right.chars()).filter(|c| !matches!(c, '*' | '?')).chain([OTHER]).collect()
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

/// After this many pairs of place sets the search gives up: a pattern made to have more is not worth
/// more time.
const MOST_PAIRS: usize = 20_000;

/// Visits every pair of place sets that one string can lead to, and stops at the first that `found`
/// likes. Giving up counts as having found one.
fn search(left: &str, right: &str, found: impl Fn(&Places, &Places) -> bool) -> bool {
    let letters = alphabet(left, right);
    let start = (vec![0], vec![0]);
    let mut seen = BTreeSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some((here, there)) = open.pop() {
        if found(&here, &there) || seen.len() > MOST_PAIRS {
            return true;
        }
        for &c in &letters {
            let next = (advance(left, &here, c), advance(right, &there, c));
            if !next.0.is_empty() && seen.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    false
}

/// Whether every string that `inner` matches is matched by `outer`; both folded. "No" when it would take
/// too long to tell.
pub(super) fn is_inside(inner: &str, outer: &str) -> bool {
    !search(inner, outer, |here, there| accepts(inner, here) && !accepts(outer, there))
}
