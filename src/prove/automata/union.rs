//! A union of globs as an automaton; only the states that are reached are made.
//!
//! The patterns are sorted by head. The state after a string is a range of that list (the heads that the string
//! begins) and the places inside the patterns with heads that it has passed. The range is a node of the trie of
//! heads, which need not be built; and only patterns that can still match are carried along.
//!
//! In this way `*` with a third of 22,091 actions unused takes a tenth of a second, most of it not spent here, so
//! the DFAs of `regex-automata` had nothing to add: they work on bytes, where `?` is a character, and the states
//! of their products would still have to be made.

use super::state::State;
use crate::prove::Fault;

/// What one position of a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Any string.
    Star,
    /// Any one character.
    One,
    /// This character.
    Char(char),
    /// The pattern ends here.
    End,
}

/// One pattern of the union.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// The part before its first wildcard.
    pub(super) head: &'a str,
    /// The pattern.
    pub(super) text: &'a str,
    /// The part after the head; empty for a literal.
    rest: &'a str,
    /// The place of its first wildcard; `None` for a literal.
    pub(super) wildcards: Option<usize>,
    /// Whether the part after the head is a single `*`.
    pub(super) prefix: bool,
}

/// A union of globs.
#[derive(Clone, Debug, Default)]
pub(super) struct Union<'a> {
    /// The distinct patterns, sorted by head.
    pub(super) entries: Vec<Entry<'a>>,
    /// The parts after the heads, one after the other.
    tokens: Vec<Token>,
    /// For each token, the place where its pattern's tokens begin.
    starts: Vec<usize>,
}

impl<'a> Union<'a> {
    pub(super) fn new(patterns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut union = Self::default();
        for text in patterns {
            let first = text.find(['*', '?']).unwrap_or(text.len());
            let (head, rest) = text.split_at_checked(first).unwrap_or((text, ""));
            union.entries.push(Entry { head, text, rest, wildcards: None, prefix: rest == "*" });
        }
        union.entries.sort_unstable_by_key(|entry| (entry.head, entry.text));
        union.entries.dedup_by_key(|entry| entry.text);
        let mut entries = std::mem::take(&mut union.entries);
        for entry in entries.iter_mut().filter(|entry| !entry.rest.is_empty()) {
            entry.wildcards = Some(union.add(entry.rest));
        }
        union.entries = entries;
        union
    }

    /// Adds the part after a head, and returns its place.
    fn add(&mut self, rest: &str) -> usize {
        let start = self.tokens.len();
        for c in rest.chars() {
            let token = match c {
                '*' if self.tokens.len() > start && self.tokens.last() == Some(&Token::Star) => continue,
                '*' => Token::Star,
                '?' => Token::One,
                c => Token::Char(c),
            };
            self.tokens.push(token);
        }
        self.tokens.push(Token::End);
        self.starts.resize(self.tokens.len(), start);
        start
    }

    /// The state of the empty string.
    pub(super) fn start(&self) -> Result<State, Fault> {
        self.settle((0, self.entries.len()), 0, Vec::new(), false)
    }

    /// The state after one more character, `c`, which is `None` for a character that no pattern names. `depth` is
    /// the length in bytes of the string that led to `state`.
    pub(super) fn step(&self, state: &State, depth: usize, c: Option<char>) -> Result<State, Fault> {
        let State::Open { heads, places, .. } = state else { return Ok(state.clone()) };
        let mut next = Vec::new();
        let mut accepts = false;
        for &place in places {
            let mut at = place;
            loop {
                let goes_on = match self.token(at)? {
                    Token::Star => {
                        next.push(at);
                        at += 1;
                        continue;
                    }
                    Token::One => true,
                    Token::Char(wanted) => Some(wanted) == c,
                    Token::End => false,
                };
                if goes_on {
                    match self.token(at + 1)? {
                        Token::End => accepts = true,
                        _ => next.push(at + 1),
                    }
                }
                break;
            }
        }
        let (heads, depth) = match c {
            Some(c) if heads.0 < heads.1 => (self.below(*heads, depth, c)?, depth + c.len_utf8()),
            _ => ((0, 0), depth),
        };
        self.settle(heads, depth, next, accepts)
    }

    /// The entries of a range with heads that continue with `c` after `depth` bytes.
    fn below(&self, (from, to): (usize, usize), depth: usize, c: char) -> Result<(usize, usize), Fault> {
        let mut text = [0; 4];
        let text: &str = c.encode_utf8(&mut text);
        let range = self.entries.get(from..to).ok_or(Fault)?;
        if let (Some(first), Some(last)) = (range.first(), range.last()) {
            // They are sorted: a common prefix of the first and the last is one of all.
            let start = first.head.get(..depth).ok_or(Fault)?;
            if !last.head.starts_with(start) {
                return Err(Fault);
            }
        }
        let rest = |entry: &Entry<'a>| entry.head.get(depth..).unwrap_or_default();
        let first = range.partition_point(|entry| rest(entry) < text);
        let end = range.partition_point(|entry| rest(entry) < text || rest(entry).starts_with(text));
        Ok((from + first, from + end))
    }

    /// The state with these parts after a string of `depth` bytes; passes the heads that end here.
    fn settle(
        &self,
        (mut from, to): (usize, usize),
        depth: usize,
        mut places: Vec<usize>,
        mut accepts: bool,
    ) -> Result<State, Fault> {
        while from < to {
            let entry = self.entries.get(from).ok_or(Fault)?;
            if entry.head.len() != depth {
                break;
            }
            match entry.wildcards {
                Some(place) => places.push(place),
                None => accepts = true,
            }
            from += 1;
        }
        for &at in &places {
            if self.token(at)? == Token::Star && self.token(at + 1)? == Token::End {
                return Ok(State::Always);
            }
        }
        self.tidy(&mut places)?;
        let heads = if from < to { (from, to) } else { (0, 0) };
        if heads == (0, 0) && places.is_empty() && !accepts {
            return Ok(State::Never);
        }
        Ok(State::Open { heads, places, accepts })
    }

    /// Sorts places. Drops those of a pattern before its last one at a `*`, since that `*` matches whatever an
    /// earlier place does.
    fn tidy(&self, places: &mut Vec<usize>) -> Result<(), Fault> {
        if places.len() < 2 {
            return Ok(());
        }
        places.sort_unstable();
        places.dedup();
        let mut passed = None;
        let mut kept = Vec::with_capacity(places.len());
        for &place in places.iter().rev() {
            let start = *self.starts.get(place).ok_or(Fault)?;
            if passed == Some(start) {
                continue;
            }
            if self.token(place)? == Token::Star {
                passed = Some(start);
            }
            kept.push(place);
        }
        kept.reverse();
        *places = kept;
        Ok(())
    }

    fn token(&self, at: usize) -> Result<Token, Fault> {
        self.tokens.get(at).copied().ok_or(Fault)
    }

    /// Adds the characters that lead to another state than an unnamed character does.
    pub(super) fn letters(&self, state: &State, depth: usize, letters: &mut Vec<char>) -> Result<(), Fault> {
        let State::Open { heads: (from, to), places, .. } = state else { return Ok(()) };
        for &place in places {
            let mut at = place;
            while self.token(at)? == Token::Star {
                at += 1;
            }
            if let Token::Char(c) = self.token(at)? {
                letters.push(c);
            }
        }
        let mut from = *from;
        while from < *to {
            let rest = self.entries.get(from).and_then(|entry| entry.head.get(depth..)).ok_or(Fault)?;
            // Heads that end here were passed.
            let c = rest.chars().next().ok_or(Fault)?;
            letters.push(c);
            from = self.below((from, *to), depth, c)?.1;
        }
        Ok(())
    }

    /// Whether some pattern names the character.
    pub(super) fn names(&self, c: char) -> bool {
        self.entries.iter().any(|entry| entry.text.contains(c))
    }
}
