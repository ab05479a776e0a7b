//! Drafts of the statements, while they are being shortened.

use crate::model::{Effect, EffectiveCatalogue, Pattern, Statement, UnusedSet};
use crate::parse::{Document, EditError, ElementEdit, ParsedPolicy, StatementEdit};
use crate::recommend::{Change, Mode, Recommendation, StatementChange};

/// The inputs of fitting.
#[derive(Clone, Copy, Debug)]
pub struct Fitting<'a> {
    /// The original and its text.
    pub original: &'a ParsedPolicy,
    /// Its recommendation.
    pub recommendation: &'a Recommendation,
    /// The effective catalogue that was used for it.
    pub known: &'a EffectiveCatalogue,
    /// What is unused.
    pub unused: &'a UnusedSet,
    /// The mode that was used for it.
    pub mode: Mode,
}

/// The draft of a statement.
pub(super) enum Draft<'a> {
    /// As in the recommendation: a Deny statement, a NotAction element, or a statement that is removed.
    Fixed(StatementEdit),
    /// An Allow statement with a list of actions: for each original element, what replaces it.
    List(Vec<Element<'a>>),
}

/// What replaces one element.
pub(super) struct Element<'a> {
    pub(super) original: &'a Pattern,
    /// Whether it is still the original (or nothing).
    pub(super) kept: bool,
    pub(super) patterns: Vec<Pattern>,
}

impl Draft<'_> {
    pub(super) fn is_removed(&self) -> bool {
        matches!(self, Self::Fixed(StatementEdit::Remove))
    }

    fn edit(&self) -> StatementEdit {
        let element = |element: &Element<'_>| {
            if element.kept && element.patterns.len() == 1 {
                return ElementEdit::Keep;
            }
            ElementEdit::Replace(element.patterns.iter().map(|p| p.spelling().to_owned()).collect())
        };
        match self {
            Self::Fixed(edit) => edit.clone(),
            Self::List(elements) => StatementEdit::Elements(elements.iter().map(element).collect()),
        }
    }
}

/// The document with the drafts in it.
pub(super) fn write(document: &Document, drafts: &[Draft<'_>]) -> Result<String, EditError> {
    document.edited(&drafts.iter().map(Draft::edit).collect::<Vec<_>>())
}

/// The recommendation as drafts.
pub(super) fn drafts<'a>(fitting: &Fitting<'a>) -> Vec<Draft<'a>> {
    let edits = crate::recommend::edits(fitting.recommendation);
    let statements = fitting.original.policy.statements.iter().zip(&fitting.recommendation.changes);
    let draft = |((statement, change), edit): ((&'a Statement, &StatementChange), StatementEdit)| {
        let patterns = &statement.actions.patterns;
        let changes = match change {
            StatementChange::Keep => vec![Change::Keep; patterns.len()],
            StatementChange::Refine(changes) => changes.clone(),
            StatementChange::Remove(_) | StatementChange::Exclude(_) => return Draft::Fixed(edit),
        };
        if statement.effect == Effect::Deny || statement.actions.negated {
            return Draft::Fixed(edit);
        }
        Draft::List(patterns.iter().zip(changes).map(element).collect())
    };
    statements.zip(edits).map(draft).collect()
}

fn element((original, change): (&Pattern, Change)) -> Element<'_> {
    let patterns = match &change {
        Change::Keep => vec![original.clone()],
        Change::Unused { .. } | Change::Covered { .. } => Vec::new(),
        Change::Replace { with, .. } => with.iter().map(|new| new.pattern.clone()).collect(),
    };
    Element { original, kept: change == Change::Keep, patterns }
}
