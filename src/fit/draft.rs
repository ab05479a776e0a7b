//! What the statements are going to look like, while they are made smaller.

use crate::model::{Effect, EffectiveCatalogue, Pattern, Statement, UnusedSet};
use crate::parse::{Document, EditError, ElementEdit, ParsedPolicy, StatementEdit};
use crate::recommend::{Change, Mode, Recommendation, StatementChange};

/// What a recommendation is about.
#[derive(Clone, Copy, Debug)]
pub struct Fitting<'a> {
    /// The original and its text.
    pub original: &'a ParsedPolicy,
    /// What is recommended for it.
    pub recommendation: &'a Recommendation,
    /// The effective catalogue that it was made with.
    pub known: &'a EffectiveCatalogue,
    /// What is unused.
    pub unused: &'a UnusedSet,
    /// The mode that it was made in.
    pub mode: Mode,
}

/// What a statement is going to look like.
pub(super) enum Draft<'a> {
    /// As the recommendation says; a Deny, a NotAction, or one that goes.
    Fixed(StatementEdit),
    /// An Allow statement with a list of actions: for each element of the original what stands there.
    List(Vec<Element<'a>>),
}

/// What stands where one pattern stood.
pub(super) struct Element<'a> {
    pub(super) original: &'a Pattern,
    /// It is still the original, or nothing any more.
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

/// What the recommendation says, ready to be changed.
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
