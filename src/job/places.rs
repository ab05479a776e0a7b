//! The places of patterns and statements in the texts that they were read from.

use std::ops::Range;

use super::outcome::Outcome;
use crate::parse::{Document, Source};

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, or the name of the text.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Place {
    fn new(file: &str, source: &Source, span: &Range<usize>) -> Self {
        let before = source.text.get(..span.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self { file: file.to_owned(), line, column }
    }
}

/// The originals, or the recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The originals.
    Before,
    /// The recommendation.
    After,
}

impl Outcome {
    /// The place of a statement, or of one of its patterns, in an original policy or in a recommended document
    /// (numbered through all policies). `None` if the document was not read.
    pub fn place(
        &self,
        side: Side,
        policy: usize,
        statement: usize,
        pattern: Option<usize>,
    ) -> Option<Place> {
        let (document, file): (&Document, _) = match side {
            Side::Before => (&self.policies.get(policy)?.original.parsed.document, None),
            Side::After => {
                let recommended = self.documents().nth(policy)?;
                (&recommended.parsed.as_ref()?.document, Some(&recommended.file))
            }
        };
        let (source, span) = document.place(statement, pattern)?;
        Some(Place::new(file.unwrap_or(&source.name), source, &span))
    }
}
