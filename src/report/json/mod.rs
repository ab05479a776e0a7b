//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

use super::Certified;
use crate::model::{self, CatalogueIdentity};
use crate::prove::{Evidence, Judgement, Verdict, Witness, z3_version};
use serde::Serialize;

mod changes;
mod reports;

pub use changes::{PatternChange, changes};
pub use reports::{
    CertifiedPolicy, CertifyReport, Disagreement, DriftInputs, DriftReport, Failure, FittedSteps,
    RecommendReport, RefinedPolicy, Size, Together, VerifyReport,
};

/// An input, so that a reader can tell what the report is about.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The file's name as it was given, or `<stdin>`.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// Which catalogue exactness is relative to.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue<'a> {
    source: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
    sha256: &'a str,
    services: usize,
    actions: usize,
}

impl<'a> From<&'a CatalogueIdentity> for Catalogue<'a> {
    fn from(identity: &'a CatalogueIdentity) -> Self {
        Self {
            source: &identity.source,
            version: identity.version.as_deref(),
            date: identity.date.as_deref(),
            sha256: &identity.sha256,
            services: identity.services,
            actions: identity.actions,
        }
    }
}

/// What a catalogue from a file says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct Stated<'a> {
    source: &'a str,
    version: Option<&'a str>,
    date: Option<&'a str>,
}

impl<'a> From<&'a model::Stated> for Stated<'a> {
    fn from(stated: &'a model::Stated) -> Self {
        Self { source: &stated.source, version: stated.version.as_deref(), date: stated.date.as_deref() }
    }
}

/// `paredown catalogue --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct CatalogueReport<'a> {
    /// Which catalogue it is.
    #[serde(flatten)]
    pub identity: Catalogue<'a>,
    /// What it says of itself; null if it is built in, or of a shape in which it says nothing.
    pub stated: Option<Stated<'a>>,
}

/// One obligation on one statement.
#[derive(Clone, Debug, Serialize)]
struct Obligation<'a> {
    statement: Option<usize>,
    name: &'static str,
    verdict: Verdict,
    required: bool,
    witness: Option<&'a Witness>,
    reason: Option<&'a str>,
    evidence: &'a [Evidence],
    millis: f64,
}

/// The report of `paredown certify`.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate<'a> {
    verdict: Verdict,
    require: crate::prove::Requirement,
    mode: &'static str,
    obligations: Vec<Obligation<'a>>,
    catalogue: Catalogue<'a>,
    engine: crate::prove::Engine,
    z3: Option<String>,
}

impl<'a> Certificate<'a> {
    /// The report on a certification.
    pub fn new(certified: &Certified<'a>) -> Self {
        let obligation = |judgement: &'a Judgement| Obligation {
            statement: judgement.statement,
            name: judgement.obligation.name(),
            verdict: judgement.verdict,
            required: certified.requirement.includes(judgement.obligation, certified.mode),
            witness: judgement.witness.as_ref(),
            reason: judgement.reason.as_deref(),
            evidence: &judgement.evidence,
            millis: (judgement.spent.as_secs_f64() * 1e6).round() / 1e3,
        };
        Self {
            verdict: certified.verdict(),
            require: certified.requirement,
            mode: certified.mode.name(),
            obligations: certified.certification.judgements.iter().map(obligation).collect(),
            catalogue: certified.catalogue.into(),
            engine: certified.certification.engine,
            z3: certified.certification.engine.asks_z3().then(z3_version),
        }
    }
}
