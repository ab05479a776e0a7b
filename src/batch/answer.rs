//! One line of the output: what came of a job. The shape is documented by `schemas/batch.schema.json`.

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::spot::Spot;
use crate::deadline::TimeUp;
use crate::job::{Change, Outcome, PolicyOutcome};
use crate::prove::{Certification, Conclusion, Verdict};
use crate::recommend::Disposition;
use crate::report::json::{Catalogue, Counts, Disagreement, ExcessReport, Failure, Kept, PlanReport, Times};

/// The version of the shape of answers, as its schema says it.
pub const SCHEMA: &str = "urn:paredown:batch:v2";

/// What answers say by themselves: members of a job that are called so are not passed through.
pub(super) const NAMES: [&str; 20] = [
    "schema",
    "paredown",
    "outcome",
    "recommended",
    "verdict",
    "reason",
    "mode",
    "counts",
    "obligations",
    "failures",
    "does_not_fit",
    "warnings",
    "disagreements",
    "error",
    "catalogue",
    "certificate",
    "uncertifiable",
    "plan",
    "kept",
    "times",
];

/// What an answer has besides the verdict.
#[derive(Clone, Copy, Debug)]
pub struct Contents {
    /// The recommended documents.
    pub documents: bool,
    /// How long it took, so that answers differ from run to run.
    pub timings: bool,
}

/// A line that is not a job.
#[derive(Debug, Serialize)]
pub(super) struct Failed {
    /// The job's `id`, or null if it could not be read.
    pub(super) id: Value,
    pub(super) error: Spot,
    schema: &'static str,
    paredown: &'static str,
}

impl Failed {
    pub(super) fn new(id: Value, error: Spot) -> Box<Self> {
        Box::new(Self { id, error, schema: SCHEMA, paredown: env!("CARGO_PKG_VERSION") })
    }
}

/// A job that was given up before anything was recommended or decided.
#[derive(Debug, Serialize)]
pub(super) struct Undone {
    id: Value,
    verdict: Verdict,
    reason: String,
    schema: &'static str,
    paredown: &'static str,
}

impl Undone {
    /// What is said of a job for which there was not enough time.
    pub(super) fn new(id: Value, why: TimeUp) -> Self {
        let (schema, paredown) = (SCHEMA, env!("CARGO_PKG_VERSION"));
        Self { id, verdict: Verdict::Unknown, reason: why.to_string(), schema, paredown }
    }
}

/// One line of the output: JSON, and what the summary has to know of it.
#[derive(Debug)]
pub(super) enum Answer {
    /// What came of a job.
    Done(Box<Counted>),
    /// It was given up.
    Undone(Undone),
    /// It was not a job.
    Failed(Box<Failed>),
}

/// The line of a job, and what counts of it.
#[derive(Debug)]
pub(super) struct Counted {
    line: String,
    pub(super) disposition: Disposition,
    pub(super) fits: bool,
    pub(super) conclusion: Option<Conclusion>,
    pub(super) amounts: [Change; 3],
    pub(super) times: crate::job::Times,
}

/// The policy or the policies that a job recommends.
#[derive(Serialize)]
#[serde(untagged)]
enum Recommended {
    /// Of a job about one `policy`: its document; null if it is detached, or nothing is shown.
    One(Option<Box<RawValue>>),
    /// The same, split to fit.
    Split(Vec<Box<RawValue>>),
    /// Of a job about `policies`.
    Each(Vec<Policy>),
}

/// One of several policies.
#[derive(Serialize)]
struct Policy {
    name: String,
    outcome: &'static str,
    recommended: Vec<Box<RawValue>>,
}

/// What came of a job.
#[derive(Serialize)]
struct Done<'a> {
    id: &'a Value,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    recommended: Option<Recommended>,
    verdict: Option<Verdict>,
    obligations: Option<BTreeMap<&'static str, Verdict>>,
    failures: Vec<Failure>,
    /// What AWS would refuse, whatever is proved; not there if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    does_not_fit: Vec<ExcessReport>,
    /// What is worth a look in the job; not there if nothing is.
    #[serde(skip_serializing_if = "<[Spot]>::is_empty")]
    warnings: &'a [Spot],
    /// What one engine proved and the other refuted; not there if nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disagreements: Vec<Disagreement>,
    mode: &'static str,
    counts: Counts,
    /// The keep list; not there if it is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    kept: Vec<Kept>,
    /// Not there unless it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<PlanReport<'a>>,
    /// Not there unless it was asked for and something is proved.
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

/// The members of a job that mean nothing here, as they are written.
struct Passed<'a>(&'a [(String, Box<RawValue>)]);

impl Serialize for Passed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// What a job said that goes into its answer.
pub(super) struct Asked<'a> {
    pub(super) id: &'a Value,
    pub(super) several: bool,
    pub(super) warnings: &'a [Spot],
    pub(super) passed: &'a [(String, Box<RawValue>)],
    /// The quota of managed policies, if a plan was asked for.
    pub(super) planned: Option<usize>,
}

impl Answer {
    /// The answer to a job that came to something.
    pub(super) fn of(outcome: &Outcome, asked: &Asked<'_>, contents: Contents) -> Self {
        let certification = outcome.certification.as_ref();
        let does_not_fit: Vec<ExcessReport> = outcome.excesses.iter().cloned().map(Into::into).collect();
        let certificate = outcome.certificate.as_ref().and_then(|written| written.as_ref().ok());
        let done = Done {
            id: asked.id,
            outcome: if outcome.fits() {
                outcome.overall().name()
            } else {
                crate::principal::Excess::OUTCOME
            },
            recommended: contents.documents.then(|| recommended(outcome, asked.several)),
            verdict: outcome.conclusion().map(Conclusion::verdict),
            obligations: certification.map(|proof| obligations(outcome, proof)),
            failures: certification.map(|proof| failures(outcome, proof)).unwrap_or_default(),
            does_not_fit,
            warnings: asked.warnings,
            disagreements: certification.map(disagreements).unwrap_or_default(),
            mode: outcome.mode.name(),
            counts: (&outcome.counts).into(),
            kept: outcome.keep.iter().map(Into::into).collect(),
            plan: asked.planned.map(|limit| PlanReport::new(outcome, limit)),
            certificate: certificate.and_then(|text| RawValue::from_string(text.trim_end().to_owned()).ok()),
            uncertifiable: outcome
                .certificate
                .as_ref()
                .and_then(|one| one.as_ref().err())
                .map(String::as_str),
            times: contents.timings.then(|| outcome.times.into()),
            catalogue: (&outcome.catalogue).into(),
            schema: SCHEMA,
            paredown: env!("CARGO_PKG_VERSION"),
            passed: Passed(asked.passed),
        };
        Self::Done(Box::new(Counted {
            line: line(asked.id, &done),
            disposition: outcome.overall(),
            fits: outcome.fits(),
            conclusion: outcome.conclusion(),
            amounts: [outcome.counts.actions, outcome.counts.patterns, outcome.counts.characters],
            times: outcome.times,
        }))
    }

    /// The line, without its end.
    pub(super) fn line(self) -> String {
        match self {
            Self::Done(counted) => counted.line,
            Self::Undone(undone) => line(&undone.id, &undone),
            Self::Failed(failed) => line(&failed.id, &failed),
        }
    }
}

/// The JSON of an answer; should it not be written, an error about the same job.
fn line(id: &Value, answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| {
        serde_json::json!({"id": id, "error": {"column": null,
            "message": format!("internal error: {error}"), "help": null},
            "schema": SCHEMA, "paredown": env!("CARGO_PKG_VERSION")})
        .to_string()
    })
}

/// What is recommended. What was asked to be proved and was not is not shown as a recommendation.
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

/// The worst verdict on each obligation that decides.
fn obligations(outcome: &Outcome, proof: &Certification) -> BTreeMap<&'static str, Verdict> {
    let mut worst: BTreeMap<&'static str, Verdict> = BTreeMap::new();
    for judgement in proof.deciding(outcome.requirement, outcome.mode) {
        let entry = worst.entry(judgement.obligation.name()).or_insert(judgement.verdict);
        *entry = (*entry).max(judgement.verdict);
    }
    worst
}

/// The judgements that decide and are not proofs.
fn failures(outcome: &Outcome, proof: &Certification) -> Vec<Failure> {
    let deciding = proof.deciding(outcome.requirement, outcome.mode);
    let failed = deciding.iter().filter(|judgement| judgement.verdict != Verdict::Proved);
    failed.map(|judgement| Failure::new(proof, judgement)).collect()
}

fn disagreements(proof: &Certification) -> Vec<Disagreement> {
    proof.disagreements.iter().map(|found| Disagreement::new(proof, found)).collect()
}

/// A document as one line: line breaks in JSON are white space, never part of a string.
fn on_one_line(document: &str) -> Option<Box<RawValue>> {
    let document = document.trim();
    let line = if document.contains(['\n', '\r']) {
        document.replace(['\n', '\r'], " ")
    } else {
        document.to_owned()
    };
    RawValue::from_string(line).ok()
}

#[cfg(test)]
mod tests;
