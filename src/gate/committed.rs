//! Certificates that are committed: which policies they are about.

use std::sync::Arc;

use serde::Deserialize;

use crate::parse::{Diagnostic, Source};

/// What is read of a certificate here: which policies it is about.
#[derive(Debug, Deserialize)]
struct Certificate {
    subject: Vec<Subject>,
}

/// A policy that it is about.
#[derive(Debug, Deserialize)]
pub(super) struct Subject {
    pub(super) name: String,
    pub(super) digest: Digest,
}

/// The digests of its text, and of its canonical text.
#[derive(Debug, Deserialize)]
pub(super) struct Digest {
    pub(super) sha256: String,
    pub(super) canonical: Option<String>,
}

/// A certificate, and the policies that it is about.
#[derive(Debug)]
pub(crate) struct Committed {
    pub(super) path: String,
    pub(super) source: Arc<Source>,
    pub(super) subjects: Vec<Subject>,
}

impl Committed {
    /// A certificate in a file.
    ///
    /// # Errors
    /// It is not a certificate.
    pub(crate) fn read(path: &str, source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let read: Certificate = serde_json::from_str(&source.text).map_err(|error| {
            Diagnostic::error(source, 0..0, format!("not a certificate: {error}"), "")
                .with_help("give what `paredown certify --certificate` or `compare --certificate` wrote")
        })?;
        Ok(Self { path: path.to_owned(), source: Arc::clone(source), subjects: read.subject })
    }
}
