//! The report of each command.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::certificate::format::{Mode, Requirement};
use crate::certificate::kernel::Rejection;
use crate::prove::{Certification, Judgement, Verdict, Witness};

use super::{About, Catalogue, Certificate, Input, PatternChange};

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
    pub certification: Certificate<'a>,
    /// What is unused.
    pub unused: &'a [Input],
}

/// A judgement that decides and is no proof.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    #[serde(flatten)]
    about: About,
    obligation: &'static str,
    verdict: Verdict,
    witness: Option<Witness>,
    reason: Option<String>,
}

impl Failure {
    /// The report on a judgement of a certification.
    pub fn new(certification: &Certification, judgement: &Judgement) -> Self {
        Self {
            about: About::new(certification, judgement.subject),
            obligation: judgement.obligation.name(),
            verdict: judgement.verdict,
            witness: judgement.witness.clone(),
            reason: judgement.reason.clone(),
        }
    }
}

/// What the engines say where one proved what the other refuted.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    smt: Failure,
    automata: Failure,
}

impl Disagreement {
    /// The report on a disagreement of a certification.
    pub fn new(certification: &Certification, found: &crate::prove::Disagreement) -> Self {
        let failure = |judgement| Failure::new(certification, judgement);
        Self { smt: failure(&found.smt), automata: failure(&found.automata) }
    }
}

/// `paredown recommend --format json`.
#[derive(Debug, Serialize)]
pub struct RecommendReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// The mode asked for.
    pub mode: &'static str,
    /// Each policy.
    pub policies: Vec<RefinedPolicy<'a>>,
    /// What was proved of all policies together; null with `--no-certify`.
    pub certification: Option<Certificate<'a>>,
    /// What AWS would refuse; nothing is planned then.
    pub does_not_fit: &'a [ExcessReport],
    /// How it is put into effect, and the way back.
    pub plan: super::PlanReport<'a>,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
    /// What is unused.
    pub unused: &'a [Input],
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
    pub future: &'a crate::recommend::Future,
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
    pub recommended: &'a [usize],
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

/// `paredown verify --format json`.
#[derive(Debug, Serialize)]
pub struct VerifyReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// Whether the kernel accepts the certificate.
    pub accepted: bool,
    /// What it claims.
    pub claim: Requirement,
    /// What was asked for at least.
    pub require: Requirement,
    /// In which mode.
    pub mode: Mode,
    /// The row that is wrong, and why; null if it is accepted.
    pub rejection: Option<&'a Rejection>,
    /// The certificate.
    pub certificate: Input,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
}
