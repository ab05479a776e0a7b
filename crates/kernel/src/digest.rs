//! How a certificate names documents.

use serde::{Deserialize, Serialize};

/// A document that a certificate is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// A name, for people.
    pub name: String,
    /// Its digest.
    pub digest: Digest,
}

/// The SHA-256 of some bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// In lower-case hex.
    pub sha256: String,
    /// For a policy, the SHA-256 of its canonical JSON, which is the same in every layout: a label by which a
    /// document is found again after AWS has changed its layout. The kernel ignores it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
}

impl Digest {
    /// The digest with this SHA-256, without a label.
    pub fn of(sha256: String) -> Self {
        Self { sha256, canonical: None }
    }
}
