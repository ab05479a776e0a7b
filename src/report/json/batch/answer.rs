//! The answer to a job with an outcome.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{SCHEMA, line};
use crate::job::{Outcome, PolicyOutcome};
use crate::principal::Excess;
use crate::prove::{Certification, Verdict};
use crate::report::json::passed::Passed;
use crate::report::json::{
    Catalogue, Counts, Disagreement, ExcessReport, Failure, KeepEntry, PlanReport, Spot, Times,
};

/// The recommended policy or policies of a job.
#[derive(Serialize)]
#[serde(untagged)]
enum Recommended {
    /// Of a job with one `policy`: its document; null if it is detached, or nothing is shown.
    One(Option<Box<RawValue>>),
    /// The same, split to fit.
    Split(Vec<Box<RawValue>>),
    /// Of a job with `policies`.
    Each(Vec<Policy>),
}

/// One of several policies.
#[derive(Serialize)]
struct Policy {
    name: String,
    outcome: &'static str,
    recommended: Vec<Box<RawValue>>,
}

/// The outcome of a job.
#[derive(Serialize)]
struct Done<'a> {
    id: &'a RawValue,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommended: Option<Recommended>,
    verdict: Option<&'static str>,
    obligations: Option<BTreeMap<&'static str, &'static str>>,
    failures: Vec<Failure>,
    /// What AWS would refuse, whatever is proved; absent if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    does_not_fit: Vec<ExcessReport<'a>>,
    /// What the user should look at in the job; absent if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Spot<'a>>,
    /// What one engine proved and the other refuted; absent if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disagreements: Vec<Disagreement>,
    mode: &'static str,
    counts: Counts,
    /// The keep list; absent if it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<KeepEntry>,
    /// Absent unless it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanReport<'a>>,
    /// Absent unless it was asked for and the recommendation is proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Box<RawValue>>,
    /// Why there is no certificate of what is proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    uncertifiable: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<Times>,
    catalogue: Catalogue<'a>,
    schema: &'static str,
    paredown: &'static str,
    #[serde(flatten)]
    passed: Passed<'a>,
}

/// What the answer depends on besides the outcome.
pub(crate) struct Asked<'a> {
    pub(crate) id: &'a RawValue,
    /// Whether the job has `policies`, so that the answer has one part for each.
    pub(crate) several: bool,
    pub(crate) warnings: Vec<Spot<'a>>,
    pub(crate) passed: &'a [(String, Box<RawValue>)],
    /// The quota of attached managed policies, if a plan was asked for.
    pub(crate) planned: Option<usize>,
    /// Whether the answer contains the recommended documents.
    pub(crate) documents: bool,
    /// Whether it contains times, so that answers differ from run to run.
    pub(crate) timings: bool,
}

/// The line of a job with an outcome, without its line break.
pub(crate) fn done(outcome: &Outcome, asked: Asked<'_>) -> String {
    let certification = outcome.certification.as_ref();
    let certificate = outcome.certificate.as_ref().and_then(|written| written.as_ref().ok());
    let uncertifiable = outcome.certificate.as_ref().and_then(|written| written.as_ref().err());
    let done = Done {
        id: asked.id,
        outcome: if outcome.fits() { outcome.overall().name() } else { Excess::OUTCOME },
        recommended: asked.documents.then(|| recommended(outcome, asked.several)),
        verdict: outcome.conclusion().map(|conclusion| conclusion.verdict().name()),
        obligations: certification.map(|proof| obligations(outcome, proof)),
        failures: certification.map(|proof| failures(outcome, proof)).unwrap_or_default(),
        does_not_fit: outcome.excesses.iter().map(Into::into).collect(),
        warnings: asked.warnings,
        disagreements: certification.map(disagreements).unwrap_or_default(),
        mode: outcome.mode.name(),
        counts: (&outcome.counts).into(),
        kept: outcome.keep.iter().map(Into::into).collect(),
        plan: asked.planned.map(|limit| PlanReport::new(outcome, limit)),
        certificate: certificate.and_then(|text| RawValue::from_string(text.trim_end().to_owned()).ok()),
        uncertifiable: uncertifiable.map(String::as_str),
        times: asked.timings.then(|| outcome.times.into()),
        catalogue: (&outcome.catalogue).into(),
        schema: SCHEMA,
        paredown: env!("CARGO_PKG_VERSION"),
        passed: Passed(asked.passed),
    };
    line(asked.id, &done)
}

/// The recommendation. If a proof was asked for and not found, it is not shown.
fn recommended(outcome: &Outcome, several: bool) -> Recommended {
    let documents = |policy: &PolicyOutcome| -> Vec<Box<RawValue>> {
        let shown = policy.documents.iter().filter(|_| outcome.may_be_shown());
        shown.filter_map(|document| on_one_line(&document.text)).collect()
    };
    match outcome.policies.as_slice() {
        [only] if !several => {
            let mut documents = documents(only);
            if documents.len() > 1 {
                Recommended::Split(documents)
            } else {
                Recommended::One(documents.pop())
            }
        }
        all => {
            let each = all.iter().enumerate().map(|(at, policy)| Policy {
                name: policy.original.name.clone(),
                outcome: outcome.disposition(at),
                recommended: documents(policy),
            });
            Recommended::Each(each.collect())
        }
    }
}

/// The worst verdict on each deciding obligation.
fn obligations(outcome: &Outcome, proof: &Certification) -> BTreeMap<&'static str, &'static str> {
    let mut worst: BTreeMap<&'static str, Verdict> = BTreeMap::new();
    for judgement in proof.deciding(outcome.requirement, outcome.mode) {
        let entry = worst.entry(judgement.obligation.name()).or_insert(judgement.verdict);
        *entry = (*entry).max(judgement.verdict);
    }
    worst.into_iter().map(|(name, verdict)| (name, verdict.name())).collect()
}

/// The deciding judgements that are not proofs.
fn failures(outcome: &Outcome, proof: &Certification) -> Vec<Failure> {
    let deciding = proof.deciding(outcome.requirement, outcome.mode);
    let failed = deciding.iter().filter(|judgement| judgement.verdict != Verdict::Proved);
    failed.map(|judgement| Failure::new(proof, judgement)).collect()
}

fn disagreements(proof: &Certification) -> Vec<Disagreement> {
    proof.disagreements.iter().map(|found| Disagreement::new(proof, found)).collect()
}

/// A document on one line: line breaks in JSON are white space, never part of a string.
fn on_one_line(document: &str) -> Option<Box<RawValue>> {
    let document = document.trim();
    let line = if document.contains(['\n', '\r']) {
        document.replace(['\n', '\r'], " ")
    } else {
        document.to_owned()
    };
    RawValue::from_string(line).ok()
}
