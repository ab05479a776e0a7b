//! The configuration of the gate: `paredown.toml`.

mod apply;
mod certificates;
pub(in crate::gate) mod globs;
mod init;
mod levels;
pub(in crate::gate) mod patterns;
mod read;
mod suppress;
#[cfg(test)]
pub(in crate::gate) mod tests;

use std::path::{Path, PathBuf};

pub(crate) use init::init;

use self::certificates::Certificates;
use self::globs::Globs;
use self::levels::AllLevels;
use self::suppress::Entry;
use super::rule::{Level, Rule};
use crate::model::Pattern;
use crate::parse::Diagnostic;
use crate::prove::Engine;

/// What `paredown.toml` says, and what goes before it. All of it may be left out.
///
/// In the file, `version = 1` is the version of its format; everything else is in `[gate]`, each key with the name of its
/// field here and `-` for `_`, unless that says otherwise. Names of files are relative to the folder of the file. So are
/// globs, if that folder is the one where the gate runs or below it; otherwise they are relative to the one where it runs.
/// [`globs`] says how they are written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// The folder of the file, as the file was named.
    folder: PathBuf,
    /// What paths in that folder begin with, if it is below the one where the gate runs; ends with `/` if it is not empty.
    prefix: String,
    /// `paths`: globs of what is read; everything, if it is left out.
    paths: Option<Globs>,
    /// `exclude`: globs of what is not read.
    exclude: Globs,
    /// `engine`: `smt`, `automata` or `both`.
    engine: Option<Engine>,
    /// `catalogue`: the file of known actions; the built-in one, if it is left out.
    catalogue: Option<PathBuf>,
    /// `keep`: patterns of actions that stay, whatever is found unused.
    keep: Vec<Pattern>,
    /// `unused`: findings, or folders of analyses, for the rule no-unused-back.
    unused: Vec<PathBuf>,
    /// `used`: lists of actions, or folders of analyses, for the rule no-used-lost.
    used: Vec<PathBuf>,
    /// `forbid`: files that say what must stay denied.
    forbid: Vec<PathBuf>,
    /// `certificates`: globs of certificates that have to fit still.
    certificates: Certificates,
    /// `accepted`: the file of accepted findings.
    accepted: Option<PathBuf>,
    /// `allow-unchecked`: nothing that is not understood is more than a warning. `[gate.rules]`: levels by rule, which are
    /// `error`, `warning`, `note` or `off`. `[[gate.path]]`: `rules` as there, but for `paths` only; the last one wins.
    levels: AllLevels,
    /// `[[gate.suppress]]`: findings that do not count.
    suppressions: Vec<Entry>,
}

impl Config {
    /// The level of what a rule finds in a file, by its path; `None` if the rule is off there. By default everything is an
    /// error but what the rule `fits` finds, a warning. A suppression that is not needed is never more than a warning.
    pub(crate) fn level(&self, rule: Rule, path: &str) -> Option<Level> {
        self.levels.level(rule, self.own(path))
    }

    /// Sets the levels of rules everywhere, whatever the file says. The last one wins.
    pub(crate) fn override_levels(&mut self, levels: &[(Rule, Option<Level>)]) {
        self.levels.over.extend(levels.iter().copied());
    }

    /// Lets nothing that is not understood be more than a warning.
    pub(crate) fn allow_unchecked(&mut self) {
        self.levels.allow_unchecked = true;
    }

    /// Whether a file is read, by its path.
    pub(crate) fn reads(&self, path: &str) -> bool {
        let Some(own) = self.own(path) else { return self.paths.is_none() };
        self.paths.as_ref().is_none_or(|globs| globs.matches(own)) && !self.exclude.matches(own)
    }

    /// The engine, if the file names one.
    pub(crate) fn engine(&self) -> Option<Engine> {
        self.engine
    }

    /// The catalogue, if the file names one.
    pub(crate) fn catalogue(&self) -> Option<&Path> {
        self.catalogue.as_deref()
    }

    /// The patterns of actions that stay.
    pub(crate) fn keep(&self) -> &[Pattern] {
        &self.keep
    }

    /// What says what is unused.
    pub(crate) fn unused(&self) -> &[PathBuf] {
        &self.unused
    }

    /// What says what is used.
    pub(crate) fn used(&self) -> &[PathBuf] {
        &self.used
    }

    /// What says what must stay denied.
    pub(crate) fn forbid(&self) -> &[PathBuf] {
        &self.forbid
    }

    /// The certificates that have to fit still, by path. Symbolic links to folders are not followed.
    ///
    /// # Errors
    /// A glob matches no file (who takes out a certificate has to take out its glob), or a folder cannot be read.
    pub(crate) fn certificates(&self) -> Result<Vec<PathBuf>, Diagnostic> {
        self.certificates.find(&self.folder)
    }

    /// The accepted findings, if the file names some.
    pub(crate) fn accepted(&self) -> Option<&Path> {
        self.accepted.as_deref()
    }

    /// The path relative to the folder of the file; `None` if it is not in there.
    fn own<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix("./").unwrap_or(path).strip_prefix(&self.prefix)
    }
}
