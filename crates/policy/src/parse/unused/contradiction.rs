//! Entries that contradict each other; the one that keeps more access is believed.

use std::collections::BTreeMap;

use super::parsed::{ParsedUnused, UnusedEntry};
use crate::model::service_of;
use crate::parse::diagnostic::Diagnostic;

/// The actions that lists name, by folded service; empty if the lists are.
type Lists<'a> = BTreeMap<String, (&'a UnusedEntry, Vec<&'a UnusedEntry>)>;

impl ParsedUnused {
    /// The entries that are believed: a whole service is not if another entry lists actions of it.
    pub(super) fn believed(&self) -> impl Iterator<Item = &UnusedEntry> {
        let some_whole = self.entries.iter().any(|entry| !entry.action);
        let lists = if some_whole { self.lists() } else { Lists::new() };
        self.entries.iter().filter(move |entry| entry.action || !lists.contains_key(&folded(entry)))
    }

    /// The contradictions between entries: a service that is unused as a whole and also has a list of unused
    /// actions, or different times at which something was last accessed.
    pub fn contradictions(&self) -> Vec<Contradiction<'_>> {
        let mut by_name: Vec<(String, &UnusedEntry)> =
            self.entries.iter().map(|entry| (folded(entry), entry)).collect();
        by_name.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut wholes: Vec<(&str, &UnusedEntry)> = by_name
            .iter()
            .filter(|(_, entry)| !entry.action)
            .map(|(name, entry)| (&**name, *entry))
            .collect();
        wholes.dedup_by_key(|(name, _)| *name);
        let mut lists = if wholes.is_empty() { Lists::new() } else { self.lists() };
        let both = wholes.into_iter().filter_map(|(service, whole)| {
            let (list, actions) = lists.remove(service)?;
            Some(Contradiction::Listed { whole, list, actions })
        });
        let times = by_name.chunk_by(|(a, _), (b, _)| a == b);
        both.chain(times.filter_map(two_times)).collect()
    }

    fn lists(&self) -> Lists<'_> {
        let mut lists = Lists::new();
        for entry in self.entries.iter().filter(|entry| entry.action) {
            let service = service_of(&folded(entry)).to_owned();
            lists.entry(service).or_insert_with(|| (entry, Vec::new())).1.push(entry);
        }
        for list in &self.empty_lists {
            lists.entry(folded(list)).or_insert_with(|| (list, Vec::new()));
        }
        lists
    }
}

pub(super) fn folded(entry: &UnusedEntry) -> String {
    entry.name.to_ascii_lowercase()
}

/// A contradiction between two entries.
#[derive(Clone, Debug)]
pub enum Contradiction<'a> {
    /// One says that a whole service is unused, another lists some of its actions.
    Listed {
        /// The entry for the whole service, which is not believed.
        whole: &'a UnusedEntry,
        /// The first entry of the list: its first action, or the service if the list is empty.
        list: &'a UnusedEntry,
        /// The listed actions.
        actions: Vec<&'a UnusedEntry>,
    },
    /// Two give different times of last access.
    Times {
        /// The entry with the later time, which is believed.
        later: &'a UnusedEntry,
        /// The other entry.
        other: &'a UnusedEntry,
    },
}

/// The contradiction of several entries about the same thing, if they give different times.
fn two_times<'a>(same: &[(String, &'a UnusedEntry)]) -> Option<Contradiction<'a>> {
    let entries = || same.iter().map(|(_, entry)| *entry);
    let later = entries().max_by_key(|entry| entry.last_accessed)?;
    let other = entries().find(|entry| entry.last_accessed != later.last_accessed)?;
    Some(Contradiction::Times { later, other })
}

impl Contradiction<'_> {
    /// A warning that quotes both, at the place of one of them.
    pub fn warning(&self) -> Diagnostic {
        match self {
            Self::Listed { whole, list, actions } => {
                let some = match actions.as_slice() {
                    [] => "nothing".to_owned(),
                    [only] => format!("only `{}`", only.name),
                    [first, rest @ ..] => format!("only `{}` and {} more", first.name, rest.len()),
                };
                let message = format!(
                    "all of the service `{}` is unused by this entry, and {some} of it by another ({})",
                    whole.name,
                    place(list)
                );
                let help = "the entry with the list keeps more access, so it is believed and this one is not";
                warning(whole, message, "all of it").with_help(help)
            }
            Self::Times { later, other } => {
                let time = |entry: &UnusedEntry| {
                    entry.last_accessed.map_or("never".to_owned(), |time| format!("at {time}"))
                };
                let message = format!(
                    "`{}` was last accessed {} by this entry, and {} by another ({})",
                    later.name,
                    time(later),
                    time(other),
                    place(other)
                );
                let help = "the later time keeps more access, so it is believed";
                warning(later, message, "the later time").with_help(help)
            }
        }
    }
}

pub(super) fn warning(entry: &UnusedEntry, message: String, label: &str) -> Diagnostic {
    Diagnostic::error(&entry.source, entry.span.clone(), message, label).as_warning()
}

/// The place of an entry, in a message about another.
fn place(entry: &UnusedEntry) -> String {
    let (line, column) = warning(entry, String::new(), "").line_column();
    format!("line {line}, column {column} of `{}`", entry.source.name.escape_debug())
}
