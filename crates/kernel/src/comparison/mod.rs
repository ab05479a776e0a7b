//! Certificates of comparisons, and the kernel for them.
//!
//! [`format`](mod@format) defines them, [`read_comparison`](crate::read_comparison) reads one, and [`check`] checks it against the
//! policies: by looking, for each step of a proof, whether it is one, and never for another.

pub mod facts;
pub mod format;
pub mod pattern;
pub mod statement;
pub mod symbols;
#[cfg(test)]
mod tests;
mod tree;

use paredown_request::Rule;

use super::check::{Check, Document, reject};
use super::envelope::{STATEMENT_TYPE, Subject};
use format::{Certificate, Claim, Inclusion, PREDICATE_TYPE};
use statement::{Sides, readings};

pub use tree::inclusion;

/// Accepts a certificate that shows what it claims of the policies of a baseline and of a candidate, in order, under both
/// readings of ARNs.
///
/// # Errors
/// What does not show it, by its place; or which policy is another one than the certificate names.
pub fn check(certificate: &Certificate, baseline: &[Document], candidate: &[Document]) -> Check {
    let Certificate { kind, subject, predicate_type, predicate } = certificate;
    if kind != STATEMENT_TYPE || predicate_type != PREDICATE_TYPE {
        return reject("predicateType", format!("this is not `{PREDICATE_TYPE}` in `{STATEMENT_TYPE}`"));
    }
    named("subject", subject, candidate)?;
    named("baseline", &predicate.baseline, baseline)?;
    let [baseline, candidate] = [baseline, candidate].map(rules);
    let parts = [
        ("nothing_new", Some(&predicate.nothing_new), &candidate, &baseline),
        ("nothing_lost", predicate.nothing_lost.as_ref(), &baseline, &candidate),
    ];
    if predicate.nothing_lost.is_some() != (predicate.claim == Claim::Equivalent) {
        return reject(
            "nothing_lost",
            "it is there if it is claimed that the policies are equivalent, and only then",
        );
    }
    for (place, evidence, inner, outer) in parts {
        let Some(evidence) = evidence else { continue };
        if predicate.beside_others && evidence.denies.contains(&None) {
            return reject(format!("{place}.denies"), "beside other policies, every Deny statement counts");
        }
        included(inner, outer, evidence).map_err(|fault| fault.within(place))?;
    }
    Ok(())
}

/// Accepts evidence that shows, under both readings of ARNs, that whatever the inner side allows the outer side allows.
///
/// # Errors
/// What does not show it, by its place.
pub fn included(inner: &[Rule], outer: &[Rule], evidence: &Inclusion) -> Check {
    let both = inner.iter().chain(outer);
    readings(both).iter().try_for_each(|reading| inclusion(&Sides::new(inner, outer, *reading), evidence))
}

fn rules(documents: &[Document]) -> Vec<Rule> {
    documents.iter().flat_map(|document| &document.policy.statements).map(Rule::new).collect()
}

/// The policies are those that are named, in order.
fn named(place: &str, names: &[Subject], documents: &[Document]) -> Check {
    if names.len() != documents.len() {
        return reject(
            place,
            format!("it is about {} policies, and there are {}", names.len(), documents.len()),
        );
    }
    let differs = |(name, document): (&Subject, &Document)| name.digest.sha256 != document.sha256;
    match names.iter().zip(documents).position(differs) {
        Some(at) => reject(format!("{place}[{at}]"), "it was made with another policy, by its digest"),
        None => Ok(()),
    }
}
