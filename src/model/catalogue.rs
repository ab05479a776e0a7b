//! Catalogues: finite, dated sets of known actions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::Action;
use super::catalogue_text::{Lines, decode, encode, error, number, shorten};

/// The catalogue that is built in; see `data/README.md` for its source and licence.
const EMBEDDED: &str = include_str!("../../data/catalogue.txt");

/// What AWS says an action does, in its service authorization reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccessLevel {
    /// Lists resources.
    List,
    /// Reads.
    Read,
    /// Creates, changes or deletes.
    Write,
    /// Changes only tags.
    Tagging,
    /// Changes who may do what.
    PermissionsManagement,
    /// The catalogue does not say.
    Unknown,
}

impl AccessLevel {
    const LETTERS: [(AccessLevel, u8); 6] = [
        (Self::List, b'L'),
        (Self::Read, b'R'),
        (Self::Write, b'W'),
        (Self::Tagging, b'T'),
        (Self::PermissionsManagement, b'P'),
        (Self::Unknown, b'-'),
    ];

    pub(super) fn letter(self) -> u8 {
        let known = Self::LETTERS.iter().find(|(level, _)| *level == self);
        known.map_or(b'-', |&(_, letter)| letter)
    }

    pub(super) fn of_letter(letter: u8) -> Option<Self> {
        let known = Self::LETTERS.iter().find(|&&(_, known)| known == letter);
        known.map(|&(level, _)| level)
    }
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Tagging => "tagging",
            Self::PermissionsManagement => "permissions management",
            Self::Unknown => "unknown",
        })
    }
}

/// Which catalogue a claim is relative to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueIdentity {
    /// Where the list comes from.
    pub source: String,
    /// The version that the source gives it, if any.
    pub version: Option<String>,
    /// The day it stands for (`YYYY-MM-DD`), if known.
    pub date: Option<String>,
    /// SHA-256, in hex, of the canonical listing: `service:Action` and a line feed for each action,
    /// services by bytes, actions by lower-cased name. It does not depend on how a catalogue is stored.
    pub sha256: String,
    /// How many services.
    pub services: usize,
    /// How many actions.
    pub actions: usize,
}

/// One action of a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The action, spelled as the catalogue spells it.
    pub action: Action,
    /// Its access level.
    pub level: AccessLevel,
}

/// Why a text is no catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueError {
    /// The line of the text, from 1; 0 when there is no text.
    pub line: usize,
    /// What is wrong, as a sentence.
    pub message: String,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CatalogueError {}

/// A set of known actions. Services are decoded when they are asked for, so that opening a large
/// catalogue costs little more than reading its index.
#[derive(Clone, Debug)]
pub struct Catalogue {
    identity: CatalogueIdentity,
    text: Cow<'static, str>,
    /// The block of each service: actions and place in the text; sorted by name.
    index: Vec<(Range<usize>, usize, Range<usize>)>,
}

impl Catalogue {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// Only if the file that was built in is damaged.
    pub fn embedded() -> Result<Self, CatalogueError> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// A catalogue in paredown's own format (`data/README.md`), with its digest and totals checked.
    pub fn from_text(text: String) -> Result<Self, CatalogueError> {
        let catalogue = Self::open(Cow::Owned(text))?;
        catalogue.check()?;
        Ok(catalogue)
    }

    /// A catalogue from lists of names. Names are taken as given; services are folded.
    pub fn from_services(
        source: &str,
        services: BTreeMap<String, Vec<(String, AccessLevel)>>,
    ) -> Result<Self, CatalogueError> {
        let mut index = String::new();
        let mut blocks = String::new();
        let (mut service_count, mut action_count) = (0, 0);
        for (service, mut names) in services {
            names.sort_by_cached_key(|(name, _)| name.to_ascii_lowercase());
            let block = encode(&service, &names)?;
            let _ = writeln!(index, "{service} {} {}", names.len(), block.len());
            blocks.push_str(&block);
            service_count += 1;
            action_count += names.len();
        }
        if action_count == 0 {
            return Err(error(0, "the catalogue has no actions"));
        }
        let text = format!(
            "paredown-catalogue 1\nsource {source}\nversion -\ndate -\nsha256 -\n\
             services {service_count}\nactions {action_count}\n\n{index}\n{blocks}"
        );
        let mut catalogue = Self::open(Cow::Owned(text))?;
        catalogue.identity.sha256 = catalogue.digest()?;
        Ok(catalogue)
    }

    /// Which catalogue this is.
    pub fn identity(&self) -> &CatalogueIdentity {
        &self.identity
    }

    /// The names of the services, sorted.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.index.iter().filter_map(|(name, ..)| self.text.get(name.clone()))
    }

    /// Whether the catalogue knows the folded service.
    pub fn has_service(&self, service: &str) -> bool {
        self.find(service).is_some()
    }

    /// The actions of a folded service, sorted by folded name; none if it is unknown.
    pub fn service(&self, service: &str) -> Vec<Entry> {
        self.find(service)
            .and_then(|(_, count, block)| decode(service, *count, self.text.get(block.clone())?))
            .unwrap_or_default()
    }

    fn find(&self, service: &str) -> Option<&(Range<usize>, usize, Range<usize>)> {
        let name =
            |row: &(Range<usize>, usize, Range<usize>)| self.text.get(row.0.clone()).unwrap_or_default();
        let at = self.index.binary_search_by(|row| name(row).cmp(service)).ok()?;
        self.index.get(at)
    }

    /// Reads header and index; the blocks stay as they are.
    fn open(text: Cow<'static, str>) -> Result<Self, CatalogueError> {
        let mut lines = Lines { text: &text, at: 0, number: 0 };
        let mut header = BTreeMap::new();
        for key in ["paredown-catalogue", "source", "version", "date", "sha256", "services", "actions"] {
            let (line, _) = lines.next()?;
            let value = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(' '));
            let value = value.ok_or_else(|| {
                error(lines.number, &format!("expected `{key} …`, found `{}`", shorten(line)))
            })?;
            header.insert(key, value.to_owned());
        }
        let mut take = |key: &str| header.remove(key).unwrap_or_default();
        if take("paredown-catalogue") != "1" {
            return Err(error(1, "this version reads catalogue format 1 only"));
        }
        let known = |value: String| Some(value).filter(|value| value != "-");
        let identity = CatalogueIdentity {
            source: take("source"),
            version: known(take("version")),
            date: known(take("date")),
            sha256: take("sha256"),
            services: number(&take("services"), 6)?,
            actions: number(&take("actions"), 7)?,
        };
        lines.blank()?;
        let mut index: Vec<(Range<usize>, usize, usize)> = Vec::with_capacity(identity.services);
        for _ in 0..identity.services {
            let (line, start) = lines.next()?;
            let mut fields = line.split(' ');
            let name = fields.next().filter(|name| !name.is_empty());
            let counts = (fields.next(), fields.next(), fields.next());
            let (Some(name), (Some(count), Some(bytes), None)) = (name, counts) else {
                let found = format!("expected `service actions bytes`, found `{}`", shorten(line));
                return Err(error(lines.number, &found));
            };
            let row = (start..start + name.len(), number(count, lines.number)?, number(bytes, lines.number)?);
            index.push(row);
        }
        lines.blank()?;
        let mut at = lines.at;
        let index: Vec<_> = index
            .into_iter()
            .map(|(name, count, bytes)| {
                let start = at;
                at = at.saturating_add(bytes);
                (name, count, start..at)
            })
            .collect();
        if at != text.len() {
            return Err(error(lines.number, "the blocks are not as long as the index says"));
        }
        let total: usize = index.iter().map(|(_, count, _)| count).sum();
        if total != identity.actions {
            return Err(error(7, "the index does not add up to the number of actions"));
        }
        let names: Vec<&str> = index.iter().filter_map(|(name, ..)| text.get(name.clone())).collect();
        if !names.is_sorted_by(|a, b| a < b) {
            return Err(error(9, "the services of the index are not sorted"));
        }
        Ok(Self { identity, text, index })
    }

    /// Decodes everything and compares the digest.
    fn check(&self) -> Result<(), CatalogueError> {
        if self.digest()? == self.identity.sha256 {
            return Ok(());
        }
        Err(error(5, "the catalogue's SHA-256 is not that of its actions: it was changed"))
    }

    fn digest(&self) -> Result<String, CatalogueError> {
        let mut hash = Sha256::new();
        for (name, count, block) in &self.index {
            let name = self.text.get(name.clone()).unwrap_or_default();
            let entries = self.text.get(block.clone()).and_then(|block| decode(name, *count, block));
            let entries =
                entries.ok_or_else(|| error(0, &format!("the block of service `{name}` is damaged")))?;
            for entry in entries {
                hash.update(entry.action.spelling().as_bytes());
                hash.update(b"\n");
            }
        }
        Ok(hex(&hash.finalize()))
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
