//! One policy: what is recommended, as text, and what that text says when it is read again.

use std::fmt;
use std::sync::Arc;

use crate::fit::{FitError, Fitted, Fitting, fit};
use crate::model::{EffectiveCatalogue, PolicyKind, UnusedSet};
use crate::parse::{self, Diagnostic, EditError, ParsedPolicy, Source, Strictness};
use crate::recommend::{Disposition, Mode, Recommendation, edits, recommend_known};

/// A policy that was refined.
#[derive(Clone, Debug)]
pub(super) struct Refinement {
    /// What is recommended, and why.
    pub(super) recommendation: Recommendation,
    /// The texts of what is recommended: the original with its actions edited, or several documents if it
    /// was split to fit. None to detach.
    pub(super) documents: Vec<String>,
    /// What these texts say, read again to be certified; none if that was not asked for.
    pub(super) parsed: Vec<ParsedPolicy>,
    /// What was done to make it fit, if that was asked for.
    pub(super) fitted: Option<Fitted>,
}

/// Why a recommendation could not be written down. Either would be a fault of paredown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RefinementError {
    /// The edits do not fit the document.
    Edit(EditError),
    /// The document cannot be made to fit.
    Fit(FitError),
    /// What was written is not a policy.
    Reading(Box<Diagnostic>),
}

impl fmt::Display for RefinementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit(error) => write!(f, "internal error: {error}"),
            Self::Fit(error) => write!(f, "internal error: {error}"),
            Self::Reading(error) => {
                write!(f, "internal error: the recommended document is not a policy: {error}")
            }
        }
    }
}

impl std::error::Error for RefinementError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Edit(error) => Some(error),
            Self::Fit(error) => Some(error),
            Self::Reading(error) => Some(error.as_ref()),
        }
    }
}

/// How a policy is refined.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    /// What is unused.
    pub(super) unused: &'a UnusedSet,
    /// A+, one for all policies.
    pub(super) known: &'a EffectiveCatalogue,
    /// How long the new prefixes are.
    pub(super) mode: Mode,
    /// Whether what was written is read again, and how strictly: as the original was.
    pub(super) read_again: Option<Strictness>,
}

/// Refines a policy, as a text that is made to fit the limit of a kind if one is given, and reads it again if
/// it is to be certified.
///
/// # Errors
/// Only if paredown itself is at fault.
pub(super) fn refine(
    original: &ParsedPolicy,
    fitted_to: Option<PolicyKind>,
    how: How<'_>,
) -> Result<Refinement, RefinementError> {
    let How { unused, known, mode, read_again } = how;
    let recommendation = recommend_known(&original.policy, unused, known, mode);
    let mut fitted = None;
    let mut documents: Vec<String> = match (recommendation.outcome, fitted_to) {
        (Disposition::Detach, _) => Vec::new(),
        (_, None) => {
            vec![original.document.edited(&edits(&recommendation)).map_err(RefinementError::Edit)?]
        }
        (_, Some(kind)) => {
            let fitting = Fitting { original, recommendation: &recommendation, known, unused, mode };
            let done = fit(&fitting, kind).map_err(RefinementError::Fit)?;
            fitted.insert(done).documents.clone()
        }
    };
    if recommendation.outcome == Disposition::Replace {
        // IAM takes no document that begins with white space ("JSON strings must not have leading spaces").
        for text in &mut documents {
            if text.starts_with(char::is_whitespace) {
                *text = text.trim_start().to_owned();
            }
        }
    }
    let parsed = match read_again {
        Some(strictness) => {
            let again = documents.iter().map(|text| read(text, original, strictness));
            again.collect::<Result<_, _>>()?
        }
        None => Vec::new(),
    };
    Ok(Refinement { recommendation, documents, parsed, fitted })
}

/// What a text says that IAM must take if it takes the original.
fn read(
    text: &str,
    original: &ParsedPolicy,
    strictness: Strictness,
) -> Result<ParsedPolicy, RefinementError> {
    let source = Source { name: "the recommended document".to_owned(), text: text.to_owned() };
    let refused = |error: Diagnostic| RefinementError::Reading(Box::new(error));
    let parsed = parse::policy_with(&Arc::new(source), strictness).map_err(refused)?;
    match parse::introduced(&parsed.faults, &original.faults) {
        Some(error) => Err(refused(error)),
        None => Ok(parsed),
    }
}
