//! Reads what an earlier analysis found: our own findings, or answers of IAM Access Analyzer.

use std::ops::Range;
use std::sync::Arc;

use super::findings::{Details, Finding, Status, UnusedService};
use crate::model::Time;
use crate::parse::answer::{answer_keys, required, some, text, time, time_if_any};
use crate::parse::{Code, Diagnostic, Located, Object, Source, Strictness, documents, json, json_part};

/// A finding of an earlier analysis.
#[derive(Clone, Debug)]
pub struct Previous {
    /// The finding, with the id that it had.
    pub finding: Finding,
    /// Where it is.
    pub place: (Arc<Source>, Range<usize>),
}

/// The findings of a file: one answer, a list of them, or one per line.
///
/// # Errors
/// One of them is not a finding of unused access.
pub fn previous(source: &Arc<Source>) -> Result<Vec<Previous>, Diagnostic> {
    if source.text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let parts = documents(&source.text);
    let Some(parts) = parts else {
        let value = json(source, Strictness::Strict)?;
        let root = Located::new(&value, source);
        return match root.items() {
            Some(items) => items.into_iter().map(finding).collect(),
            None => finding(root).map(|one| vec![one]),
        };
    };
    let mut all = Vec::new();
    for part in parts {
        let value = json_part(source, &part, Strictness::Strict)?;
        all.push(finding(Located::in_part(&value, source, part.start))?);
    }
    Ok(all)
}

const KEYS: [&str; 12] = [
    "analyzedAt",
    "createdAt",
    "error",
    "findingDetails",
    "findingType",
    "id",
    "paredown",
    "resource",
    "resourceOwnerAccount",
    "resourceType",
    "status",
    "updatedAt",
];

fn finding(place: Located<'_>) -> Result<Previous, Diagnostic> {
    let object = place.expect_object("a finding")?;
    answer_keys(&object, "a finding", &KEYS)?;
    let said = text(&object, "status", "the finding")?;
    let status = Status::ALL.into_iter().find(|status| status.name() == said);
    let status = status.ok_or_else(|| unknown(&object, "status", "`ACTIVE`, `ARCHIVED` or `RESOLVED`"))?;
    let resource = text(&object, "resource", "the finding")?.to_owned();
    let role = match text(&object, "resourceType", "the finding")? {
        "AWS::IAM::Role" => true,
        "AWS::IAM::User" => false,
        _ => return Err(unknown(&object, "resourceType", "`AWS::IAM::Role` or `AWS::IAM::User`")),
    };
    let list = required(&object, "findingDetails", "the finding")?;
    let details = details(&object, &list.expect_list("`findingDetails`")?)?;
    Ok(Previous {
        finding: Finding {
            id: text(&object, "id", "the finding")?.to_owned(),
            account: text(&object, "resourceOwnerAccount", "the finding")?.to_owned(),
            resource,
            role,
            details,
            sources: Vec::new(),
            status,
            created: time(&object, "createdAt", "the finding")?,
            updated: time(&object, "updatedAt", "the finding")?,
        },
        place: (Arc::clone(place.source()), place.span()),
    })
}

fn unknown(object: &Object<'_>, key: &str, expected: &str) -> Diagnostic {
    let place = some(object, key).unwrap_or(object.place());
    let shown = place.string().unwrap_or_default().escape_debug();
    place
        .error(format!("`{key}` is `{shown}`"), "not known")
        .coded(Code::Invalid)
        .with_help(format!("expected {expected}"))
}

/// The details, by the type of the finding.
fn details(finding: &Object<'_>, list: &[Located<'_>]) -> Result<Details, Diagnostic> {
    let kind = text(finding, "findingType", "the finding")?;
    let only = |key: &str| -> Result<Object<'_>, Diagnostic> {
        match list {
            [only] => member(*only, key),
            _ => Err(finding
                .place()
                .error(format!("the finding has {} details, not one", list.len()), "this one")),
        }
    };
    let last = |object: &Object<'_>| time_if_any(object, "lastAccessed");
    match kind {
        "UnusedIAMRole" => {
            let own = only("unusedIamRoleDetails")?;
            own.expect_keys("the details", &["lastAccessed"])?;
            Ok(Details::Role(last(&own)?))
        }
        "UnusedIAMUserPassword" => {
            let own = only("unusedIamUserPasswordDetails")?;
            own.expect_keys("the details", &["lastAccessed"])?;
            Ok(Details::Password(last(&own)?))
        }
        "UnusedIAMUserAccessKey" => {
            let own = only("unusedIamUserAccessKeyDetails")?;
            own.expect_keys("the details", &["accessKeyId", "lastAccessed"])?;
            Ok(Details::AccessKey(text(&own, "accessKeyId", "the key")?.to_owned(), last(&own)?))
        }
        "UnusedPermission" => {
            let services = list.iter().map(|place| service(&member(*place, "unusedPermissionDetails")?));
            services.collect::<Result<_, _>>().map(Details::Permissions)
        }
        _ => Err(unknown(finding, "findingType", "a type of unused access, such as `UnusedPermission`")),
    }
}

fn member<'a>(place: Located<'a>, key: &str) -> Result<Object<'a>, Diagnostic> {
    let object = place.expect_object("an element of `findingDetails`")?;
    object.expect_keys("an element of `findingDetails`", &[key])?;
    required(&object, key, "the element")?.expect_object(&format!("`{key}`"))
}

fn service(object: &Object<'_>) -> Result<UnusedService, Diagnostic> {
    object.expect_keys("the details", &["serviceNamespace", "actions", "lastAccessed"])?;
    let action = |place: Located<'_>| -> Result<(String, Option<Time>), Diagnostic> {
        let action = place.expect_object("an unused action")?;
        action.expect_keys("an unused action", &["action", "lastAccessed"])?;
        Ok((text(&action, "action", "the unused action")?.to_owned(), time_if_any(&action, "lastAccessed")?))
    };
    let actions = some(object, "actions").map(|list| -> Result<Vec<_>, Diagnostic> {
        list.expect_list("`actions`")?.into_iter().map(action).collect()
    });
    Ok(UnusedService {
        namespace: text(object, "serviceNamespace", "the details")?.to_owned(),
        actions: actions.transpose()?,
        last: time_if_any(object, "lastAccessed")?,
    })
}
