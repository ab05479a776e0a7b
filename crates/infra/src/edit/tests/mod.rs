//! Files of all kinds: edited, and read again.

mod chosen;
mod corpus;
mod forms;
mod hcl;
mod random;
mod refused;

use std::sync::Arc;

use paredown_policy::parse::{Diagnostic, ElementEdit, Source, StatementEdit};

use super::EditableFile;
use crate::value::Node;

pub(super) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source { name: name.into(), text: text.into() })
}

pub(super) fn read(name: &str, text: &str) -> EditableFile {
    EditableFile::read(&source(name, text)).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What becomes of actions: of a statement all of whose actions go, nothing is left.
pub(super) fn edits(
    document: &Node,
    change: &dyn Fn(&str) -> Option<Vec<&'static str>>,
) -> Vec<StatementEdit> {
    let all = document.get("Statement").unwrap();
    let statements = all.items().unwrap_or(std::slice::from_ref(all));
    let edit = |statement: &Node| {
        let value = statement.get("Action").or_else(|| statement.get("NotAction")).unwrap();
        let actions = value.items().unwrap_or(std::slice::from_ref(value));
        let edits: Vec<ElementEdit> = actions
            .iter()
            .map(|action| match change(&action.known().unwrap_or_default()) {
                None => ElementEdit::Keep,
                Some(new) => ElementEdit::Replace(new.into_iter().map(str::to_owned).collect()),
            })
            .collect();
        if edits.iter().all(|edit| *edit == ElementEdit::Replace(Vec::new())) {
            StatementEdit::Remove
        } else {
            StatementEdit::Elements(edits)
        }
    };
    statements.iter().map(edit).collect()
}

/// What the tests make of actions: some go, and some become one or several.
pub(super) fn pared(action: &str) -> Option<Vec<&'static str>> {
    match action {
        "s3:Put*" | "sqs:*" => Some(vec![]),
        "s3:Get*" => Some(vec!["s3:GetObject", "s3:GetBucket*"]),
        "s3:List*" => Some(vec!["s3:ListBucket"]),
        _ => None,
    }
}

/// The file with its policy pared.
pub(super) fn edited(name: &str, text: &str, address: &str) -> Result<String, Diagnostic> {
    let file = read(name, text);
    let all = file.policies();
    let policy = all.iter().find(|one| one.address == address).unwrap_or_else(|| panic!("{all:?}"));
    let done = file.edited(&[(address, &edits(&policy.document, &pared))])?;
    let again = read(name, &done);
    let policy = again.policies().iter().find(|one| one.address == address).unwrap();
    assert_eq!(again.edited(&[(address, &edits(&policy.document, &pared))]).unwrap(), done, "not idempotent");
    Ok(done)
}
