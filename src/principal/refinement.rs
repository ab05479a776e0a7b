//! One policy: what is recommended, as text, and what that text says when it is read again.

use std::fmt;
use std::sync::Arc;

use crate::fit::{FitError, Fitted, Fitting, fit};
use crate::model::{Catalogue, EffectiveCatalogue, Policy, PolicyKind, UnusedSet};
use crate::parse::{self, Diagnostic, EditError, ParsedPolicy, Source, Strictness};
use crate::prove::Settings;
use crate::recommend::{Disposition, Mode, Recommendation, edits, recommend_known};

/// How policies are refined.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// What is unused.
    pub unused: &'a UnusedSet,
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a Catalogue,
    /// How long the new prefixes are.
    pub mode: Mode,
    /// How strictly what was written is read again: as the original was.
    pub strictness: Strictness,
    /// How to certify; nothing not to.
    pub settings: Option<&'a Settings<'a>>,
}

/// A policy that was refined.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// What is recommended, and why.
    pub recommendation: Recommendation,
    /// The texts of what is recommended: the original with its actions edited, or several documents if it
    /// was split to fit. None to detach.
    pub documents: Vec<String>,
    /// What these texts say, read again to be certified; none if that was not asked for.
    pub policies: Vec<Policy>,
    /// What was done to make it fit, if that was asked for.
    pub fitted: Option<Fitted>,
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

/// Refines a policy, as a text that is made to fit the limit of a kind if one is given, and reads it again if
/// it is to be certified.
pub(super) fn refine(
    original: &ParsedPolicy,
    fitted_to: Option<PolicyKind>,
    known: &EffectiveCatalogue,
    how: &How<'_>,
) -> Result<Refinement, RefinementError> {
    let recommendation = recommend_known(&original.policy, how.unused, known, how.mode);
    let mut fitted = None;
    let mut documents: Vec<String> = match (recommendation.outcome, fitted_to) {
        (Disposition::Detach, _) => Vec::new(),
        (_, None) => {
            vec![original.document.edited(&edits(&recommendation)).map_err(RefinementError::Edit)?]
        }
        (_, Some(kind)) => {
            let fitting = Fitting {
                original,
                recommendation: &recommendation,
                known,
                unused: how.unused,
                mode: how.mode,
            };
            let done = fit(&fitting, kind).map_err(RefinementError::Fit)?;
            fitted.insert(done).documents.clone()
        }
    };
    if recommendation.outcome == Disposition::Replace {
        // IAM takes no document that begins with white space ("JSON strings must not have leading spaces").
        documents = documents.iter().map(|text| text.trim_start().to_owned()).collect();
    }
    let policies = match how.settings {
        Some(_) => {
            let again = documents.iter().map(|text| read_again(text, original, how.strictness));
            again.collect::<Result<_, _>>()?
        }
        None => Vec::new(),
    };
    Ok(Refinement { recommendation, documents, policies, fitted })
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
