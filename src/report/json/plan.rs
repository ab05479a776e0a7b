//! Plans, in reports and in the manifest of `--output`.

use serde::Serialize;

use crate::job::Outcome;
use crate::principal::{self, Plan};

/// The steps of a plan.
#[derive(Debug, Serialize)]
pub struct PlanReport<'a> {
    /// The ARN of the principal; null if not all of it is known.
    pub principal: Option<&'a str>,
    /// The steps that put it into effect, in order; empty if nothing is to be done, or there is no plan.
    pub steps: Vec<Step>,
    /// The steps that undo it, from any state.
    pub back: Vec<Step>,
    /// The quota of attached managed policies.
    pub attached_limit: usize,
    /// Why there is no plan; null if there is one, or nothing is to be done.
    pub unplanned: Option<Unplanned<'a>>,
}

impl<'a> PlanReport<'a> {
    /// No plan, since there is nothing to do.
    pub fn nothing(principal: Option<&'a str>, attached_limit: usize) -> Self {
        Self { principal, steps: Vec::new(), back: Vec::new(), attached_limit, unplanned: None }
    }

    /// The plan of an outcome.
    pub fn new(outcome: &'a Outcome, attached_limit: usize) -> Self {
        let plan = outcome.planning.plan();
        Self {
            principal: outcome.principal.as_deref(),
            steps: steps(plan.map(Plan::steps)),
            back: steps(plan.map(Plan::back)),
            attached_limit,
            unplanned: outcome.planning.unplanned().map(Into::into),
        }
    }
}

/// One step.
#[derive(Debug, Serialize)]
pub struct Step {
    action: &'static str,
    policy: String,
    arn: Option<String>,
    document: Option<String>,
    digest: Option<String>,
}

fn steps(all: Option<Vec<principal::Step>>) -> Vec<Step> {
    let step = |step| {
        let principal::Step { action, policy, arn, document, digest } = step;
        Step { action: action.name(), policy, arn, document, digest }
    };
    all.unwrap_or_default().into_iter().map(step).collect()
}

/// Why there is no plan.
#[derive(Debug, Serialize)]
pub struct Unplanned<'a> {
    message: &'a str,
    help: &'a str,
}

impl<'a> From<&'a principal::Unplanned> for Unplanned<'a> {
    fn from(unplanned: &'a principal::Unplanned) -> Self {
        Self { message: &unplanned.message, help: &unplanned.help }
    }
}

/// `plan.json` in the folder of `recommend --output`.
#[derive(Debug, Serialize)]
pub struct Manifest<'a, F> {
    /// The format of the manifest.
    pub format: &'static str,
    /// The version of paredown.
    pub paredown: &'static str,
    /// Each policy, in order.
    pub policies: Vec<ManifestPolicy<'a>>,
    /// The plan.
    #[serde(flatten)]
    pub plan: PlanReport<'a>,
    /// The files that a later run replaces or removes, with the SHA-256 of each.
    pub files: Vec<F>,
}

/// A policy and its replacements.
#[derive(Debug, Serialize)]
pub struct ManifestPolicy<'a> {
    /// Its name.
    pub name: &'a str,
    /// replace, detach or unchanged.
    pub outcome: &'static str,
    /// The original.
    pub original: ManifestDocument,
    /// Its replacements; itself if it is unchanged.
    pub documents: Vec<ManifestDocument>,
    /// Who else has the policy, and keeps it; absent if nothing says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<OtherHolders>,
}

/// Who else has a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtherHolders {
    /// How many there are.
    pub count: u64,
    /// Some of them, by ARN.
    pub holders: Vec<String>,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
pub struct ManifestDocument {
    /// Its file in the folder; null for an unchanged policy.
    pub file: Option<String>,
    /// SHA-256 of its bytes; for an original, without what AWS's answer put around it.
    pub sha256: String,
    /// SHA-256 of its canonical text.
    pub digest: String,
}
