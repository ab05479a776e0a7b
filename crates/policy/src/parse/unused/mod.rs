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

/// What a text says is unused, in the shape `format` or in whichever it has: of a list of findings those
/// about one principal, as [`UnusedFile::about`] takes them if nobody says which.
///
/// # Errors
/// As [`unused_file`] and [`UnusedFile::about`].
pub fn unused(source: &Arc<Source>, format: Option<UnusedFormat>) -> Result<ParsedUnused, Diagnostic> {
    unused_file(source, format)?.about(None)
}
