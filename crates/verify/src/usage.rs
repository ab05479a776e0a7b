//! What a certificate says of usage, and the exports that it is checked against.

use std::path::PathBuf;

use paredown_account::{Account, Observability};
use paredown_intake::{Error, Tell, accounts};
use paredown_kernel::check::{Check, Exports, Inputs, Rejection, verify, verify_usage};
use paredown_kernel::format::{Certificate, Evidence, Usage};
use paredown_policy::model::Time;
use paredown_policy::parse::read_source;

/// What usage is checked against.
#[derive(Clone, Debug, Default)]
pub struct UsageOptions {
    /// The folders with the exports of accounts; one of them has the principal.
    pub accounts: Vec<PathBuf>,
    /// Reports of last accessed services, each with the ARN of its principal.
    pub last_accessed: Vec<(String, PathBuf)>,
    /// The table of what can be observed.
    pub observable: Option<PathBuf>,
    /// Whether usage is not to be checked.
    pub skip: bool,
}

/// What a certificate says of usage, for a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageReport {
    /// The ARN of the principal.
    pub principal: String,
    /// The days that were looked at.
    pub days: u32,
    /// Their end.
    pub until: String,
    /// What was taken as evidence.
    pub evidence: Evidence,
    /// How many unused actions it accounts for.
    pub actions: usize,
    /// Whether it was to be checked.
    pub checked: bool,
}

impl UsageReport {
    pub(crate) fn of(usage: &Usage, checked: bool) -> Self {
        Self {
            principal: usage.principal.clone(),
            days: usage.period.days,
            until: usage.period.until.clone(),
            evidence: usage.evidence,
            actions: usage.rows.iter().fold(0, |sum, row| sum.saturating_add(row.count)),
            checked,
        }
    }
}

/// What the kernel says of a certificate, with what it says of usage if that is to be checked.
///
/// # Errors
/// What it says of usage can neither be checked nor is to be left out, or the exports cannot be read.
pub(crate) fn answer(
    options: &UsageOptions,
    certificate: &Certificate,
    inputs: &Inputs<'_>,
    now: Time,
    tell: Tell<'_>,
) -> Result<Check, Error> {
    let Some(usage) = certificate.predicate.usage.as_ref().filter(|_| !options.skip) else {
        let asked = !options.accounts.is_empty();
        return Ok(verify(certificate, inputs).and_then(|()| {
            let why = "the certificate says nothing of it: leave out --account".to_owned();
            if asked { Err(Rejection { place: "usage".to_owned(), why }) } else { Ok(()) }
        }));
    };
    if options.accounts.is_empty() {
        return Err(Error::Together(
            "the certificate says too why the unused actions are unused, and nothing is given to check that against: give \
             the folder with the account's exports by --account, or --skip-usage to leave it unchecked"
                .to_owned(),
        ));
    }
    let observable = match &options.observable {
        Some(path) => Observability::read(&read_source(path)?)?,
        None => Observability::default(),
    };
    let mut found: Option<Account> = None;
    for account in accounts(&options.accounts, &options.last_accessed, tell)? {
        if account.details.identities.iter().any(|one| one.arn.value == usage.principal)
            && found.replace(account).is_some()
        {
            let principal = usage.principal.escape_debug();
            let message = format!("`{principal}` is in two of the accounts: give each account once");
            return Err(Error::Together(message));
        }
    }
    let Some(account) = found else {
        let why = format!("`{}` is in none of the accounts", usage.principal);
        return Ok(Err(Rejection { place: "usage.principal".to_owned(), why }));
    };
    // An export does not say when it was made: it cannot reach into the future.
    if usage.period.until.parse::<Time>().is_ok_and(|until| until > now) {
        let why = format!("the period ends in the future: it is {now}");
        return Ok(Err(Rejection { place: "usage.period.until".to_owned(), why }));
    }
    Ok(verify_usage(certificate, inputs, &Exports { account: &account, observable: &observable }))
}
