//! `paredown analyze`.

use std::path::PathBuf;

use crate::analyze::{
    Analysis, Exclusion, Finding, Observability, Period, Settings, Statistics, Status, account, analyze,
    archive_rules, exceptions, previous, with_previous,
};
use crate::model::{Pattern, Time};
use crate::parse::{self, Code};
use crate::report::json::analyze::{FindingAnswer, PrincipalRow, StatisticsAnswer, lines};
use crate::report::text;

use super::args::{AnalyzeArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::folder::{FileKind, Folder, Stage};
use super::io::{catalogue, explain, print, print_json, read_with, tell};
use super::output::input_paths;

/// The file that lists what an analysis wrote, and its format.
const MANIFEST: (&str, &str) = ("analysis.json", "paredown-analysis/1");

/// Finds what the principals of some accounts do not use, and writes it down.
pub(super) fn run(args: &AnalyzeArgs) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    let settings = Settings {
        catalogue: &catalogue,
        period: Period { days: args.age, end: args.as_of.unwrap_or_else(Time::now) },
        evidence: args.evidence.into(),
        exclude_tags: args.exclude_tag.clone(),
        exclude: args.exclude.iter().map(Pattern::new).collect(),
        exceptions: read_with(args.exceptions.as_deref(), exceptions)?,
        observable: read_with(args.observable.as_deref(), Observability::read)?,
    };
    for exception in settings.exceptions.iter().filter(|one| one.is_expired(settings.period.end)) {
        if args.strict_exceptions {
            return Err(exception.expired().into());
        }
        tell(exception.expired().as_warning().into());
    }
    let named: Vec<(String, PathBuf)> =
        args.last_accessed.iter().map(|(arn, path)| (arn.clone(), path.into())).collect();
    if args.accounts.len() > 1 && !named.is_empty() {
        let message =
            "--last-accessed names a report of one account, and several are given: put it into its folder";
        return Err(Failure::Other(message.to_owned()));
    }
    let mut analyses: Vec<Analysis> = Vec::new();
    for folder in &args.accounts {
        let own = account(folder, &named, &mut tell)?;
        analyses.extend(analyze(&own, &settings));
    }
    analyses.sort_by(|a, b| a.arn.cmp(&b.arn));
    let twice = analyses.iter().zip(analyses.iter().skip(1)).find(|(one, next)| one.arn == next.arn);
    if let Some((one, _)) = twice {
        let message =
            format!("`{}` is in two of the accounts: give each account once", one.arn.escape_debug());
        return Err(Failure::Apart(Code::Duplicate, message));
    }
    for analysis in &analyses {
        remark(analysis);
    }
    let unobserved: usize = analyses.iter().map(|analysis| analysis.unobserved).sum();
    if unobserved > 0 {
        explain(&format!(
            "warning: {unobserved} actions are called unused that nothing could have shown to be used, such as \
             iam:PassRole: --evidence strict keeps them\n"
        ));
    }
    let previous = read_with(args.previous.as_deref(), previous)?;
    let rules = read_with(args.archive_rules.as_deref(), archive_rules)?;
    let findings = with_previous(&analyses, previous, &rules, settings.period.end);
    let statistics = Statistics::of(&findings);
    write(args, &settings, &analyses, &findings, &statistics)?;
    match args.format {
        Format::Text => print(&text::analyzed(&analyses, &statistics))?,
        Format::Json => print_json(&StatisticsAnswer::new(&statistics, settings.period.end))?,
    }
    let fails = args.fail_on.is_some() && findings.iter().any(|finding| finding.status == Status::Active);
    Ok(if fails { Exit::Refuted } else { Exit::Proved })
}

/// Says what is odd about a principal.
fn remark(analysis: &Analysis) {
    if let Some(Exclusion::NotJudged(why)) = &analysis.excluded {
        let help = format!("`{}` is left out, and no other principal", analysis.arn);
        tell(why.as_ref().clone().as_warning().with_help(help).into());
    }
    for key in &analysis.unnamed_keys {
        explain(&format!(
            "warning: `{}` has a key of which nothing says the id ({key}): add what `aws iam list-access-keys \
             --user-name NAME` prints\n",
            analysis.arn.escape_debug()
        ));
    }
}

/// Writes the folder of `--output`.
fn write(
    args: &AnalyzeArgs,
    settings: &Settings<'_>,
    analyses: &[Analysis],
    findings: &[Finding],
    statistics: &Statistics,
) -> Result<(), Failure> {
    let (manifest, format) = MANIFEST;
    let place = args.output.as_path();
    let inputs: Vec<PathBuf> = args.accounts.iter().flat_map(|path| input_paths(path)).collect();
    let folder = Folder { place, manifest, format, force: args.overwriting.force, inputs: &inputs };
    let open = folder.open()?;
    let failed = |error: std::io::Error| {
        let place = parse::visible(&place.display().to_string());
        Failure::NotWritten(format!("the files of `{place}` cannot be written: {error}"))
    };
    let answers = |detailed| lines(findings.iter().map(|one| FindingAnswer::new(one, settings, detailed)));
    let numbers = StatisticsAnswer::new(statistics, settings.period.end);
    let numbers = serde_json::to_string_pretty(&numbers).map_err(|error| failed(error.into()))? + "\n";
    let mut stage = Stage::within(place).map_err(failed)?;
    for (name, text) in [
        ("findings.jsonl", answers(true).map_err(failed)?),
        ("summaries.jsonl", answers(false).map_err(failed)?),
        ("principals.jsonl", lines(analyses.iter().map(PrincipalRow::from)).map_err(failed)?),
        ("statistics.json", numbers),
    ] {
        stage.add(name, &text, FileKind::Plain).map_err(failed)?;
    }
    open.replace(&stage, &stage.manifest(format))
}
