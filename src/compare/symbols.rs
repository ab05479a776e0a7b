//! Sequences of symbols: what patterns of actions, resources and values are made of.
//!
//! A sequence is a glob. Letters beyond Unicode's last plane but one stand for policy variables: such a letter is some
//! text, the same wherever it occurs, so a `?` does not match it, nor a `*` that stays in its field.

use std::collections::BTreeSet;

use crate::model::Piece;

/// One symbol of a sequence.
pub(super) type Symbol = Piece;

/// A glob.
pub(super) type Sequence = Vec<Symbol>;

/// A word: a text, in which letters may stand for policy variables.
pub(super) type Word = Vec<char>;

/// The first letter that stands for a policy variable. The plane is for private use.
const FIRST_VARIABLE: char = '\u{100000}';

/// The letter that stands for the variable with this number; `None` if there are too many.
pub(super) fn variable(number: usize) -> Option<char> {
    let code = u32::try_from(number).ok()?.checked_add(u32::from(FIRST_VARIABLE))?;
    // The last letters of the plane are not characters.
    char::from_u32(code).filter(|letter| *letter < '\u{10FFF0}')
}

/// Whether a letter stands for a policy variable.
pub(super) fn is_variable(letter: char) -> bool {
    letter >= FIRST_VARIABLE
}

/// Whether a sequence matches a word.
pub(super) fn matches(sequence: &[Symbol], word: &[char]) -> bool {
    // What both begin with, without looking for places.
    let same = |(symbol, letter): &(&Symbol, &char)| **symbol == Symbol::Char(**letter);
    let begin = sequence.iter().zip(word).take_while(same).count();
    let (Some(sequence), Some(word)) = (sequence.get(begin..), word.get(begin..)) else { return false };
    match sequence.first() {
        None => return word.is_empty(),
        Some(Symbol::Char(_)) => return false,
        Some(Symbol::Star { stays: false }) if sequence.len() == 1 => return true,
        _ => {}
    }
    // The places in the sequence that the word so far leads to.
    let mut here = vec![false; sequence.len() + 1];
    if let Some(first) = here.first_mut() {
        *first = true;
    }
    pass_stars(sequence, &mut here);
    for &letter in word {
        let mut next = vec![false; sequence.len() + 1];
        for (place, symbol) in sequence.iter().enumerate() {
            if !here.get(place).copied().unwrap_or(false) {
                continue;
            }
            let to = match symbol {
                Symbol::Char(wanted) => (*wanted == letter).then_some(place + 1),
                Symbol::One { stays: true } => (letter != ':' && !is_variable(letter)).then_some(place + 1),
                Symbol::One { stays: false } => (!is_variable(letter)).then_some(place + 1),
                Symbol::Star { stays: true } => (letter != ':' && !is_variable(letter)).then_some(place),
                Symbol::Star { stays: false } => Some(place),
            };
            if let Some(to) = to.and_then(|to| next.get_mut(to)) {
                *to = true;
            }
        }
        pass_stars(sequence, &mut next);
        here = next;
        if !here.contains(&true) {
            return false;
        }
    }
    here.last().copied().unwrap_or(false)
}

/// Adds the places behind stars, which may match nothing.
fn pass_stars(sequence: &[Symbol], places: &mut [bool]) {
    for (place, symbol) in sequence.iter().enumerate() {
        let reached = places.get(place).copied().unwrap_or(false);
        let passes = reached && matches!(symbol, Symbol::Star { .. });
        if let Some(next) = places.get_mut(place + 1).filter(|_| passes) {
            *next = true;
        }
    }
}

/// The sequence with a star in place of each variable: what it may match at most.
pub(super) fn widened(sequence: &[Symbol]) -> Sequence {
    let widen = |symbol: &Symbol| match symbol {
        Symbol::Char(letter) if is_variable(*letter) => Symbol::Star { stays: false },
        other => *other,
    };
    sequence.iter().map(widen).collect()
}

/// The letters that a sequence names.
pub(super) fn letters(sequence: &[Symbol]) -> impl Iterator<Item = char> + '_ {
    sequence.iter().filter_map(|symbol| match symbol {
        Symbol::Char(letter) => Some(*letter),
        _ => None,
    })
}

/// There are more ways than are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// The largest number of sequences into which two are put together.
const MOST: usize = 64;

/// The largest number of words that stand for a sequence.
const MOST_WORDS: usize = 1024;

/// The largest number of steps that putting two sequences together may take.
const MOST_STEPS: usize = 20_000;

/// Sequences that together match what both sequences match.
pub(super) fn meet(one: &[Symbol], other: &[Symbol]) -> Result<Vec<Sequence>, TooMany> {
    let mut meeting = Meeting { found: BTreeSet::new(), steps: 0 };
    meeting.meet(one, other, &mut Vec::new())?;
    Ok(meeting.found.into_iter().collect())
}

struct Meeting {
    found: BTreeSet<Sequence>,
    steps: usize,
}

impl Meeting {
    /// Adds the ways to go on from here; `so_far` is what both begin with.
    fn meet(&mut self, one: &[Symbol], other: &[Symbol], so_far: &mut Sequence) -> Result<(), TooMany> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(TooMany);
        }
        match (one.split_first(), other.split_first()) {
            (None, None) => {
                self.found.insert(normal(so_far));
                if self.found.len() > MOST { Err(TooMany) } else { Ok(()) }
            }
            (Some((Symbol::Star { .. }, rest)), None) => self.meet(rest, &[], so_far),
            (None, Some((Symbol::Star { .. }, rest))) => self.meet(&[], rest, so_far),
            (Some(_), None) | (None, Some(_)) => Ok(()),
            (
                Some((Symbol::Star { stays: a }, after_one)),
                Some((Symbol::Star { stays: b }, after_other)),
            ) => {
                // One of the two ends first, after what both match.
                so_far.push(Symbol::Star { stays: *a || *b });
                let first = self.meet(after_one, other, so_far);
                let second = first.and_then(|()| self.meet(one, after_other, so_far));
                so_far.pop();
                second
            }
            (Some((Symbol::Star { stays }, after)), Some((symbol, rest))) => {
                self.star(*stays, (one, after), (other, *symbol, rest), so_far)
            }
            (Some((symbol, rest)), Some((Symbol::Star { stays }, after))) => {
                self.star(*stays, (other, after), (one, *symbol, rest), so_far)
            }
            (Some((first, after_one)), Some((second, after_other))) => {
                let Some(both) = common(*first, *second) else { return Ok(()) };
                so_far.push(both);
                let result = self.meet(after_one, after_other, so_far);
                so_far.pop();
                result
            }
        }
    }

    /// A star against another symbol: it ends before it, or matches it and goes on.
    fn star(
        &mut self,
        stays: bool,
        (star, after): (&[Symbol], &[Symbol]),
        (whole, symbol, rest): (&[Symbol], Symbol, &[Symbol]),
        so_far: &mut Sequence,
    ) -> Result<(), TooMany> {
        self.meet(after, whole, so_far)?;
        let Some(both) = common(Symbol::One { stays }, symbol) else { return Ok(()) };
        so_far.push(both);
        let result = self.meet(star, rest, so_far);
        so_far.pop();
        result
    }
}

/// What matches what both match, of two symbols for one letter. Variables are widened before.
fn common(one: Symbol, other: Symbol) -> Option<Symbol> {
    match (one, other) {
        (Symbol::Char(a), Symbol::Char(b)) => (a == b).then_some(one),
        (Symbol::Char(letter), Symbol::One { stays }) | (Symbol::One { stays }, Symbol::Char(letter)) => {
            (!(stays && letter == ':')).then_some(Symbol::Char(letter))
        }
        (Symbol::One { stays: a }, Symbol::One { stays: b }) => Some(Symbol::One { stays: a || b }),
        (Symbol::Star { .. }, _) | (_, Symbol::Star { .. }) => None,
    }
}

/// The sequence without stars that add nothing to a star beside them.
pub(super) fn normal(sequence: &[Symbol]) -> Sequence {
    let mut all: Sequence = Vec::with_capacity(sequence.len());
    for symbol in sequence {
        match (all.last_mut(), symbol) {
            (Some(Symbol::Star { stays: before }), Symbol::Star { stays }) => *before &= *stays,
            _ => all.push(*symbol),
        }
    }
    all
}

/// Words that stand for all that a sequence matches: whatever word it matches, one of these is matched by no pattern that
/// does not match that word too. `fresh` is a letter that no pattern names; `ones` the largest number of `?` in a
/// pattern, and `colons` how many colons a pattern may tell apart in what a star matches.
///
/// In place of each star stand as many fresh letters as it may take to tell patterns apart. A pattern that matches
/// a run of more fresh letters than it has `?` matches at least one of them by a star, and so every longer run.
pub(super) fn generic(
    sequence: &[Symbol],
    fresh: char,
    ones: usize,
    colons: usize,
) -> Result<Vec<Word>, TooMany> {
    // Without `?`, a pattern matches a run of fresh letters by stars alone; one letter is then enough, and necessary.
    let lengths = if ones == 0 { 1..=1 } else { 0..=ones + 1 };
    let runs: Vec<Word> = lengths.map(|length| vec![fresh; length]).collect();
    let mut words: Vec<Word> = vec![Word::new()];
    for symbol in sequence {
        let choices: Vec<Word> = match symbol {
            // How many letters are between colons would matter as well.
            Symbol::One { stays: false } | Symbol::Star { stays: false } if ones > 0 && colons > 0 => {
                return Err(TooMany);
            }
            Symbol::Char(letter) => vec![vec![*letter]],
            Symbol::One { stays: false } if colons > 0 => vec![vec![fresh], vec![':']],
            Symbol::One { .. } => vec![vec![fresh]],
            Symbol::Star { stays: false } if colons > 0 => {
                let mut all = runs.clone();
                for count in 1..=colons {
                    all.push(vec![vec![fresh]; count + 1].join(&':'));
                }
                all
            }
            Symbol::Star { .. } => runs.clone(),
        };
        if words.len() * choices.len() > MOST_WORDS {
            return Err(TooMany);
        }
        words = words
            .iter()
            .flat_map(|word| choices.iter().map(move |choice| [word.as_slice(), choice.as_slice()].concat()))
            .collect();
    }
    Ok(words)
}

/// Whether all that `inner` matches, `outer` matches, whatever texts variables stand for; `false` also if there are too
/// many words to look at.
pub(super) fn contains(outer: &[Symbol], inner: &[Symbol], fresh: char, colons: usize) -> bool {
    let ones = outer.iter().filter(|symbol| matches!(symbol, Symbol::One { .. })).count();
    let words = generic(inner, fresh, ones, colons);
    words.is_ok_and(|words| words.iter().all(|word| matches(outer, word)))
}
