//! `paredown analyze`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analyze::{
    Analysis, Exclusion, Period, Settings, Statistics, Status, account, analyze, archive_rules, exceptions,
    previous, with_previous,
};
use crate::dashboard::{Analysed, page};
use crate::model::{Pattern, Time};
use crate::parse::{self, Code, Diagnostic, Located, Source, Strictness, json};
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

/// The files that an analysis writes, and its page links to.
const FILES: [&str; 4] = ["findings.jsonl", "summaries.jsonl", "principals.jsonl", "statistics.json"];

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
        never_observed: read_with(args.observable.as_deref(), observable)?,
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
    // Findings keep their ids: so these say what has changed.
    let before: BTreeMap<String, Status> =
        previous.iter().map(|one| (one.finding.id.clone(), one.finding.status)).collect();
    let rules = read_with(args.archive_rules.as_deref(), archive_rules)?;
    let findings = with_previous(&analyses, previous, &rules, settings.period.end);
    let statistics = Statistics::of(&findings);
    let analysed = Analysed {
        settings: &settings,
        analyses: &analyses,
        findings: &findings,
        statistics: &statistics,
        before: args.previous.is_some().then_some(&before),
        recommendations: &BTreeMap::new(),
        files: &FILES,
    };
    write(args, &analysed)?;
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

/// Whether single actions can never be observed, by folded action.
fn observable(source: &Arc<Source>) -> Result<BTreeMap<String, bool>, Diagnostic> {
    let value = json(source, Strictness::Strict)?;
    let mut all = BTreeMap::new();
    for member in Located::new(&value, source).expect_object("the table of observable actions")?.members() {
        let kind = member.value.expect_string("how an action is observed")?;
        let never = match kind {
            "management" | "data" | "unlogged" => false,
            "never" => true,
            _ => {
                let message = format!("`{}` is not how an action is observed", kind.escape_debug());
                return Err(member
                    .value
                    .error(message, "this one")
                    .with_help("it is `management`, `data`, `unlogged` or `never`"));
            }
        };
        if all.insert(member.name.to_ascii_lowercase(), never).is_some() {
            let message = format!("duplicate action `{}`", member.name.escape_debug());
            return Err(
                Diagnostic::error(source, member.name_span, message, "again here").coded(Code::Duplicate)
            );
        }
    }
    Ok(all)
}

/// Writes the folder of `--output`.
fn write(args: &AnalyzeArgs, analysed: &Analysed<'_>) -> Result<(), Failure> {
    let Analysed { settings, analyses, findings, statistics, .. } = *analysed;
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
    let texts = [
        answers(true).map_err(failed)?,
        answers(false).map_err(failed)?,
        lines(analyses.iter().map(PrincipalRow::from)).map_err(failed)?,
        numbers,
    ];
    for (name, text) in FILES.iter().zip(&texts) {
        stage.add(name, text, FileKind::Plain).map_err(failed)?;
    }
    stage.add("index.html", &page(analysed).map_err(failed)?, FileKind::Plain).map_err(failed)?;
    open.replace(&stage, &stage.manifest(format))
}
