//! Deny statements: what was denied still is, and nothing that is used is newly denied.

use super::super::format::DenyEvidence;
use super::inclusion::contained;
use super::rejection::{Check, reject};
use super::world::World;
use crate::model::{Effect, Pattern, Statement};

/// Whether a Deny statement counts against another one: it has the same scope, or contains every request.
fn counts(statement: &Statement, deny: &Statement) -> bool {
    statement.effect == Effect::Deny && (statement.scope == deny.scope || statement.scope.is_everywhere())
}

/// What was denied still is: each Deny statement of the originals has a row that shows why.
pub(super) fn denied_still(rows: &[DenyEvidence], before: &[&Statement], after: &[&Statement]) -> Check {
    let denies = before.iter().enumerate().filter(|(_, statement)| statement.effect == Effect::Deny);
    let mut rows = rows.iter().enumerate();
    for (place, deny) in denies {
        let Some((number, row)) = rows.next().filter(|(_, row)| row.statement == place) else {
            return reject(
                "denies",
                format!("there is no entry for the Deny statement at {place}, in order"),
            );
        };
        let at = format!("denies[{number}]");
        let own: Vec<&Pattern> = deny.actions.patterns.iter().collect();
        if !deny.actions.negated {
            let others = after.iter().filter(|other| counts(other, deny) && !other.actions.negated);
            let others: Vec<&Pattern> = others.flat_map(|other| &other.actions.patterns).collect();
            if row.by.is_some() || !all_contained(&own, row, &others) {
                return reject(at, "this does not show that all of it is still denied");
            }
            continue;
        }
        let other = row.by.and_then(|by| after.get(by));
        let Some(other) = other.filter(|other| counts(other, deny) && other.actions.negated) else {
            return reject(at, "there is no Deny statement with NotAction there that counts");
        };
        // What the new statement excludes was also excluded by the old one.
        let left_out: Vec<&Pattern> = other.actions.patterns.iter().collect();
        if !all_contained(&left_out, row, &own) {
            return reject(at, "this does not show that all of it is still denied");
        }
    }
    match rows.next() {
        Some((number, _)) => reject(format!("denies[{number}]"), "this is not a further Deny statement"),
        None => Ok(()),
    }
}

fn all_contained(inner: &[&Pattern], row: &DenyEvidence, outer: &[&Pattern]) -> bool {
    inner.len() == row.within.len()
        && inner.iter().zip(&row.within).all(|(pattern, evidence)| contained(pattern, evidence, outer))
}

/// Nothing that is used is newly denied: of the known actions that are not unused, each Deny statement of the
/// recommendation denies only those that one of the originals denies.
pub(super) fn denied_no_more(before: &[&Statement], after: &[&Statement], world: &World<'_>) -> Check {
    for deny in after.iter().filter(|statement| statement.effect == Effect::Deny) {
        let others: Vec<&&Statement> = before.iter().filter(|other| counts(other, deny)).collect();
        // Statements with equal lists deny the same actions.
        if others.iter().any(|other| other.actions.is_like(&deny.actions)) {
            continue;
        }
        let used = world.known.iter().filter(|(_, unused)| !unused);
        let mut denied = used.filter(|(action, _)| deny.actions.matches(action.folded()));
        let new =
            denied.find(|(action, _)| !others.iter().any(|other| other.actions.matches(action.folded())));
        if let Some((action, _)) = new {
            return reject("recommended", format!("`{action}` is newly denied"));
        }
    }
    Ok(())
}
