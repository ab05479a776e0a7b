//! What changed since an earlier analysis.

use std::collections::BTreeMap;

use crate::analyze::{Finding, FindingType, Status};

/// How many findings of one type there are in both analyses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Active before.
    pub(super) before: usize,
    /// Active now, and not before.
    pub(super) new: usize,
    /// Active in both.
    pub(super) still: usize,
    /// Active before, and resolved now.
    pub(super) resolved: usize,
    /// Active before, and archived now.
    pub(super) archived: usize,
}

/// Whether a finding is active now, and was not in an analysis with these findings.
pub(super) fn is_new(finding: &Finding, before: &BTreeMap<String, Status>) -> bool {
    finding.status == Status::Active && before.get(&finding.id) != Some(&Status::Active)
}

/// The changes by type, from findings by id and status to findings that kept their ids.
pub(super) fn trend(
    before: &BTreeMap<String, Status>,
    findings: &[Finding],
) -> BTreeMap<FindingType, Change> {
    let mut all: BTreeMap<FindingType, Change> = BTreeMap::new();
    for finding in findings {
        let was_active = before.get(&finding.id) == Some(&Status::Active);
        let change = all.entry(finding.details.kind()).or_default();
        change.before += usize::from(was_active);
        match finding.status {
            Status::Active if was_active => change.still += 1,
            Status::Active => change.new += 1,
            Status::Resolved => change.resolved += usize::from(was_active),
            Status::Archived => change.archived += usize::from(was_active),
        }
    }
    all
}
