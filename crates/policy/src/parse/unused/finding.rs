//! Findings of IAM Access Analyzer about unused permissions.
//!
//! Source: IAM Access Analyzer API Reference, `GetFindingV2` and `FindingDetails`.

use super::parsed::{Finding, Page, ParsedUnused, UnusedFormat};
use super::services::{WRAPPER, entry};
use crate::parse::answer::time_if_any;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Object};
use crate::parse::names::{arn, value};
use crate::parse::shapes::envelope::{answer_keys, more_pages, next_token, required, some, string};
use crate::parse::suggest::did_you_mean;

const KEYS: [&str; 14] = [
    "analyzedAt",
    "createdAt",
    "error",
    "id",
    "nextToken",
    "NextToken",
    "resource",
    "resourceType",
    "resourceOwnerAccount",
    "status",
    "updatedAt",
    "findingDetails",
    "findingType",
    // What paredown adds to findings of its own.
    "paredown",
];

/// Findings of other types, with the key of their details: their subject, and what to do instead.
const OTHERS: [(&str, &str, &str, &str); 5] = [
    (
        "UnusedIAMRole",
        "unusedIamRoleDetails",
        "an unused role",
        "no policy needs refining: delete the role, or detach its policies",
    ),
    (
        "UnusedIAMUserAccessKey",
        "unusedIamUserAccessKeyDetails",
        "an unused access key",
        "no policy needs refining: deactivate the key",
    ),
    (
        "UnusedIAMUserPassword",
        "unusedIamUserPasswordDetails",
        "an unused password",
        "no policy needs refining: remove the user's password",
    ),
    ("ExternalAccess", "externalAccessDetails", "access from outside", ONLY_UNUSED),
    ("InternalAccess", "internalAccessDetails", "access from inside", ONLY_UNUSED),
];

/// What AWS's libraries write instead of details that they do not know yet.
const UNKNOWN: [&str; 2] = ["SDK_UNKNOWN_MEMBER", "$unknown"];

const ONLY_UNUSED: &str = "give a finding of an analyzer for unused access, of the type `UnusedPermission`";

/// Whether the object is a page of a finding, or meant to be.
pub(super) fn is_page(object: &Object<'_>) -> bool {
    ["findingDetails", "findingType"].iter().any(|key| object.get(key).is_some())
}

/// A finding about something other than unused permissions.
#[derive(Clone, Debug)]
pub struct OtherFinding {
    /// What it is about, such as "an unused role".
    pub what: &'static str,
    /// The description of the finding.
    pub finding: Finding,
    /// The error to report if there is nothing else.
    pub refusal: Diagnostic,
}

/// A page of a finding, or a whole finding.
pub(super) enum Read {
    /// About unused permissions.
    Permissions(Box<ParsedUnused>),
    /// About something else.
    Other(Box<OtherFinding>),
}

/// Reads a page of a finding.
pub(super) fn page(object: &Object<'_>) -> Result<Read, Diagnostic> {
    answer_keys(object, "the answer of get-finding-v2", &KEYS)?;
    let finding = about(object)?;
    if let Some((what, refusal)) = another_type(object)? {
        return Ok(Read::Other(Box::new(OtherFinding { what, finding, refusal })));
    }
    let place = object.place();
    let page = Page {
        source: place.source().clone(),
        span: some(object, "resource").unwrap_or(place).mark(),
        id: finding.id.clone(),
        resource: value(finding.resource.as_ref()).map(str::to_owned),
        more: next_token(object)?.map(|token| {
            more_pages(
                token,
                "without the other pages less is removed than possible, but nothing that is used",
            )
        }),
    };
    let mut parsed = ParsedUnused::new(UnusedFormat::Finding, vec![page]);
    parsed.finding = Some(finding);
    parsed.warnings.extend(old(object)?);
    for details in required(object, "findingDetails", "the finding")?.expect_list("`findingDetails`")? {
        entry(permissions(details)?, &mut parsed)?;
    }
    Ok(Read::Permissions(Box::new(parsed)))
}

/// The description of the finding.
fn about(object: &Object<'_>) -> Result<Finding, Diagnostic> {
    let own = |key| string(object, key).map(|text| text.map(str::to_owned));
    Ok(Finding {
        id: own("id")?,
        resource: arn(object, "resource")?,
        resource_type: own("resourceType")?,
        account: own("resourceOwnerAccount")?,
        analyzed_at: time_if_any(object, "analyzedAt")?,
        created_at: time_if_any(object, "createdAt")?,
        updated_at: time_if_any(object, "updatedAt")?,
        settled: matches!(string(object, "status")?, Some("ARCHIVED" | "RESOLVED")),
    })
}

/// The subject of the finding if it is not about unused permissions, and the error that says so: its type or its
/// details are of another type, or it says that AWS failed.
fn another_type(object: &Object<'_>) -> Result<Option<(&'static str, Diagnostic)>, Diagnostic> {
    if let Some(error) = some(object, "error") {
        let message =
            format!("AWS could not analyze the resource: {}", quote(error.expect_string("`error`")?));
        let refusal = error.error(message, "what AWS says").with_help("give a finding without `error`");
        return Ok(Some(("a resource that AWS could not analyze", refusal)));
    }
    let of = |row: &(&str, &str, &'static str, &str), place| (row.2, another(place, row.2, row.3));
    let Some(place) = some(object, "findingType") else {
        let details = some(object, "findingDetails").and_then(Located::items).unwrap_or_default();
        let other = details.iter().filter_map(|item| item.object()).find_map(|item| {
            let row = OTHERS.iter().find(|(_, key, ..)| item.get(key).is_some())?;
            Some(of(row, item.get(row.1).unwrap_or(item.place())))
        });
        return Ok(other);
    };
    let found = place.expect_string("`findingType`")?;
    if found == "UnusedPermission" {
        return Ok(None);
    }
    let Some(row) = OTHERS.iter().find(|(name, ..)| *name == found) else {
        let names: Vec<&str> = OTHERS.iter().map(|(name, ..)| *name).chain(["UnusedPermission"]).collect();
        let error = place.error(format!("{} is not a type of finding", quote(found)), "unknown type");
        return Err(error.with_help(did_you_mean(found, &names)));
    };
    Ok(Some(of(row, place)))
}

fn another(place: Located<'_>, what: &str, help: &str) -> Diagnostic {
    place
        .error(format!("the finding is about {what}, not about unused permissions"), "another type")
        .with_help(help)
}

/// A warning if the finding is settled.
fn old(object: &Object<'_>) -> Result<Option<Diagnostic>, Diagnostic> {
    let Some(place) = some(object, "status") else { return Ok(None) };
    match place.expect_string("`status`")? {
        "ACTIVE" => Ok(None),
        status @ ("ARCHIVED" | "RESOLVED") => Ok(Some(
            place
                .error(format!("the finding is not active: its status is `{status}`"), "not active")
                .as_warning()
                .with_help("what it names as unused may be needed, or removed already"),
        )),
        other => Err(place
            .error(format!("{} is not a status of a finding", quote(other)), "unknown status")
            .with_help(did_you_mean(other, &["ACTIVE", "ARCHIVED", "RESOLVED"]))),
    }
}

/// The unused permissions in one member of the details.
fn permissions(place: Located<'_>) -> Result<Located<'_>, Diagnostic> {
    let object = place.expect_object("each element of `findingDetails`")?;
    if let Some((_, key, what, help)) = OTHERS.iter().find(|(_, key, ..)| object.get(key).is_some()) {
        return Err(another(object.get(key).unwrap_or(place), what, help));
    }
    if let Some(unknown) = UNKNOWN.iter().find_map(|key| object.get(key)) {
        return Err(unknown
            .error("what wrote this does not know this kind of details", "unknown to it, not to AWS")
            .with_help("update the AWS library that wrote it, or call `aws accessanalyzer get-finding-v2`"));
    }
    object.expect_keys("an element of `findingDetails`", &[WRAPPER])?;
    object.get(WRAPPER).ok_or_else(|| {
        place
            .error(format!("an element of `findingDetails` has no `{WRAPPER}`"), "nothing here")
            .with_help(ONLY_UNUSED)
    })
}
