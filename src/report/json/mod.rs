//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::job;
use crate::model;

mod changes;
mod judgements;
mod plan;
mod recommend;
mod reports;

pub use crate::intake::Input;
pub use changes::PatternChange;
use changes::changes;
pub use judgements::{Certificate, Disagreement, Failure};
pub use paredown_verify::Catalogue;
pub use plan::{Manifest, ManifestDocument, ManifestPolicy, PlanReport};
pub use recommend::{ExcessReport, FittedSteps, RecommendReport, RefinedPolicy, Size};
pub use reports::{CertifiedPolicy, CertifyReport, DriftInputs, DriftReport};

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

/// The files that a job was read from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Of each policy, in order.
    pub policies: Vec<Input>,
    /// Of what is unused.
    pub unused: Vec<Input>,
}

/// A number before and after.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Change {
    before: usize,
    after: usize,
}

impl From<job::Change> for Change {
    fn from(change: job::Change) -> Self {
        Self { before: change.before, after: change.after }
    }
}

/// How much the policies allow, before and after.
#[derive(Clone, Debug, Serialize)]
pub struct Counts {
    actions: Change,
    patterns: Change,
    characters: Change,
    /// How many of the actions that are no longer allowed have which access level.
    removed: BTreeMap<String, usize>,
}

impl From<&job::Counts> for Counts {
    fn from(counts: &job::Counts) -> Self {
        let removed = counts.removed.iter().map(|(level, count)| (level.to_string(), *count));
        Self {
            actions: counts.actions.into(),
            patterns: counts.patterns.into(),
            characters: counts.characters.into(),
            removed: removed.collect(),
        }
    }
}

/// A pattern of the keep list.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    pattern: String,
    /// Why it is kept; null if nobody said.
    reason: Option<String>,
}

impl From<&job::Kept> for Kept {
    fn from(kept: &job::Kept) -> Self {
        Self { pattern: kept.pattern.to_string(), reason: kept.reason.clone() }
    }
}

/// How long the parts of a job took, in milliseconds.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Times {
    recommend: f64,
    certify: f64,
    smt: f64,
    automata: f64,
}

impl From<job::Times> for Times {
    fn from(times: job::Times) -> Self {
        let millis = |time: std::time::Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        Self {
            recommend: millis(times.recommend),
            certify: millis(times.certify),
            smt: millis(times.smt),
            automata: millis(times.automata),
        }
    }
}
