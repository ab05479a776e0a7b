//! The kernel: checks a certificate against the inputs, from nothing but these and the format.
//!
//! To believe what it accepts, one has to believe this folder, the values of [`crate::model`] that it
//! uses (matching, narrowing, cut points, the unused set, the effective catalogue) and whatever read the
//! inputs. It knows neither the solver nor the trie nor what makes recommendations. Its twin in
//! `proofs/coq/Checker.v` is proved to accept only what has the properties that the claim names.

pub(super) mod general;
pub(super) mod inclusion;
mod languages;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;

use super::format::{
    Certificate, Claim, Cut, Digest, PREDICATE_TYPE, PolicyEvidence, STATEMENT_TYPE, StatementEvidence,
};
use crate::model::{Action, Catalogue, Effect, EffectiveCatalogue, Pattern, Policy, Statement, UnusedSet};

/// What a certificate is checked against: what was given to the program, not what the certificate says.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The original policies, in order.
    pub originals: &'a [Document],
    /// What takes the place of each: none if it is detached, several if it was split.
    pub recommended: &'a [Vec<Document>],
    /// U, less what is kept.
    pub unused: &'a UnusedSet,
    /// A.
    pub catalogue: &'a Catalogue,
}

/// A policy, and the SHA-256 of the file that it was read from, in hex.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it says.
    pub policy: Policy,
    /// The digest.
    pub sha256: String,
}

/// Why a certificate is rejected.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Rejection {
    /// The row, as a path below `predicate`.
    pub place: String,
    /// What is wrong there.
    pub why: String,
}

impl Rejection {
    fn within(mut self, outer: &str) -> Self {
        self.place = format!("{outer}.{}", self.place);
        self
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

type Check = Result<(), Rejection>;

fn reject<T>(place: impl Into<String>, why: impl Into<String>) -> Result<T, Rejection> {
    Err(Rejection { place: place.into(), why: why.into() })
}

/// What is known and what is unused.
struct World<'a> {
    known: &'a EffectiveCatalogue,
    unused: &'a UnusedSet,
    /// The single unused actions, sorted.
    listed: Vec<&'a Action>,
}

/// Accepts a certificate, or says which row is wrong.
///
/// # Errors
/// The first row that does not hold, or an input that is not the one that was certified.
pub fn verify(certificate: &Certificate, inputs: &Inputs<'_>) -> Check {
    let predicate = &certificate.predicate;
    if certificate.kind != STATEMENT_TYPE || certificate.predicate_type != PREDICATE_TYPE {
        return reject("predicateType", format!("this is no `{PREDICATE_TYPE}` in a `{STATEMENT_TYPE}`"));
    }
    let (named, identity) = (&predicate.catalogue, inputs.catalogue.identity());
    let names = (&named.source, &named.version, &named.date, &named.sha256);
    if names != (&identity.source, &identity.version, &identity.date, &identity.sha256) {
        return reject("catalogue", "it was made with another catalogue");
    }
    if predicate.unused.sha256 != inputs.unused.sha256() {
        return reject("unused.sha256", "it was made for another unused set, or another keep list");
    }
    let count = predicate.policies.len();
    if inputs.originals.len() != count || inputs.recommended.len() != count {
        return reject("policies", format!("there are {count}, and not as many were given"));
    }
    let all = || inputs.recommended.iter().flatten();
    let of = |documents: &mut dyn Iterator<Item = &Document>| {
        documents.map(|d| d.sha256.clone()).collect::<Vec<_>>()
    };
    let subjects = if all().next().is_none() { of(&mut inputs.originals.iter()) } else { of(&mut all()) };
    if !certificate.subject.iter().map(|subject| &subject.digest.sha256).eq(&subjects) {
        return reject("subject", "these are other documents");
    }
    let grants = all().flat_map(|document| &document.policy.statements).any(|s| s.effect == Effect::Allow);
    for (at, ((evidence, original), recommended)) in
        predicate.policies.iter().zip(inputs.originals).zip(inputs.recommended).enumerate()
    {
        let checked =
            policy(evidence, original, recommended, grants, (predicate.claim, predicate.mode), inputs);
        checked.map_err(|fault| fault.within(&format!("policies[{at}]")))?;
    }
    Ok(())
}

/// One policy: the files are those, the Deny statements are kept, and each Allow statement is accounted for.
fn policy(
    evidence: &PolicyEvidence,
    original: &Document,
    recommended: &[Document],
    grants: bool,
    claim: (Claim, Cut),
    inputs: &Inputs<'_>,
) -> Check {
    let same = |digest: &Digest, document: &Document| digest.sha256 == document.sha256;
    if !same(&evidence.original, original) {
        return reject("original.sha256", "it was made for another original");
    }
    let count = evidence.recommended.len();
    if count != recommended.len() || !evidence.recommended.iter().zip(recommended).all(|(d, r)| same(d, r)) {
        return reject("recommended", "it was made for another recommendation");
    }
    let after = Policy {
        version: None,
        statements: recommended.iter().flat_map(|document| document.policy.statements.clone()).collect(),
    };
    let before = &original.policy;
    if recommended.iter().any(|document| document.policy.version != before.version) && before.uses_variables()
    {
        return reject("recommended", "the Version differs, and with it what policy variables mean");
    }
    if grants && !before.denies_like(&after) {
        return reject("recommended", "the Deny statements are not those of the original");
    }
    let known = EffectiveCatalogue::of_both(inputs.catalogue, before, Some(&after), inputs.unused);
    let world = World { known: &known, unused: inputs.unused, listed: inputs.unused.actions().collect() };
    let allows = |policy: &'_ Policy| -> BTreeSet<usize> {
        let statements = policy.statements.iter().enumerate();
        statements.filter(|(_, statement)| statement.effect == Effect::Allow).map(|(at, _)| at).collect()
    };
    let (mut open, mut free) = (allows(before), allows(&after));
    for (at, row) in evidence.statements.iter().enumerate() {
        let place = format!("statements[{at}]");
        let (true, Some(original)) = (open.remove(&row.original), before.statements.get(row.original)) else {
            return reject(place, "this is no Allow statement of the original, or one that came before");
        };
        let mut parts = Vec::new();
        for part in &row.recommended {
            let part = after.statements.get(*part).filter(|_| free.remove(part));
            let Some(part) = part.filter(|part| part.scope == original.scope) else {
                return reject(
                    place,
                    "a recommended statement differs in more than its actions, or came before",
                );
            };
            parts.push(part);
        }
        statement(row, original, &parts, claim, &world).map_err(|fault| fault.within(&place))?;
    }
    match (open.first(), free.first()) {
        (None, None) => Ok(()),
        (Some(left), _) => {
            reject("statements", format!("nothing is said of Statement[{left}] of the original"))
        }
        (_, Some(left)) => {
            reject("statements", format!("nothing is said of the recommended Statement[{left}]"))
        }
    }
}

/// One Allow statement, and those that it became: together they allow what any of them does.
fn statement(
    evidence: &StatementEvidence,
    original: &Statement,
    parts: &[&Statement],
    (claim, mode): (Claim, Cut),
    world: &World<'_>,
) -> Check {
    let before: Vec<&Pattern> = original.actions.patterns.iter().collect();
    let after: Vec<&Pattern> = parts.iter().flat_map(|part| &part.actions.patterns).collect();
    let negated = |negated: bool| parts.iter().all(|part| part.actions.negated == negated);
    if !original.actions.negated && negated(false) {
        languages::safe(evidence, &before, &after, world)?;
        let intended = languages::intended(&before, world);
        if claim >= Claim::Exact {
            languages::covered(&evidence.covers, intended.keys().copied(), &after)?;
        }
        if claim >= Claim::LeastGeneral {
            let statement =
                general::Statement { original: &before, recommended: &after, intended: &intended };
            general::least_general(evidence, &statement, mode, world)?;
        }
        return Ok(());
    }
    match parts {
        // Nothing is allowed by it any more.
        [] if claim == Claim::Safe => Ok(()),
        [] => match world.known.iter().find(|(a, unused)| !unused && original.actions.matches(a.folded())) {
            Some((action, _)) => {
                reject("recommended", format!("the intended `{action}` is no longer allowed"))
            }
            None => Ok(()),
        },
        [_] if original.actions.negated && negated(true) => {
            languages::safe_negated(evidence, &before, &after, world)?;
            if claim >= Claim::Exact {
                languages::kept_negated(&original.actions, &after, world)
            } else {
                Ok(())
            }
        }
        _ => reject("recommended", "Action and NotAction stand against each other"),
    }
}
