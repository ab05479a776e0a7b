//! Globs: which paths are meant.
//!
//! `*` is any number of characters and `?` is one, neither of them `/`; `**` as a whole part of the path is any number of
//! folders, none included: `iam/**` is all that is below `iam`, `**/x.json` is every `x.json`. `[ab]` and `[a-z]` are one of
//! some characters, `[!a]` is one other, `{a,b}` is either. Names that begin with a dot are nothing special, and upper and
//! lower case differ; `?` and brackets are about ASCII characters. A glob is for the whole path: `iam` alone is not what is
//! below it. Paths have `/` on every system.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::super::table::{Item, Written, quoted};
use crate::parse::Diagnostic;

/// Some globs. A path is meant if one of them matches it.
#[derive(Clone, Debug, Default)]
pub(in crate::gate) struct Globs {
    set: GlobSet,
    texts: Vec<Written>,
}

/// The characters of the longest glob. What it becomes is limited by [`globset`], and nested no deeper than this.
const LONGEST: usize = 1000;

impl Globs {
    /// Those in a list.
    ///
    /// # Errors
    /// One is not a glob, or matches no path that the gate may have.
    pub(in crate::gate) fn read(item: &Item<'_>) -> Result<Self, Diagnostic> {
        let mut set = GlobSetBuilder::new();
        let mut texts = Vec::new();
        for item in item.list()? {
            let text = item.text()?;
            set.add(glob(&item, text.get_ref())?);
            texts.push(text);
        }
        let set =
            set.build().map_err(|error| item.error(error.to_string(), "write fewer or simpler globs"))?;
        Ok(Self { set, texts })
    }

    /// Whether one of them matches a path.
    pub(in crate::gate) fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }

    /// Whether the one with a number matches a path.
    pub(in crate::gate) fn has(&self, number: usize, path: &str) -> bool {
        self.set.matches(path).contains(&number)
    }

    /// They themselves, with their places.
    pub(in crate::gate) fn texts(&self) -> &[Written] {
        &self.texts
    }
}

fn glob(item: &Item<'_>, text: &str) -> Result<globset::Glob, Diagnostic> {
    let refused = |why: &str, help: &str| Err(item.error(format!("{} {why}", quoted(text)), help));
    if text.chars().count() > LONGEST {
        return refused("is longer than 1000 characters", "write several globs");
    }
    if text.contains('\\') {
        return refused(
            "has a `\\`",
            "write paths with `/`; a character that means something in globs is itself in brackets: `[*]`",
        );
    }
    if text.starts_with('/') || text.split('/').any(|part| matches!(part, "." | "..")) {
        return refused("matches no path", "paths are relative, and have neither `.` nor `..`");
    }
    if text.ends_with('/') {
        return refused("matches no path", "write `/**` at its end for all that is below a folder");
    }
    // Patterns are matched by bytes, of which such a character has several.
    if text.split('[').skip(1).any(|part| !part.split(']').next().unwrap_or_default().is_ascii()) {
        return refused("has a character in brackets that is not ASCII", "write `{ä,ö}` instead of `[äö]`");
    }
    GlobBuilder::new(text)
        .literal_separator(true)
        .build()
        .map_err(|error| item.error(format!("{} is not a glob: {}", quoted(text), error.kind()), ITSELF))
}

const ITSELF: &str = "a character that means something in globs is itself in brackets: `[*]`";

/// Whether a pattern has nothing but wildcards, so that it narrows nothing.
pub(in crate::gate) fn is_everything(text: &str) -> bool {
    text.contains('*') && text.chars().all(|c| matches!(c, '*' | '?' | '/' | ':'))
}
