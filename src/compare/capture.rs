//! What policy variables are if a pattern with them matches a resource.

use std::collections::BTreeMap;

use super::pattern::Kind;
use super::patterns::Number;
use super::symbols::{Symbol, Word, is_variable};
use super::world::World;

/// The values of the variables in the patterns that the resource is to match; `None` if they contradict each other.
pub(super) fn captured(
    world: &World<'_>,
    resource: &[char],
    musts: &[Number],
) -> Option<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    for must in musts {
        let Some(pattern) = world.resources.get(*must) else { continue };
        let Kind::Variables(uses) = &pattern.kind else { continue };
        let mut found = pattern.forms.iter().filter_map(|form| capture(form, resource));
        let letters = found.next()?;
        for one in uses {
            let text: String = letters.get(&one.letter)?.iter().collect();
            if values.insert(one.key.clone(), text.clone()).is_some_and(|before| before != text) {
                return None;
            }
        }
    }
    Some(values)
}

/// What the variables of a sequence are if it matches a word, each the same wherever it occurs.
fn capture(sequence: &[Symbol], word: &[char]) -> Option<BTreeMap<char, Word>> {
    fn go(sequence: &[Symbol], word: &[char], letters: &mut BTreeMap<char, Word>, steps: &mut usize) -> bool {
        *steps += 1;
        if *steps > MOST_STEPS {
            return false;
        }
        let Some((symbol, rest)) = sequence.split_first() else { return word.is_empty() };
        match symbol {
            Symbol::Char(letter) if is_variable(*letter) => {
                if let Some(known) = letters.get(letter).cloned() {
                    let after = word.strip_prefix(known.as_slice());
                    return after.is_some_and(|after| go(rest, after, letters, steps));
                }
                // Not empty, if that is possible.
                (1..=word.len()).chain([0]).any(|length| {
                    let Some((value, after)) = word.split_at_checked(length) else { return false };
                    letters.insert(*letter, value.to_vec());
                    let found = go(rest, after, letters, steps);
                    if !found {
                        letters.remove(letter);
                    }
                    found
                })
            }
            Symbol::Star { stays } => (0..=word.len()).any(|length| {
                let Some((value, after)) = word.split_at_checked(length) else { return false };
                !(*stays && value.contains(&':')) && go(rest, after, letters, steps)
            }),
            Symbol::Char(letter) => {
                word.split_first().is_some_and(|(c, after)| c == letter && go(rest, after, letters, steps))
            }
            Symbol::One { stays } => word
                .split_first()
                .is_some_and(|(c, after)| !(*stays && *c == ':') && go(rest, after, letters, steps)),
        }
    }
    let mut letters = BTreeMap::new();
    go(sequence, word, &mut letters, &mut 0).then_some(letters)
}

/// The largest number of steps of one capture.
const MOST_STEPS: usize = 100_000;
