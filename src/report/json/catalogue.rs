//! The reports of `paredown catalogue`.

use serde::Serialize;

use super::Catalogue;
use crate::model::{self, CatalogueIdentity, Entry};

/// What a catalogue file says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogueLabel<'a> {
    source: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
}

impl<'a> From<&'a model::CatalogueLabel> for CatalogueLabel<'a> {
    fn from(stated: &'a model::CatalogueLabel) -> Self {
        Self { source: &stated.source, version: stated.version.as_deref(), date: stated.date.as_deref() }
    }
}

/// The report of `paredown catalogue --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogueReport<'a> {
    /// The catalogue.
    #[serde(flatten)]
    pub identity: Catalogue<'a>,
    /// What it says of itself; null if it is built in, or of a shape that has no place for this.
    pub stated: Option<CatalogueLabel<'a>>,
}

/// The report of `paredown catalogue PATTERN --format json`.
#[derive(Debug, Serialize)]
pub struct MatchingReport<'a> {
    pattern: &'a str,
    actions: Vec<Matched<'a>>,
    catalogue: Catalogue<'a>,
}

/// An action that a pattern matches.
#[derive(Debug, Serialize)]
struct Matched<'a> {
    action: &'a str,
    level: String,
}

impl<'a> MatchingReport<'a> {
    /// The report on a pattern and what it matches.
    pub fn new(pattern: &'a str, found: &[&'a Entry], catalogue: &'a CatalogueIdentity) -> Self {
        let matched =
            |entry: &&'a Entry| Matched { action: entry.action.spelling(), level: entry.level.to_string() };
        Self { pattern, actions: found.iter().map(matched).collect(), catalogue: catalogue.into() }
    }
}
