//! Patterns as letters and wildcards, and what they match.

use crate::common::oracle::matching::Arns;

/// What a text with variables consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Letter {
    Plain(char),
    One,
    Many,
}

/// The letters of the parts of an ARN. With each: whether it may be, or run across, a colon.
pub(super) fn marked(parts: &[Vec<Letter>], arns: Arns) -> Vec<(Letter, bool)> {
    let mut all = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            all.push((Letter::Plain(':'), true));
        }
        for (place, letter) in part.iter().enumerate() {
            let ends = place + 1 == part.len() && *letter == Letter::Many;
            all.push((*letter, at == 5 || ends && arns == Arns::Running));
        }
    }
    all
}

/// Whether letters match a text. With each letter: whether it may be, or run across, a colon.
pub(super) fn fits(letters: &[(Letter, bool)], text: &[char]) -> bool {
    let Some(((letter, colon), left)) = letters.split_first() else { return text.is_empty() };
    let next = text.split_first();
    let any = next.filter(|(c, _)| *colon || **c != ':');
    match letter {
        Letter::Plain(wanted) => next.is_some_and(|(c, rest)| c == wanted && fits(left, rest)),
        Letter::One => any.is_some_and(|(_, rest)| fits(left, rest)),
        Letter::Many => fits(left, text) || any.is_some_and(|(_, rest)| fits(letters, rest)),
    }
}
