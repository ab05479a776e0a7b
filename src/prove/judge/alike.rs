//! Equal pairs are asked about once.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::model::Pattern;

use super::super::denied::Denied;
use super::super::engine::{Answered, Pair};
use super::super::obligation::Obligations;

/// Some pairs, and which of them are alike.
pub(super) struct Alike<'a> {
    /// The first of those that are alike, in order.
    pub(super) distinct: Vec<Pair<'a>>,
    /// For each pair, the number of the one that it is like.
    like: Vec<usize>,
}

/// All that an answer depends on: names of files apart, a pair. Spellings count, since answers show them.
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

    /// For each pair, what each engine answers about the one that it is like, which took no time again.
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
