//! The stored form of a catalogue: front-coded blocks, and reading it line by line. The format is
//! described in `data/README.md`.

use super::{AccessLevel, Action, CatalogueError, Entry};

/// Front-codes the sorted names of one service.
pub(super) fn encode(service: &str, names: &[(String, AccessLevel)]) -> Result<String, CatalogueError> {
    let mut block = String::new();
    let mut previous = "";
    for (name, level) in names {
        if previous.eq_ignore_ascii_case(name) {
            return Err(error(0, &format!("`{service}:{name}` stands twice in the catalogue")));
        }
        let shared = previous.bytes().zip(name.bytes()).take(78).take_while(|(a, b)| a == b).count();
        let shared_letter = u8::try_from(shared).unwrap_or(0) + b'0';
        block.push(char::from(shared_letter));
        block.push(char::from(level.letter()));
        block.push_str(name.get(shared..).unwrap_or_default());
        block.push('\n');
        previous = name;
    }
    Ok(block)
}

/// The entries of a block; nothing if it is damaged.
pub(super) fn decode(service: &str, count: usize, block: &str) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::with_capacity(count);
    let mut spelling = format!("{service}:");
    let name_start = spelling.len();
    for line in block.strip_suffix('\n')?.split('\n') {
        let (&shared, &level) = (line.as_bytes().first()?, line.as_bytes().get(1)?);
        let keep = name_start + usize::from(shared.checked_sub(b'0')?);
        if keep > spelling.len() || !spelling.is_char_boundary(keep) {
            return None;
        }
        spelling.truncate(keep);
        spelling.push_str(line.get(2..)?);
        let action = Action::new(spelling.as_str());
        let sorted = entries.last().is_none_or(|last| last.action.folded() < action.folded());
        if !sorted {
            return None;
        }
        entries.push(Entry { action, level: AccessLevel::of_letter(level)? });
    }
    (entries.len() == count).then_some(entries)
}

/// The lines of a text, with their numbers.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) number: usize,
}

impl<'a> Lines<'a> {
    /// The next line and where it starts.
    pub(super) fn next(&mut self) -> Result<(&'a str, usize), CatalogueError> {
        let start = self.at;
        self.number += 1;
        let rest = self.text.get(start..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        if line.len() == rest.len() {
            return Err(error(self.number, "the catalogue ends in the middle"));
        }
        self.at = start + line.len() + 1;
        Ok((line, start))
    }

    /// The next line must be empty.
    pub(super) fn blank(&mut self) -> Result<(), CatalogueError> {
        match self.next()? {
            ("", _) => Ok(()),
            (line, _) => {
                let found = format!("expected an empty line, found `{}`", shorten(line));
                Err(error(self.number, &found))
            }
        }
    }
}

pub(super) fn shorten(line: &str) -> String {
    line.chars().take(40).collect()
}

pub(super) fn number(text: &str, line: usize) -> Result<usize, CatalogueError> {
    text.parse().map_err(|_| error(line, &format!("expected a number, found `{}`", shorten(text))))
}

pub(super) fn error(line: usize, message: &str) -> CatalogueError {
    CatalogueError { line, message: message.to_owned() }
}
