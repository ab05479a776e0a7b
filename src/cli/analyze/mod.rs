//! `paredown analyze`.

mod dependencies;
mod exports;
mod output;
mod paring;
mod principal_folder;
mod recommended;
mod remedies;
mod remedy;
mod task;

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::args::{AnalyzeArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{catalogue, explain, print, print_json, read_with};
use super::output::input_paths;
use crate::analyze::{Statistics, Status, archive_rules, previous, with_previous};
use crate::parse::visible;
use crate::report::json::analyze::{RemedyRow, RemedyVerdict, StatisticsAnswer};
use crate::report::text;
use exports::{analyses, of_accounts, settings};
use output::{Found, Output};
use principal_folder::leave_others;
use remedies::remedies;
use task::Scene;

/// Finds what the principals of some accounts do not use, and writes it down.
pub(super) fn run(args: &AnalyzeArgs) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    let settings = settings(args, &catalogue)?;
    let (accounts, analyses) = analyses(args, &settings)?;
    let earlier = read_with(args.previous.as_deref(), previous)?;
    // Findings keep their ids: so these say what has changed.
    let before: BTreeMap<String, Status> =
        earlier.iter().map(|one| (one.finding.id.clone(), one.finding.status)).collect();
    let rules = read_with(args.archive_rules.as_deref(), archive_rules)?;
    let mut known = of_accounts(&accounts)?;
    // If they differ, what --previous says is meant.
    known.extend(earlier);
    let findings = with_previous(&analyses, known, &rules, settings.period.end);
    let statistics = Statistics::of(&findings);
    let inputs: Vec<PathBuf> = args.accounts.iter().flat_map(|path| input_paths(path)).collect();
    let output = Output::open(&args.output, args.overwriting.force, &inputs)?;
    let found = Found {
        settings: &settings,
        analyses: &analyses,
        findings: &findings,
        statistics: &statistics,
        before: args.previous.is_some().then_some(&before),
    };
    let (rows, failed) = if args.remedy.recommend {
        let (rows, failed) = recommend(&Scene {
            args: &args.remedy,
            settings: &settings,
            accounts: &accounts,
            analyses: &analyses,
            findings: &findings,
            place: &args.output,
            force: args.overwriting.force,
        });
        (Some(rows), failed)
    } else {
        (None, false)
    };
    output.write(&found, rows.as_deref())?;
    match args.format {
        Format::Text => {
            let told = rows.as_ref().map(|rows| format!("\n{}", text::remedies(rows))).unwrap_or_default();
            print(&(text::analyzed(&analyses, &statistics) + &told))?;
        }
        Format::Json => {
            print_json(&StatisticsAnswer::new(&statistics, settings.period.end, rows.as_deref()))?;
        }
    }
    let fails = args.fail_on.is_some() && findings.iter().any(|finding| finding.status == Status::Active);
    Ok(exit(failed, fails, rows.as_deref().unwrap_or_default()))
}

/// What is recommended, and whether something went wrong, which is told.
fn recommend(scene: &Scene<'_>) -> (Vec<RemedyRow>, bool) {
    let (mut rows, mut failed) = (Vec::new(), false);
    let mut fail = |error: &str| {
        explain(&format!("error: {error}\n"));
        failed = true;
    };
    for (row, error) in remedies(scene) {
        if let Some(error) = error {
            fail(&error);
        }
        rows.push(row);
    }
    match leave_others(scene.place, &rows) {
        Ok(moved) => moved.iter().for_each(|place| {
            let place = visible(&place.display().to_string());
            explain(&format!("note: nothing is recommended any more for what is in `{place}` now\n"));
        }),
        Err(error) => fail(&error),
    }
    (rows, failed)
}

/// How it ends: with the worst of what was found, if that was asked for, and of what is recommended.
fn exit(failed: bool, found: bool, rows: &[RemedyRow]) -> Exit {
    let has = |wanted| rows.iter().filter_map(|row| row.policies.as_ref()).any(|own| own.verdict == wanted);
    if failed {
        Exit::BadInput
    } else if found || has(RemedyVerdict::Refuted) {
        Exit::Refuted
    } else if has(RemedyVerdict::Unknown) {
        Exit::Unknown
    } else if has(RemedyVerdict::DoesNotFit) {
        Exit::DoesNotFit
    } else {
        Exit::Proved
    }
}
