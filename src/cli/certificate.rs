//! `--certificate`: writes down why what was proved is right.

use std::path::Path;

use crate::certificate::format::Digest;
use crate::certificate::kernel::Document;
use crate::parse::canonical_digest;

use super::inputs::Read;
use super::io::{Failure, write_whole};

/// The originals as the kernel takes them.
pub(super) fn originals(read: &Read) -> Vec<Document> {
    let document = |policy: &super::inputs::ReadPolicy| Document {
        policy: policy.parsed.policy.clone(),
        sha256: policy.input.sha256.clone(),
    };
    read.policies.iter().map(document).collect()
}

/// What the kernel is to take a document for: the one that a digest names, if it is that one in some layout.
/// The kernel checks what it says in any case.
pub(super) fn known_as(sha256: String, text: &str, digest: Option<&Digest>) -> String {
    let Some(digest) = digest.filter(|digest| digest.sha256 != sha256) else { return sha256 };
    let is_it = |label: &String| canonical_digest(text).is_ok_and(|own| own == *label);
    if digest.canonical.as_ref().is_some_and(is_it) { digest.sha256.clone() } else { sha256 }
}

/// Writes a certificate whole or not at all.
pub(super) fn save(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text)
        .map_err(|error| Failure::Other(format!("`{}` cannot be written: {error}", path.display())))
}
