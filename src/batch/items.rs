//! The jobs of an input: one a line, or the elements of one JSON array.

use std::io::{self, BufRead, Cursor, Read as _};
use std::sync::Arc;

use crate::parse::{self, Located, Source, Strictness};

use super::BatchError;

/// The text of a job, and where it begins.
pub(super) struct Item {
    pub(super) text: Vec<u8>,
    pub(super) start: Start,
}

/// Where a text begins in the input: line and character, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Start {
    /// Where in the input a place of the text is.
    pub(super) fn place(self, (line, column): (usize, usize)) -> Self {
        if line == 1 {
            Self { line: self.line, column: self.column + column - 1 }
        } else {
            Self { line: self.line + line - 1, column }
        }
    }

    /// Where what follows `before` begins.
    pub(super) fn after(self, before: &str) -> Self {
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.place((line, last.chars().count() + 1))
    }
}

/// Where jobs come from.
pub(super) enum Items<R> {
    /// One a line, of which `read` were read; what was looked at to find that out comes first.
    Lines { input: io::Chain<Cursor<Vec<u8>>, R>, read: usize },
    /// What one document holds.
    Document(std::vec::IntoIter<Item>),
}

/// An input of more bytes than this is read line by line, whatever it looks like.
const MOST: u64 = 64 << 20;

impl<R: BufRead> Items<R> {
    /// Finds out what the input is: a document of many lines is an array of jobs, or one job. What is
    /// called `name` is named so in errors.
    ///
    /// # Errors
    /// It cannot be read, or is an array that is no JSON, or jobs stand over several lines.
    pub(super) fn new(mut input: R, name: &str) -> Result<Self, BatchError> {
        let first = first_line(&mut input)?;
        let shown = first.trim_ascii();
        let is_array = shown.starts_with(b"[");
        let is_open = matches!(shown.last(), Some(b'{' | b'[' | b',' | b':'));
        if shown.is_empty() || !(is_array || is_open) {
            return Ok(Self::lines(first, input));
        }
        let mut all = first;
        input.by_ref().take(MOST).read_to_end(&mut all).map_err(BatchError::Input)?;
        if all.len() as u64 > MOST {
            return Ok(Self::lines(all, input));
        }
        match String::from_utf8(all) {
            Ok(text) => document(text, name).map(|items| Self::Document(items.into_iter())),
            Err(error) => Ok(Self::lines(error.into_bytes(), input)),
        }
    }

    fn lines(looked_at: Vec<u8>, input: R) -> Self {
        Self::Lines { input: Cursor::new(looked_at).chain(input), read: 0 }
    }

    /// The next; nothing at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Item>> {
        match self {
            Self::Document(items) => Ok(items.next()),
            Self::Lines { input, read } => {
                let mut text = Vec::new();
                if input.read_until(b'\n', &mut text)? == 0 {
                    return Ok(None);
                }
                *read += 1;
                Ok(Some(Item { text, start: Start { line: *read, column: 1 } }))
            }
        }
    }
}

/// Everything to the end of the first line that has something.
fn first_line(input: &mut impl BufRead) -> Result<Vec<u8>, BatchError> {
    let mut first = Vec::new();
    while input.read_until(b'\n', &mut first).map_err(BatchError::Input)? > 0 {
        if !first.trim_ascii().is_empty() {
            break;
        }
    }
    Ok(first)
}

/// The elements of an array, or the one job that a document is.
fn document(text: String, name: &str) -> Result<Vec<Item>, BatchError> {
    let source = Arc::new(Source { name: name.to_owned(), text });
    let value = parse::json(&source, Strictness::Strict).map_err(|error| {
        let help = "these are JSON documents over many lines: write each job on one line, as `jq -c .` does";
        BatchError::Form(Box::new(error.with_help(help)))
    })?;
    let root = Located::new(&value, &source);
    let items = root.items().unwrap_or_else(|| vec![root]);
    let whole = Start { line: 1, column: 1 };
    let item = |place: Located<'_>| {
        let before = source.text.get(..place.span().start).unwrap_or_default();
        Item { text: place.raw().as_bytes().to_vec(), start: whole.after(before) }
    };
    Ok(items.into_iter().map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, usize, usize)> {
        let mut items = Items::new(text.as_bytes(), "jobs").unwrap();
        let mut found = Vec::new();
        while let Some(Item { text, start }) = items.next().unwrap() {
            found.push((String::from_utf8(text).unwrap(), start.line, start.column));
        }
        found
    }

    fn item(text: &str, line: usize, column: usize) -> (String, usize, usize) {
        (text.to_owned(), line, column)
    }

    #[test]
    fn lines_arrays_and_single_documents() {
        assert_eq!(items(""), []);
        assert_eq!(items("{\"a\": 1}\n\nx"), [item("{\"a\": 1}\n", 1, 1), item("\n", 2, 1), item("x", 3, 1)]);
        assert_eq!(items("\n{}\n"), [item("\n", 1, 1), item("{}\n", 2, 1)]);
        assert_eq!(items(" [{}, {\n}]"), [item("{}", 1, 3), item("{\n}", 1, 7)]);
        assert_eq!(items("{\n \"a\": 1}\n"), [item("{\n \"a\": 1}", 1, 1)]);
        assert_eq!(items("[]"), []);
    }

    #[test]
    fn documents_over_several_lines_are_refused_once() {
        for text in ["{\n}\n{\n}\n", "[{}\n{}", "[{}"] {
            let Err(BatchError::Form(error)) = Items::new(text.as_bytes(), "jobs") else { panic!("{text}") };
            assert!(error.help.unwrap().contains("jq -c"), "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_input() {
        let start = Start { line: 3, column: 5 };
        assert_eq!(start.place((1, 2)), Start { line: 3, column: 6 });
        assert_eq!(start.place((2, 2)), Start { line: 4, column: 2 });
        assert_eq!(start.after("ab\ncé"), Start { line: 4, column: 3 });
    }
}
