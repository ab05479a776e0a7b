//! `--certificate`: writes down why what was proved is right.

use std::collections::BTreeSet;
use std::path::Path;

use crate::certificate::format::{Digest, KeepLabel};
use crate::certificate::kernel::{Document, Inputs};
use crate::certificate::{Certificate, Subject, write};
use crate::prove::Requirement;
use crate::recommend::Mode;

use super::inputs::Read;
use super::io::{Failure, write_whole};
use crate::parse::canonical_digest;

/// A recommended document, and what it is called.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) document: Document,
    /// The digest of its canonical JSON; none of what is no strict JSON.
    pub(super) canonical: Option<String>,
}

/// The originals as the kernel takes them.
pub(super) fn originals(read: &Read) -> Vec<Document> {
    let document = |policy: &super::inputs::ReadPolicy| Document {
        policy: policy.parsed.policy.clone(),
        sha256: policy.input.sha256.clone(),
    };
    read.policies.iter().map(document).collect()
}

/// The certificate for what takes the place of each policy, as text. The kernel has accepted it.
pub(super) fn certificate(
    read: &Read,
    recommended: Vec<Vec<Named>>,
    requirement: Requirement,
    mode: Mode,
) -> Result<String, Failure> {
    let subjects: Vec<Subject> = read
        .policies
        .iter()
        .zip(&recommended)
        .map(|(policy, documents)| Subject {
            name: policy.name.clone(),
            documents: documents.iter().map(|named| named.name.clone()).collect(),
        })
        .collect();
    let labels: Vec<Vec<Option<String>>> = recommended
        .iter()
        .map(|documents| documents.iter().map(|named| named.canonical.clone()).collect())
        .collect();
    let originals = originals(read);
    let recommended: Vec<Vec<Document>> = recommended
        .into_iter()
        .map(|documents| documents.into_iter().map(|named| named.document).collect())
        .collect();
    let inputs = Inputs {
        originals: &originals,
        recommended: &recommended,
        unused: &read.unused,
        catalogue: &read.catalogue,
    };
    let mut certificate = write(&inputs, &subjects, requirement, mode).map_err(|error| {
        Failure::Undecided(format!("it was proved, but no certificate can be written: {error}"))
    })?;
    label(&mut certificate, read, &labels);
    let text = serde_json::to_string(&certificate)
        .map_err(|error| Failure::Other(format!("the certificate cannot be written: {error}")))?;
    Ok(text + "\n")
}

/// Adds the keep list, and the digests by which documents are found again in another layout: nothing that is
/// certified rests on them.
fn label(certificate: &mut Certificate, read: &Read, labels: &[Vec<Option<String>>]) {
    let mut seen = BTreeSet::new();
    for kept in &read.keep {
        let pattern = kept.pattern.spelling().to_owned();
        if seen.insert(pattern.clone()) {
            certificate.predicate.keep.push(KeepLabel { pattern, reason: kept.reason.clone() });
        }
    }
    let rows = certificate.predicate.policies.iter_mut().zip(&read.policies).zip(labels);
    for ((row, policy), labels) in rows {
        row.original.canonical = canonical_digest(&policy.text()).ok();
        for (digest, label) in row.recommended.iter_mut().zip(labels) {
            digest.canonical.clone_from(label);
        }
    }
    let rows = &certificate.predicate.policies;
    let mut digests: Vec<Digest> = rows.iter().flat_map(|row| row.recommended.clone()).collect();
    if digests.is_empty() {
        // Without any document it is about the originals.
        digests = rows.iter().map(|row| row.original.clone()).collect();
    }
    for (subject, digest) in certificate.subject.iter_mut().zip(digests) {
        subject.digest = digest;
    }
}

/// Writes a certificate whole or not at all.
pub(super) fn save(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text)
        .map_err(|error| Failure::Other(format!("`{}` cannot be written: {error}", path.display())))
}
