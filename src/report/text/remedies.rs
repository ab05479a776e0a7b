//! What `analyze --recommend` recommends, for people: a table with a line for each principal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::model::AccessLevel;
use crate::report::json::Change;
use crate::report::json::analyze::{RemedyRow, RemedyVerdict};

/// So many principals have a line; the file has all.
const SHOWN: usize = 40;

/// The numbers, then a line for each principal with how many actions its own policies allow before and after, by access
/// level, and the verdict; then all together.
pub fn remedies(rows: &[RemedyRow]) -> String {
    if rows.is_empty() {
        return "nothing to recommend: no active finding\n".to_owned();
    }
    let verdicts = || rows.iter().filter_map(|row| Some(row.policies.as_ref()?.verdict));
    let mut text = String::new();
    let counts = RemedyVerdict::ALL.map(|verdict| {
        format!("{} {}", verdicts().filter(|own| *own == verdict).count(), verdict.in_words())
    });
    let retired = rows.iter().filter(|row| !row.retire.is_empty()).count();
    let _ = writeln!(
        text,
        "recommendations for {} principals: policies of {} ({}), something to retire of {retired}",
        rows.len(),
        verdicts().count(),
        counts.join(", ")
    );
    let mut lines = vec![heads()];
    let mut all: BTreeMap<String, Change> = BTreeMap::new();
    for row in rows {
        let own = row.policies.as_ref();
        for (level, change) in own.iter().flat_map(|own| &own.actions) {
            *all.entry(level.clone()).or_default() += *change;
        }
        if lines.len() <= SHOWN {
            let nothing = BTreeMap::new();
            lines.push(line(&said_of(row), own.map_or(&nothing, |own| &own.actions), &verdict(row)));
        }
    }
    lines.push(line("all", &all, ""));
    text += &aligned(&lines);
    if rows.len() > SHOWN {
        let _ = writeln!(text, "… and {} more (recommendations.jsonl has all)", rows.len() - SHOWN);
    }
    text
}

fn heads() -> Vec<String> {
    let mut cells = vec!["actions allowed".to_owned()];
    // Of "permissions management" the first word will do.
    cells.extend(AccessLevel::ALL.map(|level| level.to_string().split(' ').take(1).collect()));
    cells.push("verdict".to_owned());
    cells
}

fn line(name: &str, actions: &BTreeMap<String, Change>, verdict: &str) -> Vec<String> {
    let mut cells = vec![name.to_owned()];
    for level in AccessLevel::ALL {
        cells.push(match actions.get(&level.to_string()) {
            Some(change) if change.before != change.after => format!("{} → {}", change.before, change.after),
            Some(change) => change.before.to_string(),
            None => "-".to_owned(),
        });
    }
    cells.push(verdict.to_owned());
    cells
}

/// The principal: its folder if it has one, or else its name.
fn said_of(row: &RemedyRow) -> String {
    let name = || row.principal.rsplit('/').next().unwrap_or_default();
    row.folder.as_deref().unwrap_or_else(name).escape_debug().to_string()
}

fn verdict(row: &RemedyRow) -> String {
    let mut words: Vec<String> = Vec::new();
    words.extend(row.policies.as_ref().map(|own| own.verdict.in_words().to_owned()));
    words.extend(row.retire.iter().map(|one| match &one.key {
        Some(key) => format!("retire {} {}", one.what, key.escape_debug()),
        None => format!("retire {}", one.what),
    }));
    if let (Some(reason), true) = (&row.reason, words.is_empty()) {
        words.push(format!("nothing: {}", reason.escape_debug()));
    }
    words.join(", ")
}

/// The lines with their cells in columns: the first to the left, the last as it is, those between to the right.
fn aligned(lines: &[Vec<String>]) -> String {
    let width =
        |at: usize| lines.iter().filter_map(|cells| cells.get(at)).map(|cell| cell.chars().count()).max();
    let columns = AccessLevel::ALL.len() + 1;
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or_default()).collect();
    let mut text = String::new();
    for cells in lines {
        for (at, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let _ = if at == 0 { write!(text, "{cell:<width$}") } else { write!(text, "  {cell:>width$}") };
        }
        let last = cells.last().filter(|last| !last.is_empty());
        let _ = writeln!(text, "{}", last.map_or(String::new(), |last| format!("  {last}")));
    }
    text
}
