//! Two policies as they are compared: their rules, with each pattern and each entry of a condition once.

use std::collections::{BTreeMap, BTreeSet};

use paredown_request::reference::{Reference, StarResource};
use paredown_request::{Entry, Keys};

use crate::model::{Effect, Reading};

use super::pair::Pair;
use super::patterns::{Element, Number, Patterns};

/// The number of a rule: those of the first side come first.
pub(super) type RuleNumber = usize;

/// One rule as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    pub(super) effect: Effect,
    pub(super) actions: Element,
    pub(super) resources: Element,
    /// The numbers of its entries, sorted.
    pub(super) entries: Vec<usize>,
}

/// The question of a pair, under one reading of ARNs.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) pair: &'a Pair<'a>,
    pub(super) rules: Vec<Compared>,
    pub(super) actions: Patterns,
    pub(super) resources: Patterns,
    pub(super) entries: Vec<&'a Entry>,
    /// For some folded actions, the patterns of the resources on which they can be requested.
    types: BTreeMap<String, Vec<Number>>,
}

impl<'a> World<'a> {
    /// The question about a pair. These folded actions, as far as they are known, are asked about on the resources alone
    /// on which they can be requested.
    pub(super) fn new(pair: &'a Pair<'a>, reading: Reading, restricted: &BTreeSet<String>) -> Self {
        let mut world = Self {
            pair,
            rules: Vec::new(),
            actions: Patterns::default(),
            resources: Patterns::default(),
            entries: Vec::new(),
            types: BTreeMap::new(),
        };
        for rule in pair.rules() {
            let mut entries: Vec<usize> = rule.entries.iter().map(|entry| world.entry(entry)).collect();
            entries.sort_unstable();
            entries.dedup();
            let compared = Compared {
                effect: rule.effect,
                actions: world.actions.actions(&rule.actions),
                resources: world.resources.resources(&rule.resources, reading),
                entries,
            };
            world.rules.push(compared);
        }
        if let (false, Ok(reference)) = (restricted.is_empty(), Reference::embedded()) {
            world.resources.end_of_rules();
            world.restrict(reference, restricted, reading);
        }
        world.actions.complete("xyzqwvkj0123456789", false);
        world.resources.complete("xyzqwvkj0123456789XYZ", true);
        world
    }

    /// Which keys have several values.
    pub(super) fn keys(&self) -> &'a Keys {
        &self.pair.keys
    }

    /// Notes on which resources actions can be requested. Where AWS says that an action has no resource types, it is observed to
    /// be requested on others than `*` too, and is not restricted.
    fn restrict(&mut self, reference: &Reference, actions: &BTreeSet<String>, reading: Reading) {
        for action in actions {
            let Some(types) = reference.resource_types(action) else { continue };
            // Plain ones first: a bucket is easier to understand than an access point.
            let mut patterns: Vec<&str> = types.iter().map(|one| one.pattern.text()).collect();
            patterns.sort_by_key(|text| text.len());
            let mut numbers: Vec<Number> =
                patterns.into_iter().map(|text| self.resources.arn(text, reading)).collect();
            match types.star() {
                StarResource::Only => continue,
                StarResource::Perhaps => numbers.push(self.resources.star()),
                StarResource::Never => {}
            }
            self.types.insert(action.clone(), numbers);
        }
    }

    /// The patterns of the resources on which a folded action can be requested; `None` if it is not restricted.
    pub(super) fn types(&self, action: &str) -> Option<&[Number]> {
        self.types.get(action).map(Vec::as_slice)
    }

    /// The patterns of single actions that are restricted, each with the patterns of the resources on which it can be requested.
    #[cfg(feature = "z3")]
    pub(super) fn restricted_patterns(&self) -> impl Iterator<Item = (Number, &[Number])> {
        self.actions.iter().enumerate().filter_map(|(number, pattern)| {
            let word: String = pattern.literal()?.iter().collect();
            Some((number, self.types(&word)?))
        })
    }

    /// The folded actions that can be requested on some resources only, each with the patterns of these.
    #[cfg(feature = "z3")]
    pub(super) fn restricted(&self) -> impl Iterator<Item = (&str, &[Number])> {
        self.types.iter().map(|(action, types)| (action.as_str(), types.as_slice()))
    }

    /// The number of an entry: one that means the same has the same.
    fn entry(&mut self, entry: &'a Entry) -> usize {
        let same = |other: &&Entry| other.is_like(entry) && other.values() == entry.values();
        if let Some(number) = self.entries.iter().position(same) {
            return number;
        }
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// The rules of one side with an effect.
    pub(super) fn of(&self, inner: bool, effect: Effect) -> Vec<RuleNumber> {
        let first = self.pair.inner.len();
        let own = |number: &RuleNumber| (*number < first) == inner;
        let rules = self.rules.iter().enumerate().filter(|(_, rule)| rule.effect == effect);
        rules.map(|(number, _)| number).filter(own).collect()
    }
}
