//! Refines one policy: the recommendation as text, and the policy read from that text.

use std::fmt;
use std::sync::Arc;

use crate::fit::{FitError, Fitted, Fitting, fit};
use crate::model::{EffectiveCatalogue, PolicyKind, UnusedSet};
use crate::parse::{self, Diagnostic, EditError, ParsedPolicy, Source, Strictness};
use crate::recommend::{Disposition, Mode, Recommendation, edits, recommend_known};

/// A refined policy.
#[derive(Clone, Debug)]
pub(super) struct Refinement {
    /// The recommendation, with reasons.
    pub(super) recommendation: Recommendation,
    /// The recommended texts: the original with its actions edited, or several documents if it was split to fit.
    /// None to detach.
    pub(super) documents: Vec<String>,
    /// The policies read again from these texts, to be certified; empty if that was not asked for.
    pub(super) parsed: Vec<ParsedPolicy>,
    /// What was done to make it fit, if that was asked for.
    pub(super) fitted: Option<Fitted>,
}

/// Why a recommendation could not be written. Each of these would be a fault of paredown.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum RefinementError {
    /// The edits are not for this document.
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
    /// The unused set.
    pub(super) unused: &'a UnusedSet,
    /// A+, one for all policies.
    pub(super) known: &'a EffectiveCatalogue,
    /// The length of the introduced prefixes.
    pub(super) mode: Mode,
    /// Whether to read the result again, and how strictly: like the original.
    pub(super) read_again: Option<Strictness>,
}

/// Refines a policy, makes the text fit the limit of a kind if one is given, and reads it again if it is to be
/// certified.
///
/// # Errors
/// Only by a fault of paredown.
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
        // IAM refuses documents that begin with white space ("JSON strings must not have leading spaces").
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

/// The policy in a text, which IAM has to accept if it accepts the original.
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
