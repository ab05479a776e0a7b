//! A finding as `GetFindingV2` and `ListFindingsV2` answer it.
//!
//! Source: IAM Access Analyzer API Reference, `GetFindingV2`, `FindingDetails` and `FindingSummaryV2`. What AWS has no
//! key for is under `paredown`.

use serde::Serialize;

use crate::analyze::{Details, Finding, Settings, Source, UnusedService};
use crate::model::Time;

/// A finding; without details it is a row of `ListFindingsV2`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingAnswer<'a> {
    analyzed_at: String,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding_details: Option<Vec<FindingDetails<'a>>>,
    finding_type: &'static str,
    id: &'a str,
    resource: &'a str,
    resource_owner_account: &'a str,
    resource_type: &'static str,
    status: &'static str,
    updated_at: String,
    paredown: Basis,
}

/// What it rests on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Basis {
    version: &'static str,
    unused_access_age: u32,
    evidence: &'static str,
    period: Days,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<SourceRow>,
}

/// The days that were looked at: after the first time, and up to the second.
#[derive(Debug, Serialize)]
struct Days {
    after: String,
    until: String,
}

/// Something that it rests on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceRow {
    source: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<String>,
    covers_period: bool,
}

impl From<&Source> for SourceRow {
    fn from(source: &Source) -> Self {
        Self { source: source.kind.name(), made: written(source.made), covers_period: source.covers }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::enum_variant_names, reason = "AWS's names")]
enum FindingDetails<'a> {
    UnusedIamRoleDetails(LastAccessed),
    UnusedIamUserAccessKeyDetails(AccessKey<'a>),
    UnusedIamUserPasswordDetails(LastAccessed),
    UnusedPermissionDetails(Permission<'a>),
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct LastAccessed {
    #[serde(skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct AccessKey<'a> {
    access_key_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Permission<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<UnusedAction<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
    service_namespace: &'a str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UnusedAction<'a> {
    action: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_accessed: Option<String>,
}

impl<'a> FindingAnswer<'a> {
    /// The answer on a finding, with its details or without.
    pub fn new(finding: &'a Finding, settings: &Settings<'_>, detailed: bool) -> Self {
        Self {
            analyzed_at: settings.period.end.to_string(),
            created_at: finding.created.to_string(),
            finding_details: detailed.then(|| details(&finding.details)),
            finding_type: finding.details.kind().name(),
            id: &finding.id,
            resource: &finding.resource,
            resource_owner_account: &finding.account,
            resource_type: finding.resource_type(),
            status: finding.status.name(),
            updated_at: finding.updated.to_string(),
            paredown: Basis {
                version: env!("CARGO_PKG_VERSION"),
                unused_access_age: settings.period.days,
                evidence: settings.evidence.name(),
                period: Days {
                    after: settings.period.end.days_before(settings.period.days).to_string(),
                    until: settings.period.end.to_string(),
                },
                sources: finding.sources.iter().map(SourceRow::from).collect(),
            },
        }
    }
}

fn details(details: &Details) -> Vec<FindingDetails<'_>> {
    let last = |time: &Option<Time>| LastAccessed { last_accessed: written(*time) };
    match details {
        Details::Role(time) => vec![FindingDetails::UnusedIamRoleDetails(last(time))],
        Details::Password(time) => vec![FindingDetails::UnusedIamUserPasswordDetails(last(time))],
        Details::AccessKey(id, time) => vec![FindingDetails::UnusedIamUserAccessKeyDetails(AccessKey {
            access_key_id: id,
            last_accessed: written(*time),
        })],
        Details::Permissions(services) => services.iter().map(permission).collect(),
    }
}

fn permission(service: &UnusedService) -> FindingDetails<'_> {
    let actions = service.actions.as_ref().map(|actions| {
        actions.iter().map(|(action, last)| UnusedAction { action, last_accessed: written(*last) }).collect()
    });
    FindingDetails::UnusedPermissionDetails(Permission {
        actions,
        last_accessed: written(service.last),
        service_namespace: &service.namespace,
    })
}

fn written(time: Option<Time>) -> Option<String> {
    time.map(|time| time.to_string())
}
