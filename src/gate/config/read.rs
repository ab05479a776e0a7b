//! Reads `paredown.toml`.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::super::table::{Item, Table, did_you_mean, document, quoted};
use super::Config;
use super::certificates::Certificates;
use super::globs::Globs;
use super::levels::{AllLevels, levels};
use super::patterns::patterns;
use super::suppress::{self, Entry};
use crate::parse::{Diagnostic, Source};
use crate::prove::Engine;

pub(super) const KEYS: [&str; 14] = [
    "paths",
    "exclude",
    "engine",
    "catalogue",
    "keep",
    "unused",
    "used",
    "forbid",
    "certificates",
    "accepted",
    "allow-unchecked",
    "rules",
    "path",
    "suppress",
];

impl Config {
    /// The configuration in a file.
    ///
    /// # Errors
    /// It is not TOML, has an unknown key, or a value that is not what it should be: the first such thing, with its place.
    pub(crate) fn read(source: &Arc<Source>) -> Result<Self, Diagnostic> {
        document(source, "the configuration", &["version", "gate"], |top| {
            if let Some(version) = top.get("version") {
                let number = version.integer()?;
                if number != "1" {
                    let message = format!("there is no version {} of this file", quoted(number));
                    return Err(version.error(message, "this version of paredown knows `version = 1`"));
                }
            }
            let folder = Path::new(&source.name).parent().map(Path::to_path_buf).unwrap_or_default();
            let config = Self { prefix: prefix(&folder), folder, ..Self::default() };
            match top.get("gate") {
                Some(gate) => config.with(&gate.table("`gate`", &KEYS)?, source),
                None => Ok(config),
            }
        })
    }

    fn with(mut self, gate: &Table<'_>, source: &Arc<Source>) -> Result<Self, Diagnostic> {
        let globs = |key| gate.get(key).map(|item| Globs::read(&item)).transpose();
        let file = |key| gate.get(key).map(|item| self.file(&item)).transpose();
        let files = |key: &str| -> Result<Vec<PathBuf>, Diagnostic> {
            let Some(list) = gate.get(key) else { return Ok(Vec::new()) };
            list.list()?.iter().map(|item| self.file(item)).collect()
        };
        let (catalogue, accepted) = (file("catalogue")?, file("accepted")?);
        let (unused, used, forbid) = (files("unused")?, files("used")?, files("forbid")?);
        self.paths = globs("paths")?;
        self.exclude = globs("exclude")?.unwrap_or_default();
        self.engine = gate.get("engine").map(|item| engine(&item)).transpose()?;
        self.keep = gate.get("keep").map(|item| patterns(&item)).transpose()?.unwrap_or_default();
        if let Some(globs) = globs("certificates")? {
            self.certificates = Certificates::new(globs, source);
        }
        self.levels = all_levels(gate)?;
        let suppressions = gate.get("suppress").map(|item| item.tables("a suppression", &suppress::KEYS));
        for table in suppressions.transpose()?.unwrap_or_default() {
            self.suppressions.push(Entry::read(&table, source)?);
        }
        Ok(Self { catalogue, unused, used, forbid, accepted, ..self })
    }

    /// A file, from where the gate runs.
    fn file(&self, item: &Item<'_>) -> Result<PathBuf, Diagnostic> {
        let name = item.text()?;
        if name.get_ref() == "-" {
            return Err(item.error("standard input has no place here", "name a file"));
        }
        Ok(self.folder.join(name.get_ref()))
    }
}

fn engine(item: &Item<'_>) -> Result<Engine, Diagnostic> {
    let text = item.string()?;
    let engines = [Engine::Smt, Engine::Automata, Engine::Both];
    engines.into_iter().find(|engine| engine.name() == text.get_ref()).ok_or_else(|| {
        let help = did_you_mean(text.get_ref(), &engines.map(Engine::name));
        item.error(format!("there is no engine {}", quoted(text.get_ref())), help)
    })
}

fn all_levels(gate: &Table<'_>) -> Result<AllLevels, Diagnostic> {
    let mut all = AllLevels::default();
    if let Some(allow) = gate.get("allow-unchecked") {
        all.allow_unchecked = allow.boolean()?;
    }
    if let Some(rules) = gate.get("rules") {
        all.everywhere = levels(&rules)?;
    }
    let some = gate.get("path").map(|item| item.tables("`gate.path`", &["paths", "rules"])).transpose()?;
    for table in some.unwrap_or_default() {
        let (Some(paths), Some(rules)) = (table.get("paths"), table.get("rules")) else {
            let help = "write `paths = [\"sandbox/**\"]` and `rules = { no-new-access = \"warning\" }`";
            return Err(table.missing("`gate.path` needs both `paths` and `rules`", help));
        };
        all.somewhere.push((Globs::read(&paths)?, levels(&rules)?));
    }
    Ok(all)
}

/// What paths in a folder begin with; empty if it is not below the one where the gate runs.
fn prefix(folder: &Path) -> String {
    let mut prefix = String::new();
    for component in folder.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => prefix = format!("{prefix}{}/", name.to_string_lossy()),
            _ => return String::new(),
        }
    }
    prefix
}
