//! The shortest string in a Boolean combination of unions of globs, by walking all of them at once.
//!
//! Breadth first, over the states that strings lead to. A state is skipped if the combination is false for every
//! continuation. All characters that no pattern names are one. While a string is inside a head, no other string
//! leads to the same state, so only the other states are remembered.

use std::collections::{HashSet, VecDeque};

use super::state::State;
use super::union::Union;
use crate::deadline;
use crate::prove::Fault;

/// True, false, or not settled yet.
pub(super) type Truth = Option<bool>;

pub(super) fn not(truth: Truth) -> Truth {
    truth.map(|truth| !truth)
}

pub(super) fn and(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn or(left: Truth, right: Truth) -> Truth {
    not(and(not(left), not(right)))
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unclear {
    /// The automaton has too many states.
    TooLarge,
    /// A place does not exist: a fault of paredown.
    Internal,
}

impl Unclear {
    /// The reason that is reported.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::TooLarge => "automaton too large",
            Self::Internal => Fault::REASON,
        }
    }
}

impl From<Fault> for Unclear {
    fn from(Fault: Fault) -> Self {
        Self::Internal
    }
}

/// The largest number of states to remember, of those that several strings may lead to.
const MOST_STATES: usize = 100_000;

/// The largest number of places inside patterns to consider: about a second.
const MOST_STEPS: usize = 40_000_000;

/// Unions of globs, and the strings to search for.
pub(super) struct Search<'u, 'a, F> {
    unions: &'u [&'u Union<'a>],
    /// Whether a string is searched for, from the truths about the unions, in order; monotone in what is settled.
    wanted: F,
}

/// A string under way.
struct Walk {
    states: Vec<State>,
    /// The step that led here.
    step: usize,
    /// The length of the string, while it is inside a head.
    depth: usize,
}

impl<'u, 'a, F: Fn(&[Truth]) -> Result<Truth, Fault>> Search<'u, 'a, F> {
    pub(super) fn new(unions: &'u [&'u Union<'a>], wanted: F) -> Self {
        Self { unions, wanted }
    }

    /// One of the shortest strings searched for; `None` if there are none.
    pub(super) fn find(&self) -> Result<Option<String>, Unclear> {
        let mut steps: Vec<(usize, Option<char>)> = vec![(0, None)];
        let mut seen: HashSet<Vec<State>> = HashSet::new();
        let start = self.unions.iter().map(|union| union.start()).collect::<Result<Vec<State>, Fault>>()?;
        let (mut truths, mut letters, mut next) = (Vec::new(), Vec::new(), Vec::<State>::new());
        if self.holds(&start, &mut truths, State::settled)? == Some(false) {
            return Ok(None);
        }
        if self.holds(&start, &mut truths, |state| Some(state.accepts()))? == Some(true) {
            return Ok(Some(String::new()));
        }
        let mut open = VecDeque::from([Walk { states: start, step: 0, depth: 0 }]);
        let mut looked_at = 0;
        while let Some(walk) = open.pop_front() {
            deadline::check();
            letters.clear();
            for (union, state) in self.unions.iter().zip(&walk.states) {
                union.letters(state, walk.depth, &mut letters)?;
            }
            letters.sort_unstable();
            letters.dedup();
            looked_at += (1 + letters.len()) * walk.states.iter().map(State::weight).sum::<usize>();
            if looked_at > MOST_STEPS {
                return Err(Unclear::TooLarge);
            }
            for c in std::iter::once(None).chain(letters.iter().copied().map(Some)) {
                let pairs = self.unions.iter().zip(&walk.states);
                next.clear();
                for (union, state) in pairs {
                    next.push(union.step(state, walk.depth, c)?);
                }
                if self.holds(&next, &mut truths, State::settled)? == Some(false) {
                    continue;
                }
                let step = steps.len();
                if self.holds(&next, &mut truths, |state| Some(state.accepts()))? == Some(true) {
                    steps.push((walk.step, c));
                    return Ok(Some(self.spelled(&steps, step)?));
                }
                if !next.iter().any(State::in_heads) {
                    if seen.contains(&next) {
                        continue;
                    }
                    if seen.len() >= MOST_STATES {
                        return Err(Unclear::TooLarge);
                    }
                    seen.insert(next.clone());
                }
                steps.push((walk.step, c));
                let depth = walk.depth + c.map_or(0, char::len_utf8);
                open.push_back(Walk { states: std::mem::take(&mut next), step, depth });
            }
        }
        Ok(None)
    }

    fn holds(
        &self,
        states: &[State],
        truths: &mut Vec<Truth>,
        of: impl Fn(&State) -> Truth,
    ) -> Result<Truth, Fault> {
        truths.clear();
        truths.extend(states.iter().map(of));
        (self.wanted)(truths)
    }

    /// The string spelled by the steps that lead here.
    fn spelled(&self, steps: &[(usize, Option<char>)], mut at: usize) -> Result<String, Fault> {
        let unnamed = ('x'..='z').chain('a'..='w').chain('0'..='9').chain('\u{100}'..=char::MAX);
        let mut unnamed = unnamed.filter(|&c| !self.unions.iter().any(|union| union.names(c)));
        let other = unnamed.next().unwrap_or(char::MAX);
        let mut letters = Vec::new();
        while at != 0 {
            let &(before, c) = steps.get(at).ok_or(Fault)?;
            letters.push(c.unwrap_or(other));
            at = before;
        }
        Ok(letters.iter().rev().collect())
    }
}

/// A string that the pattern matches and none of the others does.
pub(super) fn outside(inner: &str, others: &Union<'_>) -> Result<Option<String>, Unclear> {
    let inner = Union::new([inner]);
    let wanted = |truths: &[Truth]| match truths {
        [inner, others] => Ok(and(*inner, not(*others))),
        _ => Err(Fault),
    };
    Search::new(&[&inner, others], wanted).find()
}

/// Whether one pattern's language is inside another's.
pub(super) fn inside(inner: &str, outer: &str) -> Result<bool, Unclear> {
    outside(inner, &Union::new([outer])).map(|found| found.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::matches;

    #[test]
    fn finds_the_shortest_string_outside() {
        for (inner, others, expected) in [
            ("a*", &["a", "a?*"][..], None),
            ("a*", &["a?*"], Some("a")),
            ("a*", &["a", "ab*"], Some("ax")),
            ("a?c", &["abc"], Some("axc")),
            ("*", &["*a*", "?", ""], Some("xx")),
            ("*b*", &["*a*b*", "b*", "?*b"], Some("xbx")),
            ("a*b*c", &["a*c"], None),
            ("a*c", &["a*b*c"], Some("ac")),
            ("x:?*", &["x:*?"], None),
            ("a", &[], Some("a")),
        ] {
            let others = Union::new(others.iter().copied());
            assert_eq!(outside(inner, &others).unwrap().as_deref(), expected, "{inner} {others:?}");
        }
    }

    /// All strings over a few letters.
    fn strings() -> Vec<String> {
        let mut all = vec![String::new()];
        let mut from = 0;
        for _ in 0..5 {
            let to = all.len();
            for at in from..to {
                all.extend(['a', 'b', 'x'].map(|c| format!("{}{c}", all[at])));
            }
            from = to;
        }
        all
    }

    #[test]
    fn agrees_with_trying_all_short_strings() {
        let pieces = ["a", "b", "*", "?", "a*", "*b", "?a"];
        let strings = strings();
        for (n, first) in pieces.iter().enumerate() {
            for second in pieces {
                for third in &pieces[n..] {
                    let (inner, outer) = (format!("{first}{second}"), format!("{second}{third}"));
                    let found = outside(&inner, &Union::new([outer.as_str(), "bb*"])).unwrap();
                    let out = |s: &&String| matches(&inner, s) && !matches(&outer, s) && !matches("bb*", s);
                    let expected = strings.iter().find(out);
                    assert_eq!(found.as_ref().map(String::len), expected.map(String::len), "{inner} {outer}");
                    assert!(found.is_none_or(|s| out(&&s)), "{inner} {outer}");
                }
            }
        }
    }

    #[test]
    fn gives_up_on_what_is_too_large() {
        let wide = format!("*a{}", "?".repeat(40));
        let other = format!("*a{}b*", "?".repeat(40));
        assert_eq!(outside(&wide, &Union::new([other.as_str(), "*b*"])), Err(Unclear::TooLarge));
    }
}
