//! The elements of a JSON list that is being edited.

use std::ops::Range;

/// An element of the list, and the texts that replace it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its place.
    pub(super) range: Range<usize>,
    /// Its own text if it stays; empty if it is removed; several if it is replaced or others are added.
    pub(super) texts: Vec<String>,
}

/// The part from the last line break on, so that empty lines are not repeated.
pub(super) fn last_line(lead: &str) -> &str {
    let Some(at) = lead.rfind('\n') else { return lead };
    let at = if lead.get(..at).is_some_and(|before| before.ends_with('\r')) { at - 1 } else { at };
    lead.get(at..).unwrap_or_default()
}
