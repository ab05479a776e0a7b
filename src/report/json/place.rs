//! Places in files.

use serde::Serialize;

use crate::job;

/// The place in a file where something begins.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TextPlace {
    file: String,
    line: usize,
    column: usize,
}

impl From<job::Place> for TextPlace {
    fn from(place: job::Place) -> Self {
        Self { file: place.file, line: place.line, column: place.column }
    }
}
