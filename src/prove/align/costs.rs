//! What it costs to pair statements, or to leave one without a partner.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::model::{Effect, EffectiveCatalogue, Pattern, Statement, UnusedSet};

/// What it costs to leave a recommended statement, or a Deny of the original, without a partner: more
/// than any pair.
pub(super) const STRANGER: u64 = 1_000_000;

/// A set of known actions: a bit for each.
type Bits = Vec<u64>;

/// What the search has to know of one statement. Two Allow statements with the same profile make a pair
/// that costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Profile<'a> {
    /// The same number for statements that can be paired.
    class: usize,
    sid: Option<&'a str>,
    /// Of the original, the intended actions; of the recommendation, the known actions that it
    /// speaks of. Then, of both, the patterns that match no known action: these stay in the statement
    /// that has them. Nothing for a Deny statement.
    actions: Bits,
}

/// The profiles of both policies' statements.
pub(super) struct Costs<'a> {
    pub(super) before: Vec<Profile<'a>>,
    pub(super) after: Vec<Profile<'a>>,
    lost: Vec<u64>,
}

impl<'a> Costs<'a> {
    pub(super) fn new(
        before: &'a [Statement],
        after: &'a [Statement],
        known: &EffectiveCatalogue,
        unused: &UnusedSet,
    ) -> Self {
        let mut classes = Classes::default();
        let known = Known::new(known, unused, before.iter().chain(after));
        let mut profile = |statement: &'a Statement, intended: bool| Profile {
            class: classes.of(statement),
            sid: statement.sid.as_deref(),
            actions: match statement.effect {
                Effect::Allow => known.bits(statement, intended),
                Effect::Deny => Bits::new(),
            },
        };
        let all = |statements: &'a [Statement], intended, profile: &mut dyn FnMut(_, _) -> _| {
            statements.iter().map(|statement| profile(statement, intended)).collect::<Vec<Profile<'a>>>()
        };
        let (before_profiles, after) = (all(before, true, &mut profile), all(after, false, &mut profile));
        let cost_of_losing = |(statement, profile): (&Statement, &Profile<'_>)| match statement.effect {
            Effect::Deny => STRANGER,
            Effect::Allow => 2 * differences(&profile.actions, &[]),
        };
        let lost = before.iter().zip(&before_profiles).map(cost_of_losing).collect();
        Self { before: before_profiles, after, lost }
    }

    /// What it costs to leave a statement of the original without a partner.
    pub(super) fn lost(&self, place: usize) -> u64 {
        self.lost.get(place).copied().unwrap_or_default()
    }

    /// What it costs to pair two statements; nothing if that cannot be.
    pub(super) fn pair(&self, place: usize, partner: usize) -> Option<u64> {
        let (s, r) = (self.before.get(place)?, self.after.get(partner)?);
        let differs = || 2 * differences(&s.actions, &r.actions) + u64::from(s.sid != r.sid);
        (s.class == r.class).then(differs)
    }
}

/// How many known actions are in one set and not in the other.
fn differences(left: &[u64], right: &[u64]) -> u64 {
    let missing = std::iter::repeat_n(&0, left.len().saturating_sub(right.len()));
    let differ = left.iter().zip(right.iter().chain(missing)).map(|(a, b)| u64::from((a ^ b).count_ones()));
    differ.sum::<u64>().min(STRANGER / 4)
}

/// The known actions, which of them are used, and the folded patterns of Allow statements that match none,
/// sorted.
struct Known<'a> {
    folded: Vec<&'a str>,
    used: Bits,
    vain: Vec<&'a str>,
}

impl<'a> Known<'a> {
    fn new(
        known: &'a EffectiveCatalogue,
        unused: &UnusedSet,
        statements: impl Iterator<Item = &'a Statement>,
    ) -> Self {
        let folded: Vec<&str> = known.iter().map(|(action, _)| action.folded()).collect();
        let mut used = vec![0; folded.len().div_ceil(64)];
        for (place, action) in folded.iter().enumerate() {
            if !unused.contains(action) {
                set(&mut used, place);
            }
        }
        let mut known = Self { folded, used, vain: Vec::new() };
        let allow = statements.filter(|statement| statement.effect == Effect::Allow);
        let patterns = allow.flat_map(|statement| &statement.actions.patterns);
        let vain = patterns.filter(|pattern| known.matched(pattern).next().is_none());
        let vain: BTreeSet<&str> = vain.map(Pattern::folded).collect();
        known.vain = vain.into_iter().collect();
        known
    }

    /// The known actions that a statement speaks of; only those that are used, if asked for. Then its
    /// patterns that match none.
    fn bits(&self, statement: &Statement, used: bool) -> Bits {
        let mut bits = vec![0; self.used.len()];
        for pattern in &statement.actions.patterns {
            self.add(pattern, &mut bits);
        }
        if statement.actions.negated {
            let beyond = bits.len() * 64 - self.folded.len();
            for word in &mut bits {
                *word = !*word;
            }
            if let Some(last) = bits.last_mut() {
                *last &= u64::MAX.checked_shr(u32::try_from(beyond).unwrap_or(0)).unwrap_or(0);
            }
        }
        if used {
            for (word, used) in bits.iter_mut().zip(&self.used) {
                *word &= used;
            }
        }
        let mut vain = vec![0; self.vain.len().div_ceil(64)];
        for pattern in &statement.actions.patterns {
            if let Ok(place) = self.vain.binary_search(&pattern.folded()) {
                set(&mut vain, place);
            }
        }
        bits.extend(vain);
        bits
    }

    fn add(&self, pattern: &Pattern, bits: &mut [u64]) {
        for place in self.matched(pattern) {
            set(bits, place);
        }
    }

    /// The places of the known actions that a pattern matches.
    fn matched(&self, pattern: &Pattern) -> impl Iterator<Item = usize> {
        let head = pattern.head();
        let from = self.folded.partition_point(|action| *action < head);
        let below = self.folded.iter().enumerate().skip(from).take_while(move |(_, a)| a.starts_with(head));
        below.filter(|(_, action)| pattern.matches(action)).map(|(place, _)| place)
    }
}

fn set(bits: &mut [u64], place: usize) {
    if let Some(word) = bits.get_mut(place / 64) {
        *word |= 1 << (place % 64);
    }
}

/// Numbers for statements that differ in nothing but their actions, so that comparing two is comparing
/// numbers.
#[derive(Default)]
pub(in crate::prove) struct Classes(BTreeMap<String, usize>);

impl Classes {
    pub(in crate::prove) fn of(&mut self, statement: &Statement) -> usize {
        let mut key = format!("{:?} {:?}", statement.effect, statement.scope.resource);
        for (name, value) in &statement.scope.others {
            let _ = write!(key, "{name:?}");
            write_sorted(value, &mut key);
        }
        if statement.effect == Effect::Deny {
            let _ = write!(key, "{} {:?}", statement.actions.negated, statement.actions.folded());
        }
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// JSON with its keys sorted.
fn write_sorted(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let sorted: BTreeMap<&String, &Value> = members.iter().collect();
            out.push('{');
            for (name, value) in sorted {
                let _ = write!(out, "{name:?}:");
                write_sorted(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Value::Array(values) => {
            out.push('[');
            for value in values {
                write_sorted(value, out);
                out.push(',');
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
