//! A finding of the gate.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::gate::{Certainty, Finding, NewAccess, Place, SuppressedBy, Suppression};

#[derive(Serialize)]
pub(super) struct FindingReport<'a> {
    rule: &'static str,
    level: &'static str,
    /// `shown` or `open`.
    certainty: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    policy: &'a str,
    place: PlaceReport<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    newly_allowed: Vec<Access<'a>>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<SuppressionReport<'a>>,
}

/// From where to where, in characters.
#[derive(Serialize)]
struct PlaceReport<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// An action that is newly allowed.
#[derive(Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are those of other reports")]
struct Access<'a> {
    action: &'a str,
    known_action: bool,
    access_level: String,
    request: Request<'a>,
    statement: &'a str,
    place: PlaceReport<'a>,
}

/// A request, as `paredown evaluate` takes it. A key without values is absent.
#[derive(Serialize)]
struct Request<'a> {
    action: &'a str,
    resource: &'a str,
    context: &'a BTreeMap<String, Vec<String>>,
}

/// Why a finding does not count.
#[derive(Serialize)]
struct SuppressionReport<'a> {
    owner: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<&'a str>,
    /// `configuration` or `accepted`.
    source: &'static str,
}

impl<'a> From<&'a Finding> for FindingReport<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.name(),
            level: finding.level.name(),
            certainty: match finding.certainty {
                Certainty::Shown => "shown",
                Certainty::Open => "open",
            },
            message: &finding.message,
            reason: finding.reason.as_deref(),
            policy: &finding.policy,
            place: (&finding.place).into(),
            newly_allowed: finding.allowed.iter().map(Into::into).collect(),
            fingerprint: &finding.fingerprint,
            suppressed: finding.suppressed.as_ref().map(Into::into),
        }
    }
}

impl<'a> From<&'a Place> for PlaceReport<'a> {
    fn from(place: &'a Place) -> Self {
        let Place { file, start, end, line } = place;
        Self { file, line: start.0, column: start.1, end_line: end.0, end_column: end.1, text: line }
    }
}

impl<'a> From<&'a NewAccess> for Access<'a> {
    fn from(access: &'a NewAccess) -> Self {
        let NewAccess { action, known, level, resource, context, statement, place, scope: _ } = access;
        Self {
            action,
            known_action: *known,
            access_level: level.to_string(),
            request: Request { action, resource, context },
            statement,
            place: place.into(),
        }
    }
}

impl<'a> From<&'a Suppression> for SuppressionReport<'a> {
    fn from(Suppression { owner, reason, expires, source }: &'a Suppression) -> Self {
        let source = match source {
            SuppressedBy::Configuration => "configuration",
            SuppressedBy::Accepted => "accepted",
        };
        Self { owner, reason, expires: expires.as_deref(), source }
    }
}
