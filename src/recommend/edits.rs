//! A recommendation as edits of its original's document.

use crate::model::Pattern;
use crate::parse::{ElementEdit, StatementEdit};

use super::{Change, Recommendation, StatementChange};

/// One edit for each statement of the original, for [`crate::parse::Document::edited`].
pub fn edits(recommendation: &Recommendation) -> Vec<StatementEdit> {
    recommendation.changes.iter().map(edit).collect()
}

fn edit(change: &StatementChange) -> StatementEdit {
    match change {
        StatementChange::Keep => StatementEdit::Keep,
        StatementChange::Remove(_) => StatementEdit::Remove,
        StatementChange::Exclude(added) => StatementEdit::Append(spellings(added)),
        StatementChange::Refine(changes) => StatementEdit::Elements(changes.iter().map(element).collect()),
    }
}

fn element(change: &Change) -> ElementEdit {
    match change {
        Change::Keep => ElementEdit::Keep,
        Change::Unused { .. } | Change::Covered { .. } => ElementEdit::Replace(Vec::new()),
        Change::Replace { with, .. } => {
            ElementEdit::Replace(spellings(with.iter().map(|introduced| &introduced.pattern)))
        }
    }
}

fn spellings<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Vec<String> {
    patterns.into_iter().map(|pattern| pattern.spelling().to_owned()).collect()
}
