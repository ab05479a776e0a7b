//! One policy: what is recommended, as text, and what was proved of that text.

use std::fmt;
use std::sync::Arc;

use crate::fit::{FitError, Fitted, Fitting, fit};
use crate::model::{Catalogue, EffectiveCatalogue, Policy, PolicyKind, UnusedSet};
use crate::parse::{self, Diagnostic, EditError, ParsedPolicy, Source, Strictness};
use crate::prove::{Alignment, Certification, Settings, certify, certify_union};
use crate::recommend::{Mode, Outcome, Recommendation, edits, recommend_known};

/// How policies are refined.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// What is unused.
    pub unused: &'a UnusedSet,
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a Catalogue,
    /// How long the new prefixes are.
    pub mode: Mode,
    /// The kind of policy whose limit the documents are made to fit; nothing to leave them as they are.
    pub fit: Option<PolicyKind>,
    /// How strictly what was written is read again: as the original was.
    pub strictness: Strictness,
    /// How to certify; nothing not to.
    pub settings: Option<&'a Settings<'a>>,
}

/// A policy that was refined.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// The effective catalogue that it was made with.
    pub known: EffectiveCatalogue,
    /// What is recommended, and why.
    pub recommendation: Recommendation,
    /// The texts of what is recommended: the original with its actions edited, or several documents if it
    /// was split to fit. None to detach.
    pub documents: Vec<String>,
    /// What these texts say, read again to be certified; none if that was not asked for.
    pub policies: Vec<Policy>,
    /// What was done to make it fit, if that was asked for.
    pub fitted: Option<Fitted>,
    /// What was proved of the texts; nothing if it was not asked for.
    pub certification: Option<Certification>,
}

impl Refinement {
    /// What takes the original's place, as one policy: to detach one without statements; of parts, which
    /// all have the Version of the original, one with the statements of all.
    pub fn united(&self) -> Policy {
        Policy {
            version: self.policies.first().and_then(|policy| policy.version.clone()),
            statements: self.policies.iter().flat_map(|policy| policy.statements.clone()).collect(),
        }
    }
}

/// Why a recommendation could not be written down. Either would be a fault of paredown.
#[derive(Clone, Debug)]
pub enum RefinementError {
    /// The edits do not fit the document.
    Edit(EditError),
    /// The document cannot be made to fit.
    Fit(FitError),
    /// What was written is no policy.
    Reading(Box<Diagnostic>),
}

impl fmt::Display for RefinementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit(error) => write!(f, "internal error: {error}"),
            Self::Fit(error) => write!(f, "internal error: {error}"),
            Self::Reading(error) => {
                write!(f, "internal error: the recommended document is no policy: {error}")
            }
        }
    }
}

impl std::error::Error for RefinementError {}

/// Refines a policy. What is certified is what would be printed: the edited text, read again.
///
/// # Errors
/// Only if paredown itself is at fault.
pub fn refine(original: &ParsedPolicy, how: &How<'_>) -> Result<Refinement, RefinementError> {
    let known = EffectiveCatalogue::new(how.catalogue, &original.policy, how.unused);
    let recommendation = recommend_known(&original.policy, how.unused, &known, how.mode);
    let mut fitted = None;
    let documents = match (recommendation.outcome, how.fit) {
        (Outcome::Detach, _) => Vec::new(),
        (_, None) => {
            vec![original.document.edited(&edits(&recommendation)).map_err(RefinementError::Edit)?]
        }
        (_, Some(kind)) => {
            let fitting = Fitting {
                original,
                recommendation: &recommendation,
                known: &known,
                unused: how.unused,
                mode: how.mode,
            };
            let done = fit(&fitting, kind).map_err(RefinementError::Fit)?;
            fitted.insert(done).documents.clone()
        }
    };
    let policies = Vec::new();
    let mut refinement =
        Refinement { known, recommendation, documents, policies, fitted, certification: None };
    if let Some(settings) = how.settings {
        let texts = refinement.documents.iter();
        refinement.policies =
            texts.map(|text| read_again(text, original, how.strictness)).collect::<Result<_, _>>()?;
        refinement.certification = Some(proved(original, &refinement, how, settings));
    }
    Ok(refinement)
}

fn proved(
    original: &ParsedPolicy,
    refinement: &Refinement,
    how: &How<'_>,
    settings: &Settings<'_>,
) -> Certification {
    let original = &original.policy;
    match refinement.policies.as_slice() {
        [] => certify(original, how.unused, &refinement.recommendation.policy, how.catalogue, settings),
        [one] => certify(original, how.unused, one, how.catalogue, settings),
        several => {
            let before = std::slice::from_ref(original);
            let union = certify_union(before, how.unused, several, how.catalogue, settings);
            let judgements = union.judgements.into_iter().map(|one| one.judgement).collect();
            Certification {
                engine: union.engine,
                alignment: Alignment::default(),
                judgements,
                disagreements: union.disagreements,
            }
        }
    }
}

/// What a text says that IAM must take if it takes the original.
fn read_again(
    text: &str,
    original: &ParsedPolicy,
    strictness: Strictness,
) -> Result<Policy, RefinementError> {
    let source = Source { name: "the recommended document".to_owned(), text: text.to_owned() };
    let refused = |error: Diagnostic| RefinementError::Reading(Box::new(error));
    let parsed = parse::policy_with(&Arc::new(source), strictness).map_err(refused)?;
    match parse::introduced(&parsed.faults, &original.faults) {
        Some(error) => Err(refused(error)),
        None => Ok(parsed.policy),
    }
}
