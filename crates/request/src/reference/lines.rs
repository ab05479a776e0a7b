//! Reading the stored form line by line.

use std::fmt;

/// The largest number of leading bytes shared with the previous text; written as `~`.
const MOST_SHARED: usize = 78;

/// Why a text is not a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    /// The line, from 1; 0 if it is about no line in particular.
    pub line: usize,
    /// What is wrong, as a sentence.
    pub message: String,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReferenceError {}

pub(super) fn error(line: usize, message: &str) -> ReferenceError {
    ReferenceError { line, message: message.to_owned() }
}

/// The lines of a text, with their numbers.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, number: 0 }
    }

    /// The place after the line that was read last.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// The next line, without its line feed, and its place.
    pub(super) fn next(&mut self) -> Result<(&'a str, usize), ReferenceError> {
        let start = self.at;
        self.number += 1;
        let rest = self.text.get(start..).unwrap_or_default();
        let Some((line, _)) = rest.split_once('\n') else {
            return Err(self.error("the text ends in the middle"));
        };
        self.at = start + line.len() + 1;
        Ok((line, start))
    }

    /// Requires an empty line.
    pub(super) fn blank(&mut self) -> Result<(), ReferenceError> {
        if self.next()?.0.is_empty() { Ok(()) } else { Err(self.error("expected an empty line")) }
    }

    /// An error about the line that was read last.
    pub(super) fn error(&self, message: &str) -> ReferenceError {
        error(self.number, message)
    }
}

/// Puts the front-coded text `rest` in the place of `previous`, with which it shares as many leading bytes as the
/// first character says. `None` if that is more than there are, or not a number.
pub(super) fn expand(previous: &mut String, shared: char, rest: &str) -> Option<()> {
    let shared = usize::try_from(u32::from(shared).checked_sub(u32::from('0'))?).ok()?;
    (shared <= MOST_SHARED && shared <= previous.len()).then_some(())?;
    previous.truncate(shared);
    previous.push_str(rest);
    Some(())
}

/// A decimal number without sign or leading zeros.
pub(super) fn number(text: &str) -> Option<usize> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}
