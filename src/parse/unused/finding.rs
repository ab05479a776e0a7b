//! Findings of IAM Access Analyzer about unused permissions.
//!
//! Source: IAM Access Analyzer API Reference, `GetFindingV2` and `FindingDetails`.

use super::merge::Page;
use super::services::{WRAPPER, entry};
use super::{Finding, ParsedUnused, UnusedFormat, merge, nothing_unused};
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Object};
use crate::parse::names::{arn, value};
use crate::parse::shapes::envelope::{answer_keys, more_pages, next_token, required, some, string};
use crate::parse::suggest::did_you_mean;
use crate::parse::timestamp::timestamp;

const KEYS: [&str; 13] = [
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
];

/// Findings of other types, with the key of their details: what they are about, and what would do.
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

const ONLY_UNUSED: &str = "give a finding of an analyzer for unused access, of the type `UnusedPermission`";

/// Whether the object is a page of a finding, or meant to be.
pub(super) fn is_page(object: &Object<'_>) -> bool {
    ["findingDetails", "findingType"].iter().any(|key| object.get(key).is_some())
}

/// Reads a finding of one page; lists of them are read by [`super::several`].
pub(super) fn read(root: Located<'_>) -> Result<ParsedUnused, Diagnostic> {
    merge(vec![page(root, nothing_unused)?])
}

/// Whether the object is a finding of AWS that says nothing about unused permissions.
pub(super) fn is_about_something_else(object: &Object<'_>) -> bool {
    let kind = object.get("findingType").and_then(Located::string);
    let details = object.get("findingDetails").and_then(Located::items).unwrap_or_default();
    let has = |key: &str| details.iter().any(|one| one.object().is_some_and(|one| one.get(key).is_some()));
    OTHERS.iter().any(|(name, key, ..)| kind == Some(*name) || kind.is_none() && has(key))
}

/// Reads a page; `no_page` says what is wrong if it is none.
pub(super) fn page(
    place: Located<'_>,
    no_page: fn(Located<'_>) -> Diagnostic,
) -> Result<ParsedUnused, Diagnostic> {
    let Some(object) = place.object().filter(is_page) else { return Err(no_page(place)) };
    answer_keys(&object, "the answer of get-finding-v2", &KEYS)?;
    only_permissions(&object)?;
    for key in ["createdAt", "updatedAt"] {
        if let Some(time) = some(&object, key) {
            timestamp(time, &format!("`{key}`"))?;
        }
    }
    string(&object, "resourceOwnerAccount")?;
    let own = |key| string(&object, key).map(|text| text.map(str::to_owned));
    let analyzed_at = some(&object, "analyzedAt").map(|time| timestamp(time, "`analyzedAt`")).transpose()?;
    let finding = Finding {
        id: own("id")?,
        resource: arn(&object, "resource")?,
        resource_type: own("resourceType")?,
        analyzed_at,
    };
    let page = Page {
        source: place.source().clone(),
        span: some(&object, "resource").unwrap_or(place).mark(),
        id: finding.id.clone(),
        resource: value(finding.resource.as_ref()).map(str::to_owned),
        more: next_token(&object)?.map(|token| {
            more_pages(token, "without the other pages less is removed than could be, and nothing wrong")
        }),
    };
    let mut parsed = ParsedUnused::new(UnusedFormat::Finding, vec![page]);
    parsed.finding = Some(finding);
    parsed.warnings.extend(old(&object)?);
    for details in required(&object, "findingDetails", "the finding")?.expect_list("`findingDetails`")? {
        entry(permissions(details)?, &mut parsed)?;
    }
    Ok(parsed)
}

/// Refuses findings of other types, and those that say that AWS failed.
fn only_permissions(object: &Object<'_>) -> Result<(), Diagnostic> {
    if let Some(error) = some(object, "error") {
        let message =
            format!("AWS could not analyze the resource: {}", quote(error.expect_string("`error`")?));
        return Err(error.error(message, "what AWS says").with_help("give a finding without `error`"));
    }
    let Some(place) = some(object, "findingType") else { return Ok(()) };
    let found = place.expect_string("`findingType`")?;
    if found == "UnusedPermission" {
        return Ok(());
    }
    let Some((.., what, help)) = OTHERS.iter().find(|(name, ..)| *name == found) else {
        let names: Vec<&str> = OTHERS.iter().map(|(name, ..)| *name).chain(["UnusedPermission"]).collect();
        let error = place.error(format!("{} is no type of a finding", quote(found)), "unknown type");
        return Err(error.with_help(did_you_mean(found, &names)));
    };
    Err(another(place, what, help))
}

fn another(place: Located<'_>, what: &str, help: &str) -> Diagnostic {
    place
        .error(format!("the finding is about {what}, not about unused permissions"), "another type")
        .with_help(help)
}

/// A warning of a finding that is settled.
fn old(object: &Object<'_>) -> Result<Option<Diagnostic>, Diagnostic> {
    let Some(place) = some(object, "status") else { return Ok(None) };
    match place.expect_string("`status`")? {
        "ACTIVE" => Ok(None),
        status @ ("ARCHIVED" | "RESOLVED") => Ok(Some(
            place
                .error(format!("the finding is not active: its status is `{status}`"), "not active")
                .as_warning()
                .with_help("what it names as unused may be wanted, or gone already"),
        )),
        other => Err(place
            .error(format!("{} is no status of a finding", quote(other)), "unknown status")
            .with_help(did_you_mean(other, &["ACTIVE", "ARCHIVED", "RESOLVED"]))),
    }
}

/// The unused permissions in one of the details.
fn permissions(place: Located<'_>) -> Result<Located<'_>, Diagnostic> {
    let object = place.expect_object("each element of `findingDetails`")?;
    if let Some((_, key, what, help)) = OTHERS.iter().find(|(_, key, ..)| object.get(key).is_some()) {
        return Err(another(object.get(key).unwrap_or(place), what, help));
    }
    object.expect_keys("an element of `findingDetails`", &[WRAPPER])?;
    object.get(WRAPPER).ok_or_else(|| {
        place
            .error(format!("an element of `findingDetails` has no `{WRAPPER}`"), "nothing here")
            .with_help(ONLY_UNUSED)
    })
}
