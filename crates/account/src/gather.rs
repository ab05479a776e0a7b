//! Puts the files of one account together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::authorization::Page;
use super::credentials::Credentials;
use super::details::Details;
use super::export::Export;
use super::keys::AccessKey;
use super::last_accessed::{LastAccessed, ReportPage};
use crate::model::Principal;
use crate::parse::{Code, Diagnostic, Source, Stated, sha256};

/// All that was exported of one account.
#[derive(Clone, Debug)]
pub struct Account {
    /// The partition and the number of each account that it has principals of, such as `aws` and `111122223333`:
    /// one, unless somebody put exports together.
    pub ids: BTreeSet<(String, String)>,
    /// Its principals and policies.
    pub details: Details,
    /// The credentials of its users, by the name of the user in lower case; nothing without a credential report.
    pub credentials: Option<BTreeMap<String, Credentials>>,
    /// The access keys of its users, as far as they were listed, by the name of the user in lower case.
    pub keys: BTreeMap<String, Vec<AccessKey>>,
    /// When services and actions were last accessed, by the ARN of the principal.
    pub last_accessed: BTreeMap<String, LastAccessed>,
    /// The files with findings, by name. They are evidence of nothing.
    pub findings: Vec<Arc<Source>>,
    /// The SHA-256 of each file by its name, once it was asked for.
    digests: BTreeMap<String, OnceLock<String>>,
}

/// A file of an export.
#[derive(Clone, Debug)]
pub struct File {
    /// The text.
    pub source: Arc<Source>,
    /// What it says.
    pub export: Export,
    /// The ARN of the principal whose report it is, if somebody says so.
    pub principal: Option<String>,
}

/// An account, with what is odd about its export.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// The account.
    pub account: Account,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

impl Account {
    /// The account that some files are about. Their order means nothing.
    ///
    /// # Errors
    /// There is no answer of get-account-authorization-details, or not all of its pages; the files are of different
    /// accounts, or say the same thing twice; or a report does not say whose it is.
    pub fn gather(files: Vec<File>, folder: &str) -> Result<Gathered, Diagnostic> {
        let (mut pages, mut reports) = (Vec::new(), Vec::new());
        let mut keys: BTreeMap<String, Vec<AccessKey>> = BTreeMap::new();
        let mut credentials: Option<(Arc<Source>, Vec<Credentials>)> = None;
        let mut findings = Vec::new();
        let mut digests = BTreeMap::new();
        for File { source, export, principal } in files {
            if digests.insert(source.name.clone(), OnceLock::new()).is_some() {
                let message = format!("`{}` is given twice", source.name);
                return Err(whole(&source, message).coded(Code::Duplicate).with_help("give each file once"));
            }
            match export {
                Export::Authorization(page) => pages.push((source, page)),
                Export::Findings => findings.push(source),
                Export::Keys(own) => {
                    for key in own {
                        keys.entry(key.user.to_ascii_lowercase()).or_default().push(key);
                    }
                }
                Export::LastAccessed { arn, page } => {
                    reports.push((whose(&source, arn, principal)?, page));
                }
                Export::Credentials(own) => {
                    if let Some((other, _)) = &credentials {
                        let message =
                            format!("there are two credential reports: this one and {}", other.name);
                        return Err(whole(&source, message).with_help("take the older one out of the folder"));
                    }
                    credentials = Some((source, own));
                }
            }
        }
        let details = whole_answer(pages, folder)?;
        let mut warnings = Vec::new();
        let ids = accounts(&details, folder, &mut warnings)?;
        let known: BTreeSet<&str> = details.identities.iter().map(|one| one.arn.value.as_str()).collect();
        let last_accessed = last_accessed(reports, &ids, &known, &mut warnings)?;
        let credentials =
            credentials.map(|(_, own)| of_users(own, &ids, &known, &mut warnings)).transpose()?;
        findings.sort_by(|a: &Arc<Source>, b| a.name.cmp(&b.name));
        let account = Self { ids, details, credentials, keys, last_accessed, findings, digests };
        Ok(Gathered { account, warnings })
    }

    /// SHA-256, in hex, of a file that something in the account was read from.
    pub(super) fn digest_of(&self, source: &Source) -> String {
        let digest = || sha256(&source.text);
        // Large files have many principals, so their digest is worked out once.
        let known = self.digests.get(&source.name).map(|known| known.get_or_init(digest).clone());
        known.unwrap_or_else(digest)
    }
}

/// Whose a report is: as it says, as its file is called (its ARN with URL encoding), or as somebody says.
fn whose(
    source: &Arc<Source>,
    stated: Option<Stated<String>>,
    said: Option<String>,
) -> Result<Stated<String>, Diagnostic> {
    let named = said.or_else(|| of_file_name(&source.name));
    let place = |value| Stated { value, source: Arc::clone(source), span: 0..1 };
    match (stated, named) {
        (Some(stated), Some(named)) if stated.value != named => Err(stated
            .error(format!("the report is of `{}`, and is given as that of `{named}`", stated.value), "this one")
            .coded(Code::OtherPrincipal)
            .with_help("give each report as that of its own principal")),
        (Some(stated), _) => Ok(stated),
        (None, Some(named)) => Ok(place(named)),
        (None, None) => Err(whole(source, "nothing says whose report of last accessed services this is")
            .coded(Code::MissingMember)
            .with_help(
                "AWS's answer does not say it: put it into a file called by the URL-encoded ARN of the principal, or \
                 into `{\"arn\": …, \"report\": …}`, or give it by --last-accessed ARN=FILE",
            )),
    }
}

/// The ARN that the name of a file encodes, if it does.
fn of_file_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    let stem = name.strip_suffix(".json")?;
    let decoded = percent_encoding::percent_decode_str(stem).decode_utf8().ok()?;
    Principal::of_arn(&decoded).map(|_| decoded.into_owned())
}

/// Whether some pages are all of one answer, of which each but the last says that another one follows: `several` is the
/// error if more than one is the last.
fn are_whole<'a>(
    pages: impl Iterator<Item = &'a Option<Diagnostic>>,
    several: impl FnOnce(usize) -> Diagnostic,
) -> Result<(), Diagnostic> {
    let (open, ends): (Vec<_>, Vec<_>) = pages.partition(|more| more.is_some());
    match (ends.len(), open.into_iter().flatten().next()) {
        (0, Some(more)) => Err(more.clone()),
        (0 | 1, _) => Ok(()),
        (ends, _) => Err(several(ends)),
    }
}

/// What all pages of the answer say together.
fn whole_answer(pages: Vec<(Arc<Source>, Page)>, folder: &str) -> Result<Details, Diagnostic> {
    let last = pages.iter().rfind(|(_, page)| page.more.is_none()).map(|(source, _)| source);
    let ends = pages.iter().filter(|(_, page)| page.more.is_none()).map(|(source, _)| source.name.as_str());
    let several = |count| match last {
        Some(last) => {
            whole(last, format!("{count} answers of get-account-authorization-details are complete"))
                .with_help(format!(
                    "give the pages of one answer: these end one each: {}",
                    ends.collect::<Vec<_>>().join(", ")
                ))
        }
        None => nothing(folder),
    };
    if pages.is_empty() {
        return Err(nothing(folder));
    }
    are_whole(pages.iter().map(|(_, page)| &page.more), several)?;
    let mut details = Details::default();
    for (_, page) in pages {
        details.join(page.details)?;
    }
    Ok(details)
}

fn nothing(folder: &str) -> Diagnostic {
    let source = Arc::new(Source { name: folder.to_owned(), text: String::new() });
    whole(&source, "there is no answer of get-account-authorization-details")
        .coded(Code::MissingMember)
        .with_help("put what `aws iam get-account-authorization-details` prints into the folder")
}

/// The account of an ARN.
fn account_of(arn: &str) -> Option<(String, String)> {
    Principal::of_arn(arn).and_then(|principal| principal.account)
}

/// The accounts that there are principals of.
fn accounts(
    details: &Details,
    folder: &str,
    warnings: &mut Vec<Diagnostic>,
) -> Result<BTreeSet<(String, String)>, Diagnostic> {
    let arns = details.identities.iter().map(|one| &one.arn);
    let arns = arns.chain(details.groups.values().map(|group| &group.arn));
    let mut ids = BTreeSet::new();
    for arn in arns {
        let id = account_of(&arn.value)
            .ok_or_else(|| arn.error(format!("`{}` is not the ARN of a principal", arn.value), "this one"))?;
        if ids.insert(id) && ids.len() == 2 {
            let message = format!("`{}` is of another account than the principals before it", arn.value);
            let help = "exports that were put together are read as one; better give each account as a folder";
            warnings.push(arn.error(message, "this one").as_warning().with_help(help));
        }
    }
    if ids.is_empty() {
        let source = Arc::new(Source { name: folder.to_owned(), text: String::new() });
        return Err(whole(&source, "the account has no user, role or group")
            .with_help("give the export of an account"));
    }
    Ok(ids)
}

/// Refuses a report of an account that there are no principals of.
fn of_these(arn: &Stated<String>, ids: &BTreeSet<(String, String)>) -> Result<(), Diagnostic> {
    if account_of(&arn.value).is_some_and(|id| ids.contains(&id)) {
        return Ok(());
    }
    let ids: Vec<&str> = ids.iter().map(|(_, number)| number.as_str()).collect();
    Err(arn
        .error(format!("`{}` is not of the account {}", arn.value, ids.join(", ")), "this one")
        .coded(Code::OtherPrincipal)
        .with_help("give each account as a folder of its own"))
}

/// The reports of each principal, their pages put together.
fn last_accessed(
    reports: Vec<(Stated<String>, ReportPage)>,
    ids: &BTreeSet<(String, String)>,
    known: &BTreeSet<&str>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, LastAccessed>, Diagnostic> {
    let mut by_principal: BTreeMap<String, Vec<(Stated<String>, ReportPage)>> = BTreeMap::new();
    for (arn, page) in reports {
        of_these(&arn, ids)?;
        by_principal.entry(arn.value.clone()).or_default().push((arn, page));
    }
    let mut all = BTreeMap::new();
    for (principal, pages) in by_principal {
        let Some((arn, _)) = pages.last() else { continue };
        are_whole(pages.iter().map(|(_, page)| &page.more), |_| {
            arn.error(format!("there are two reports of `{principal}`"), "one of them")
                .coded(Code::Duplicate)
                .with_help("give the pages of one report, each once")
        })?;
        let mut pages = pages.into_iter();
        let Some((arn, first)) = pages.next() else { continue };
        if !known.contains(principal.as_str()) {
            let message =
                format!("the report of `{principal}` is left out: the export has no such user or role");
            warnings.push(arn.error(message, "this one").as_warning());
            continue;
        }
        let mut report = first.report;
        for (arn, page) in pages {
            report.join(page.report).map_err(|message| {
                arn.error(message, "this page").coded(Code::Duplicate).with_help("give each page once")
            })?;
        }
        all.insert(principal, report);
    }
    Ok(all)
}

/// The credentials by the name of the user.
fn of_users(
    rows: Vec<Credentials>,
    ids: &BTreeSet<(String, String)>,
    known: &BTreeSet<&str>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<String, Credentials>, Diagnostic> {
    let mut all = BTreeMap::new();
    for row in rows {
        of_these(&row.arn, ids)?;
        if !known.contains(row.arn.value.as_str()) {
            let message =
                format!("the credentials of `{}` are left out: the export has no such user", row.user);
            warnings.push(row.arn.error(message, "this row").as_warning());
            continue;
        }
        let arn = row.arn.clone();
        if all.insert(row.user.to_ascii_lowercase(), row).is_some() {
            let message = format!("duplicate row of `{}` in the credential report", arn.value);
            return Err(arn.error(message, "again here").coded(Code::Duplicate));
        }
    }
    Ok(all)
}

/// An error about all of a file.
fn whole(source: &Arc<Source>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(source, 0..source.text.len().min(1), message, "")
}
