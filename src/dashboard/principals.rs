//! What the page knows of a principal.

use std::collections::BTreeMap;

use paredown_account::LastUsed;
use serde::Serialize;

use super::actions::{Actions, Counts, Runs};
use super::recommendation::Recommendation;
use super::recommended::Recommended;
use super::trend::is_new;
use crate::analyze::{Analysis, CredentialReport, Details, Exception, Exclusion, Finding, Source, Status};
use crate::model::{Pattern, Time};

/// A principal, or something that is no longer one: of what is gone there are findings only.
#[derive(Debug, Serialize)]
pub(super) struct Principal<'a> {
    arn: &'a str,
    account: &'a str,
    kind: &'static str,
    status: &'static str,
    /// Why it was left out, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(rename = "managedBy", skip_serializing_if = "Option::is_none")]
    managed_by: Option<&'static str>,
    /// When it was last used; `never` if it was not, and nothing if that is not known.
    #[serde(rename = "lastUsed", skip_serializing_if = "Option::is_none")]
    last_used: Option<String>,
    /// The days since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<Counts>,
    rows: Runs,
    findings: Vec<FindingView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    credentials: Vec<Credential<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<Kept<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommendation: Option<Recommended<'a>>,
}

#[derive(Debug, Serialize)]
struct FindingView<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    created: String,
    updated: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    new: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(rename = "lastUsed", skip_serializing_if = "Option::is_none")]
    last_used: Option<String>,
    /// What it rests on: what that is, when it was made, and whether it covers the period.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<(&'static str, Option<String>, bool)>,
    /// The days since services were last used, as number and days.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    services: Vec<(usize, i64)>,
}

#[derive(Debug, Serialize)]
struct Credential<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    state: &'static str,
    #[serde(rename = "lastUsed", skip_serializing_if = "Option::is_none")]
    last_used: Option<String>,
}

#[derive(Debug, Serialize)]
struct Kept<'a> {
    principal: &'a str,
    actions: Vec<&'a str>,
    owner: &'a str,
    reason: &'a str,
    until: String,
}

/// What all principals have in common.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    /// The time of the analysis.
    pub(super) end: Time,
    /// The findings of an earlier analysis, by id, if there was one.
    pub(super) before: Option<&'a BTreeMap<String, Status>>,
}

impl<'a> Principal<'a> {
    /// A principal that was looked at, or left out.
    pub(super) fn of(
        analysis: &'a Analysis,
        findings: &[&'a Finding],
        recommendation: Option<&'a Recommendation>,
        actions: &mut Actions<'_>,
        common: Common<'_>,
    ) -> Self {
        let counted = analysis.excluded.is_none().then(|| actions.add(analysis));
        let (rows, counts) = counted.map_or_else(Default::default, |(rows, counts)| (rows, Some(counts)));
        Self {
            arn: &analysis.arn,
            account: &analysis.account,
            kind: kind(analysis.role),
            status: status(analysis),
            why: analysis.excluded.as_ref().map(why),
            managed_by: analysis.managed_by,
            last_used: match analysis.last_used {
                LastUsed::NotSaid => None,
                LastUsed::Never => Some("never".to_owned()),
                LastUsed::At(time) => Some(time.to_string()),
            },
            days: analysis.last_used.time().map(|time| days(time, common.end)),
            counts,
            rows,
            findings: views(findings, actions, common),
            credentials: analysis.credentials.iter().map(credential).collect(),
            exceptions: analysis.exceptions.iter().map(kept).collect(),
            recommendation: recommendation.map(Recommended::of),
        }
    }

    /// Its ARN.
    pub(super) fn arn(&self) -> &str {
        self.arn
    }

    /// Its recommendation.
    pub(super) fn recommendation(&mut self) -> Option<&mut Recommended<'a>> {
        self.recommendation.as_mut()
    }

    /// A principal that is not in the exports, which an earlier analysis found something about.
    pub(super) fn gone(findings: &[&'a Finding], actions: &Actions<'_>, common: Common<'_>) -> Option<Self> {
        let first = findings.first()?;
        Some(Self {
            arn: &first.resource,
            account: &first.account,
            kind: kind(first.role),
            status: "gone",
            why: None,
            managed_by: None,
            last_used: None,
            days: None,
            counts: None,
            rows: Runs::new(),
            findings: views(findings, actions, common),
            credentials: Vec::new(),
            exceptions: Vec::new(),
            recommendation: None,
        })
    }
}

fn kind(role: bool) -> &'static str {
    if role { "role" } else { "user" }
}

/// What is known of its use as a whole.
fn status(analysis: &Analysis) -> &'static str {
    match analysis.last_used {
        _ if analysis.excluded.is_some() => "excluded",
        _ if analysis.is_used => "used",
        LastUsed::NotSaid => "unknown",
        LastUsed::Never | LastUsed::At(_) => "unused",
    }
}

fn why(exclusion: &Exclusion) -> String {
    match exclusion {
        Exclusion::Tag(key) => format!("{}: {key}", exclusion.name()),
        Exclusion::NotJudged(why) => format!("{}: {}", exclusion.name(), why.message),
        Exclusion::ServiceLinked | Exclusion::Named | Exclusion::TooYoung => exclusion.name().to_owned(),
    }
}

/// Whole days before the end; none for what is after it.
fn days(time: Time, end: Time) -> i64 {
    time.days_beyond(0, end).unwrap_or(0)
}

fn views<'a>(findings: &[&'a Finding], actions: &Actions<'_>, common: Common<'_>) -> Vec<FindingView<'a>> {
    findings.iter().map(|finding| view(finding, actions, common)).collect()
}

fn view<'a>(finding: &'a Finding, actions: &Actions<'_>, common: Common<'_>) -> FindingView<'a> {
    let (key, last, services) = match &finding.details {
        Details::Role(last) | Details::Password(last) => (None, *last, Vec::new()),
        Details::AccessKey(key, last) => (Some(key.as_str()), *last, Vec::new()),
        Details::Permissions(services) => {
            let last = services.iter().filter_map(|service| {
                Some((actions.service(&service.namespace)?, days(service.last?, common.end)))
            });
            (None, None, last.collect())
        }
    };
    FindingView {
        id: &finding.id,
        kind: finding.details.kind().name(),
        status: finding.status.name(),
        created: finding.created.to_string(),
        updated: finding.updated.to_string(),
        new: common.before.is_some_and(|before| is_new(finding, before)),
        key,
        last_used: last.map(|time| time.to_string()),
        sources: finding.sources.iter().map(source).collect(),
        services,
    }
}

fn source(source: &Source) -> (&'static str, Option<String>, bool) {
    (source.kind.name(), source.made.map(|time| time.to_string()), source.covers)
}

fn credential(own: &CredentialReport) -> Credential<'_> {
    Credential {
        key: own.key.as_deref(),
        state: own.state.name(),
        last_used: own.last.map(|time| time.to_string()),
    }
}

fn kept(exception: &Exception) -> Kept<'_> {
    Kept {
        principal: exception.principal.spelling(),
        actions: exception.actions.iter().map(Pattern::spelling).collect(),
        owner: &exception.owner,
        reason: &exception.reason,
        until: exception.until.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_and_never_negative() {
        let time = |text: &str| text.parse::<Time>().unwrap();
        let end = time("2026-06-30T12:00:00Z");
        for (then, expected) in
            [("2026-06-30T12:00:00Z", 0), ("2026-06-29T13:00:00Z", 0), ("2026-06-29T12:00:00Z", 1)]
        {
            assert_eq!(days(time(then), end), expected, "{then}");
        }
        assert_eq!(days(time("2026-07-02T00:00:00Z"), end), 0);
    }
}
