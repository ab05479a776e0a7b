//! The report of `paredown certify`.

use serde::Serialize;

use super::input::{Input, inputs};
use super::{Certificate, Counts, Inputs, KeepEntry, Times};
use crate::intake;
use crate::job::Outcome;
use crate::prove::{Conclusion, Verdict};

/// A policy and its recommendation.
#[derive(Debug, Serialize)]
pub struct CertifiedPolicy<'a> {
    /// The name of the policy.
    pub name: &'a str,
    /// The original policy.
    pub policy: Input<'a>,
    /// The files of its replacements; none if it is detached.
    pub recommended: Vec<Input<'a>>,
}

/// The report of `paredown certify --format json`.
#[derive(Debug, Serialize)]
pub struct CertifyReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// The verdict on everything together.
    pub verdict: &'static str,
    /// Each policy.
    pub policies: Vec<CertifiedPolicy<'a>>,
    /// What was proved about all policies together.
    pub certification: Option<Certificate<'a>>,
    /// How much the policies allow, before and after.
    pub counts: Counts,
    /// The keep list.
    pub keep: Vec<KeepEntry>,
    /// What is unused.
    pub unused: Vec<Input<'a>>,
    /// Times; absent unless they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
}

impl<'a> CertifyReport<'a> {
    /// The report on an outcome; `recommended` has the files for each policy.
    pub fn new(
        outcome: &'a Outcome,
        files: &'a Inputs,
        recommended: &'a [Vec<intake::Input>],
        timed: bool,
    ) -> Self {
        let rows = outcome.policies.iter().zip(&files.policies).zip(recommended);
        Self {
            paredown: env!("CARGO_PKG_VERSION"),
            verdict: outcome.conclusion().map_or(Verdict::Unknown, Conclusion::verdict).name(),
            policies: rows
                .map(|((policy, input), documents)| CertifiedPolicy {
                    name: &policy.original.name,
                    policy: input.into(),
                    recommended: inputs(documents),
                })
                .collect(),
            certification: Certificate::new(outcome),
            counts: (&outcome.counts).into(),
            keep: outcome.keep.iter().map(Into::into).collect(),
            unused: inputs(&files.unused),
            times: timed.then(|| outcome.times.into()),
        }
    }
}
