//! What `analyze` reads: the exports of accounts, how to look at them, and what was found before.

use std::path::PathBuf;

use paredown_account::Account;

use super::super::args::AnalyzeArgs;
use super::super::failure::Failure;
use super::super::io::{explain, read_with, tell};
use crate::analyze::{
    Analysis, Exclusion, Observability, Period, Previous, Settings, accounts, analyze, exceptions, previous,
};
use crate::model::{Catalogue, Pattern, Time};
use crate::parse::{Code, Diagnostic};

/// How to look at the accounts.
pub(super) fn settings<'a>(args: &AnalyzeArgs, catalogue: &'a Catalogue) -> Result<Settings<'a>, Failure> {
    let settings = Settings {
        catalogue,
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
    Ok(settings)
}

/// The accounts, and what is found out about their principals, sorted by ARN.
pub(super) fn analyses(
    args: &AnalyzeArgs,
    settings: &Settings<'_>,
) -> Result<(Vec<Account>, Vec<Analysis>), Failure> {
    let named: Vec<(String, PathBuf)> =
        args.last_accessed.iter().map(|(arn, path)| (arn.clone(), path.into())).collect();
    let accounts = accounts(&args.accounts, &named, &mut tell)?;
    let mut analyses: Vec<Analysis> = accounts.iter().flat_map(|own| analyze(own, settings)).collect();
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
    Ok((accounts, analyses))
}

/// The findings in the folders of the accounts, such as those of IAM Access Analyzer.
pub(super) fn of_accounts(accounts: &[Account]) -> Result<Vec<Previous>, Failure> {
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
