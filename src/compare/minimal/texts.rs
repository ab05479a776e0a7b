//! The shortest text in a Boolean combination of unions of globs, by walking all of them at once.

use std::collections::{HashSet, VecDeque};

use crate::compare::symbols::TooMany;
use crate::deadline;

/// One symbol of a glob of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Letter {
    /// This character.
    Char(char),
    /// Every character with this lower case.
    AnyCase(char),
    /// Any one character, but a colon if it stays in its field.
    One {
        /// Whether it does.
        stays: bool,
    },
    /// Any text, without colons if it stays in its field.
    Star {
        /// Whether it does.
        stays: bool,
    },
}

/// A union of globs.
#[derive(Clone, Debug, Default)]
pub(super) struct Union {
    /// The globs one after the other; `None` where one ends.
    letters: Vec<Option<Letter>>,
    starts: Vec<usize>,
}

/// The places that a text leads to, sorted.
type Places = Vec<usize>;

impl Union {
    /// The union of these globs.
    pub(super) fn new(globs: impl IntoIterator<Item = Vec<Letter>>) -> Self {
        let mut all = Self::default();
        for glob in globs {
            all.starts.push(all.letters.len());
            all.letters.extend(glob.into_iter().map(Some));
            all.letters.push(None);
        }
        all
    }

    fn at(&self, place: usize) -> Option<Letter> {
        self.letters.get(place).copied().flatten()
    }

    /// Adds the places that are reached by passing stars.
    fn closed(&self, mut places: Places) -> Places {
        let mut at = 0;
        while let Some(&place) = places.get(at) {
            if let Some(Letter::Star { .. }) = self.at(place) {
                places.push(place + 1);
            }
            at += 1;
        }
        places.sort_unstable();
        places.dedup();
        places
    }

    fn step(&self, places: &Places, c: char) -> Places {
        let to = |place: usize| match self.at(place)? {
            Letter::Char(wanted) => (wanted == c).then_some(place + 1),
            Letter::AnyCase(lower) => c.to_lowercase().eq(std::iter::once(lower)).then_some(place + 1),
            Letter::One { stays } => (!stays || c != ':').then_some(place + 1),
            Letter::Star { stays } => (!stays || c != ':').then_some(place),
        };
        self.closed(places.iter().filter_map(|&place| to(place)).collect())
    }

    fn accepts(&self, places: &Places) -> bool {
        places.iter().any(|place| matches!(self.letters.get(*place), Some(None)))
    }
}

/// The largest number of states that are remembered.
const MOST_STATES: usize = 20_000;

/// One of the shortest texts that each of `inside` has and none of `outside`; `None` if there is none.
pub(super) fn find(inside: &[Union], outside: &[Union]) -> Result<Option<String>, TooMany> {
    let all: Vec<&Union> = inside.iter().chain(outside).collect();
    let wanted = |states: &[Places]| {
        let mut each = states.iter().zip(&all).enumerate();
        each.all(|(number, (places, union))| union.accepts(places) == (number < inside.len()))
    };
    // No text goes on from where one of `inside` has no place left.
    let hopeless = |states: &[Places]| states.iter().take(inside.len()).any(Vec::is_empty);
    let start: Vec<Places> = all.iter().map(|union| union.closed(union.starts.clone())).collect();
    let letters = alphabet(&all);
    let mut steps: Vec<(usize, char)> = vec![(0, ' ')];
    let mut seen = HashSet::from([start.clone()]);
    let mut open = VecDeque::from([(start, 0)]);
    while let Some((states, step)) = open.pop_front() {
        deadline::check();
        if wanted(&states) {
            return Ok(Some(spelled(&steps, step)));
        }
        for &c in &letters {
            let next: Vec<Places> =
                states.iter().zip(&all).map(|(places, union)| union.step(places, c)).collect();
            if hopeless(&next) || seen.contains(&next) {
                continue;
            }
            if seen.len() >= MOST_STATES {
                return Err(TooMany);
            }
            seen.insert(next.clone());
            steps.push((step, c));
            open.push_back((next, steps.len() - 1));
        }
    }
    Ok(None)
}

/// The text spelled by the steps that lead here.
fn spelled(steps: &[(usize, char)], mut at: usize) -> String {
    let mut letters = Vec::new();
    while let Some((before, c)) = steps.get(at).filter(|_| at != 0) {
        letters.push(*c);
        at = *before;
    }
    letters.iter().rev().collect()
}

/// The characters that globs tell apart, and one that stands for all others; that one first, as the most usual.
fn alphabet(all: &[&Union]) -> Vec<char> {
    let mut named: Vec<char> = vec![':'];
    for letter in all.iter().flat_map(|union| &union.letters).flatten() {
        match letter {
            Letter::Char(c) => named.push(*c),
            Letter::AnyCase(lower) => {
                named.push(*lower);
                named.extend(lower.to_uppercase().take(1));
                // Two more that have the lower case of a usual letter.
                named.extend(['\u{212A}', '\u{212B}'].iter().filter(|c| c.to_lowercase().eq([*lower])));
            }
            Letter::One { .. } | Letter::Star { .. } => {}
        }
    }
    named.sort_unstable();
    named.dedup();
    let lower = |c: char| c.to_lowercase().eq([c]);
    let other = ('x'..='z').chain('a'..='w').chain('0'..='9').chain('\u{100}'..'\u{D7FF}');
    let other = other.into_iter().find(|c| lower(*c) && named.binary_search(c).is_err());
    other.into_iter().chain(named).collect()
}
