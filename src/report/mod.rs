//! The reports: one folder per format. Nothing here decides anything.

pub(crate) mod annotations;
mod diff;
mod findings;
pub(crate) mod gitlab;
pub mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod patch;
pub(crate) mod sarif;
#[cfg(test)]
mod tests;
pub mod text;

pub use diff::{plain, unified};

use crate::prove::{Certification, Place, Subject};

/// The places that a judgement is about: statements of the originals and of the recommendation. Both are empty
/// for Deny statements.
pub(crate) fn places(certification: &Certification, subject: Subject) -> (Vec<Place>, Vec<Place>) {
    let Subject::Row(number) = subject else { return (Vec::new(), Vec::new()) };
    let Some(row) = certification.rows.get(number) else { return (Vec::new(), Vec::new()) };
    let mut recommended: Vec<Place> = row.patterns.iter().map(|(place, _)| *place).collect();
    recommended.extend(row.not_action);
    recommended.sort_unstable();
    recommended.dedup();
    (row.originals.clone(), recommended)
}
