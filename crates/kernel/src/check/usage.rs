//! No-used, seen and granted: the step from an account's exports to the unused set.

use paredown_account::{Account, Observability, Period};

use super::super::format::{Evidence, Grant, SourceKind, SourceOfUse, Usage, UsageRow};
use super::granted::{Language, Policies};
use super::inputs::Document;
use super::rejection::{Check, Rejection, reject};
use super::seen::Facts;
use super::world::World;
use crate::model::{Action, Effect, Statement};

/// The most days of a period: AWS keeps 400, and an export takes its time.
const MOST_DAYS: u32 = 365;

/// What usage is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Exports<'a> {
    /// The exports of the account, as they were read.
    pub account: &'a Account,
    /// What can be observed.
    pub observable: &'a Observability,
}

/// The actions that need a row, sorted: the unused ones that are named one by one, and of whole services the known ones
/// that the originals allow and do not deny everywhere.
pub fn in_step<'a>(world: &World<'a>, before: &[&Statement]) -> Vec<&'a Action> {
    let allows = before.iter().filter(|statement| statement.effect == Effect::Allow);
    let allows: Vec<Language<'_>> = allows.map(|statement| Language::new(statement)).collect();
    let allowed =
        |action: &str| allows.iter().any(|language| language.has(action)) && !world.was_denied(action);
    let unused = world.known.iter().filter(|(_, unused)| *unused).map(|(action, _)| action);
    let needed = |action: &&Action| {
        let folded = action.folded();
        world.unused.has_action(folded) || allowed(folded)
    };
    unused.filter(needed).collect()
}

/// Checks what a certificate says of usage.
pub(super) fn usage(
    usage: &Usage,
    originals: &[Document],
    before: &[&Statement],
    world: &World<'_>,
    exports: &Exports<'_>,
) -> Check {
    let Usage { principal, rows, .. } = usage;
    let Exports { account, observable } = exports;
    let period = period(usage)?;
    if usage.observable.sha256 != observable.sha256() {
        return reject("observable.sha256", "it was made with another table of what can be observed");
    }
    let Some(identity) = account.details.identities.iter().find(|one| one.arn.value == *principal) else {
        return reject("principal", format!("the account has no user or role `{principal}`"));
    };
    let facts = Facts::new(identity, account, period);
    if !usage.exports.iter().map(|export| export.digest.sha256.as_str()).eq(facts.digests()) {
        return reject("exports", "it was made from other exports");
    }
    if period.is_younger(identity.created) {
        return reject("period", format!("`{principal}` did not exist for all of it"));
    }
    let in_force = match account.policies_of(identity) {
        Ok(in_force) => in_force,
        Err(why) => return reject("principal", format!("its policies cannot be judged: {}", why.message)),
    };
    let mut policies = Policies::new(&in_force, period);
    for (at, original) in originals.iter().enumerate() {
        if !policies.have(&original.policy.statements) {
            return reject("principal", format!("original {at} is not one of its policies in the export"));
        }
    }
    services(usage, &facts, world)?;
    let actions = in_step(world, before);
    let mut rest = actions.as_slice();
    for (at, row) in rows.iter().enumerate() {
        let place = |field: &str| format!("rows[{at}].{field}");
        let first = rest.first().map(|action| action.folded());
        if first != Some(row.first.to_ascii_lowercase().as_str()) {
            return reject(place("first"), format!("`{}` is not the next unused action", row.first));
        }
        let Some((run, after)) = rest.split_at_checked(row.count).filter(|(run, _)| !run.is_empty()) else {
            return reject(place("count"), "there are not so many unused actions");
        };
        rest = after;
        let (source, grant) = named(usage, row).map_err(|fault| fault.within(&format!("rows[{at}]")))?;
        for action in run {
            let observed =
                usage.evidence == Evidence::AccessAnalyzer || !observable.is_never_observed(action);
            if facts.is_used(action) {
                return reject(place("first"), format!("`{action}` was used in the period"));
            }
            if !facts.shows(action, observed, source.kind, source.export) {
                return reject(place("seen"), format!("this does not show that `{action}` was not used"));
            }
            let idle = source.kind == SourceKind::RoleLastUsed;
            if !policies.grant(action.folded(), grant, idle) {
                return reject(place("granted"), format!("this does not grant `{action}`"));
            }
            if policies.deny(action.folded()) {
                return reject(place("granted"), format!("`{action}` is denied"));
            }
        }
    }
    match rest.first() {
        Some(action) => reject("rows", format!("no row has the unused action `{action}`")),
        None => Ok(()),
    }
}

/// The period, if it is one.
fn period(usage: &Usage) -> Result<Period, Rejection> {
    let days = usage.period.days;
    if !(1..=MOST_DAYS).contains(&days) {
        return reject("period.days", format!("these are not 1 to {MOST_DAYS} days"));
    }
    match usage.period.until.parse() {
        Ok(end) => Ok(Period { days, end }),
        Err(error) => reject("period.until", format!("this is not a time: {error}")),
    }
}

/// What a row names: the source that would have shown a use, and what grants its actions.
fn named<'a>(usage: &'a Usage, row: &UsageRow) -> Result<(&'a SourceOfUse, &'a Grant), Rejection> {
    match (usage.sources.get(row.seen), usage.grants.get(row.granted)) {
        (Some(source), Some(grant)) => Ok((source, grant)),
        (None, _) => reject("seen", "there is no such source"),
        (_, None) => reject("granted", "there is no such grant"),
    }
}

/// Of each service that is unused as a whole, nothing was used, whatever its name.
fn services(usage: &Usage, facts: &Facts<'_>, world: &World<'_>) -> Check {
    if !usage.services.iter().map(|row| row.service.as_str()).eq(world.unused.services()) {
        return reject("services", "these are not the services that are unused as a whole");
    }
    for (at, row) in usage.services.iter().enumerate() {
        let shown = usage.sources.get(row.seen).is_some_and(|source| {
            !row.service.contains(':') && facts.shows_service(&row.service, source.kind, source.export)
        });
        if !shown {
            let why = format!("this does not show that nothing of `{}` was used", row.service);
            return reject(format!("services[{at}].seen"), why);
        }
    }
    Ok(())
}
