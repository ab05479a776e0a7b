//! Writes certificates. Nothing here is trusted: the kernel checks the result before it is handed on.

mod containers;
mod cuts;
mod denies;
mod dual_weights;
mod evidence;
mod fewest;
mod patterns;
mod scene;
mod usage;

use std::fmt;

use super::distinct;
use super::format::{
    Certificate, Digest, Mode, PREDICATE_TYPE, PolicyDigests, Predicate, Requirement, RowEvidence,
    STATEMENT_TYPE,
};
use super::kernel::{Document, Exports, Inputs, Rejection, row, verify, verify_usage};
use crate::model::{EffectiveCatalogue, Policy};
use crate::prove::rows::groups;
use crate::prove::{Fault, Row};

use evidence::Work;
use scene::{Numbered, Scene};

pub use usage::UsageOf;

/// The names of a policy and of its replacements.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The policy.
    pub name: String,
    /// The recommended documents.
    pub documents: Vec<String>,
}

/// Why no certificate can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Uncertifiable {
    /// A scope combines NotAction with other statements in a way that no row can show.
    Mixed {
        /// The number of the first such statement, through all originals; `None` if it is only in the
        /// recommendation.
        statement: Option<usize>,
    },
    /// The kernel rejected what was written: the claim does not hold, or no evidence was found.
    Rejected(Rejection),
}

impl fmt::Display for Uncertifiable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mixed { statement } => {
                let of = statement.map_or(String::new(), |at| format!(" (that of original statement {at})"));
                write!(
                    f,
                    "a scope{of} has statements with NotAction and others, which a certificate shows only \
                     where each NotAction statement has one that takes its place"
                )
            }
            Self::Rejected(rejection) => {
                write!(f, "no evidence was found that the kernel accepts: {rejection}")
            }
        }
    }
}

impl std::error::Error for Uncertifiable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Mixed { .. } => None,
            Self::Rejected(rejection) => Some(rejection),
        }
    }
}

/// The certificate for the claim that `requirement` and `mode` make about `inputs`. `subjects` are the names, in
/// the order of the originals.
///
/// The cost is nearly linear in the number of actions that the policies match.
///
/// # Errors
/// The claim does not hold, or cannot be shown in this format.
pub fn write(
    inputs: &Inputs<'_>,
    subjects: &[Subject],
    requirement: Requirement,
    mode: Mode,
) -> Result<Certificate, Uncertifiable> {
    write_with_usage(inputs, subjects, (requirement, mode), None)
}

/// The certificate that [`write()`] makes, and if it is known why the unused actions are unused, that too.
///
/// # Errors
/// As those of [`write()`]; or something unused was not found to be.
pub fn write_with_usage(
    inputs: &Inputs<'_>,
    subjects: &[Subject],
    (requirement, mode): (Requirement, Mode),
    usage: Option<UsageOf<'_>>,
) -> Result<Certificate, Uncertifiable> {
    let (claim, cut) = (requirement, mode);
    let originals: Vec<Policy> = inputs.originals.iter().map(|document| document.policy.clone()).collect();
    let documents = || inputs.recommended.iter().flatten();
    let recommended: Vec<Policy> = documents().map(|document| document.policy.clone()).collect();
    let known = EffectiveCatalogue::of_all(inputs.catalogue, &originals, &recommended, inputs.unused);
    let scene = Scene::new(inputs, &known);
    let mut rows = Vec::new();
    for group in groups(&originals, &recommended) {
        rows.extend(in_some_way(group.ways(&known), (claim, cut), &scene)?);
    }
    rows.sort_by_key(|row: &RowEvidence| row.original.first().copied().unwrap_or(usize::MAX));
    let digest = |document: &Document| Digest::of(document.sha256.clone());
    let policies = inputs.originals.iter().zip(inputs.recommended).zip(subjects);
    let policies = policies.map(|((original, recommended), subject)| PolicyDigests {
        name: subject.name.clone(),
        original: digest(original),
        recommended: recommended.iter().map(digest).collect(),
    });
    let certificate = Certificate {
        kind: STATEMENT_TYPE.to_owned(),
        subject: named(inputs, subjects),
        predicate_type: PREDICATE_TYPE.to_owned(),
        predicate: Predicate {
            paredown: env!("CARGO_PKG_VERSION").to_owned(),
            claim,
            mode: cut,
            catalogue: Digest::of(inputs.catalogue.identity().sha256.clone()),
            unused: Digest::of(inputs.unused.sha256()),
            // A label, which a caller that knows the reasons adds.
            keep: Vec::new(),
            usage: usage
                .map(|of| of.usage(&scene.world, &scene.before))
                .transpose()
                .map_err(Uncertifiable::Rejected)?,
            policies: policies.collect(),
            denies: denies::evidence(&scene.before, &scene.after),
            rows,
        },
    };
    let checked = distinct(&certificate.predicate).and_then(|()| match usage {
        Some(UsageOf { account, settings, .. }) => {
            verify_usage(&certificate, inputs, &Exports { account, observable: &settings.observable })
        }
        None => verify(&certificate, inputs),
    });
    checked.map_err(Uncertifiable::Rejected)?;
    Ok(certificate)
}

/// The evidence on the rows of one scope, using the first division that the kernel accepts.
fn in_some_way(
    ways: impl Iterator<Item = Vec<Row>>,
    claim: (Requirement, Mode),
    scene: &Scene<'_>,
) -> Result<Vec<RowEvidence>, Uncertifiable> {
    let work = Work::new(scene, claim);
    let mut why = None;
    let mut first = None;
    for way in ways {
        let way = way.iter().map(|row| scene.numbered(row)).collect::<Result<Vec<Numbered<'_>>, Fault>>();
        let way = way.map_err(|Fault| {
            let (place, why) = ("rows".to_owned(), Fault::REASON.to_owned());
            Uncertifiable::Rejected(Rejection { place, why })
        })?;
        // Each division contains all original statements.
        first = first.or_else(|| way.iter().find_map(|row| row.original.first()).copied());
        if way.iter().any(|row| row.mixed) {
            continue;
        }
        let evidence: Vec<RowEvidence> = way.iter().map(|row| work.row(row)).collect();
        let mut each = evidence.iter().map(|one| row(one, &scene.before, &scene.after, claim, &scene.world));
        match each.find_map(Result::err) {
            None => return Ok(evidence),
            Some(rejection) => {
                let at = first.map_or(String::new(), |at| format!(" of original statement {at}"));
                let place = format!("the scope{at}: {}", rejection.place);
                why = Some(Uncertifiable::Rejected(Rejection { place, ..rejection }));
            }
        }
    }
    Err(why.unwrap_or(Uncertifiable::Mixed { statement: first }))
}

/// The subjects: the recommended documents, or the originals if there are none.
fn named(inputs: &Inputs<'_>, subjects: &[Subject]) -> Vec<super::format::Subject> {
    let subject = |name: &String, document: &Document| super::format::Subject {
        name: name.clone(),
        digest: Digest::of(document.sha256.clone()),
    };
    let recommended = subjects.iter().zip(inputs.recommended);
    let documents = recommended.flat_map(|(named, documents)| named.documents.iter().zip(documents));
    let documents: Vec<_> = documents.map(|(name, document)| subject(name, document)).collect();
    if documents.is_empty() {
        return subjects.iter().zip(inputs.originals).map(|(named, d)| subject(&named.name, d)).collect();
    }
    documents
}
