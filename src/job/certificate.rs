//! Writes certificates.

use std::collections::BTreeSet;

use super::outcome::{Outcome, PolicyOutcome};
use super::settings::Settings;
use crate::certificate::format::{Digest, KeepLabel};
use crate::certificate::kernel::{Document, Inputs};
use crate::certificate::{Certificate, Subject, write_with_usage};
use crate::parse::canonical_digest;

/// The certificate for the recommendation, as JSON that the kernel has accepted.
///
/// # Errors
/// The reason why none can be written, as a sentence.
pub(super) fn certificate(outcome: &Outcome, settings: &Settings<'_>) -> Result<String, String> {
    let subject = |policy: &PolicyOutcome| Subject {
        name: policy.original.name.clone(),
        documents: policy.documents.iter().map(|document| document.file.clone()).collect(),
    };
    let subjects: Vec<Subject> = outcome.policies.iter().map(subject).collect();
    let original = |policy: &PolicyOutcome| Document {
        policy: policy.original.parsed.policy.clone(),
        sha256: policy.original.sha256(),
    };
    let originals: Vec<Document> = outcome.policies.iter().map(original).collect();
    let documents = |policy: &PolicyOutcome| {
        let read = policy.documents.iter().filter_map(|document| {
            let policy = document.parsed.as_ref()?.policy.clone();
            Some(Document { policy, sha256: document.sha256() })
        });
        read.collect()
    };
    let recommended: Vec<Vec<Document>> = outcome.policies.iter().map(documents).collect();
    let inputs = Inputs {
        originals: &originals,
        recommended: &recommended,
        unused: &outcome.unused,
        catalogue: settings.catalogue,
    };
    let mut certificate =
        write_with_usage(&inputs, &subjects, (outcome.requirement, outcome.mode), settings.usage)
            .map_err(|error| format!("it was proved, but no certificate can be written: {error}"))?;
    label(&mut certificate, outcome);
    let text = serde_json::to_string(&certificate)
        .map_err(|error| format!("the certificate cannot be written: {error}"))?;
    Ok(text + "\n")
}

/// Adds labels: the keep list, and the digests by which documents are found again in another layout. Nothing
/// certified depends on them.
fn label(certificate: &mut Certificate, outcome: &Outcome) {
    let mut seen = BTreeSet::new();
    for kept in &outcome.keep {
        let pattern = kept.pattern.spelling().to_owned();
        if seen.insert(pattern.clone()) {
            certificate.predicate.keep.push(KeepLabel { pattern, reason: kept.reason.clone() });
        }
    }
    for (row, policy) in certificate.predicate.policies.iter_mut().zip(&outcome.policies) {
        row.original.canonical = canonical_digest(&policy.original.text()).ok();
        for (digest, document) in row.recommended.iter_mut().zip(&policy.documents) {
            digest.canonical = canonical_digest(&document.text).ok();
        }
    }
    let rows = &certificate.predicate.policies;
    let mut digests: Vec<Digest> = rows.iter().flat_map(|row| row.recommended.clone()).collect();
    if digests.is_empty() {
        // Without documents, the certificate is about the originals.
        digests = rows.iter().map(|row| row.original.clone()).collect();
    }
    for (subject, digest) in certificate.subject.iter_mut().zip(digests) {
        subject.digest = digest;
    }
}
