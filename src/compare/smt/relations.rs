//! What is known of the languages of one dimension without a solver: which contain others, and which are apart.
//!
//! | languages | what is asserted |
//! | --- | --- |
//! | a word, another language | whether it has the word, by direct matching |
//! | a language, one that has all that begins alike | that it contains the first |
//! | two with heads that do not agree | that they are apart, by a few Booleans for each place where heads part |
//! | any other two | nothing: Z3 is asked once a request would need to know |

use std::collections::BTreeMap;

use super::dimension::Dimension;
use super::language::{After, Language};
use super::z3::{Assertions, Term, Variable};

/// Asserts what is known of some languages for one word, with a Boolean for each that says whether it has the word.
pub(super) fn relate(dimension: &Dimension, booleans: &[Variable], assertions: &mut Assertions) {
    let all: Vec<(&Language, Variable)> = dimension.languages.iter().zip(booleans.iter().copied()).collect();
    // The languages that are not words, by head.
    let mut by_head: BTreeMap<&[char], Vec<(&Language, Variable)>> = BTreeMap::new();
    for (language, variable) in all.iter().filter(|(language, _)| language.literal().is_none()) {
        by_head.entry(&language.head).or_default().push((*language, *variable));
    }
    for (language, variable) in &all {
        if language.has_everything() {
            assertions.assert(&Term::Is(*variable));
            continue;
        }
        let literal = language.literal();
        let heads = (0..=language.head.len()).filter_map(|length| language.head.get(..length));
        for (other, whether) in heads.filter_map(|head| by_head.get(head)).flatten() {
            if whether == variable || other.has_everything() {
                continue;
            }
            match &literal {
                Some(word) if !other.has(word) => {
                    assertions.assert_clause([(*variable, false), (*whether, false)]);
                }
                _ if other.exact && (literal.is_some() || other.after == After::Anything) => {
                    assertions.assert_clause([(*variable, false), (*whether, true)]);
                }
                _ => {}
            }
        }
    }
    let heads = all
        .iter()
        .map(|(language, variable)| (language.head.as_slice(), language.literal().is_some(), *variable));
    part(heads.collect(), assertions);
    let lower: Vec<(Vec<char>, Variable)> = all
        .iter()
        .filter_map(|(language, variable)| Some((language.lower()?.chars().collect(), *variable)))
        .collect();
    part(lower.iter().map(|(lower, variable)| (lower.as_slice(), true, *variable)).collect(), assertions);
}

/// What a word begins with, whether that is all of it, and the Boolean that says so.
type Head<'h> = (&'h [char], bool, Variable);

/// Asserts that a word that begins with different heads does not exist.
fn part(heads: Vec<Head<'_>>, assertions: &mut Assertions) {
    let mut open = vec![(heads, None)];
    while let Some((heads, whole)) = open.pop() {
        // By the next letter; `None` where the word ends.
        let mut next: BTreeMap<Option<char>, Vec<Head<'_>>> = BTreeMap::new();
        for (head, ends, variable) in heads {
            match (head.split_first(), ends) {
                (Some((first, rest)), _) => {
                    next.entry(Some(*first)).or_default().push((rest, ends, variable));
                }
                (None, true) => next.entry(None).or_default().push((head, ends, variable)),
                (None, false) => imply(whole, variable, assertions),
            }
        }
        if next.len() <= 1 {
            for (letter, group) in next {
                match letter {
                    Some(_) => open.push((group, whole)),
                    None => group.iter().for_each(|(_, _, variable)| imply(whole, *variable, assertions)),
                }
            }
            continue;
        }
        let bits: Vec<Variable> =
            (0..usize::BITS - (next.len() - 1).leading_zeros()).map(|_| assertions.boolean()).collect();
        for (number, (letter, group)) in next.into_iter().enumerate() {
            let here = assertions.boolean();
            imply(whole, here, assertions);
            for (place, bit) in bits.iter().enumerate() {
                assertions.assert_clause([(here, false), (*bit, number >> place & 1 == 1)]);
            }
            match letter {
                Some(_) => open.push((group, Some(here))),
                None => group.iter().for_each(|(_, _, variable)| imply(Some(here), *variable, assertions)),
            }
        }
    }
}

fn imply(whole: Option<Variable>, part: Variable, assertions: &mut Assertions) {
    if let Some(whole) = whole {
        assertions.assert_clause([(part, false), (whole, true)]);
    }
}
