//! Errors and warnings in an item, with their places.

use std::sync::Arc;

use super::items::{Item, Start, TooLong};
use crate::parse::{self, Diagnostic, Source};
use crate::report::json;

/// An error or warning in an item. Only what is said on standard error has the line of the input, so that answers do not depend on how
/// an input was cut into files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The line of the input, from 1.
    pub line: usize,
    /// The column in the item, from 1; `None` if it is about the whole item.
    pub column: Option<usize>,
    /// What was found.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Spot {
    /// An error about a whole item.
    pub(crate) fn whole(line: usize, message: impl Into<String>) -> Self {
        Self { line, column: None, message: message.into(), help: None }
    }

    /// The error about a line whose answer is a fault of paredown.
    pub(crate) fn fault(line: usize) -> Self {
        Self::whole(line, "internal error: please report this line")
    }

    /// The error about a line that was not read.
    pub(crate) fn too_long(TooLong { line, length, limit }: TooLong) -> Self {
        let (length, limit) = (parse::bytes(length), parse::bytes(limit));
        let help = Some("--max-line-size sets the limit, such as `32M`".to_owned());
        Self { help, ..Self::whole(line, format!("the line has {length}, more than {limit}")) }
    }
}

impl<'a> From<&'a Spot> for json::Spot<'a> {
    fn from(spot: &'a Spot) -> Self {
        Self { column: spot.column, message: &spot.message, help: spot.help.as_deref() }
    }
}

/// A member of an item as a document, with the place where it begins.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) source: Arc<Source>,
    /// The place in the input.
    pub(crate) start: Start,
    /// The number of characters before it in the item.
    pub(crate) before: usize,
}

impl Part {
    /// All of an item, as a document of the input with this name.
    ///
    /// # Errors
    /// It is not UTF-8.
    pub(crate) fn whole(item: &Item, name: &str) -> Result<Self, Spot> {
        let Ok(text) = std::str::from_utf8(&item.text) else {
            return Err(Spot::whole(item.start.line, "the line is not UTF-8"));
        };
        let source = Arc::new(Source { name: name.to_owned(), text: text.trim_end().to_owned() });
        Ok(Self { source, start: item.start, before: 0 })
    }

    /// The part of an item's text at `span`; `start` is the place of the item.
    pub(crate) fn new(item: &Source, name: &str, span: std::ops::Range<usize>, start: Start) -> Self {
        let before = item.text.get(..span.start).unwrap_or_default();
        let text = item.text.get(span).unwrap_or_default().to_owned();
        let source = Arc::new(Source { name: format!("{} ({name})", item.name), text });
        Self { source, start: start.after(before), before: before.chars().count() }
    }

    /// The place of an error: in this part, or in a text decoded from it, whose own place the message gives.
    pub(crate) fn spot(&self, error: &Diagnostic) -> Spot {
        let (line, column) = error.line_column();
        let help = error.help.clone();
        if !Arc::ptr_eq(&error.source, &self.source) {
            let message = format!("{} (in the decoded text: line {line}, column {column})", error.message);
            return Spot { line: self.start.line, column: Some(self.before + 1), message, help };
        }
        let inside = self.source.text.get(..error.span.start).unwrap_or_default().chars().count();
        Spot {
            line: self.start.place((line, column)).line,
            column: Some(self.before + inside + 1),
            message: error.message.clone(),
            help,
        }
    }
}
