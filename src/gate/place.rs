//! Places in files, as findings have them.

use std::ops::Range;
use std::sync::Arc;

use super::outcome::Place;
use crate::parse::{Diagnostic, Source};

/// Longer lines are not stored with places: a file may be one line, which all of its places would have.
const LONGEST_LINE: usize = 2000;

/// A place in a file.
pub(super) fn place(path: &str, source: &Arc<Source>, span: &Range<usize>) -> Place {
    let at = |offset: usize| Diagnostic::error(source, offset..offset, "", "").line_column();
    let before = source.text.get(..span.start).unwrap_or_default();
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    let line = source.text.get(begin..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let line = if line.len() > LONGEST_LINE { "" } else { line };
    Place { file: path.to_owned(), start: at(span.start), end: at(span.end), line: line.to_owned() }
}
