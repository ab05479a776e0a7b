//! The kernel: checks a certificate against the inputs, relying only on these and the format.
//!
//! To believe what it accepts, one has to believe this folder, the values of [`crate::model`] that it uses
//! (matching, narrowing, cut points, texts of scopes, the unused set, the effective catalogue), and what read the
//! inputs. It does not use the solver, the trie, or what makes recommendations. Its twin in
//! `proofs/coq/Checker.v` is proved to accept only what has the claimed properties.

mod denies;
mod fewest;
mod general;
mod granted;
pub mod inclusion;
mod inputs;
mod languages;
pub mod origins;
mod rejection;
mod seen;
#[cfg(test)]
mod tests;
mod usage;
mod world;

use std::collections::BTreeSet;

pub use inputs::{Document, Inputs};
pub use rejection::{Check, Rejection};
pub use usage::{Exports, in_step};
pub use world::World;

pub(super) use rejection::reject;

use super::format::{Certificate, Digest, Mode, PREDICATE_TYPE, Requirement, RowEvidence, STATEMENT_TYPE};
use crate::model::{Effect, EffectiveCatalogue, Pattern, Policy, Statement};

/// Accepts a certificate, or returns the row that is wrong. What it says of usage is not checked: see [`verify_usage`].
///
/// # Errors
/// The first row that does not hold, or an input that is not the certified one.
pub fn verify(certificate: &Certificate, inputs: &Inputs<'_>) -> Check {
    checked(certificate, inputs, None)
}

/// Accepts a certificate with what it says of usage, or returns the row that is wrong.
///
/// # Errors
/// The first row that does not hold, or an input that is not the certified one; or the certificate says nothing of usage.
pub fn verify_usage(certificate: &Certificate, inputs: &Inputs<'_>, exports: &Exports<'_>) -> Check {
    checked(certificate, inputs, Some(exports))
}

/// Checks a certificate, and if there are exports, what it says of usage.
fn checked(certificate: &Certificate, inputs: &Inputs<'_>, exports: Option<&Exports<'_>>) -> Check {
    let predicate = &certificate.predicate;
    if certificate.kind != STATEMENT_TYPE || certificate.predicate_type != PREDICATE_TYPE {
        return reject("predicateType", format!("this is not a `{PREDICATE_TYPE}` in a `{STATEMENT_TYPE}`"));
    }
    if predicate.catalogue.sha256 != inputs.catalogue.identity().sha256 {
        return reject("catalogue.sha256", "it was made with another catalogue");
    }
    if predicate.unused.sha256 != inputs.unused.sha256() {
        return reject("unused.sha256", "it was made for another unused set, or another keep list");
    }
    named(certificate, inputs)?;
    let documents = || inputs.recommended.iter().flatten();
    let before: Vec<&Statement> = inputs.originals.iter().flat_map(|d| &d.policy.statements).collect();
    let after: Vec<&Statement> = documents().flat_map(|d| &d.policy.statements).collect();
    let originals: Vec<Policy> = inputs.originals.iter().map(|document| document.policy.clone()).collect();
    let recommended = documents().map(|document| &document.policy);
    let known = EffectiveCatalogue::of_all(inputs.catalogue, &originals, recommended, inputs.unused);
    let world = World::new(&known, inputs.unused, &before, &after);
    denies::denied_still(&predicate.denies, &before, &after)?;
    if predicate.claim >= Requirement::Exact {
        denies::denied_no_more(&before, &after, &world)?;
    }
    accounted(&predicate.rows, &before, &after)?;
    for (number, evidence) in predicate.rows.iter().enumerate() {
        let checked = row(evidence, &before, &after, (predicate.claim, predicate.mode), &world);
        checked.map_err(|fault| fault.within(&format!("rows[{number}]")))?;
    }
    match (exports, &predicate.usage) {
        (None, _) => Ok(()),
        (Some(exports), Some(usage)) => usage::usage(usage, inputs.originals, &before, &world, exports)
            .map_err(|fault| fault.within("usage")),
        (Some(_), None) => reject("usage", "the certificate says nothing of it"),
    }
}

/// The documents have the digests that the certificate names.
fn named(certificate: &Certificate, inputs: &Inputs<'_>) -> Check {
    let policies = &certificate.predicate.policies;
    let count = policies.len();
    if inputs.originals.len() != count || inputs.recommended.len() != count {
        return reject("policies", format!("there should be {count}, but another number was given"));
    }
    let same = |digest: &Digest, document: &Document| digest.sha256 == document.sha256;
    let rows = policies.iter().zip(inputs.originals).zip(inputs.recommended);
    for (at, ((digests, original), recommended)) in rows.enumerate() {
        let place = |field: &str| format!("policies[{at}].{field}");
        if !same(&digests.original, original) {
            return reject(place("original.sha256"), "it was made for another original");
        }
        let count = digests.recommended.len();
        let alike = digests.recommended.iter().zip(recommended).all(|(d, r)| same(d, r));
        if count != recommended.len() || !alike {
            return reject(place("recommended"), "it was made for another recommendation");
        }
    }
    let all = || inputs.recommended.iter().flatten();
    let of = |documents: &mut dyn Iterator<Item = &Document>| {
        documents.map(|d| d.sha256.clone()).collect::<Vec<_>>()
    };
    let subjects = if all().next().is_none() { of(&mut inputs.originals.iter()) } else { of(&mut all()) };
    if !certificate.subject.iter().map(|subject| &subject.digest.sha256).eq(&subjects) {
        return reject("subject", "these are other documents");
    }
    Ok(())
}

/// Every original Allow statement is in exactly one row; every recommended pattern, and every recommended
/// statement with NotAction, is in at least one.
fn accounted(rows: &[RowEvidence], before: &[&Statement], after: &[&Statement]) -> Check {
    let allows = |statements: &[&Statement]| -> Vec<usize> {
        let all = statements.iter().enumerate().filter(|(_, statement)| statement.effect == Effect::Allow);
        all.map(|(place, _)| place).collect()
    };
    let mut open: BTreeSet<usize> = allows(before).into_iter().collect();
    let mut patterns: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut negated: BTreeSet<usize> = BTreeSet::new();
    for place in allows(after) {
        match after.get(place).map(|statement| &statement.actions) {
            Some(actions) if actions.negated => {
                negated.insert(place);
            }
            Some(actions) => patterns.extend((0..actions.patterns.len()).map(|at| (place, at))),
            None => {}
        }
    }
    for (number, row) in rows.iter().enumerate() {
        for place in &row.original {
            if !open.remove(place) {
                let why =
                    format!("{place} is not an Allow statement of the originals, or one that came before");
                return reject(format!("rows[{number}].original"), why);
            }
        }
        for pattern in &row.patterns {
            patterns.remove(&pattern.at);
        }
        if let Some(place) = row.recommended {
            negated.remove(&place);
        }
    }
    if let Some(place) = open.first() {
        return reject("rows", format!("no row has the original statement at {place}"));
    }
    match (patterns.first(), negated.first()) {
        (None, None) => Ok(()),
        (Some((place, _)), _) | (None, Some(place)) => {
            reject("rows", format!("no row has some part of the recommended statement at {place}"))
        }
    }
}

/// Checks one row: the claim about its original statements and the recommended patterns in it.
pub fn row(
    evidence: &RowEvidence,
    before: &[&Statement],
    after: &[&Statement],
    claim: (Requirement, Mode),
    world: &World<'_>,
) -> Check {
    let mut originals = Vec::new();
    for place in &evidence.original {
        let Some(statement) = before.get(*place).filter(|s| s.effect == Effect::Allow) else {
            return reject("original", "this is not an Allow statement of the originals");
        };
        originals.push(*statement);
    }
    // All statements of a row have the scope of its first original statement, or, without one, of its first
    // recommended one.
    let recommended = || after.get(evidence.patterns.first()?.at.0);
    let first = originals.first().or_else(recommended).map(|statement| &statement.scope);
    let of_scope = |place: usize, negated: bool| {
        let statement = after.get(place).filter(|s| s.effect == Effect::Allow)?;
        let same = first == Some(&statement.scope) && statement.actions.negated == negated;
        Some(*statement).filter(|_| same)
    };
    if originals.iter().any(|original| first != Some(&original.scope)) {
        return reject("original", "these statements differ in more than their actions");
    }
    match (originals.as_slice(), evidence.recommended) {
        ([original], recommended) if original.actions.negated => {
            if !evidence.patterns.is_empty() {
                return reject("patterns", "Action and NotAction cannot be compared");
            }
            let Some(place) = recommended else {
                return removed(original, claim.0, world);
            };
            let Some(statement) = of_scope(place, true) else {
                return reject(
                    "recommended",
                    "there is no Allow statement with NotAction and this scope there",
                );
            };
            not_action(evidence, original, statement, claim.0, world)
        }
        (_, None) if originals.iter().all(|original| !original.actions.negated) => {
            let mut recommended = Vec::new();
            for (at, row) in evidence.patterns.iter().enumerate() {
                let (place, number) = row.at;
                let statement = of_scope(place, false);
                let pattern = statement.and_then(|statement| statement.actions.patterns.get(number));
                let Some(pattern) = pattern.filter(|pattern| pattern.spelling() == row.pattern) else {
                    let why = format!("`{}` is not a recommended pattern of this scope there", row.pattern);
                    return reject(format!("patterns[{at}].at"), why);
                };
                recommended.push(pattern);
            }
            let original: Vec<&Pattern> = originals.iter().flat_map(|s| &s.actions.patterns).collect();
            listed(evidence, &original, &recommended, claim, world)
        }
        _ => {
            reject("original", "a row has Action lists only, or one statement with NotAction on either side")
        }
    }
}

/// Checks a row with Action lists.
fn listed(
    evidence: &RowEvidence,
    original: &[&Pattern],
    recommended: &[&Pattern],
    (claim, mode): (Requirement, Mode),
    world: &World<'_>,
) -> Check {
    languages::safe(evidence, original, recommended, world)?;
    let intended = languages::intended(original, world);
    if claim >= Requirement::Exact {
        let wanted = intended.keys().copied().filter(|action| !world.was_denied(action));
        languages::covered(&evidence.covers, wanted, recommended)?;
    }
    if claim >= Requirement::LeastGeneral {
        let lists = origins::Lists { original, recommended, intended: &intended };
        general::least_general(evidence, &lists, mode, world)?;
    }
    Ok(())
}

/// Checks a row of one statement with NotAction on each side.
fn not_action(
    evidence: &RowEvidence,
    original: &Statement,
    recommended: &Statement,
    claim: Requirement,
    world: &World<'_>,
) -> Check {
    let before: Vec<&Pattern> = original.actions.patterns.iter().collect();
    let after: Vec<&Pattern> = recommended.actions.patterns.iter().collect();
    languages::safe_negated(evidence, &before, &after, world)?;
    if claim >= Requirement::Exact {
        languages::kept_negated(&original.actions, &after, world)
    } else {
        Ok(())
    }
}

/// Checks a removed statement with NotAction, of which nothing is allowed any more.
fn removed(original: &Statement, claim: Requirement, world: &World<'_>) -> Check {
    let used = world.known.iter().filter(|(action, unused)| !unused && !world.was_denied(action.folded()));
    let mut used = used.filter(|(action, _)| original.actions.matches(action.folded()));
    match used.next().filter(|_| claim >= Requirement::Exact) {
        Some((action, _)) => reject("recommended", format!("the intended `{action}` is no longer allowed")),
        None => Ok(()),
    }
}
