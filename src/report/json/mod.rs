//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

use std::borrow::Cow;

use serde::Serialize;

use super::Certified;
use crate::model::{self, CatalogueIdentity};
use crate::prove::{self, Certification, Evidence, Judgement, Subject, Verdict, Witness, z3_version};
use crate::report;

mod changes;
mod plan;
mod reports;

pub use crate::intake::Input;
pub use changes::{PatternChange, changes};
pub use plan::{Manifest, ManifestDocument, ManifestPolicy, PlanReport};
pub use reports::{
    CertifiedPolicy, CertifyReport, Disagreement, DriftInputs, DriftReport, ExcessReport, Failure,
    FittedSteps, RecommendReport, RefinedPolicy, Size, VerifyReport,
};

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

/// A statement, by its place.
#[derive(Clone, Copy, Debug, Serialize)]
struct Place {
    /// The original policy, or the recommended document, by its number from 0.
    policy: usize,
    statement: usize,
}

/// What a judgement is about.
#[derive(Clone, Debug, Serialize)]
struct About {
    /// The first original statement of the row, in its policy; null if there is none.
    statement: Option<usize>,
    /// The original statements of the row; none if it is about Deny statements, or a new scope.
    originals: Vec<Place>,
    /// The recommended statements that have patterns of the row.
    recommended: Vec<Place>,
    /// Whether it is about the Deny statements of both sides.
    denies: bool,
}

impl About {
    fn new(certification: &Certification, subject: Subject) -> Self {
        let (originals, recommended) = report::places(certification, subject);
        let place = |place: prove::Place| Place { policy: place.policy, statement: place.statement };
        Self {
            statement: originals.first().map(|place| place.statement),
            originals: originals.into_iter().map(place).collect(),
            recommended: recommended.into_iter().map(place).collect(),
            denies: subject == Subject::Denies,
        }
    }
}

/// One obligation on one row, or on the Deny statements.
#[derive(Clone, Debug, Serialize)]
struct Obligation {
    #[serde(flatten)]
    about: About,
    name: &'static str,
    verdict: Verdict,
    required: bool,
    witness: Option<Witness>,
    reason: Option<String>,
    evidence: Vec<Evidence>,
    millis: f64,
}

/// What was proved of all policies together.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate<'a> {
    verdict: Verdict,
    require: crate::prove::Requirement,
    mode: &'static str,
    obligations: Vec<Obligation>,
    disagreements: Vec<Disagreement>,
    catalogue: Catalogue<'a>,
    engine: crate::prove::Engine,
    z3: Option<String>,
}

impl<'a> Certificate<'a> {
    /// The report on a certification.
    pub fn new(certified: &Certified<'a>) -> Self {
        let certification = certified.certification;
        let obligation = |judgement: Cow<'_, Judgement>| {
            let required = certified.decides(&judgement);
            let Judgement { subject, obligation, verdict, witness, reason, evidence, spent } =
                judgement.into_owned();
            Obligation {
                about: About::new(certification, subject),
                name: obligation.name(),
                verdict,
                required,
                witness,
                reason,
                evidence,
                millis: (spent.as_secs_f64() * 1e6).round() / 1e3,
            }
        };
        let disagreement = |found| Disagreement::new(certification, found);
        Self {
            verdict: certified.verdict(),
            require: certified.requirement,
            mode: certified.mode.name(),
            obligations: certified.judgements().into_iter().map(obligation).collect(),
            disagreements: certification.disagreements.iter().map(disagreement).collect(),
            catalogue: certified.catalogue.into(),
            engine: certification.engine,
            z3: z3_version().filter(|_| certification.engine.asks_z3()),
        }
    }
}
