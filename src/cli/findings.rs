//! `paredown findings`.

use serde_json::value::RawValue;

use crate::analyze::{Previous, Statistics, previous};
use crate::model::Time;
use crate::report::json::analyze::{FindingList, StatisticsAnswer};
use crate::report::text;

use super::args::{FindingsArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{print, print_json, read_with};

/// Lists what an analysis found.
pub(super) fn run(args: &FindingsArgs) -> Result<Exit, Failure> {
    let file =
        if args.analysis.is_dir() { args.analysis.join("findings.jsonl") } else { args.analysis.clone() };
    let mut all = read_with(Some(&file), previous)?;
    for (key, value) in &args.filter {
        all.retain(|one| key.of(&one.finding) == *value);
    }
    // Stable: what is alike stays in the order of the file.
    if let Some(key) = args.sort {
        all.sort_by(|a, b| key.of(&a.finding).cmp(key.of(&b.finding)));
    }
    let findings: Vec<_> = all.iter().map(|one| one.finding.clone()).collect();
    if args.statistics {
        let statistics = Statistics::of(&findings);
        let at = findings.iter().map(|finding| finding.updated).max();
        match args.format {
            Format::Text => print(&text::statistics(&statistics))?,
            Format::Json => {
                print_json(&StatisticsAnswer::new(&statistics, at.unwrap_or_else(Time::now), None))?;
            }
        }
        return Ok(Exit::Proved);
    }
    match args.format {
        Format::Text => print(&text::findings(&findings))?,
        Format::Json => print_json(&FindingList { findings: all.iter().filter_map(as_it_is).collect() })?,
    }
    Ok(Exit::Proved)
}

/// A finding as the file has it.
fn as_it_is(one: &Previous) -> Option<Box<RawValue>> {
    let (source, span) = &one.place;
    RawValue::from_string(source.text.get(span.clone())?.to_owned()).ok()
}
