//! What `paredown analyze` writes: findings and statistics as IAM Access Analyzer answers them, and what is known of
//! each principal.

mod finding;
mod principal;
mod remedy;
mod statistics;

use serde::Serialize;
use serde_json::value::RawValue;

pub use finding::FindingAnswer;
pub use principal::PrincipalRow;
pub use remedy::{PoliciesRow, PolicyRow, REMEDY_FORMAT, RemedyRow, RemedyVerdict, RetireRow, UnusedEntry};
pub use statistics::StatisticsAnswer;

/// Some findings, as `ListFindingsV2` answers them, each as it was written.
#[derive(Debug, Serialize)]
pub struct FindingList {
    pub(crate) findings: Vec<Box<RawValue>>,
}

/// Each value on a line of its own.
///
/// # Errors
/// None is expected: the values are made of texts and numbers alone.
pub fn lines<T: Serialize>(all: impl IntoIterator<Item = T>) -> std::io::Result<String> {
    let mut text = String::new();
    for one in all {
        text += &serde_json::to_string(&one)?;
        text.push('\n');
    }
    Ok(text)
}
