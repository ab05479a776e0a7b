//! The keep list.

use serde::Serialize;

use crate::job;

/// A pattern of the keep list.
#[derive(Clone, Debug, Serialize)]
pub struct KeepEntry {
    pattern: String,
    /// The reason; null if none is given.
    reason: Option<String>,
}

impl From<&job::KeepEntry> for KeepEntry {
    fn from(kept: &job::KeepEntry) -> Self {
        Self { pattern: kept.pattern.to_string(), reason: kept.reason.clone() }
    }
}
