//! The statistics as `GetFindingsStatistics` answers them.
//!
//! Source: IAM Access Analyzer API Reference, `UnusedAccessFindingsStatistics`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analyze::{FindingType, Statistics};
use crate::model::Time;

/// So many accounts are named, those with the most active findings: as many as AWS names.
const TOP: usize = 10;

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatisticsAnswer {
    findings_statistics: [FindingsStatistics; 1],
    last_updated_at: String,
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
    /// The answer with some statistics, of an analysis at this time.
    pub fn new(statistics: &Statistics, at: Time) -> Self {
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
        }
    }
}
