//! Evidence on Deny statements.

use crate::certificate::format::DenyEvidence;
use crate::model::{Effect, Pattern, Statement};

use super::containers::{Index, NOWHERE};

/// Why what each original Deny statement denies is still denied; what cannot be shown names a place that does not
/// exist.
pub(super) fn evidence(before: &[&Statement], after: &[&Statement]) -> Vec<DenyEvidence> {
    let denies = before.iter().enumerate().filter(|(_, statement)| statement.effect == Effect::Deny);
    denies.map(|(place, deny)| of(place, deny, after)).collect()
}

fn of(place: usize, deny: &Statement, after: &[&Statement]) -> DenyEvidence {
    let counts = |other: &Statement| {
        other.effect == Effect::Deny && (other.scope == deny.scope || other.scope.is_everywhere())
    };
    let own: Vec<&Pattern> = deny.actions.patterns.iter().collect();
    let within = |inner: &[&Pattern], outer: &[&Pattern]| {
        let index = Index::new(outer);
        inner.iter().map(|pattern| index.container(pattern)).collect::<Vec<_>>()
    };
    if !deny.actions.negated {
        let others = after.iter().filter(|other| counts(other) && !other.actions.negated);
        let others: Vec<&Pattern> = others.flat_map(|other| &other.actions.patterns).collect();
        let within = within(&own, &others).into_iter().map(|found| found.unwrap_or(NOWHERE)).collect();
        return DenyEvidence { statement: place, by: None, within };
    }
    let candidates = after.iter().enumerate().filter(|(_, other)| counts(other) && other.actions.negated);
    for (by, other) in candidates {
        let left_out: Vec<&Pattern> = other.actions.patterns.iter().collect();
        let found: Option<Vec<_>> = within(&left_out, &own).into_iter().collect();
        if let Some(within) = found {
            return DenyEvidence { statement: place, by: Some(by), within };
        }
    }
    DenyEvidence { statement: place, by: None, within: Vec::new() }
}
