//! What the kernel says of patterns, by looking at all short words.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod covering;
mod reading;

use paredown_policy::model::Piece;
use paredown_request::Part;

use super::symbols::Symbol;

/// Whether a sequence matches a word, by trying everything; `value` has the values of variables.
fn matches(form: &[Symbol<'_>], word: &[char], value: &dyn Fn(&Part) -> Option<Vec<char>>) -> bool {
    let Some((symbol, rest)) = form.split_first() else { return word.is_empty() };
    let one = |stays: bool| word.first().is_some_and(|c| !stays || *c != ':');
    match symbol {
        Symbol::Piece(Piece::Char(c)) => word.first() == Some(c) && matches(rest, &word[1..], value),
        Symbol::Piece(Piece::One { stays }) => one(*stays) && matches(rest, &word[1..], value),
        Symbol::Piece(Piece::Star { stays }) => {
            matches(rest, word, value) || one(*stays) && matches(form, &word[1..], value)
        }
        Symbol::Variable(part) => value(part)
            .and_then(|text| word.strip_prefix(text.as_slice()))
            .is_some_and(|word| matches(rest, word, value)),
    }
}

/// All words over some letters up to a length.
fn words(letters: &[char], most: usize) -> Vec<Vec<char>> {
    let mut all = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..most {
        last = last
            .iter()
            .flat_map(|word: &Vec<char>| letters.iter().map(|c| [word.as_slice(), &[*c]].concat()))
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}
