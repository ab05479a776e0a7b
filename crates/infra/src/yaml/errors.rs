//! What is wrong with a YAML file, and where something that the parser found is in it.

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Marker, ScanError, Span};
use paredown_policy::parse::{Code, Diagnostic, Source};

/// What the parser objects to.
pub(super) fn not_yaml(source: &Arc<Source>, error: &ScanError) -> Diagnostic {
    let at = offset(source, error.marker());
    let end = source.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
    Diagnostic::error(source, at..end, format!("this is not YAML: {}", error.kind()), "here")
}

/// An error at this place.
pub(super) fn error(
    source: &Arc<Source>,
    span: Range<usize>,
    message: impl Into<String>,
    label: &str,
) -> Diagnostic {
    Diagnostic::error(source, span, message, label)
}

/// An error where a limit is exceeded.
pub(super) fn over_limit(source: &Arc<Source>, span: Range<usize>, message: String) -> Diagnostic {
    Diagnostic::error(source, span, message, "one too many").coded(Code::OverLimit)
}

/// Where something is in the file.
pub(super) fn place(source: &Source, span: &Span) -> Range<usize> {
    let start = offset(source, &span.start);
    start..offset(source, &span.end).max(start)
}

fn offset(source: &Source, marker: &Marker) -> usize {
    marker.byte_offset().unwrap_or_default().min(source.text.len())
}
