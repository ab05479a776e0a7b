//! What is unused, less what was recently used; and entries that are doubtful.

use std::collections::BTreeSet;

use super::contradiction::{folded, warning};
use super::parsed::{ParsedUnused, UnusedEntry};
use crate::model::{Time, UnusedSet, is_never_observed, service_of};
use crate::parse::diagnostic::Diagnostic;

/// What was used within this many days before the analysis was not unused (SPEC §3).
const CONTRADICTS: i64 = 1;
/// What was used within this many days before the analysis is worth a look.
const LATELY: i64 = 30;

impl ParsedUnused {
    /// The unused set U. Of contradictory entries, the one that keeps more access is believed;
    /// [`contradictions`](Self::contradictions) lists them. An entry that contradicts itself, since it was used
    /// within a day before AWS looked, or later, is not believed; [`doubts`](Self::doubts) lists those.
    pub fn set(&self) -> UnusedSet {
        self.except(|_| false).0
    }

    /// The unused set without the entries that were used less than `days` days before `now`; and those entries.
    /// An entry without a time is unused.
    ///
    /// Of contradictory entries, such as those of two findings, the one that keeps more access is believed: if
    /// one says that an action was recently used, the action is kept, and so is its whole service.
    pub fn unused_for(&self, days: u32, now: Time) -> (UnusedSet, Vec<&UnusedEntry>) {
        self.except(|entry| within(entry, i64::from(days), now))
    }

    /// The set without recently used entries; and those entries.
    fn except(&self, lately: impl Fn(&UnusedEntry) -> bool) -> (UnusedSet, Vec<&UnusedEntry>) {
        let spared = Names::of(self.entries.iter().filter(|entry| lately(entry)));
        let kept = Names::of(self.entries.iter().filter(|entry| self.contradicts_itself(entry)));
        let mut set = UnusedSet::default();
        let mut found = Vec::new();
        for entry in self.believed() {
            if spared.have(entry) {
                found.push(entry);
            } else if !kept.have(entry) {
                entry.add_to(&mut set);
            }
        }
        (set, found)
    }

    fn contradicts_itself(&self, entry: &UnusedEntry) -> bool {
        self.analyzed_at().is_some_and(|analyzed| within(entry, CONTRADICTS, analyzed))
    }

    fn analyzed_at(&self) -> Option<Time> {
        self.finding.as_ref()?.analyzed_at
    }

    /// The doubtful entries.
    pub fn doubts(&self) -> Vec<Doubt<'_>> {
        let empty = self.empty_lists.iter().map(|list| Doubt { entry: list, why: Why::EmptyList });
        let doubt = |entry| Some(Doubt { entry, why: self.why(entry)? });
        empty.chain(self.entries.iter().filter_map(doubt)).collect()
    }

    fn why(&self, entry: &UnusedEntry) -> Option<Why> {
        if let Some(analyzed) = self.analyzed_at() {
            if within(entry, CONTRADICTS, analyzed) {
                return Some(Why::ContradictsItself(analyzed));
            }
            if within(entry, LATELY, analyzed) {
                return Some(Why::Lately(analyzed));
            }
        }
        (entry.action && is_never_observed(&entry.name)).then_some(Why::Unobserved)
    }
}

/// Whether an entry was used less than `days` days before `now`, or after it.
fn within(entry: &UnusedEntry, days: i64, now: Time) -> bool {
    entry.last_accessed.is_some_and(|last| last.is_within_days(days, now))
}

/// Names of actions and services that are kept; an action keeps its whole service.
struct Names {
    names: BTreeSet<String>,
    services: BTreeSet<String>,
}

impl Names {
    fn of<'a>(entries: impl Iterator<Item = &'a UnusedEntry>) -> Self {
        let names: BTreeSet<String> = entries.map(folded).collect();
        let services = names.iter().map(|name| service_of(name).to_owned()).collect();
        Self { names, services }
    }

    fn have(&self, entry: &UnusedEntry) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let name = folded(entry);
        if entry.action { self.names.contains(&name) } else { self.services.contains(&name) }
    }
}

/// A doubtful entry.
#[derive(Clone, Debug)]
pub struct Doubt<'a> {
    /// The entry.
    pub entry: &'a UnusedEntry,
    why: Why,
}

/// Why an entry is doubtful.
#[derive(Clone, Copy, Debug)]
enum Why {
    /// It was used within a day before AWS looked, or later; it is kept.
    ContradictsItself(Time),
    /// It was used within a month before AWS looked.
    Lately(Time),
    /// No use of it could have been observed.
    Unobserved,
    /// Its list of actions is empty: nothing of the service is unused.
    EmptyList,
}

impl Doubt<'_> {
    /// A warning at the place of the entry.
    pub fn warning(&self) -> Diagnostic {
        let Self { entry, why } = self;
        let name = &entry.name;
        let used = entry.last_accessed.map_or_else(String::new, |time| format!("at {time}"));
        match why {
            Why::ContradictsItself(analyzed) => warning(
                entry,
                format!("`{name}` is called unused, and was used {used}, while AWS looked at {analyzed}"),
                "it contradicts itself",
            )
            .with_help("it is kept"),
            Why::Lately(analyzed) => warning(
                entry,
                format!("`{name}` is called unused, and was used {used}, less than {LATELY} days before AWS looked at {analyzed}"),
                "used lately",
            )
            .with_help(format!("it counts as unused; `--min-unused-days {LATELY}` or `--keep {name}` keeps it")),
            Why::Unobserved => warning(
                entry,
                format!("`{name}` is called unused, but nothing that AWS records could show that it is used"),
                "cannot be seen",
            )
            .with_help(format!("it counts as unused; if anything passes roles or does something similar, give `--keep {name}`")),
            Why::EmptyList => warning(
                entry,
                format!("the list of unused actions of `{name}` is empty: nothing of it is unused by this entry"),
                "an empty list",
            )
            .with_help("for a whole service leave `actions` out; AWS sends no empty lists: was something cut off?"),
        }
    }
}
