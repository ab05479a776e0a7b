//! The targets `cloudformation`, `hcl` and `plan`: any bytes as a file of infrastructure as code.

use std::ops::Range;
use std::sync::Arc;

use paredown::parse::{self, Diagnostic, ElementEdit, Located, Source, StatementEdit, Strictness, canonical};
use paredown_infra::{
    Contents, EditableFile, Node, Value, WrittenPolicy, document, node, says, terraform_plan, yaml,
};

use super::reading::{placed, source};

/// Templates, in JSON or YAML.
pub fn cloudformation(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = source(text);
    match yaml(&file) {
        Ok(root) => {
            within(&file, &root);
            assert_eq!(root, yaml(&file).unwrap());
            meant(&file, &root);
        }
        Err(error) => placed(&error),
    }
    read(&file, paredown_infra::cloudformation);
    for name in ["template.yaml", "template.json"] {
        edited(name, text);
    }
}

/// Configuration of Terraform.
pub fn hcl(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    read(&source(text), paredown_infra::hcl);
    edited("main.tf", text);
}

/// What `terraform show -json` prints.
pub fn plan(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let file = source(text);
    read(&file, |file| terraform_plan(file).map(|plan| plan.before));
    read(&file, |file| terraform_plan(file).map(|plan| plan.after));
}

/// What a reader makes of a file is the same each time, has its places in the file, and each policy means the same once it
/// is written as JSON.
fn read(file: &Arc<Source>, reader: impl Fn(&Arc<Source>) -> Result<Contents, Diagnostic>) {
    let (contents, again) = (reader(file), reader(file));
    assert_eq!(format!("{contents:?}"), format!("{again:?}"), "it is read differently the second time");
    let contents = match contents {
        Ok(contents) => contents,
        Err(error) => return placed(&error),
    };
    assert_eq!(contents.source.text, file.text);
    for policy in &contents.policies {
        assert!(!policy.address.is_empty());
        within(file, &policy.document);
        meant(file, &policy.document);
    }
    for attachment in &contents.attachments {
        place(file, &attachment.span);
    }
    for one in &contents.unchecked {
        place(file, &one.span);
        assert!(!one.address.is_empty() && !one.why.is_empty(), "{one:?}");
    }
}

/// A place is a part of the file.
fn place(file: &Source, span: &Range<usize>) {
    assert!(file.text.get(span.clone()).is_some(), "{span:?} of {} bytes", file.text.len());
}

/// All places of a value are.
fn within(file: &Source, node: &Node) {
    place(file, &node.span);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| within(file, item)),
        Value::Object(members) => members.iter().for_each(|member| {
            place(file, &member.name_span);
            within(file, &member.value);
        }),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::Hole(_) => {}
    }
}

/// A document that is read as a policy says, written as JSON, the same to the reader of JSON.
fn meant(file: &Arc<Source>, written: &Node) {
    let read = match document(file, written) {
        Ok(read) => read,
        Err(error) => {
            assert_eq!(error.source.text, file.text, "the error is about another text");
            return placed(&error);
        }
    };
    let statements = &read.parsed.policy.statements;
    for number in 0..statements.len() {
        place(file, &read.statement(number).unwrap());
    }
    let said = source(&says(written));
    let value =
        parse::json(&said, Strictness::Strict).unwrap_or_else(|error| panic!("{error}\n{}", said.text));
    assert_eq!(says(&node(Located::new(&value, &said))), said.text);
    let again = parse::policy_with(&said, Strictness::Strict);
    let again = again.unwrap_or_else(|error| panic!("{error}\n{}", said.text));
    assert_eq!(again.policy.statements.len(), statements.len(), "{}", said.text);
    for (one, other) in again.policy.statements.iter().zip(statements) {
        assert_eq!((&one.actions, one.effect), (&other.actions, other.effect), "{}", said.text);
    }
    let same = |text: &str| canonical(&source(text), Strictness::Strict).unwrap();
    assert_eq!(same(&said.text), same(&read.parsed.document.text()));
}

/// Edits that change nothing give the same bytes, and others what can be read again, or they are refused with a place.
fn edited(name: &str, text: &str) {
    let file = Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
    let editable = match EditableFile::read(&file) {
        Ok(editable) => editable,
        Err(error) => return placed(&error),
    };
    for policy in editable.policies() {
        let Ok(read) = document(&file, &policy.document) else { continue };
        let count = read.parsed.policy.statements.len();
        let elements = |statement: usize| read.parsed.policy.statements[statement].actions.patterns.len();
        let keep = vec![StatementEdit::Keep; count];
        if let Some(unchanged) = outcome(&editable, policy, &keep) {
            assert_eq!(unchanged, text);
        }
        let append = StatementEdit::Append(vec!["new:Action".to_owned(), "new:Other*".to_owned()]);
        outcome(&editable, policy, &vec![append; count]);
        let replace = |all: usize| {
            let new = |at: usize| match at % 3 {
                0 if all > 1 => ElementEdit::Replace(Vec::new()),
                1 => ElementEdit::Keep,
                _ => ElementEdit::Replace(vec!["new:Action".to_owned(), "new:Other*".to_owned()]),
            };
            StatementEdit::Elements((0..all).map(new).collect())
        };
        let replaced: Vec<StatementEdit> = (0..count).map(|statement| replace(elements(statement))).collect();
        outcome(&editable, policy, &replaced);
        let mut removed = keep;
        removed.iter_mut().step_by(2).for_each(|edit| *edit = StatementEdit::Remove);
        outcome(&editable, policy, &removed);
    }
}

/// The edited text, which is another file with the policy.
fn outcome(file: &EditableFile, policy: &WrittenPolicy, edits: &[StatementEdit]) -> Option<String> {
    let text = match file.edited(&[(&policy.address, edits)]) {
        Ok(text) => text,
        Err(error) => {
            placed(&error);
            return None;
        }
    };
    let again = Arc::new(Source { name: file.source().name.clone(), text: text.clone() });
    let again = EditableFile::read(&again).unwrap_or_else(|error| panic!("{}", error.render(false)));
    assert_eq!(again.policies().len(), file.policies().len(), "{text}");
    Some(text)
}
