//! What a file of an export is, recognised by its content.

use std::sync::Arc;

use super::authorization::{self, Page};
use super::credentials::{self, Credentials};
use super::keys::{self, AccessKey};
use super::last_accessed::{self, ReportPage};
use crate::parse::answer::{self, required};
use crate::parse::{
    Code, Diagnostic, Located, Object, Source, Stated, Strictness, documents, json, json_part,
};

/// What a file says.
#[derive(Clone, Debug)]
pub enum Export {
    /// An answer of `iam get-account-authorization-details`, or a page of it.
    Authorization(Page),
    /// The credential report.
    Credentials(Vec<Credentials>),
    /// An answer of `iam list-access-keys`.
    Keys(Vec<AccessKey>),
    /// Findings of IAM Access Analyzer, or of an earlier analysis. They are evidence of nothing here: whoever wants to know
    /// what was found before reads them.
    Findings,
    /// A report of `iam get-service-last-accessed-details`, or a page of it, with whose it is if it says so: AWS's
    /// answer does not.
    LastAccessed {
        /// The ARN of the principal.
        arn: Option<Stated<String>>,
        /// What it says.
        page: ReportPage,
    },
}

impl Export {
    /// What it is, for people.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Authorization(_) => "answer of iam get-account-authorization-details",
            Self::Credentials(_) => "credential report",
            Self::Keys(_) => "answer of iam list-access-keys",
            Self::Findings => "findings of unused access",
            Self::LastAccessed { .. } => "report of iam get-service-last-accessed-details",
        }
    }
}

/// What a file says.
///
/// # Errors
/// It is none of these, or not as AWS makes it.
pub fn export(source: &Arc<Source>) -> Result<Export, Diagnostic> {
    if credentials::is_report(&source.text) {
        return credentials::report(source).map(Export::Credentials);
    }
    let value = match json(source, Strictness::Strict) {
        Ok(value) => value,
        // Findings are also given one after the other.
        Err(_) if are_findings(source) => return Ok(Export::Findings),
        Err(error) => return Err(error),
    };
    let root = Located::new(&value, source);
    if is_finding(root) || root.items().and_then(|items| items.into_iter().next()).is_some_and(is_finding) {
        return Ok(Export::Findings);
    }
    let Some(object) = root.object() else { return Err(unknown(root)) };
    if authorization::is_answer(&object) {
        return authorization::page(&object).map(Export::Authorization);
    }
    if credentials::is_answer(&object) {
        return credentials::answer(&object).map(Export::Credentials);
    }
    if keys::is_answer(&object) {
        return keys::keys(&object).map(Export::Keys);
    }
    if last_accessed::is_report(&object) {
        return Ok(Export::LastAccessed { arn: None, page: last_accessed::report(&object)? });
    }
    if object.get("arn").is_some() && object.get("report").is_some() {
        return named(&object);
    }
    Err(unknown(root))
}

/// The answer of `iam get-account-authorization-details` that a file is, or a page of it; nothing if it is something else.
///
/// # Errors
/// It is one, but not as AWS makes it.
pub fn authorization(source: &Arc<Source>) -> Result<Option<Export>, Diagnostic> {
    let Ok(value) = json(source, Strictness::Strict) else { return Ok(None) };
    let object = Located::new(&value, source).object().filter(authorization::is_answer);
    object.map(|object| authorization::page(&object).map(Export::Authorization)).transpose()
}

/// `{"arn": …, "report": …}`.
fn named(object: &Object<'_>) -> Result<Export, Diagnostic> {
    object.expect_keys("a report with its principal", &["arn", "report"])?;
    let arn = answer::arn(object, "arn", "the report")?;
    let report = required(object, "report", "this")?.expect_object("`report`")?;
    Ok(Export::LastAccessed { arn: Some(arn), page: last_accessed::report(&report)? })
}

/// Whether a file has several JSON documents, and the first is a finding.
fn are_findings(source: &Arc<Source>) -> bool {
    let Some(first) = documents(&source.text).and_then(|parts| parts.into_iter().next()) else {
        return false;
    };
    let value = json_part(source, &first, Strictness::Strict);
    value.is_ok_and(|value| is_finding(Located::in_part(&value, source, first.start)))
}

/// Whether it is an answer of `accessanalyzer get-finding-v2`, or meant to be.
fn is_finding(place: Located<'_>) -> bool {
    place.object().is_some_and(|object| object.get("findingDetails").is_some())
}

fn unknown(root: Located<'_>) -> Diagnostic {
    root.error("this is not a file of an account's export", "not known").coded(Code::WrongDocument).with_help(
        "an account has answers of `aws iam get-account-authorization-details`, `list-access-keys` and \
         `get-service-last-accessed-details`, the credential report, and findings as `aws accessanalyzer \
         get-finding-v2` prints them; take other files out of the folder",
    )
}
