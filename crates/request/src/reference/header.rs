//! The header and the index, which precede the blocks of a stored reference.

use std::fmt;
use std::ops::Range;

use super::lines::{Lines, ReferenceError, error, number};

const KEYS: [&str; 10] = [
    "paredown-reference",
    "source",
    "version",
    "date",
    "catalogue",
    "sha256",
    "blocks",
    "types",
    "actions",
    "keys",
];

/// The reference that a claim is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceIdentity {
    /// The source of the facts.
    pub source: String,
    /// The version of the source.
    pub version: String,
    /// The date of the facts (`YYYY-MM-DD`).
    pub date: String,
    /// The SHA-256 of the catalogue whose actions the reference is about.
    pub catalogue: String,
    /// SHA-256, in hex, of the facts; it does not depend on how they are stored (`data/README.md`).
    pub sha256: String,
    /// The number of resource types, those of each service counted apart.
    pub types: usize,
    /// The number of actions.
    pub actions: usize,
    /// The number of condition keys.
    pub keys: usize,
}

impl fmt::Display for ReferenceIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digest: String = self.sha256.chars().take(12).collect();
        write!(f, "reference {} {} of {} (sha256 {digest})", self.source, self.version, self.date)
    }
}

/// A line of the index.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The place of the name.
    pub(super) name: Range<usize>,
    /// How many resource types the block has.
    pub(super) types: usize,
    /// How many sets of resource types.
    pub(super) sets: usize,
    /// How many actions.
    pub(super) actions: usize,
    /// How many keys.
    pub(super) keys: usize,
    /// The place of the block.
    pub(super) block: Range<usize>,
}

/// The header and the index of a stored reference. Checks that the blocks fill the rest of the text, but not what
/// is in them.
pub(super) fn open(text: &str) -> Result<(ReferenceIdentity, Vec<Row>), ReferenceError> {
    if !text.is_ascii() {
        return Err(error(0, "the reference has other characters than ASCII's"));
    }
    let mut lines = Lines::new(text);
    let mut values = [""; KEYS.len()];
    for (key, value) in KEYS.iter().zip(&mut values) {
        let line = lines.next()?.0;
        let found = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        let found = found.filter(|found| !found.is_empty() && found.chars().all(|c| !c.is_ascii_control()));
        *value = found.ok_or_else(|| lines.error(&format!("expected `{key} …`")))?;
    }
    let [format, source, version, date, catalogue, sha256, blocks, types, actions, keys] = values;
    if format != "1" {
        return Err(error(1, "this version reads reference format 1 only"));
    }
    let count = |text: &str, line| number(text).ok_or_else(|| error(line, "expected a number after the key"));
    let blocks = count(blocks, 7)?;
    let identity = ReferenceIdentity {
        source: source.to_owned(),
        version: version.to_owned(),
        date: date.to_owned(),
        catalogue: catalogue.to_owned(),
        sha256: sha256.to_owned(),
        types: count(types, 8)?,
        actions: count(actions, 9)?,
        keys: count(keys, 10)?,
    };
    lines.blank()?;
    let rows = index(&mut lines, blocks, text.len())?;
    let total = |part: fn(&Row) -> usize| rows.iter().map(part).fold(0, usize::saturating_add);
    for (line, said, found) in [
        (8, identity.types, total(|row| row.types)),
        (9, identity.actions, total(|row| row.actions)),
        (10, identity.keys, total(|row| row.keys)),
    ] {
        if said != found {
            return Err(error(line, "the index does not add up to this number"));
        }
    }
    Ok((identity, rows))
}

/// The rows of the index, sorted by name, whose blocks fill a text of this length.
fn index(lines: &mut Lines<'_>, blocks: usize, length: usize) -> Result<Vec<Row>, ReferenceError> {
    let mut rows = Vec::new();
    let mut previous = "";
    for _ in 0..blocks {
        let (line, start) = lines.next()?;
        let mut fields = line.split(' ');
        let name = fields.next().unwrap_or_default();
        let mut next = || fields.next().and_then(number);
        let numbers = (next(), next(), next(), next(), next());
        let (Some(types), Some(sets), Some(actions), Some(keys), Some(bytes)) = numbers else {
            return Err(lines.error("expected `name types sets actions keys bytes`"));
        };
        if fields.next().is_some() {
            return Err(lines.error("expected nothing after `name types sets actions keys bytes`"));
        }
        if previous >= name {
            return Err(lines.error("the names of the index are not sorted"));
        }
        previous = name;
        rows.push(Row { name: start..start + name.len(), types, sets, actions, keys, block: 0..bytes });
    }
    lines.blank()?;
    let mut at = lines.place();
    for row in &mut rows {
        let end = at.saturating_add(row.block.end);
        row.block = at..end;
        at = end;
    }
    if at == length { Ok(rows) } else { Err(lines.error("the blocks are not as long as the index says")) }
}
