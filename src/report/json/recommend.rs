//! The report of `paredown recommend`.

use serde::Serialize;
use serde_json::value::RawValue;

use super::{Catalogue, Certificate, Counts, Input, Inputs, Kept, PatternChange, PlanReport, Times, changes};
use crate::job::{Outcome, PolicyOutcome};
use crate::parse::compacted;

/// `paredown recommend --format json`.
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
    /// What was proved of all policies together; null with `--no-certify`.
    pub certification: Option<Certificate<'a>>,
    /// What AWS would refuse; nothing is planned then.
    pub does_not_fit: Vec<ExcessReport>,
    /// How it is put into effect, and the way back.
    pub plan: PlanReport<'a>,
    /// The keep list.
    pub keep: Vec<Kept>,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
    /// What is unused.
    pub unused: &'a [Input],
    /// How long it took; left out unless that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
}

impl<'a> RecommendReport<'a> {
    /// The report on an outcome.
    ///
    /// # Errors
    /// Only if paredown itself is at fault: a recommended document is not JSON.
    pub fn new(
        outcome: &'a Outcome,
        inputs: &'a Inputs,
        attached_limit: usize,
        timed: bool,
    ) -> Result<Self, serde_json::Error> {
        let mut policies = Vec::new();
        for (at, (policy, input)) in outcome.policies.iter().zip(&inputs.policies).enumerate() {
            policies.push(RefinedPolicy::new(outcome, at, policy, input)?);
        }
        Ok(Self {
            paredown: env!("CARGO_PKG_VERSION"),
            mode: outcome.mode.name(),
            counts: (&outcome.counts).into(),
            policies,
            certification: Certificate::new(outcome),
            does_not_fit: outcome.excesses.iter().cloned().map(Into::into).collect(),
            plan: PlanReport::new(outcome, attached_limit),
            keep: outcome.keep.iter().map(Into::into).collect(),
            catalogue: (&outcome.catalogue).into(),
            unused: &inputs.unused,
            times: timed.then(|| outcome.times.into()),
        })
    }
}

/// Something that AWS would refuse.
#[derive(Clone, Debug, Serialize)]
pub struct ExcessReport {
    /// The policy, by its number from 0; null if it is about all of them together.
    pub policy: Option<usize>,
    /// What there is too much of.
    pub measure: crate::principal::Measure,
    /// How much there is.
    pub found: usize,
    /// How much may be.
    pub limit: usize,
    /// By how much it is too much.
    pub over: usize,
    /// What would do.
    pub help: String,
}

impl From<crate::principal::Excess> for ExcessReport {
    fn from(excess: crate::principal::Excess) -> Self {
        let over = excess.over();
        let crate::principal::Excess { policy, measure, found, limit, help } = excess;
        Self { policy, measure, found, limit, over, help }
    }
}

/// A policy and what is recommended for it.
#[derive(Debug, Serialize)]
pub struct RefinedPolicy<'a> {
    /// What the policy is called.
    pub name: &'a str,
    /// The original policy.
    pub policy: &'a Input,
    /// What to do: replace, detach or unchanged; or does-not-fit.
    pub outcome: &'static str,
    /// The recommended documents: usually one, several if it was split to fit; none to detach, or when
    /// certifying failed. Each is spelt as it was certified.
    pub recommended: Vec<Box<RawValue>>,
    /// The patterns that change, each with the reason.
    pub changes: Vec<PatternChange<'a>>,
    /// How large it is, as AWS counts.
    pub size: Size<'a>,
    /// What it says of actions that are in no catalogue.
    pub future: Option<&'a crate::recommend::Future>,
}

impl<'a> RefinedPolicy<'a> {
    fn new(
        outcome: &'a Outcome,
        at: usize,
        policy: &'a PolicyOutcome,
        input: &'a Input,
    ) -> Result<Self, serde_json::Error> {
        let shown = policy.documents.iter().filter(|_| outcome.may_be_shown());
        // As they were certified, number for number, on one line and without comments.
        let recommended = shown.map(|document| RawValue::from_string(compacted(&document.text)));
        Ok(Self {
            name: &policy.original.name,
            policy: input,
            outcome: outcome.disposition(at),
            recommended: recommended.collect::<Result<_, _>>()?,
            changes: changes(outcome, at, policy),
            size: Size {
                kind: policy.kind,
                limit: policy.kind.limit(),
                original: policy.size,
                recommended: policy.sizes(),
                fitted: policy.fitted.as_ref().map(FittedSteps::new),
            },
            future: policy.future.as_ref(),
        })
    }
}

/// How large a policy is, in characters as AWS counts them.
#[derive(Debug, Serialize)]
pub struct Size<'a> {
    /// The kind whose limit counts.
    pub kind: crate::model::PolicyKind,
    /// The limit.
    pub limit: usize,
    /// The original.
    pub original: usize,
    /// Each recommended document.
    pub recommended: Vec<usize>,
    /// What was done to make it fit; null without `--fit`.
    pub fitted: Option<FittedSteps<'a>>,
}

/// What was done to make a recommendation fit.
#[derive(Debug, Serialize)]
pub struct FittedSteps<'a> {
    steps: &'a [crate::fit::Step],
    over: Option<&'a crate::fit::Over>,
}

impl<'a> FittedSteps<'a> {
    /// The report on it.
    pub fn new(fitted: &'a crate::fit::Fitted) -> Self {
        Self { steps: &fitted.steps, over: fitted.over.as_ref() }
    }
}
