//! `paredown analyze`.

mod dependencies;
mod output;
mod principal_folder;
mod recommended;
mod remedies;
mod remedy;

use std::collections::BTreeMap;
use std::path::PathBuf;

use paredown_account::Account;

use super::args::{AnalyzeArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{catalogue, explain, print, print_json, read_with, tell};
use super::output::input_paths;
use crate::analyze::{
    Analysis, Exclusion, Observability, Period, Previous, Settings, Statistics, Status, account, analyze,
    archive_rules, exceptions, previous, with_previous,
};
use crate::model::{Pattern, Time};
use crate::parse::{Code, Diagnostic, visible};
use crate::report::json::analyze::{RemedyRow, RemedyVerdict, StatisticsAnswer};
use crate::report::text;
use output::{Found, Output};
use principal_folder::leave_others;
use remedies::{Scene, remedies};

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
    let (mut accounts, mut analyses): (Vec<Account>, Vec<Analysis>) = (Vec::new(), Vec::new());
    for folder in &args.accounts {
        let own = account(folder, &named, &mut tell)?;
        analyses.extend(analyze(&own, &settings));
        accounts.push(own);
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
    let (mut rows, mut failed) = (None, false);
    if args.remedy.recommend {
        let all = remedies(&Scene {
            args: &args.remedy,
            settings: &settings,
            accounts: &accounts,
            analyses: &analyses,
            findings: &findings,
            place: &args.output,
            force: args.overwriting.force,
        });
        for error in all.iter().filter_map(|(_, error)| error.as_ref()) {
            explain(&format!("error: {error}\n"));
            failed = true;
        }
        let all: Vec<RemedyRow> = all.into_iter().map(|(row, _)| row).collect();
        match leave_others(&args.output, &all) {
            Ok(moved) => moved.iter().for_each(|place| {
                let place = visible(&place.display().to_string());
                explain(&format!("note: nothing is recommended any more for what is in `{place}` now\n"));
            }),
            Err(error) => {
                explain(&format!("error: {error}\n"));
                failed = true;
            }
        }
        rows = Some(all);
    }
    output.write(&found, rows.as_deref())?;
    match args.format {
        Format::Text => {
            let told = rows.as_ref().map(|rows| format!("\n{}", text::remedies(rows))).unwrap_or_default();
            print(&(text::analyzed(&analyses, &statistics) + &told))?;
        }
        Format::Json => {
            print_json(&StatisticsAnswer::new(&statistics, settings.period.end, rows.as_deref()))?
        }
    }
    let fails = args.fail_on.is_some() && findings.iter().any(|finding| finding.status == Status::Active);
    Ok(exit(failed, fails, rows.as_deref().unwrap_or_default()))
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

/// The findings in the folders of the accounts, such as those of IAM Access Analyzer.
fn of_accounts(accounts: &[Account]) -> Result<Vec<Previous>, Failure> {
    let mut all = Vec::new();
    for account in accounts {
        for source in &account.findings {
            let own = previous(source)?;
            let is_strange =
                |one: &&Previous| !account.ids.iter().any(|(_, number)| *number == one.finding.account);
            if let Some(stranger) = own.iter().find(is_strange) {
                let (source, span) = &stranger.place;
                let message =
                    format!("the finding is of the account {}", stranger.finding.account.escape_debug());
                let error = Diagnostic::error(source, span.clone(), message, "another account's");
                return Err(error
                    .coded(Code::OtherPrincipal)
                    .with_help("put it into the folder of its account")
                    .into());
            }
            all.extend(own);
        }
    }
    Ok(all)
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
