//! Which policy of one side is which of the other.

use std::collections::{BTreeMap, BTreeSet};

use super::outcome::Change;
use super::policy::Policy;

/// A policy before a change and after it: one of them is there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matched<'p> {
    pub(super) before: Option<&'p Policy>,
    pub(super) after: Option<&'p Policy>,
}

/// How much two policies have to have in common to count as one that was renamed: the part of their statements, in
/// hundredths.
const ALIKE: usize = 50;

impl Matched<'_> {
    /// The policy, as it is after the change if it is still there.
    pub(super) fn policy(&self) -> Option<&Policy> {
        self.after.or(self.before)
    }

    /// Whether it does not say the same before and after.
    pub(super) fn differs(&self) -> bool {
        self.before.map(|policy| &policy.says) != self.after.map(|policy| &policy.says)
    }

    /// What became of it.
    pub(super) fn change(&self) -> Change {
        match (self.before, self.after) {
            (Some(before), Some(after)) if before.name() != after.name() => {
                Change::Moved { from: before.name() }
            }
            (Some(_), Some(_)) if !self.differs() => Change::Unchanged,
            (Some(_), Some(_)) => Change::Edited,
            (None, _) => Change::New,
            (Some(_), None) => Change::Removed,
        }
    }
}

/// Matches policies: those of one name; of what is left, first those that say the same, then those that have most of their
/// statements in common. Sorted by name.
pub(super) fn matched<'p>(before: &'p [Policy], after: &'p [Policy]) -> Vec<Matched<'p>> {
    let mut named: BTreeMap<String, &Policy> = before.iter().map(|policy| (policy.name(), policy)).collect();
    let mut all = Vec::new();
    let mut new = Vec::new();
    for policy in after {
        match named.remove(&policy.name()) {
            Some(former) => all.push(Matched { before: Some(former), after: Some(policy) }),
            None => new.push(policy),
        }
    }
    let mut gone: Vec<&Policy> = named.into_values().collect();
    let mut left = Vec::new();
    for policy in new {
        match gone.iter().position(|former| former.says == policy.says) {
            Some(at) => all.push(Matched { before: Some(gone.remove(at)), after: Some(policy) }),
            None => left.push(policy),
        }
    }
    let mut alike = Vec::new();
    let (sets, others) = (statements(&left), statements(&gone));
    for (one, own) in sets.iter().enumerate() {
        for (other, former) in others.iter().enumerate() {
            let common = in_common(own, former);
            if common >= ALIKE {
                alike.push((std::cmp::Reverse(common), one, other));
            }
        }
    }
    alike.sort_unstable();
    let (mut taken, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, one, other) in alike {
        if !taken.contains_key(&one) && used.insert(other) {
            taken.insert(one, other);
        }
    }
    for (number, policy) in left.into_iter().enumerate() {
        let former = taken.get(&number).and_then(|other| gone.get(*other)).copied();
        all.push(Matched { before: former, after: Some(policy) });
    }
    let gone = gone.into_iter().enumerate().filter(|(number, _)| !used.contains(number));
    all.extend(gone.map(|(_, former)| Matched { before: Some(former), after: None }));
    all.sort_by_cached_key(|one| one.policy().map(Policy::name));
    all
}

/// What the statements of policies say: of each its scope, and each action with it.
fn statements(policies: &[&Policy]) -> Vec<BTreeSet<String>> {
    let said = |policy: &&Policy| {
        let statements = policy.parsed.policy.statements.iter();
        let each = statements.flat_map(|statement| {
            let (effect, scope) = (statement.effect, statement.scope.text());
            let negated = statement.actions.negated;
            let patterns = statement.actions.patterns.iter();
            patterns.map(move |pattern| format!("{effect:?} {negated} {} {scope}", pattern.folded()))
        });
        each.collect()
    };
    policies.iter().map(said).collect()
}

/// How much of two sets is in both, in hundredths.
fn in_common(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    (100 * common).checked_div(all).unwrap_or(0)
}
