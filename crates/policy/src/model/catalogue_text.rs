//! The stored form of a catalogue: front-coded blocks, and reading it line by line. The format is
//! described in `data/README.md`.

use std::fmt;

use super::Action;
use super::catalogue_entry::{AccessLevel, Entry};

/// The largest number of leading bytes shared with the previous name; written as `~`.
const MOST_SHARED: usize = 78;

/// Why a text is not a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// The line, from 1; 0 if there is no text.
    pub line: usize,
    /// The column in characters, from 1; 0 if there is no text.
    pub column: usize,
    /// What is wrong, as a sentence.
    pub message: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CatalogueError {}

/// Front-codes the sorted names of one service.
pub(super) fn encode(service: &str, names: &[(String, AccessLevel)]) -> Result<String, CatalogueError> {
    let mut block = String::new();
    let mut previous = "";
    for (name, level) in names {
        if previous.eq_ignore_ascii_case(name) {
            return Err(error(0, 0, &format!("duplicate action `{service}:{name}` in the catalogue")));
        }
        let same = previous.bytes().zip(name.bytes()).take(MOST_SHARED).take_while(|(a, b)| a == b).count();
        let shared = (0..=same).rev().find(|&at| name.is_char_boundary(at)).unwrap_or(0);
        let shared_letter = u8::try_from(shared).unwrap_or(0) + b'0';
        block.push(char::from(shared_letter));
        block.push(level.letter());
        block.push_str(name.get(shared..).unwrap_or_default());
        block.push('\n');
        previous = name;
    }
    Ok(block)
}

/// The entries of a block. Lines in errors are counted from the start of the block.
pub(super) fn decode(service: &str, count: usize, block: &str) -> Result<Vec<Entry>, CatalogueError> {
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    let mut spelling = format!("{service}:");
    let name_start = spelling.len();
    for (at, line) in block.split_inclusive('\n').enumerate() {
        let damaged = |column: usize, what: &str| error(at + 1, column, what);
        let Some(line) = line.strip_suffix('\n') else {
            return Err(damaged(1, "the block ends in the middle of a line"));
        };
        let mut bytes = line.bytes();
        let shared = bytes.next().and_then(|byte| byte.checked_sub(b'0')).map(usize::from);
        let shared = shared.filter(|&shared| shared <= MOST_SHARED && name_start + shared <= spelling.len());
        let Some(keep) = shared.map(|shared| name_start + shared).filter(|&at| spelling.is_char_boundary(at))
        else {
            return Err(damaged(1, "this is not the length that a name shares with the previous one"));
        };
        let Some(level) = bytes.next().map(char::from).and_then(AccessLevel::of_letter) else {
            return Err(damaged(2, "this is not an access level"));
        };
        spelling.truncate(keep);
        spelling.push_str(line.get(2..).unwrap_or_default());
        let action = Action::new(spelling.as_str());
        if let Some(last) = entries.last()
            && last.action.folded() >= action.folded()
        {
            let twice = last.action.folded() == action.folded();
            let action = quote(action.spelling());
            return Err(damaged(
                3,
                &if twice {
                    format!("duplicate action {action} in the catalogue")
                } else {
                    format!("the action {action} is out of order")
                },
            ));
        }
        entries.push(Entry { action, level });
    }
    if entries.len() == count {
        return Ok(entries);
    }
    let found =
        format!("the block of service {} does not have as many lines as the index says", quote(service));
    Err(error(1, 1, &found))
}

/// The lines of a text, with their numbers.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) number: usize,
}

impl<'a> Lines<'a> {
    /// The next line and its place.
    pub(super) fn next(&mut self) -> Result<(&'a str, usize), CatalogueError> {
        let start = self.at;
        self.number += 1;
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        if line.len() == rest.len() {
            return Err(error(self.number, 1, "the catalogue ends in the middle"));
        }
        self.at = start + line.len() + 1;
        Ok((line, start))
    }

    /// Requires an empty line.
    pub(super) fn blank(&mut self) -> Result<(), CatalogueError> {
        match self.next()? {
            ("", _) => Ok(()),
            (line, _) => {
                let found = format!("expected an empty line, found {}", quote(line));
                Err(error(self.number, 1, &found))
            }
        }
    }
}

/// The beginning of a text, in backticks and escaped.
pub(super) fn quote(text: &str) -> String {
    let shown: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    format!("`{shown}`")
}

pub(super) fn error(line: usize, column: usize, message: &str) -> CatalogueError {
    CatalogueError { line, column, message: message.to_owned() }
}
