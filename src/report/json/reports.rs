//! The reports of the other commands.

use serde::Serialize;

use crate::job::Outcome;
use crate::prove::{Conclusion, Verdict};

use super::{Catalogue, Certificate, Counts, Input, Inputs, Kept, Times};

/// A policy and what was recommended for it.
#[derive(Debug, Serialize)]
pub struct CertifiedPolicy<'a> {
    /// What the policy is called.
    pub name: &'a str,
    /// The original policy.
    pub policy: &'a Input,
    /// The files of what takes its place; none if it is detached.
    pub recommended: Vec<&'a Input>,
}

/// `paredown certify --format json`.
#[derive(Debug, Serialize)]
pub struct CertifyReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// The verdict on everything.
    pub verdict: Verdict,
    /// Each policy.
    pub policies: Vec<CertifiedPolicy<'a>>,
    /// What was proved of all policies together.
    pub certification: Option<Certificate<'a>>,
    /// How much the policies allow, before and after.
    pub counts: Counts,
    /// The keep list.
    pub keep: Vec<Kept>,
    /// What is unused.
    pub unused: &'a [Input],
    /// How long it took; left out unless that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
}

impl<'a> CertifyReport<'a> {
    /// The report on an outcome; `recommended` are the files for each policy.
    pub fn new(outcome: &'a Outcome, inputs: &'a Inputs, recommended: &'a [Vec<Input>], timed: bool) -> Self {
        let rows = outcome.policies.iter().zip(&inputs.policies).zip(recommended);
        Self {
            paredown: env!("CARGO_PKG_VERSION"),
            verdict: outcome.conclusion().map_or(Verdict::Unknown, Conclusion::verdict),
            policies: rows
                .map(|((policy, input), documents)| CertifiedPolicy {
                    name: &policy.original.name,
                    policy: input,
                    recommended: documents.iter().collect(),
                })
                .collect(),
            certification: Certificate::new(outcome),
            counts: (&outcome.counts).into(),
            keep: outcome.keep.iter().map(Into::into).collect(),
            unused: &inputs.unused,
            times: timed.then(|| outcome.times.into()),
        }
    }
}

/// `paredown drift --format json`.
#[derive(Debug, Serialize)]
pub struct DriftReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// What changed.
    #[serde(flatten)]
    pub drift: &'a crate::drift::Drift,
    /// The catalogue that the recommendation was certified with.
    pub certified: Catalogue<'a>,
    /// The newer catalogue.
    pub catalogue: Catalogue<'a>,
    /// What it is about.
    pub inputs: DriftInputs,
}

/// The inputs of a comparison of catalogues.
#[derive(Debug, Serialize)]
pub struct DriftInputs {
    /// The original policy.
    pub policy: Input,
    /// What was unused.
    pub unused: Vec<Input>,
    /// The files of the recommendation; none if the policy is detached.
    pub recommended: Vec<Input>,
}
