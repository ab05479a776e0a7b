//! Asks about equal pairs only once.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::Pattern;

use super::super::denied::Denied;
use super::super::engine::{Answered, Pair};
use super::super::obligation::Obligations;

/// Some pairs, and which of them are equal.
pub(super) struct Alike<'a> {
    /// The first pair of each group of equal ones, in order.
    pub(super) distinct: Vec<Pair<'a>>,
    /// For each pair, the number of the distinct pair that it equals.
    like: Vec<usize>,
}

/// Everything in a pair that an answer depends on; not file names. Spellings count, since answers show them.
type Key<'a> = (Side<'a>, Side<'a>, *const Denied<'a>, Obligations);
type Side<'a> = (bool, &'a [Pattern]);

impl<'a> Alike<'a> {
    pub(super) fn new(pairs: impl Iterator<Item = Pair<'a>>) -> Self {
        let mut places: BTreeMap<Key<'a>, usize> = BTreeMap::new();
        let mut alike = Self { distinct: Vec::new(), like: Vec::new() };
        for pair in pairs {
            let (before, after) = (pair.original, pair.recommended);
            let key = (
                (before.negated, before.patterns.as_slice()),
                (after.negated, after.patterns.as_slice()),
                std::ptr::from_ref(pair.denied),
                pair.obligations,
            );
            let number = *places.entry(key).or_insert(alike.distinct.len());
            if number == alike.distinct.len() {
                alike.distinct.push(pair);
            }
            alike.like.push(number);
        }
        alike
    }

    /// For each pair, the answers of each engine about its distinct pair, counting no time for repetitions.
    pub(super) fn shared(&self, answers: Vec<Vec<Vec<Answered>>>) -> Vec<Vec<Vec<Answered>>> {
        let mut answers: Vec<(Vec<Vec<Answered>>, bool)> =
            answers.into_iter().map(|answers| (answers, false)).collect();
        let mut shared = Vec::with_capacity(self.like.len());
        for &number in &self.like {
            let Some((own, again)) = answers.get_mut(number) else {
                shared.push(Vec::new());
                continue;
            };
            shared.push(own.clone());
            if !std::mem::replace(again, true) {
                own.iter_mut().flatten().for_each(|answer| answer.spent = Duration::ZERO);
            }
        }
        shared
    }
}
