//! The elements of a JSON list that is edited in its text.

use std::ops::Range;

/// An element of the list, and the texts that stand in its place from now on.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Its own text if it stays; nothing if it goes; several if others are put in or added.
    pub(super) texts: Vec<String>,
}

/// From the last line break on, so that empty lines are not repeated.
pub(super) fn last_line(lead: &str) -> &str {
    let Some(at) = lead.rfind('\n') else { return lead };
    let at = if lead.get(..at).is_some_and(|before| before.ends_with('\r')) { at - 1 } else { at };
    lead.get(at..).unwrap_or_default()
}
