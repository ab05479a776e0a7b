//! The reference of resource types and condition keys, where an answer rests on it.

use paredown_request::reference::{self, ReferenceIdentity};
use serde::Serialize;

/// Which reference it is.
#[derive(Serialize)]
pub(super) struct Reference<'a> {
    source: &'a str,
    version: &'a str,
    date: &'a str,
    sha256: &'a str,
}

impl Reference<'static> {
    /// The built-in one.
    pub(super) fn built_in() -> Option<Self> {
        let identity = reference::Reference::embedded().ok()?.identity();
        let ReferenceIdentity { source, version, date, sha256, .. } = identity;
        Some(Self { source, version, date, sha256 })
    }
}
