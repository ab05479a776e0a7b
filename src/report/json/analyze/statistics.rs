//! The statistics as `GetFindingsStatistics` answers them.
//!
//! Source: IAM Access Analyzer API Reference, `UnusedAccessFindingsStatistics`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::remedy::{RemedyRow, RemedyVerdict};
use crate::analyze::{FindingType, Statistics};
use crate::model::Time;
use crate::report::json::Change;

/// So many accounts are named, those with the most active findings: as many as AWS names.
const TOP: usize = 10;

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsAnswer {
    findings_statistics: [FindingsStatistics; 1],
    last_updated_at: String,
    /// What AWS has no key for; absent if nothing was recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    paredown: Option<Recommended>,
}

/// What is recommended.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Recommended {
    /// How many principals have something recommended.
    principals: usize,
    /// How many of them have something to retire.
    retire: usize,
    /// How many recommendations for policies have each verdict.
    verdicts: BTreeMap<RemedyVerdict, usize>,
    /// The known actions that the policies allow, by access level.
    actions: BTreeMap<String, Change>,
}

impl From<&[RemedyRow]> for Recommended {
    fn from(rows: &[RemedyRow]) -> Self {
        let mut verdicts = BTreeMap::new();
        let mut actions: BTreeMap<String, Change> = BTreeMap::new();
        for own in rows.iter().filter_map(|row| row.policies.as_ref()) {
            *verdicts.entry(own.verdict).or_default() += 1;
            for (level, change) in &own.actions {
                *actions.entry(level.clone()).or_default() += *change;
            }
        }
        let retire = rows.iter().filter(|row| !row.retire.is_empty()).count();
        let something = |row: &&RemedyRow| row.policies.is_some() || !row.retire.is_empty();
        Self { principals: rows.iter().filter(something).count(), retire, verdicts, actions }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingsStatistics {
    unused_access_findings_statistics: UnusedAccess,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct UnusedAccess {
    #[serde(rename = "unusedAccessTypeStatistics")]
    by_type: Vec<OfType>,
    top_accounts: Vec<OfAccount>,
    total_active_findings: usize,
    total_archived_findings: usize,
    total_resolved_findings: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OfType {
    unused_access_type: &'static str,
    total: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct OfAccount {
    account: String,
    number_of_active_findings: usize,
    details: BTreeMap<&'static str, usize>,
}

impl StatisticsAnswer {
    /// The answer with some statistics, of an analysis at this time, and with what is recommended, if that was asked for.
    pub fn new(statistics: &Statistics, at: Time, remedies: Option<&[RemedyRow]>) -> Self {
        let named = |(kind, count): (&FindingType, &usize)| (kind.name(), *count);
        let of_type =
            |(kind, total): (&FindingType, &usize)| OfType { unused_access_type: kind.name(), total: *total };
        let of_account = |(account, own): (&String, &BTreeMap<FindingType, usize>)| OfAccount {
            account: account.clone(),
            number_of_active_findings: own.values().sum(),
            details: own.iter().map(named).collect(),
        };
        let mut top_accounts: Vec<OfAccount> = statistics.by_account.iter().map(of_account).collect();
        top_accounts.sort_by_key(|own| std::cmp::Reverse(own.number_of_active_findings));
        top_accounts.truncate(TOP);
        let unused_access_findings_statistics = UnusedAccess {
            by_type: statistics.by_type.iter().map(of_type).collect(),
            top_accounts,
            total_active_findings: statistics.active,
            total_archived_findings: statistics.archived,
            total_resolved_findings: statistics.resolved,
        };
        Self {
            findings_statistics: [FindingsStatistics { unused_access_findings_statistics }],
            last_updated_at: at.to_string(),
            paredown: remedies.map(Into::into),
        }
    }
}
