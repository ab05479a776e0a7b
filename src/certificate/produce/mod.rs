//! Makes certificates. Nothing here is trusted: what comes out is checked by the kernel before it is
//! handed on, as by anybody else later.

mod containers;
mod cuts;
mod fewest;
mod statement;

use std::fmt;

use super::format::{
    CatalogueDigest, Certificate, Claim, Cut, Digest, PREDICATE_TYPE, PolicyEvidence, Predicate,
    STATEMENT_TYPE, StatementEvidence,
};
use super::kernel::{Document, Inputs, Rejection, verify};
use crate::model::{Effect, EffectiveCatalogue, Policy};
use crate::prove::{Requirement, pairing};
use crate::recommend::Mode;

use statement::Work;

/// What to call a policy and what takes its place.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The policy.
    pub name: String,
    /// The recommended documents.
    pub documents: Vec<String>,
}

/// Why no certificate can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncertifiable {
    /// Statements correspond in no way that a certificate can show.
    Unpaired {
        /// The policy.
        policy: String,
    },
    /// What was written down was rejected: the claim does not hold, or no evidence was found.
    Rejected(Rejection),
}

impl fmt::Display for Uncertifiable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unpaired { policy } => write!(
                f,
                "`{policy}`: its statements were changed in more than their actions; a certificate shows only \
                 what each Allow statement became"
            ),
            Self::Rejected(rejection) => {
                write!(f, "no evidence was found that the kernel accepts: {rejection}")
            }
        }
    }
}

impl std::error::Error for Uncertifiable {}

/// Writes the certificate that `inputs` have the claim that `requirement` and `mode` make, in the order of
/// the originals. `subjects` name them, in the same order.
///
/// The cost is nearly linear in the size of what the policies match.
///
/// # Errors
/// If the claim does not hold, or cannot be shown in this format.
pub fn write(
    inputs: &Inputs<'_>,
    subjects: &[Subject],
    requirement: Requirement,
    mode: Mode,
) -> Result<Certificate, Uncertifiable> {
    let (claim, cut) = (requirement.into(), mode.into());
    let mut policies = Vec::new();
    for ((original, recommended), subject) in inputs.originals.iter().zip(inputs.recommended).zip(subjects) {
        policies.push(policy(original, recommended, &subject.name, (claim, cut), inputs)?);
    }
    let identity = inputs.catalogue.identity();
    let certificate = Certificate {
        kind: STATEMENT_TYPE.to_owned(),
        subject: named(inputs, subjects),
        predicate_type: PREDICATE_TYPE.to_owned(),
        predicate: Predicate {
            paredown: env!("CARGO_PKG_VERSION").to_owned(),
            claim,
            mode: cut,
            catalogue: CatalogueDigest {
                source: identity.source.clone(),
                version: identity.version.clone(),
                date: identity.date.clone(),
                sha256: identity.sha256.clone(),
            },
            unused: Digest { sha256: inputs.unused.sha256() },
            policies,
        },
    };
    verify(&certificate, inputs).map_err(Uncertifiable::Rejected)?;
    Ok(certificate)
}

/// What the certificate is about: the recommended documents, or if there are none the originals.
fn named(inputs: &Inputs<'_>, subjects: &[Subject]) -> Vec<super::format::Subject> {
    let subject = |name: &String, document: &Document| super::format::Subject {
        name: name.clone(),
        digest: Digest { sha256: document.sha256.clone() },
    };
    let recommended = subjects.iter().zip(inputs.recommended);
    let documents = recommended.flat_map(|(named, documents)| named.documents.iter().zip(documents));
    let documents: Vec<_> = documents.map(|(name, document)| subject(name, document)).collect();
    if documents.is_empty() {
        return subjects.iter().zip(inputs.originals).map(|(named, d)| subject(&named.name, d)).collect();
    }
    documents
}

fn policy(
    original: &Document,
    recommended: &[Document],
    name: &str,
    claim: (Claim, Cut),
    inputs: &Inputs<'_>,
) -> Result<PolicyEvidence, Uncertifiable> {
    let before = &original.policy;
    let after = Policy {
        version: before.version.clone(),
        statements: recommended.iter().flat_map(|document| document.policy.statements.clone()).collect(),
    };
    let known = EffectiveCatalogue::of_both(inputs.catalogue, before, Some(&after), inputs.unused);
    let unpaired = || Uncertifiable::Unpaired { policy: name.to_owned() };
    let mut pairs = pairing(before, &after, &known, inputs.unused).ok_or_else(unpaired)?;
    sort_by_kind(&mut pairs, before, &after);
    let work = Work::new(&known, inputs.unused, claim);
    let mut statements = Vec::new();
    for (place, parts) in pairs {
        let Some(before) = before.statements.get(place).filter(|s| s.effect == Effect::Allow) else {
            continue;
        };
        let after: Vec<_> = parts.iter().filter_map(|part| after.statements.get(*part)).collect();
        let evidence = work.statement(before, &after);
        statements.push(StatementEvidence { original: place, recommended: parts, ..evidence });
    }
    let digest = |document: &Document| Digest { sha256: document.sha256.clone() };
    Ok(PolicyEvidence {
        name: name.to_owned(),
        original: digest(original),
        recommended: recommended.iter().map(digest).collect(),
        statements,
    })
}

/// No statement with Action became one with NotAction, or the other way round. Where such are paired, as
/// nothing else tells which of two went, the partner goes to one of its kind that has none.
fn sort_by_kind(pairs: &mut [(usize, Vec<usize>)], before: &Policy, after: &Policy) {
    let alike = |place: usize, part: usize| match (before.statements.get(place), after.statements.get(part)) {
        (Some(s), Some(r)) => {
            s.effect == r.effect && s.scope == r.scope && s.actions.negated == r.actions.negated
        }
        _ => false,
    };
    let mut apart = Vec::new();
    for (at, (place, parts)) in pairs.iter_mut().enumerate() {
        let (own, other) = parts.iter().partition(|&&part| alike(*place, part));
        let other: Vec<usize> = other;
        *parts = own;
        apart.extend(other.into_iter().map(|part| (at, part)));
    }
    for (at, part) in apart {
        let free = pairs.iter().position(|(place, parts)| parts.is_empty() && alike(*place, part));
        if let Some((_, parts)) = pairs.get_mut(free.unwrap_or(at)) {
            parts.push(part);
        }
    }
}

impl From<Requirement> for Claim {
    fn from(requirement: Requirement) -> Self {
        match requirement {
            Requirement::Safe => Self::Safe,
            Requirement::Exact => Self::Exact,
            Requirement::LeastGeneral => Self::LeastGeneral,
        }
    }
}

impl From<Claim> for Requirement {
    fn from(claim: Claim) -> Self {
        match claim {
            Claim::Safe => Self::Safe,
            Claim::Exact => Self::Exact,
            Claim::LeastGeneral => Self::LeastGeneral,
        }
    }
}

impl From<Cut> for Mode {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::Shortest => Self::Shortest,
            Cut::Tight => Self::Tight,
        }
    }
}

impl From<Mode> for Cut {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Shortest => Self::Shortest,
            Mode::Tight => Self::Tight,
        }
    }
}
