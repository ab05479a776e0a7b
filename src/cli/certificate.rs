//! `--certificate`: writes down why what was proved is right.

use std::path::Path;

use crate::certificate::kernel::{Document, Inputs};
use crate::certificate::{Subject, write};
use crate::prove::Requirement;
use crate::recommend::Mode;

use super::inputs::Read;
use super::io::{Failure, write_whole};

/// A recommended document, and what it is called.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) document: Document,
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
    let certificate = write(&inputs, &subjects, requirement, mode).map_err(|error| {
        Failure::Undecided(format!("it was proved, but no certificate can be written: {error}"))
    })?;
    let text = serde_json::to_string(&certificate)
        .map_err(|error| Failure::Other(format!("the certificate cannot be written: {error}")))?;
    Ok(text + "\n")
}

/// Writes a certificate whole or not at all.
pub(super) fn save(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text)
        .map_err(|error| Failure::Other(format!("`{}` cannot be written: {error}", path.display())))
}
