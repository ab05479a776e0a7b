//! Reads what is unused.

mod about;
mod contradiction;
mod file;
mod finding;
#[cfg(test)]
mod findings_tests;
mod merge;
mod names;
mod parsed;
mod recent;
mod services;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub use contradiction::Contradiction;
pub use file::{UnusedFile, unused_file};
pub use finding::OtherFinding;
pub use merge::merge;
pub use parsed::{Finding, ParsedUnused, UnusedEntry, UnusedFormat};
pub use recent::Doubt;

use super::diagnostic::{Diagnostic, Source};

/// Reads what is unused from a text, in the shape `format` or, without it, in whichever shape it has; from a list
/// of findings, those about one principal, as [`UnusedFile::about`] selects them if none is given.
///
/// # Errors
/// Those of [`unused_file`] and [`UnusedFile::about`].
pub fn unused(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<ParsedUnused, Diagnostic> {
    unused_file(source, format)?.about(None)
}
