//! What the dashboard shows of each recommendation: its row, and what is in the principal's folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::super::folder::Listed;
use crate::dashboard::{Judged, Levels, Recommendation, Verdict};
use crate::intake::MANIFEST;
use crate::model::AccessLevel;
use crate::report::json::Change;
use crate::report::json::analyze::{PoliciesRow, RemedyRow, RemedyVerdict, RetireRow};

/// So many of those who have a policy are named; the row has more.
const NAMED: usize = 3;

/// The part of a principal's manifest that is shown.
#[derive(Default, Deserialize)]
struct Plan {
    steps: Vec<Step>,
    back: Vec<Step>,
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Step {
    action: String,
    policy: String,
    document: Option<String>,
}

/// The recommendations of some rows by the ARN of the principal, with what is in their folders below that of the
/// analysis.
pub(super) fn recommended(rows: &[RemedyRow], place: &Path) -> BTreeMap<String, Recommendation> {
    rows.iter().map(|row| (row.principal.clone(), one(row, place))).collect()
}

fn one(row: &RemedyRow, place: &Path) -> Recommendation {
    let folder = row.folder.as_ref().map(|folder| place.join(folder));
    // What cannot be read is not shown; the files themselves say more.
    let read = |name: &str| folder.as_ref().and_then(|folder| fs::read_to_string(folder.join(name)).ok());
    let plan: Option<Plan> = read(MANIFEST).and_then(|text| serde_json::from_str(&text).ok());
    let plan = plan.unwrap_or_default();
    let policies = row.policies.as_ref();
    let levels = |side: fn(&Change) -> usize| -> Levels {
        policies.map_or_else(Levels::new, |own| {
            own.actions.iter().map(|(name, one)| (level(name), side(one))).collect()
        })
    };
    let obligations = policies.iter().flat_map(|own| &own.obligations);
    let mut files: Vec<String> = plan.files.iter().map(|file| file.file.clone()).collect();
    if !files.is_empty() {
        files.push(MANIFEST.to_owned());
    }
    Recommendation {
        folder: row.folder.clone().unwrap_or_default(),
        verdict: verdict(row),
        reason: row.reason.clone(),
        before: levels(|change| change.before),
        after: levels(|change| change.after),
        retire: row.retire.iter().map(retired).collect(),
        notes: policies.map(notes).unwrap_or_default(),
        diff: read("proof/changes.diff").unwrap_or_default(),
        judgements: obligations
            .map(|(what, verdict)| Judged { what: what.clone(), verdict: verdict.clone() })
            .collect(),
        digests: digests(row, &plan),
        plan: written(&plan, &row.retire_steps),
        files,
    }
}

fn verdict(row: &RemedyRow) -> Verdict {
    match &row.policies {
        Some(own) => match own.verdict {
            RemedyVerdict::Proved => Verdict::Proved,
            RemedyVerdict::DoesNotFit => Verdict::DoesNotFit,
            RemedyVerdict::Unknown => Verdict::Undecided,
            RemedyVerdict::Refuted => Verdict::NotProved,
        },
        None if row.retire.is_empty() => Verdict::NotRecommended,
        None => Verdict::Retire,
    }
}

fn level(name: &str) -> AccessLevel {
    let known = AccessLevel::ALL.into_iter().find(|level| level.to_string() == name);
    known.unwrap_or(AccessLevel::Unknown)
}

fn retired(row: &RetireRow) -> String {
    row.key.as_ref().map_or_else(|| row.what.clone(), |key| format!("{} {key}", row.what))
}

/// What there is to say of shared policies, and of groups.
fn notes(own: &PoliciesRow) -> Vec<String> {
    let shared = own.policies.iter().filter(|policy| policy.other_holders > 0).map(|policy| {
        let mut holders: Vec<String> = policy.holders.iter().take(NAMED).cloned().collect();
        let others = usize::try_from(policy.other_holders).unwrap_or(usize::MAX);
        let more = others.saturating_sub(holders.len());
        if more > 0 {
            holders.push(format!("{more} more"));
        }
        format!("Others who have the policy {} keep it: {}", policy.name, holders.join(", "))
    });
    let groups = own
        .left_to_groups
        .iter()
        .map(|(group, count)| format!("Unused actions that the group {group} goes on allowing: {count}"));
    shared.chain(groups).collect()
}

/// The digests of the policies, as the certificate has them, and those of the certificate and of what it rests on.
fn digests(row: &RemedyRow, plan: &Plan) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for policy in row.policies.iter().flat_map(|own| &own.policies) {
        all.push((format!("{}, original", policy.name), policy.original.clone()));
        let recommended = policy.recommended.iter();
        all.extend(recommended.map(|digest| (format!("{}, recommended", policy.name), digest.clone())));
    }
    let certificate = plan.files.iter().find(|file| file.file == "proof/certificate.json");
    all.extend(certificate.map(|file| ("certificate".to_owned(), file.sha256.clone())));
    all.extend(row.evidence.as_ref().map(|digest| ("evidence of usage".to_owned(), digest.clone())));
    all
}

/// The steps there and back, and those that retire, one per line.
fn written(plan: &Plan, retire: &[String]) -> String {
    let shown = |step: &Step| {
        let document = step.document.as_ref().map_or_else(String::new, |file| format!("  ({file})"));
        format!("{} {}{document}", step.action, step.policy)
    };
    let mut text = String::new();
    for (heading, steps) in [
        ("To apply (plan.sh)", plan.steps.iter().map(shown).collect()),
        ("To go back", plan.back.iter().map(shown).collect()),
        ("To retire (retire.sh)", retire.to_vec()),
    ] {
        let steps: Vec<String> = steps;
        if !steps.is_empty() {
            let _ = writeln!(text, "{heading}:");
        }
        for (number, step) in (1..).zip(steps) {
            let _ = writeln!(text, "{number:>4}. {step}");
        }
    }
    text
}
