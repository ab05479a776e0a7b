//! The header and the index, which precede the blocks of a stored catalogue.

use std::fmt;
use std::ops::Range;

use super::action::{LONGEST_ACTION, is_name_character};
use super::catalogue_text::{CatalogueError, Lines, error, quote};

const KEYS: [&str; 7] = ["paredown-catalogue", "source", "version", "date", "sha256", "services", "actions"];

/// The longest value of the header, in bytes.
const LONGEST_VALUE: usize = 200;

/// The shortest line of a block: two characters and a line break. Counts that cannot be true are refused before
/// memory is reserved for them.
const SHORTEST_LINE: usize = 3;

/// The catalogue that a claim is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueIdentity {
    /// The source of the list: for a catalogue read from a file or folder, its name.
    pub source: String,
    /// The version that the source gives; `None` if it was read from a file.
    pub version: Option<String>,
    /// The date of the list (`YYYY-MM-DD`); `None` if it was read from a file.
    pub date: Option<String>,
    /// SHA-256, in hex, of the canonical listing: `service:Action` and a line feed for each action, services
    /// sorted by bytes, actions by folded name. It does not depend on how a catalogue is stored.
    pub sha256: String,
    /// The number of services.
    pub services: usize,
    /// The number of actions.
    pub actions: usize,
}

impl fmt::Display for CatalogueIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version.as_deref().map(|v| format!(" {v}")).unwrap_or_default();
        let date = self.date.as_deref().map(|d| format!(" of {d}")).unwrap_or_default();
        let digest: String = self.sha256.chars().take(12).collect();
        write!(f, "catalogue {}{version}{date} (sha256 {digest})", self.source)
    }
}

/// A service: the place of its name, its number of actions, and the place of its block.
pub(super) type IndexRow = (Range<usize>, usize, Range<usize>);

/// The header and the index of a stored catalogue. Checks that the blocks fill the rest of the text, but not what
/// is in them.
pub(super) fn open(text: &str) -> Result<(CatalogueIdentity, Vec<IndexRow>), CatalogueError> {
    let mut lines = Lines { text, at: 0, number: 0 };
    let identity = header(&mut lines)?;
    lines.blank()?;
    let rows = index(&mut lines, &identity)?;
    lines.blank()?;
    let mut at = lines.at;
    let mut placed = Vec::with_capacity(rows.len());
    for (name, count, bytes) in rows {
        let start = at;
        at = at.saturating_add(bytes);
        placed.push((name, count, start..at));
    }
    if at != text.len() {
        return Err(error(lines.number, 1, "the blocks are not as long as the index says"));
    }
    Ok((identity, placed))
}

fn header(lines: &mut Lines<'_>) -> Result<CatalogueIdentity, CatalogueError> {
    let mut values = [""; KEYS.len()];
    for (key, value) in KEYS.iter().zip(&mut values) {
        let (line, _) = lines.next()?;
        let found = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
        *value = found
            .ok_or_else(|| error(lines.number, 1, &format!("expected `{key} …`, found {}", quote(line))))?;
        printable(value, lines.number, key.len() + 2)?;
    }
    let [format, source, version, date, sha256, services, actions] = values;
    if format != "1" {
        return Err(error(1, 20, "this version reads catalogue format 1 only"));
    }
    let optional = |value: &str| Some(value.to_owned()).filter(|value| value != "-");
    if !version.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_')) {
        return Err(error(3, 9, &format!("{} is not a version", quote(version))));
    }
    if date != "-" && !is_date(date) {
        return Err(error(4, 6, &format!("{} is not a date such as `2026-01-31`", quote(date))));
    }
    let identity = CatalogueIdentity {
        source: source.to_owned(),
        version: optional(version),
        date: optional(date),
        sha256: sha256.to_owned(),
        services: number(services, 6, 10)?,
        actions: number(actions, 7, 9)?,
    };
    if identity.actions == 0 {
        return Err(error(7, 9, "the catalogue has no actions"));
    }
    Ok(identity)
}

/// Refuses a value that is empty, too long for people to read, or able to control a terminal.
fn printable(value: &str, line: usize, column: usize) -> Result<(), CatalogueError> {
    if value.is_empty() {
        return Err(error(line, column, "a value is missing"));
    }
    if value.len() > LONGEST_VALUE {
        return Err(error(line, column, &format!("the value has more than {LONGEST_VALUE} bytes")));
    }
    let odd = value.chars().position(|c| c != ' ' && !c.is_ascii_graphic());
    let Some(odd) = odd else { return Ok(()) };
    Err(error(line, column + odd, &format!("the value {} has other characters than ASCII's", quote(value))))
}

/// Whether a text has the form `YYYY-MM-DD` and is a date.
fn is_date(text: &str) -> bool {
    let parts = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    text.len() == 10 && parts && text.parse::<jiff::civil::Date>().is_ok()
}

fn index(
    lines: &mut Lines<'_>,
    identity: &CatalogueIdentity,
) -> Result<Vec<(Range<usize>, usize, usize)>, CatalogueError> {
    let mut rows: Vec<(Range<usize>, usize, usize)> = Vec::new();
    let (mut total, mut previous) = (0_usize, "");
    for _ in 0..identity.services {
        let (line, start) = lines.next()?;
        let mut fields = line.split(' ');
        let fields = (fields.next(), fields.next(), fields.next(), fields.next());
        let (Some(name), Some(count), Some(bytes), None) = fields else {
            let found = format!("expected `service actions bytes`, found {}", quote(line));
            return Err(error(lines.number, 1, &found));
        };
        check_name(name, true, lines.number, 1)?;
        if previous >= name {
            let found = if previous == name {
                format!("duplicate service {} in the catalogue", quote(name))
            } else {
                "the services of the index are not sorted".to_owned()
            };
            return Err(error(lines.number, 1, &found));
        }
        previous = name;
        let column = name.len() + 2;
        let (actions, length) =
            (number(count, lines.number, column)?, number(bytes, lines.number, column + count.len() + 1)?);
        if actions == 0 || actions.checked_mul(SHORTEST_LINE).is_none_or(|least| least > length) {
            let found = format!("{length} bytes cannot be the block of {actions} actions");
            return Err(error(lines.number, column, &found));
        }
        total = total.saturating_add(actions);
        rows.push((start..start + name.len(), actions, length));
    }
    if total != identity.actions {
        return Err(error(7, 9, "the index does not add up to the number of actions"));
    }
    Ok(rows)
}

/// Refuses what is not the name of a service or action. Services are folded in a catalogue.
pub(super) fn check_name(
    name: &str,
    service: bool,
    line: usize,
    column: usize,
) -> Result<(), CatalogueError> {
    let what = if service { "a service" } else { "an action" };
    if name.is_empty() {
        return Err(error(line, column, &format!("the name of {what} is empty")));
    }
    if name.len() > LONGEST_ACTION {
        return Err(error(line, column, &format!("the name of {what} has {} bytes", name.len())));
    }
    if let Some(at) = name.chars().position(|c| !is_name_character(c, service)) {
        return Err(error(line, column + at, &format!("{} is not the name of {what}", quote(name))));
    }
    match name.chars().position(|c| service && c.is_ascii_uppercase()) {
        Some(at) => {
            let message = format!(
                "the service {} has upper-case letters, which a catalogue does not have",
                quote(name)
            );
            Err(error(line, column + at, &message))
        }
        None => Ok(()),
    }
}

/// A decimal number without sign or leading zeros.
fn number(text: &str, line: usize, column: usize) -> Result<usize, CatalogueError> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = text.parse().ok().filter(|_| plain);
    number.ok_or_else(|| error(line, column, &format!("expected a number, found {}", quote(text))))
}
