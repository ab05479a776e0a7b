//! Where patterns and statements stand in the texts that they were read from.

use std::ops::Range;

use super::outcome::Outcome;
use crate::parse::{Document, Source};

/// Where something stands in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, or what the text is called.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character of that line, from 1.
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

/// The originals, or what is recommended in their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The originals.
    Before,
    /// What is recommended.
    After,
}

impl Outcome {
    /// The place of a statement, or of one of its patterns: of an original policy, or of a recommended document, by
    /// its number among those of all policies. Nothing of what was not read.
    pub fn place(
        &self,
        side: Side,
        policy: usize,
        statement: usize,
        pattern: Option<usize>,
    ) -> Option<Place> {
        let document: &Document;
        let file = match side {
            Side::Before => {
                document = &self.policies.get(policy)?.original.parsed.document;
                &document.source().name
            }
            Side::After => {
                let recommended = self.documents().nth(policy)?;
                document = &recommended.parsed.as_ref()?.document;
                &recommended.file
            }
        };
        let span = match pattern {
            Some(pattern) => document.element_span(statement, pattern)?,
            None => document.statement_span(statement)?,
        };
        Some(Place::new(file, document.source(), &span))
    }
}
