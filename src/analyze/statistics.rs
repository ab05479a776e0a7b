//! How many findings there are, of which kind and in which account.

use std::collections::BTreeMap;

use super::findings::{Finding, FindingType, Status};

/// How many findings there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// The active ones by type; those types only of which there are any.
    pub by_type: BTreeMap<FindingType, usize>,
    /// The active ones by account and type.
    pub by_account: BTreeMap<String, BTreeMap<FindingType, usize>>,
    /// How many wait for somebody.
    pub active: usize,
    /// How many were put away.
    pub archived: usize,
    /// How many are settled.
    pub resolved: usize,
}

impl Statistics {
    /// Those of some findings.
    pub fn of(findings: &[Finding]) -> Self {
        let mut statistics = Self::default();
        for finding in findings {
            match finding.status {
                Status::Archived => statistics.archived += 1,
                Status::Resolved => statistics.resolved += 1,
                Status::Active => {
                    statistics.active += 1;
                    let kind = finding.details.kind();
                    *statistics.by_type.entry(kind).or_default() += 1;
                    let own = statistics.by_account.entry(finding.account.clone()).or_default();
                    *own.entry(kind).or_default() += 1;
                }
            }
        }
        statistics
    }
}
