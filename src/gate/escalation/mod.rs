//! Published ways to gain privileges, and which of them a change opens.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::outcome::Certainty;
use super::table::{Table, document, quoted};
use crate::model::Action;
use crate::parse::{Diagnostic, Source};

/// A published way to gain privileges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// The name by which its source or, if that has none, this list has it.
    pub(crate) id: String,
    /// What it is to do, as in "create a stack with a role".
    pub(crate) name: String,
    /// All that it takes.
    pub(crate) actions: Vec<Action>,
    /// Other paths that take some of these actions only.
    contains: Vec<String>,
    /// Who publishes it.
    publisher: String,
    /// Where.
    url: String,
}

impl Path {
    /// What it is, with its name and all that it takes.
    pub(crate) fn describes(&self) -> String {
        let actions: Vec<String> = self.actions.iter().map(|one| format!("`{}`", one.spelling())).collect();
        format!("to {} ({}: {})", self.name, self.id, actions.join(", "))
    }

    /// Who publishes it, and where.
    pub(crate) fn source(&self) -> String {
        format!("{}, {}", self.publisher, self.url)
    }
}

/// A way that a change opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The way.
    pub(crate) path: &'static Path,
    /// Whether it is so, or only not known that it is not.
    pub(crate) certainty: Certainty,
    /// The actions of it that were not allowed before, or are not known to have been.
    pub(crate) new: Vec<&'static Action>,
}

/// All ways, by source and id. They are read once.
///
/// # Errors
/// The list in the program is not as it should be, which a test excludes.
pub(crate) fn paths() -> Result<&'static [Path], Diagnostic> {
    static PATHS: OnceLock<Result<Vec<Path>, Diagnostic>> = OnceLock::new();
    let text = || Source { name: "paths.toml".to_owned(), text: include_str!("paths.toml").to_owned() };
    PATHS.get_or_init(|| read(&Arc::new(text()))).as_deref().map_err(Clone::clone)
}

/// All actions that some way takes, folded.
///
/// # Errors
/// Those of [`paths`].
pub(crate) fn actions() -> Result<BTreeSet<String>, Diagnostic> {
    Ok(paths()?.iter().flat_map(|path| &path.actions).map(|action| action.folded().to_owned()).collect())
}

/// The ways that are open after a change and were not before. `before` and `after` say whether a folded action is allowed, on
/// some resource and under some circumstances; `None` if that is not known.
///
/// # Errors
/// Those of [`paths`].
pub(crate) fn opened(
    before: &dyn Fn(&str) -> Option<bool>,
    after: &dyn Fn(&str) -> Option<bool>,
) -> Result<Vec<Opened>, Diagnostic> {
    let mut opened = Vec::new();
    for path in paths()? {
        let all = |allowed: &dyn Fn(&str) -> Option<bool>| {
            let answers: Vec<Option<bool>> = path.actions.iter().map(|one| allowed(one.folded())).collect();
            if answers.contains(&Some(false)) {
                Some(false)
            } else if answers.contains(&None) {
                None
            } else {
                Some(true)
            }
        };
        let certainty = match (all(before), all(after)) {
            (Some(true), _) | (_, Some(false)) => continue,
            (Some(false), Some(true)) => Certainty::Shown,
            (_, None) | (None, Some(true)) => Certainty::Open,
        };
        let new = path.actions.iter().filter(|one| before(one.folded()) != Some(true)).collect();
        opened.push(Opened { path, certainty, new });
    }
    Ok(opened)
}

fn read(source: &Arc<Source>) -> Result<Vec<Path>, Diagnostic> {
    let keys = ["id", "name", "actions", "contains", "source", "url"];
    document(source, "the list of paths", &["path"], |top| {
        let list = top.get("path").ok_or_else(|| top.missing("there are no paths", "write `[[path]]`"))?;
        list.tables("a path", &keys)?.iter().map(path).collect()
    })
}

fn path(table: &Table<'_>) -> Result<Path, Diagnostic> {
    let get = |key: &str| {
        table.get(key).ok_or_else(|| table.missing(format!("the path has no {}", quoted(key)), "write it"))
    };
    let text = |key: &str| get(key)?.text().map(super::table::Written::into_inner);
    let actions = get("actions")?.list()?.into_iter().map(|item| {
        let pattern = super::config::patterns::spelled(item.text()?.get_ref());
        let pattern = pattern.map_err(|(message, help)| item.error(message, help))?;
        pattern.action().ok_or_else(|| item.error("this is a pattern", "write each action in full"))
    });
    let contains = table.get("contains").map(|list| list.texts()).transpose()?.unwrap_or_default();
    Ok(Path {
        id: text("id")?,
        name: text("name")?,
        actions: actions.collect::<Result<_, Diagnostic>>()?,
        contains: contains.into_iter().map(super::table::Written::into_inner).collect(),
        publisher: text("source")?,
        url: text("url")?,
    })
}
