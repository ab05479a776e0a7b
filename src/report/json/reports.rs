//! The report of each command.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::certificate::format::{Claim, Cut};
use crate::certificate::kernel::Rejection;
use crate::prove::{Judgement, UnionJudgement, Verdict, Witness};
use crate::report;

use super::{Catalogue, Certificate, Input, PatternChange};

/// A policy and what its recommendation came to.
#[derive(Debug, Serialize)]
pub struct CertifiedPolicy<'a> {
    /// What the policy is called.
    pub name: &'a str,
    /// The original policy.
    pub policy: &'a Input,
    /// The recommendation; null if it came with the policy.
    pub recommended: Option<&'a Input>,
    /// Verdict and obligations.
    #[serde(flatten)]
    pub certification: Certificate<'a>,
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
    /// All policies together; null if there is only one.
    pub together: Option<Together<'a>>,
    /// What is unused.
    pub unused: &'a [Input],
}

/// What was proved of several policies together.
#[derive(Debug, Serialize)]
pub struct Together<'a> {
    verdict: Verdict,
    way: crate::prove::Way,
    engine: crate::prove::Engine,
    /// The judgements that decide and are no proofs.
    failures: Vec<UnionFailure<'a>>,
}

/// A judgement that decides and is no proof.
#[derive(Debug, Serialize)]
pub struct Failure {
    statement: Option<usize>,
    obligation: &'static str,
    verdict: Verdict,
    witness: Option<Witness>,
    reason: Option<String>,
}

impl From<&Judgement> for Failure {
    fn from(judgement: &Judgement) -> Self {
        Self {
            statement: judgement.statement,
            obligation: judgement.obligation.name(),
            verdict: judgement.verdict,
            witness: judgement.witness.clone(),
            reason: judgement.reason.clone(),
        }
    }
}

/// What the engines say where one proved what the other refuted.
#[derive(Debug, Serialize)]
pub struct Disagreement {
    smt: Failure,
    automata: Failure,
}

impl From<&crate::prove::Disagreement> for Disagreement {
    fn from(found: &crate::prove::Disagreement) -> Self {
        Self { smt: (&found.smt).into(), automata: (&found.automata).into() }
    }
}

/// The same with the policy that it is about.
#[derive(Debug, Serialize)]
struct UnionFailure<'a> {
    policy: Option<&'a str>,
    #[serde(flatten)]
    failure: Failure,
}

impl<'a> Together<'a> {
    /// The report on several policies.
    pub fn new(together: &report::Together<'a>) -> Self {
        let failure = |one: &'a UnionJudgement| UnionFailure {
            policy: one.policy.and_then(|place| together.names.get(place)).copied(),
            failure: (&one.judgement).into(),
        };
        Self {
            verdict: together.verdict(),
            way: together.union.way,
            engine: together.union.engine,
            failures: together.failures().map(failure).collect(),
        }
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
    /// What was proved of all policies together; null if there is only one, or with `--no-certify`.
    pub together: Option<Together<'a>>,
    /// The order in which it is put into effect, and the way back.
    pub plan: &'a crate::principal::Plan,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
    /// What is unused.
    pub unused: &'a [Input],
}

/// A policy and what is recommended for it.
#[derive(Debug, Serialize)]
pub struct RefinedPolicy<'a> {
    /// What the policy is called.
    pub name: &'a str,
    /// The original policy.
    pub policy: &'a Input,
    /// What to do: replace, detach or unchanged.
    pub outcome: &'static str,
    /// The recommended documents: usually one, several if it was split to fit; none to detach, or when
    /// certifying failed. Each is spelt as it was certified.
    pub recommended: Vec<Box<RawValue>>,
    /// The patterns that change, each with the reason.
    pub changes: Vec<PatternChange<'a>>,
    /// What was proved of it; null with `--no-certify`.
    pub certification: Option<Certificate<'a>>,
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
    /// The recommendation.
    pub recommended: Input,
}

/// `paredown verify --format json`.
#[derive(Debug, Serialize)]
pub struct VerifyReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// Whether the kernel accepts the certificate.
    pub accepted: bool,
    /// What it claims.
    pub claim: Claim,
    /// In which mode.
    pub mode: Cut,
    /// Whether nothing is granted any more and Deny statements go, which other policies of the principal may
    /// have needed.
    pub denies_dropped: bool,
    /// The row that is wrong, and why; null if it is accepted.
    pub rejection: Option<&'a Rejection>,
    /// The certificate.
    pub certificate: Input,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
}
