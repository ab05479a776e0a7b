//! The envelope of certificates, an in-toto Statement, and how it names documents.
//!
//! Source: in-toto Attestation Framework, "Statement", version 1.

use serde::{Deserialize, Serialize};

/// The type of the envelope.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";

/// An in-toto Statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<P> {
    /// [`STATEMENT_TYPE`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// The documents that it is about.
    pub subject: Vec<Subject>,
    /// The type of the predicate.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// What is certified about them.
    pub predicate: P,
}

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
