//! The answer of the gate: `schemas/gate.schema.json`.

mod finding;

use finding::FindingReport;
use serde::Serialize;

use crate::gate::{Change, Outcome, PolicyChange};
use crate::report::findings::Counts;

/// The version of the shape, as in its schema.
const SCHEMA: &str = "urn:paredown:gate:v1";

#[derive(Serialize)]
struct Report<'a> {
    /// `passes`, `fails` or `unknown`.
    conclusion: &'static str,
    counts: CountsReport,
    files: Files,
    findings: Vec<FindingReport<'a>>,
    policies: Vec<PolicyReport<'a>>,
    schema: &'static str,
    paredown: &'static str,
}

/// How many findings there are.
#[derive(Serialize)]
struct CountsReport {
    errors: usize,
    warnings: usize,
    notes: usize,
    open: usize,
    suppressed: usize,
}

impl From<Counts> for CountsReport {
    fn from(counts: Counts) -> Self {
        let Counts { levels: [errors, warnings, notes], open, suppressed } = counts;
        Self { errors, warnings, notes, open, suppressed }
    }
}

/// How many files were read.
#[derive(Serialize)]
struct Files {
    before: usize,
    after: usize,
}

/// What became of a policy.
#[derive(Serialize)]
struct PolicyReport<'a> {
    policy: &'a str,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
}

impl<'a> From<&'a PolicyChange> for PolicyReport<'a> {
    fn from(PolicyChange { policy, change }: &'a PolicyChange) -> Self {
        let (change, from) = match change {
            Change::Unchanged => ("unchanged", None),
            Change::Edited => ("edited", None),
            Change::New => ("new", None),
            Change::Removed => ("removed", None),
            Change::Moved { from } => ("moved", Some(from.as_str())),
        };
        Self { policy, change, from }
    }
}

/// What the gate says of a change, complete.
pub(crate) fn gate(outcome: &Outcome) -> String {
    let (before, after) = outcome.files;
    let report = Report {
        conclusion: outcome.conclusion().name(),
        counts: Counts::of(&outcome.findings).into(),
        files: Files { before, after },
        findings: outcome.findings.iter().map(Into::into).collect(),
        policies: outcome.policies.iter().map(Into::into).collect(),
        schema: SCHEMA,
        paredown: env!("CARGO_PKG_VERSION"),
    };
    serde_json::to_string_pretty(&report).unwrap_or_else(|error| {
        let error = format!("internal error: {error}");
        let report = serde_json::json!({"conclusion": "unknown", "error": error, "schema": SCHEMA,
            "paredown": env!("CARGO_PKG_VERSION")});
        report.to_string()
    })
}

#[cfg(test)]
mod tests;
