//! Words that stand for all that some patterns match together, each with the patterns that are known to match it.

use std::collections::HashMap;
use std::rc::Rc;

use crate::compare::pattern::any_arn;
use crate::compare::patterns::{Element, Number, Patterns};
use crate::compare::symbols::{Sequence, Symbol, TooMany, Word, contains, generic, matches, meet};
use crate::deadline;

/// A word, with the patterns that surely match it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) word: Word,
    /// Sorted.
    pub(super) matching: Vec<Number>,
}

impl Case {
    /// Whether an element surely has the word: other words of the case are in no element that this one is not in, but for
    /// NotAction and NotResource, whose patterns they may match.
    pub(super) fn is_in(&self, element: &Element) -> bool {
        let matches = |number: &Number| self.matching.binary_search(number).is_ok();
        element.patterns.iter().any(matches) != element.negated
    }

    /// Whether one of these patterns surely matches the word.
    pub(super) fn is_one_of(&self, patterns: &[Number]) -> bool {
        patterns.iter().any(|number| self.matching.binary_search(number).is_ok())
    }
}

/// Patterns that words have to match, and patterns with `?` that they have to tell apart.
type Asked = (Vec<Number>, Vec<Number>);

/// The words of one dimension.
pub(super) struct Words<'p> {
    patterns: &'p Patterns,
    /// Whether they are resources, which are ARNs or `*`.
    resources: bool,
    found: HashMap<Asked, Result<Rc<Vec<Case>>, TooMany>>,
}

impl<'p> Words<'p> {
    pub(super) fn new(patterns: &'p Patterns, resources: bool) -> Self {
        Self { patterns, resources, found: HashMap::new() }
    }

    /// Words that stand for all that every one of these patterns matches: sorted, without duplicates. Of the patterns with
    /// `?`, they tell those in `ones` apart.
    pub(super) fn of(&mut self, musts: &[Number], ones: &[Number]) -> Result<Rc<Vec<Case>>, TooMany> {
        let asked = (musts.to_vec(), ones.to_vec());
        if let Some(found) = self.found.get(&asked) {
            return found.clone();
        }
        let found = self.cases(musts, ones).map(Rc::new);
        self.found.insert(asked, found.clone());
        found
    }

    /// The case of one word.
    pub(super) fn literal(&self, word: &Word) -> Case {
        self.case(word.clone(), &[])
    }

    fn cases(&self, musts: &[Number], ones: &[Number]) -> Result<Vec<Case>, TooMany> {
        let shape = self.patterns.shape();
        let anything = vec![vec![Symbol::Star { stays: false }]];
        let mut sequences: Option<Vec<Sequence>> = None;
        let mut star = self.resources;
        for must in musts {
            let Some(pattern) = self.patterns.get(*must) else { continue };
            star &= pattern.widest == anything;
            if pattern.widest == anything {
                continue;
            }
            sequences = Some(match sequences {
                // A star that crosses fields may leave too few of them.
                None if self.resources && shape.colons > 0 && pattern.literal().is_none() => {
                    all_meet(&any_arn(), &pattern.widest)?
                }
                None => pattern.widest.clone(),
                Some(before) => all_meet(&before, &pattern.widest)?,
            });
        }
        let sequences = sequences.unwrap_or_else(|| if self.resources { any_arn() } else { anything });
        let mut words: Vec<Word> = Vec::new();
        for sequence in &sequences {
            let ones = self.patterns.ones_near(sequence, ones);
            words.extend(generic(sequence, shape.fresh, ones, shape.colons)?);
        }
        // A resource that is no ARN, for actions without resources.
        words.extend(star.then(|| vec!['*']));
        words.sort();
        words.dedup();
        Ok(words.into_iter().map(|word| self.case(word, musts)).collect())
    }

    fn case(&self, word: Word, musts: &[Number]) -> Case {
        deadline::check();
        let mut matching = self.patterns.matching(&word);
        matching.extend(self.patterns.uncertain().filter(|number| self.sure(*number, musts)));
        matching.sort_unstable();
        matching.dedup();
        Case { word, matching }
    }

    /// Whether a pattern that is not exact surely matches what these patterns match.
    fn sure(&self, number: Number, musts: &[Number]) -> bool {
        let shape = self.patterns.shape();
        let Some(pattern) = self.patterns.get(number) else { return false };
        musts.iter().any(|must| {
            let inside = |form: &Sequence| {
                pattern.forms.iter().any(|outer| contains(outer, form, shape.fresh, shape.colons))
            };
            *must == number
                || self
                    .patterns
                    .get(*must)
                    .is_some_and(|must| !must.forms.is_empty() && must.forms.iter().all(inside))
        })
    }
}

fn all_meet(one: &[Sequence], other: &[Sequence]) -> Result<Vec<Sequence>, TooMany> {
    let mut all = Vec::new();
    for first in one {
        for second in other {
            all.extend(match (literal(first), literal(second)) {
                (true, _) => first_if_matches(first, second),
                (_, true) => first_if_matches(second, first),
                _ => meet(first, second)?,
            });
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn literal(sequence: &[Symbol]) -> bool {
    sequence.iter().all(|symbol| matches!(symbol, Symbol::Char(_)))
}

/// A literal, if a sequence matches it.
fn first_if_matches(literal: &Sequence, other: &[Symbol]) -> Vec<Sequence> {
    let word: Word = crate::compare::symbols::letters(literal).collect();
    if matches(other, &word) { vec![literal.clone()] } else { Vec::new() }
}
