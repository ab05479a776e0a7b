//! Sequences of symbols, and when one lies in another or is apart from it. Coq: `Symbols.v` and
//! `Apart.v`.
//!
//! Both tests are sound and need no search; where they say no, nothing is said.

use paredown_policy::model::Piece;
use paredown_request::Part;

/// A symbol of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol<'a> {
    /// A character or a wildcard.
    Piece(Piece),
    /// A policy variable: some text, or, where it has no value, what nothing matches.
    Variable(&'a Part),
}

/// Whether `outer` matches `inner` read as a text, symbol by symbol, where a wildcard of `inner` is matched only by one that
/// matches as much, and a variable only by itself or by a star that may match anything. Then `outer` matches whatever `inner`
/// does, whatever the values of variables are.
pub fn covers(outer: &[Symbol<'_>], inner: &[Symbol<'_>]) -> bool {
    // What both begin with, without looking for places.
    let is_char = |symbol: &Symbol<'_>| matches!(symbol, Symbol::Piece(Piece::Char(_)));
    let same = |(one, other): &(&Symbol<'_>, &Symbol<'_>)| one == other && is_char(one);
    let begin = outer.iter().zip(inner).take_while(same).count();
    let (Some(outer), Some(inner)) = (outer.get(begin..), inner.get(begin..)) else { return false };
    match outer.first() {
        Some(symbol) if is_char(symbol) => return false,
        Some(Symbol::Piece(Piece::Star { stays: false })) if outer.len() == 1 => return true,
        _ => {}
    }
    // Places in `outer` that what was read of `inner` leads to.
    let mut places = vec![false; outer.len() + 1];
    if let Some(first) = places.first_mut() {
        *first = true;
    }
    pass_stars(outer, &mut places);
    for &read in inner {
        let mut next = vec![false; outer.len() + 1];
        for (place, _) in places.iter().enumerate().filter(|(_, reached)| **reached) {
            let to = match outer.get(place) {
                Some(Symbol::Piece(Piece::Star { stays })) => absorbs(*stays, read).then_some(place),
                Some(&symbol) => steps(symbol, read).then_some(place + 1),
                None => None,
            };
            if let Some(to) = to.and_then(|to| next.get_mut(to)) {
                *to = true;
            }
        }
        if !next.contains(&true) {
            return false;
        }
        pass_stars(outer, &mut next);
        places = next;
    }
    places.last().copied().unwrap_or(false)
}

/// Adds the places behind stars, which may match nothing.
fn pass_stars(pattern: &[Symbol<'_>], places: &mut [bool]) {
    for (place, symbol) in pattern.iter().enumerate() {
        let passes = matches!(symbol, Symbol::Piece(Piece::Star { .. })) && places.get(place) == Some(&true);
        if let Some(next) = places.get_mut(place + 1).filter(|_| passes) {
            *next = true;
        }
    }
}

/// Whether a star matches all that a symbol does, and goes on.
fn absorbs(stays: bool, read: Symbol<'_>) -> bool {
    match read {
        _ if !stays => true,
        Symbol::Piece(Piece::Char(c)) => c != ':',
        Symbol::Piece(Piece::One { stays } | Piece::Star { stays }) => stays,
        Symbol::Variable(_) => false,
    }
}

/// Whether a symbol other than a star matches all that another does.
fn steps(symbol: Symbol<'_>, read: Symbol<'_>) -> bool {
    match (symbol, read) {
        (Symbol::Piece(Piece::One { stays }), Symbol::Piece(Piece::Char(_) | Piece::One { .. })) => {
            absorbs(stays, read)
        }
        (Symbol::Piece(Piece::Char(wanted)), Symbol::Piece(Piece::Char(c))) => wanted == c,
        (Symbol::Variable(wanted), Symbol::Variable(variable)) => wanted == variable,
        _ => false,
    }
}

/// Whether no text matches both: they begin or end differently, or one is a text that the other does not match.
pub fn apart(one: &[Symbol<'_>], other: &[Symbol<'_>]) -> bool {
    differ(one.iter(), other.iter())
        || differ(one.iter().rev(), other.iter().rev())
        || is_outside(one, other)
        || is_outside(other, one)
}

/// Whether two sequences differ before the first symbol of which the length is not known.
fn differ<'s>(
    mut one: impl Iterator<Item = &'s Symbol<'s>>,
    mut other: impl Iterator<Item = &'s Symbol<'s>>,
) -> bool {
    loop {
        match (one.next(), other.next()) {
            (None, Some(symbol)) | (Some(symbol), None) => return is_one(*symbol),
            (Some(Symbol::Piece(Piece::Char(a))), Some(Symbol::Piece(Piece::Char(b)))) if a != b => {
                return true;
            }
            (Some(Symbol::Piece(Piece::Char(':'))), Some(Symbol::Piece(Piece::One { stays: true })))
            | (Some(Symbol::Piece(Piece::One { stays: true })), Some(Symbol::Piece(Piece::Char(':')))) => {
                return true;
            }
            (Some(a), Some(b)) if is_one(*a) && is_one(*b) || a == b && matches!(a, Symbol::Variable(_)) => {}
            _ => return false,
        }
    }
}

/// Whether a symbol matches one character.
fn is_one(symbol: Symbol<'_>) -> bool {
    matches!(symbol, Symbol::Piece(Piece::Char(_) | Piece::One { .. }))
}

/// Whether the first is a text, and the second does not match it, having no variables.
fn is_outside(text: &[Symbol<'_>], pattern: &[Symbol<'_>]) -> bool {
    text.iter().all(|symbol| matches!(symbol, Symbol::Piece(Piece::Char(_))))
        && !pattern.iter().any(|symbol| matches!(symbol, Symbol::Variable(_)))
        && !covers(pattern, text)
}
