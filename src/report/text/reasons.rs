//! Why each pattern stays, goes, or is replaced.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::{Pattern, Policy};
use crate::recommend::{Change, Introduced, Recommendation, StatementChange};

/// How many lines are shown one by one; more are grouped by service, unless all were asked for.
const LINES: usize = 24;
/// How many services of a statement are shown.
const SERVICES: usize = 12;
/// How many patterns of a service are named.
const NAMED: usize = 3;
/// How many patterns are explained for each one that is replaced, unless all were asked for.
const EXPLAINED: usize = 12;

/// Why each changed pattern is removed or replaced, and why the new ones are not more general.
pub(super) fn reasons(original: &Policy, recommendation: &Recommendation, all: bool) -> String {
    let mut text = String::new();
    for (place, (before, change)) in original.statements.iter().zip(&recommendation.changes).enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                if let StatementChange::Remove(_) = change {
                    let _ = writeln!(text, "Statement[{place}] is removed: none of its actions is left");
                }
                let mut one_by_one = String::new();
                for (pattern, change) in before.actions.patterns.iter().zip(changes) {
                    reason(&mut one_by_one, place, pattern.spelling(), change, all);
                }
                if all || one_by_one.lines().count() <= LINES {
                    text += &one_by_one;
                } else {
                    by_service(&mut text, place, &before.actions.patterns, changes);
                }
            }
            StatementChange::Exclude(added) => {
                let shown = if all { added.len() } else { LINES };
                let names: Vec<String> =
                    added.iter().take(shown).map(|pattern| format!("`{pattern}`")).collect();
                let more = match added.len().saturating_sub(shown) {
                    0 => String::new(),
                    more => format!(" and {more} more (--verbose shows all)"),
                };
                let _ = writeln!(
                    text,
                    "Statement[{place}] allows everything except its NotAction, which gains what is unused: {}{more}",
                    names.join(", ")
                );
            }
        }
    }
    text
}

/// What becomes of the patterns of one service.
#[derive(Default)]
struct Group<'a> {
    removed: Vec<&'a str>,
    covered: Vec<&'a str>,
    /// Each with the number of patterns that replace it.
    replaced: Vec<(&'a str, usize)>,
}

impl Group<'_> {
    fn changes(&self) -> usize {
        self.removed.len() + self.covered.len() + self.replaced.len()
    }
}

/// A line for each kind of change of each service.
fn by_service(text: &mut String, place: usize, patterns: &[Pattern], changes: &[Change]) {
    let mut groups: BTreeMap<&str, Group<'_>> = BTreeMap::new();
    for (pattern, change) in patterns.iter().zip(changes) {
        if *change == Change::Keep {
            continue;
        }
        let group = groups.entry(pattern.service().unwrap_or("any service")).or_default();
        match change {
            Change::Keep => {}
            Change::Unused { .. } => group.removed.push(pattern.spelling()),
            Change::Covered { .. } => group.covered.push(pattern.spelling()),
            Change::Replace { with, .. } => group.replaced.push((pattern.spelling(), with.len())),
        }
    }
    let total: usize = groups.values().map(Group::changes).sum();
    let _ = writeln!(text, "Statement[{place}]: {total} patterns change, of {} services:", groups.len());
    for (service, group) in groups.iter().take(SERVICES) {
        for (why, names) in [("removed, unused", &group.removed), ("covered by new ones", &group.covered)] {
            if !names.is_empty() {
                let _ = writeln!(text, "  {service}: {} {why}: {}", names.len(), named(names));
            }
        }
        if !group.replaced.is_empty() {
            let replaced: Vec<String> =
                group.replaced.iter().map(|(pattern, with)| format!("{pattern} (by {with})")).collect();
            let names: Vec<&str> = replaced.iter().map(String::as_str).collect();
            let _ = writeln!(text, "  {service}: {} replaced: {}", names.len(), named(&names));
        }
    }
    let rest: Vec<&Group<'_>> = groups.values().skip(SERVICES).collect();
    if !rest.is_empty() {
        let changes: usize = rest.iter().map(|group| group.changes()).sum();
        let _ = writeln!(
            text,
            "  … and {changes} patterns of {} more services (--verbose shows all)",
            rest.len()
        );
    }
}

/// The first few patterns, and how many more there are.
fn named(names: &[&str]) -> String {
    let first: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", first.join(", "))
}

fn reason(text: &mut String, place: usize, pattern: &str, change: &Change, all: bool) {
    match change {
        Change::Keep => {}
        Change::Unused { unused } if unused.eq_ignore_ascii_case(pattern) => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` is removed: it is unused");
        }
        Change::Unused { unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` is removed: everything it is known to match is unused, such as `{unused}`"
            );
        }
        Change::Covered { by } => {
            let _ = writeln!(text, "Statement[{place}] `{pattern}` is removed: the new `{by}` covers it");
        }
        Change::Replace { with, unused } => {
            let _ = writeln!(
                text,
                "Statement[{place}] `{pattern}` would still allow `{unused}`, which is unused; in its place:"
            );
            let shown = if all { with.len() } else { EXPLAINED };
            for new in with.iter().take(shown) {
                introduced(text, new);
            }
            if with.len() > shown {
                let _ = writeln!(text, "  … and {} more (--verbose shows all)", with.len() - shown);
            }
            if with.is_empty() {
                let _ = writeln!(text, "  nothing: other patterns of the statement cover what is used");
            }
        }
    }
}

fn introduced(text: &mut String, new: &Introduced) {
    let known = match new.actions {
        1 => "1 action".to_owned(),
        n => format!("{n} known actions"),
    };
    let pattern = new.pattern.spelling();
    let _ = match &new.blocked {
        Some(block) => writeln!(
            text,
            "  {pattern:<40} {known}; `{}` would allow the unused `{}`",
            block.shorter, block.unused
        ),
        None => writeln!(text, "  {pattern:<40} {known}"),
    };
}
