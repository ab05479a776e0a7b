//! Catalogues: finite, dated sets of known actions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::catalogue_entry::{AccessLevel, Entry};
use super::catalogue_header::{CatalogueIdentity, IndexRow, check_name, open};
use super::catalogue_text::{CatalogueError, decode, encode, error};

/// The built-in catalogue; see `data/README.md` for its source and licence.
const EMBEDDED: &str = include_str!("../../data/catalogue.txt");

/// What a catalogue file says of itself. Anybody can write that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueLabel {
    /// The stated source of the list.
    pub source: String,
    /// The stated version.
    pub version: Option<String>,
    /// The stated date.
    pub date: Option<String>,
}

/// A set of known actions. A service is decoded once, when it is first asked for, so opening a large catalogue
/// costs little more than reading its index.
#[derive(Clone, Debug)]
pub struct Catalogue {
    identity: CatalogueIdentity,
    stated: Option<CatalogueLabel>,
    text: Cow<'static, str>,
    /// The block of each service, with its number of actions and its place in the text; sorted by name.
    index: Vec<IndexRow>,
    /// The decoded actions of each service, in the order of the index.
    decoded: Vec<OnceLock<Vec<Entry>>>,
}

impl Catalogue {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// The built-in file is damaged.
    pub fn embedded() -> Result<Self, CatalogueError> {
        Self::open(Cow::Borrowed(EMBEDDED))
    }

    /// The catalogue in `text`, which is in paredown's own format (`data/README.md`), under the name of the file
    /// that it was read from.
    ///
    /// # Errors
    /// The first violation of the format: in the header, the names, their order, the counts or the digest.
    pub fn from_text(text: String, file: &str) -> Result<Self, CatalogueError> {
        let mut catalogue = Self::open(Cow::Owned(text))?;
        catalogue.check()?;
        let identity = &mut catalogue.identity;
        let source = std::mem::replace(&mut identity.source, file.to_owned());
        catalogue.stated =
            Some(CatalogueLabel { source, version: identity.version.take(), date: identity.date.take() });
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
            return Err(error(0, 0, "the catalogue has no actions"));
        }
        let text = format!(
            "paredown-catalogue 1\nsource -\nversion -\ndate -\nsha256 -\n\
             services {service_count}\nactions {action_count}\n\n{index}\n{blocks}"
        );
        let mut catalogue = Self::open(Cow::Owned(text))?;
        source.clone_into(&mut catalogue.identity.source);
        catalogue.identity.sha256 = catalogue.digest()?;
        Ok(catalogue)
    }

    /// Which catalogue this is.
    pub fn identity(&self) -> &CatalogueIdentity {
        &self.identity
    }

    /// What the catalogue says of itself, if it was read from a file whose format has this.
    pub fn stated(&self) -> Option<&CatalogueLabel> {
        self.stated.as_ref()
    }

    /// The names of the services, sorted.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.index.iter().filter_map(|(name, ..)| self.text.get(name.clone()))
    }

    /// Whether the catalogue knows the folded service.
    pub fn has_service(&self, service: &str) -> bool {
        self.find(service).is_some()
    }

    /// The actions of a folded service, sorted by folded name; empty if the service is unknown.
    pub fn service(&self, service: &str) -> &[Entry] {
        let Some((row, decoded)) = self.find(service) else { return &[] };
        decoded.get_or_init(|| self.decoded(row).unwrap_or_default())
    }

    fn find(&self, service: &str) -> Option<(&IndexRow, &OnceLock<Vec<Entry>>)> {
        let name = |row: &IndexRow| self.text.get(row.0.clone()).unwrap_or_default();
        let at = self.index.binary_search_by(|row| name(row).cmp(service)).ok()?;
        self.index.get(at).zip(self.decoded.get(at))
    }

    /// Reads the header and the index; the blocks are decoded later.
    fn open(text: Cow<'static, str>) -> Result<Self, CatalogueError> {
        let (identity, index) = open(&text)?;
        let decoded = index.iter().map(|_| OnceLock::new()).collect();
        Ok(Self { identity, stated: None, text, index, decoded })
    }

    /// Checks every name, and the digest.
    fn check(&self) -> Result<(), CatalogueError> {
        let mut line = self.index.first().map_or(0, |row| self.first_line(row));
        for row in &self.index {
            for entry in self.decoded(row)? {
                let name = entry.action.spelling().split_once(':').map_or("", |(_, name)| name);
                // The column depends on how much the name shares with the previous one.
                check_name(name, false, line, 3).map_err(|error| CatalogueError { column: 3, ..error })?;
                line += 1;
            }
        }
        if self.digest()? == self.identity.sha256 {
            return Ok(());
        }
        Err(error(5, 8, "the catalogue's SHA-256 is not that of its actions: it was changed"))
    }

    fn digest(&self) -> Result<String, CatalogueError> {
        let mut hash = Sha256::new();
        for row in &self.index {
            for entry in self.decoded(row)? {
                hash.update(entry.action.spelling().as_bytes());
                hash.update(b"\n");
            }
        }
        Ok(hex(&hash.finalize()))
    }

    /// The actions of a service, or what is wrong with its block.
    fn decoded(&self, row: &IndexRow) -> Result<Vec<Entry>, CatalogueError> {
        let (name, count, block) = row;
        let name = self.text.get(name.clone()).unwrap_or_default();
        let block = self.text.get(block.clone()).unwrap_or_default();
        decode(name, *count, block).map_err(|mut error| {
            error.line += self.first_line(row) - 1;
            error
        })
    }

    /// The line that a block begins on.
    fn first_line(&self, (_, _, block): &IndexRow) -> usize {
        self.text.get(..block.start).unwrap_or_default().matches('\n').count() + 1
    }
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
