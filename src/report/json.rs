//! The reports as JSON. The shapes are documented by `schemas/*.json` and stay as they are.

use serde::Serialize;
use serde_json::Value;

use crate::model::CatalogueIdentity;
use crate::prove::{Evidence, Judgement, Verdict, Witness, z3_version};
use crate::recommend::{Change, Recommendation, StatementChange};

use super::Certified;

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
    z3: String,
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
            z3: z3_version(),
        }
    }
}

/// `paredown certify --format json`.
#[derive(Debug, Serialize)]
pub struct CertifyReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// Verdict and obligations.
    #[serde(flatten)]
    pub certificate: Certificate<'a>,
    /// What it is about.
    pub inputs: CertifyInputs,
}

/// The inputs of a certification.
#[derive(Debug, Serialize)]
pub struct CertifyInputs {
    /// The original policy.
    pub policy: Input,
    /// The finding.
    pub unused: Input,
    /// The recommendation.
    pub recommended: Input,
}

/// `paredown recommend --format json`.
#[derive(Debug, Serialize)]
pub struct RecommendReport<'a> {
    /// The version of paredown.
    pub paredown: &'static str,
    /// What to do: replace, detach or unchanged.
    pub outcome: &'static str,
    /// The mode asked for.
    pub mode: &'static str,
    /// The recommended document; null when the policy is to be detached, or when certifying failed.
    pub recommended: Option<Value>,
    /// The patterns that change, each with the reason.
    pub changes: Vec<PatternChange<'a>>,
    /// What was proved of it; null with `--no-certify`.
    pub certification: Option<Certificate<'a>>,
    /// Which catalogue exactness is relative to.
    pub catalogue: Catalogue<'a>,
    /// What it is about.
    pub inputs: RecommendInputs,
}

/// The inputs of a recommendation.
#[derive(Debug, Serialize)]
pub struct RecommendInputs {
    /// The original policy.
    pub policy: Input,
    /// The finding.
    pub unused: Input,
}

/// A pattern that goes, is replaced, or is added to a NotAction.
#[derive(Debug, Serialize)]
pub struct PatternChange<'a> {
    statement: usize,
    pattern: &'a str,
    change: &'static str,
    /// Something unused that the pattern matched.
    unused: Option<&'a str>,
    /// For a pattern that goes because another covers it, that one.
    covered_by: Option<&'a str>,
    with: Vec<Introduced<'a>>,
}

/// A pattern that stands where another stood.
#[derive(Debug, Serialize)]
struct Introduced<'a> {
    pattern: &'a str,
    actions: usize,
    blocked: Option<Block<'a>>,
}

/// What keeps a pattern from being shorter.
#[derive(Debug, Serialize)]
struct Block<'a> {
    shorter: &'a str,
    unused: &'a str,
}

/// What a recommendation changes, in the order of the document.
pub fn changes<'a>(
    original: &'a crate::model::Policy,
    recommendation: &'a Recommendation,
) -> Vec<PatternChange<'a>> {
    let mut all = Vec::new();
    for (statement, (before, change)) in original.statements.iter().zip(&recommendation.changes).enumerate() {
        match change {
            StatementChange::Keep => {}
            StatementChange::Remove(changes) | StatementChange::Refine(changes) => {
                let patterns = before.actions.patterns.iter().zip(changes);
                all.extend(
                    patterns.filter_map(|(pattern, change)| {
                        pattern_change(statement, pattern.spelling(), change)
                    }),
                );
            }
            StatementChange::Exclude(added) => all.extend(added.iter().map(|pattern| PatternChange {
                statement,
                pattern: pattern.spelling(),
                change: "excluded",
                unused: Some(pattern.spelling()),
                covered_by: None,
                with: Vec::new(),
            })),
        }
    }
    all
}

fn pattern_change<'a>(statement: usize, pattern: &'a str, change: &'a Change) -> Option<PatternChange<'a>> {
    let base = |change, unused| PatternChange {
        statement,
        pattern,
        change,
        unused,
        covered_by: None,
        with: Vec::new(),
    };
    match change {
        Change::Keep => None,
        Change::Unused { unused } => Some(base("removed", Some(unused.as_str()))),
        Change::Covered { by } => {
            Some(PatternChange { covered_by: Some(by.spelling()), ..base("covered", None) })
        }
        Change::Replace { with, unused } => {
            let introduced = with.iter().map(|new| Introduced {
                pattern: new.pattern.spelling(),
                actions: new.actions,
                blocked: new
                    .blocked
                    .as_ref()
                    .map(|block| Block { shorter: &block.shorter, unused: &block.unused }),
            });
            let with = introduced.collect();
            Some(PatternChange { with, ..base("replaced", Some(unused.as_str())) })
        }
    }
}
