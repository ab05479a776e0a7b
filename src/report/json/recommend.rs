//! The report of `paredown recommend`.

use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use super::input::{Input, inputs};
use super::{
    Catalogue, Certificate, Counts, ExcessReport, FittedSteps, Future, Inputs, KeepEntry, PatternChange,
    PlanReport, Times, changes,
};
use crate::intake;
use crate::job::{Outcome, PolicyOutcome};
use crate::model::with_holes_shown;
use crate::parse::compacted;

/// The report of `paredown recommend --format json`.
#[derive(Debug, Serialize)]
pub struct RecommendReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// The mode asked for.
    pub mode: &'static str,
    /// How much the policies allow, before and after.
    pub counts: Counts,
    /// Each policy.
    pub policies: Vec<RefinedPolicy<'a>>,
    /// What was proved about all policies together; null with `--no-certify`.
    pub certification: Option<Certificate<'a>>,
    /// What AWS would refuse; if there is something, nothing is planned.
    pub does_not_fit: Vec<ExcessReport<'a>>,
    /// The steps that put it into effect, and those that undo it.
    pub plan: PlanReport<'a>,
    /// How the file in which the policies are written was edited; absent if none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edit: Option<Edit>,
    /// The keep list.
    pub keep: Vec<KeepEntry>,
    /// The catalogue that exactness is relative to.
    pub catalogue: Catalogue<'a>,
    /// What is unused.
    pub unused: Vec<Input<'a>>,
    /// Times; absent unless they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
}

impl<'a> RecommendReport<'a> {
    /// The report on an outcome.
    ///
    /// # Errors
    /// A recommended document is not JSON, which would be a fault of paredown.
    pub fn new(
        outcome: &'a Outcome,
        files: &'a Inputs,
        attached_limit: usize,
        timed: bool,
    ) -> io::Result<Self> {
        let mut policies = Vec::new();
        for (at, (policy, input)) in outcome.policies.iter().zip(&files.policies).enumerate() {
            policies.push(RefinedPolicy::new(outcome, at, policy, input)?);
        }
        Ok(Self {
            paredown: env!("CARGO_PKG_VERSION"),
            mode: outcome.mode.name(),
            counts: (&outcome.counts).into(),
            policies,
            certification: Certificate::new(outcome),
            does_not_fit: outcome.excesses.iter().map(Into::into).collect(),
            plan: PlanReport::new(outcome, attached_limit),
            edit: None,
            keep: outcome.keep.iter().map(Into::into).collect(),
            catalogue: (&outcome.catalogue).into(),
            unused: inputs(&files.unused),
            times: timed.then(|| outcome.times.into()),
        })
    }
}

/// How a file in which policies are written is edited.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// The path of the file, from the root of its repository if it is in one.
    pub file: String,
    /// Whether the file was written; otherwise the patch is to be applied.
    pub written: bool,
    /// The patch for `git apply`; empty if nothing changes.
    pub patch: String,
}

/// A policy and its recommendation.
#[derive(Debug, Serialize)]
pub struct RefinedPolicy<'a> {
    /// The name of the policy.
    pub name: &'a str,
    /// The original policy.
    pub policy: Input<'a>,
    /// What to do: replace, detach or unchanged; or does-not-fit.
    pub outcome: &'static str,
    /// The recommended documents: usually one, several if it was split to fit; none to detach, or if certifying
    /// failed. Each is spelled as it was certified.
    recommended: Vec<Box<RawValue>>,
    /// The patterns that change, each with the reason.
    pub changes: Vec<PatternChange<'a>>,
    /// The size, as AWS counts it; null if it is not known, since something is filled in only when the policy is deployed.
    pub size: Option<Size<'a>>,
    /// What it means for actions that are in no catalogue.
    pub future: Option<Future<'a>>,
}

impl<'a> RefinedPolicy<'a> {
    fn new(
        outcome: &'a Outcome,
        at: usize,
        policy: &'a PolicyOutcome,
        input: &'a intake::Input,
    ) -> io::Result<Self> {
        let shown = policy.documents.iter().filter(|_| outcome.may_be_shown());
        // As certified: the same numbers, on one line, and without comments.
        let recommended =
            shown.map(|document| RawValue::from_string(with_holes_shown(&compacted(&document.text))));
        Ok(Self {
            name: &policy.original.name,
            policy: input.into(),
            outcome: outcome.disposition(at),
            recommended: recommended.collect::<Result<_, _>>()?,
            changes: changes(outcome, at, policy),
            size: (!policy.has_holes()).then(|| Size {
                kind: policy.kind.name(),
                limit: policy.kind.limit(),
                original: policy.size,
                recommended: policy.sizes(),
                fitted: policy.fitted.as_ref().map(Into::into),
            }),
            future: policy.future.as_ref().map(Into::into),
        })
    }
}

/// The size of a policy, in characters as AWS counts them.
#[derive(Debug, Serialize)]
pub struct Size<'a> {
    /// The kind that determines the limit.
    pub kind: &'static str,
    /// The limit.
    pub limit: usize,
    /// The original.
    pub original: usize,
    /// Each recommended document.
    pub recommended: Vec<usize>,
    /// What was done to make it fit; null without `--fit`.
    pub fitted: Option<FittedSteps<'a>>,
}
