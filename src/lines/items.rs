//! The items of an input, such as jobs: one per line, or the elements of one JSON array.

use std::io::{self, BufRead, Cursor, Read as _};
use std::sync::Arc;

use crate::parse::{self, Limits, Located, Source, Strictness};

use super::error::LinesError;

/// The text of an item, and where it begins.
pub(crate) struct Item {
    pub(crate) text: Vec<u8>,
    pub(crate) start: Start,
}

/// A line that was skipped because it is longer than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    /// The number of the line, from 1.
    pub(crate) line: usize,
    /// Its length in bytes.
    pub(crate) length: u64,
    /// The largest allowed length.
    pub(crate) limit: u64,
}

/// The line and column, from 1, at which a text begins in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Start {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Start {
    /// The place in the input of a place in the text.
    pub(crate) fn place(self, (line, column): (usize, usize)) -> Self {
        if line == 1 {
            Self { line: self.line, column: self.column + column - 1 }
        } else {
            Self { line: self.line + line - 1, column }
        }
    }

    /// The place after `before`.
    pub(crate) fn after(self, before: &str) -> Self {
        let line = before.matches('\n').count() + 1;
        let last = before.rsplit('\n').next().unwrap_or_default();
        self.place((line, last.chars().count() + 1))
    }
}

/// The source of items.
pub(crate) enum Items<R> {
    /// One per line of at most `limit` bytes, of which `read` were read; the bytes read to recognise the form
    /// come first.
    Lines { input: io::Chain<Cursor<Vec<u8>>, R>, read: usize, limit: u64 },
    /// The items in one document.
    Document(std::vec::IntoIter<Item>),
}

impl<R: BufRead> Items<R> {
    /// Recognises the form of the input: a document over several lines is an array of items, or one item. Errors
    /// call the input `name`.
    ///
    /// # Errors
    /// It cannot be read, or is an array that is not JSON, or items extend over several lines.
    pub(crate) fn new(mut input: R, name: &str, limits: Limits) -> Result<Self, LinesError> {
        let first = first_line(&mut input, limits.line)?;
        let shown = first.trim_ascii();
        let is_array = shown.starts_with(b"[");
        let is_open = matches!(shown.last(), Some(b'{' | b'[' | b',' | b':'));
        if shown.is_empty() || !(is_array || is_open) {
            return Ok(Self::lines(first, input, limits.line));
        }
        let mut all = first;
        // A larger input is read line by line, whatever its form.
        input.by_ref().take(limits.size).read_to_end(&mut all).map_err(LinesError::Input)?;
        if all.len() as u64 > limits.size {
            return Ok(Self::lines(all, input, limits.line));
        }
        match String::from_utf8(all) {
            Ok(text) => document(text, name).map(|items| Self::Document(items.into_iter())),
            Err(error) => Ok(Self::lines(error.into_bytes(), input, limits.line)),
        }
    }

    fn lines(looked_at: Vec<u8>, input: R, limit: u64) -> Self {
        Self::Lines { input: Cursor::new(looked_at).chain(input), read: 0, limit }
    }

    /// The next item; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Result<Item, TooLong>>> {
        match self {
            Self::Document(items) => Ok(items.next().map(Ok)),
            Self::Lines { input, read, limit } => {
                let mut text = Vec::new();
                if input.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut text)? == 0 {
                    return Ok(None);
                }
                *read += 1;
                let whole = text.len() as u64 <= *limit || text.ends_with(b"\n");
                Ok(Some(if whole {
                    Ok(Item { text, start: Start { line: *read, column: 1 } })
                } else {
                    let length = text.len() as u64 + rest_of_line(input)?;
                    Err(TooLong { line: *read, length, limit: *limit })
                }))
            }
        }
    }
}

/// Skips the rest of a line without keeping it; returns its length in bytes, without the line break.
fn rest_of_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut length = 0;
    loop {
        let bytes = input.fill_buf()?;
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let (own, used) = end.map_or((bytes.len(), bytes.len()), |end| (end, end + 1));
        length += own as u64;
        input.consume(used);
        if end.is_some() || used == 0 {
            return Ok(length);
        }
    }
}

/// Everything to the end of the first non-empty line, but not much more than the limit for a line.
fn first_line(input: &mut impl BufRead, limit: u64) -> Result<Vec<u8>, LinesError> {
    let mut first = Vec::new();
    let mut input = input.take(limit.saturating_add(1));
    while input.read_until(b'\n', &mut first).map_err(LinesError::Input)? > 0 {
        if !first.trim_ascii().is_empty() {
            break;
        }
    }
    Ok(first)
}

/// The elements of an array, or the only item in a document.
fn document(text: String, name: &str) -> Result<Vec<Item>, LinesError> {
    let source = Arc::new(Source { name: name.to_owned(), text });
    let value = parse::json(&source, Strictness::Strict).map_err(|error| {
        let help = "these are JSON documents over many lines: write each on one line, as `jq -c .` does";
        LinesError::Form(Box::new(error.with_help(help)))
    })?;
    let root = Located::new(&value, &source);
    let items = root.items().unwrap_or_else(|| vec![root]);
    let (mut start, mut from) = (Start { line: 1, column: 1 }, 0);
    let item = |place: Located<'_>| {
        let to = place.span().start;
        start = start.after(source.text.get(from..to).unwrap_or_default());
        from = to;
        Item { text: place.raw().as_bytes().to_vec(), start }
    };
    Ok(items.into_iter().map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, usize, usize)> {
        let mut items = Items::new(text.as_bytes(), "jobs", Limits::default()).unwrap();
        let mut found = Vec::new();
        while let Some(Ok(Item { text, start })) = items.next().unwrap() {
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
            let Err(LinesError::Form(error)) = Items::new(text.as_bytes(), "jobs", Limits::default()) else {
                panic!("{text}")
            };
            assert!(error.help.unwrap().contains("jq -c"), "{text}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let limits = Limits { line: 4, ..Limits::default() };
        let text = "{12}\n{123}\n\n{1234567\n{}\n{12345";
        let mut items = Items::new(io::BufReader::with_capacity(3, text.as_bytes()), "jobs", limits).unwrap();
        let mut found = Vec::new();
        while let Some(item) = items.next().unwrap() {
            found.push(item.map(|item| (String::from_utf8(item.text).unwrap(), item.start.line)));
        }
        let long = |line, length| Err(TooLong { line, length, limit: 4 });
        let short = |text: &str, line| Ok((text.to_owned(), line));
        let expected =
            [short("{12}\n", 1), long(2, 5), short("\n", 3), long(4, 8), short("{}\n", 5), long(6, 6)];
        assert_eq!(found, expected);
    }

    #[test]
    fn places_are_those_of_the_input() {
        let start = Start { line: 3, column: 5 };
        assert_eq!(start.place((1, 2)), Start { line: 3, column: 6 });
        assert_eq!(start.place((2, 2)), Start { line: 4, column: 2 });
        assert_eq!(start.after("ab\ncé"), Start { line: 4, column: 3 });
    }
}
