//! One policy: what is recommended, as text, and what was proved of that text.

use std::fmt;
use std::sync::Arc;

use crate::model::{Catalogue, Policy, UnusedSet};
use crate::parse::{self, Diagnostic, EditError, ElementEdit, ParsedPolicy, Source, StatementEdit};
use crate::prove::{Certification, Settings, certify};
use crate::recommend::{Change, Mode, Outcome, Recommendation, StatementChange, recommend};

/// A policy that was refined.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// What is recommended, and why.
    pub recommendation: Recommendation,
    /// The text of what is recommended: the original with its actions edited; nothing to detach.
    pub document: Option<String>,
    /// What was proved of that text; nothing if it was not asked for.
    pub certification: Option<Certification>,
}

/// Why a recommendation could not be written down. Either would be a fault of paredown.
#[derive(Clone, Debug)]
pub enum RefinementError {
    /// The edits do not fit the document.
    Edit(EditError),
    /// What was written is no policy.
    Reading(Box<Diagnostic>),
}

impl fmt::Display for RefinementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Edit(error) => write!(f, "internal error: {error}"),
            Self::Reading(error) => {
                write!(f, "internal error: the recommended document is no policy: {error}")
            }
        }
    }
}

impl std::error::Error for RefinementError {}

/// Refines a policy. With `settings`, what is certified is what would be printed: the edited text, read
/// again.
///
/// # Errors
/// Only if paredown itself is at fault.
pub fn refine(
    original: &ParsedPolicy,
    unused: &UnusedSet,
    catalogue: &Catalogue,
    mode: Mode,
    settings: Option<&Settings<'_>>,
) -> Result<Refinement, RefinementError> {
    let recommendation = recommend(&original.policy, unused, catalogue, mode);
    let document = match recommendation.outcome {
        Outcome::Detach => None,
        Outcome::Unchanged | Outcome::Replace => {
            let edits: Vec<StatementEdit> = recommendation.changes.iter().map(edit).collect();
            Some(original.document.edited(&edits).map_err(RefinementError::Edit)?)
        }
    };
    let certification = match settings {
        None => None,
        Some(settings) => {
            let printed = match &document {
                Some(text) => read_again(text)?,
                None => recommendation.policy.clone(),
            };
            Some(certify(&original.policy, unused, &printed, catalogue, settings))
        }
    };
    Ok(Refinement { recommendation, document, certification })
}

fn read_again(text: &str) -> Result<Policy, RefinementError> {
    let source = Source { name: "the recommended document".to_owned(), text: text.to_owned() };
    let parsed = parse::policy(&Arc::new(source));
    parsed.map(|parsed| parsed.policy).map_err(|error| RefinementError::Reading(Box::new(error)))
}
fn edit(change: &StatementChange) -> StatementEdit {
    match change {
        StatementChange::Keep => StatementEdit::Keep,
        StatementChange::Remove(_) => StatementEdit::Remove,
        StatementChange::Exclude(added) => {
            StatementEdit::Append(added.iter().map(|pattern| pattern.spelling().to_owned()).collect())
        }
        StatementChange::Refine(changes) => {
            let element = |change: &Change| match change {
                Change::Keep => ElementEdit::Keep,
                Change::Unused { .. } | Change::Covered { .. } => ElementEdit::Replace(Vec::new()),
                Change::Replace { with, .. } => {
                    ElementEdit::Replace(with.iter().map(|new| new.pattern.spelling().to_owned()).collect())
                }
            };
            StatementEdit::Elements(changes.iter().map(element).collect())
        }
    }
}
