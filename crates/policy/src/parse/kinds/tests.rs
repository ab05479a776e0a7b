//! A small document of each kind, and the message about it. The documents are in `tests/shapes`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::parse::{Source, Strictness, policies, recommendation, unused};

fn file(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/shapes/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The documents, by the table that recognises them.
fn documents() -> BTreeMap<String, Vec<serde_json::Value>> {
    serde_json::from_str(&file("kinds.json")).unwrap()
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "in".into(), text: text.to_owned() })
}

/// The message and help for a text given for each use, or that it is read.
fn said(text: &str) -> String {
    let source = source(text);
    let mut said = String::new();
    for (asked, read) in [
        ("policy", policies(&source, Strictness::Strict).map(|file| file.shape)),
        ("unused", unused(&source, None).map(|parsed| parsed.format.name())),
        ("recommended", recommendation(&source, Strictness::Strict).map(|file| file.shape)),
    ] {
        match read {
            Ok(shape) => writeln!(said, "  {asked}: read as {shape}").unwrap(),
            Err(error) => {
                let shown = error.render(false);
                assert!(shown.chars().all(|c| c == '\n' || c == '…' || (' '..='~').contains(&c)), "{shown}");
                let help = error.help.expect("a message says what would do");
                writeln!(said, "  {asked}: {}\n    {help}", error.message).unwrap();
            }
        }
    }
    said
}

macro_rules! snapshot {
    ($name:expr, $said:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $said) });
    };
}

#[test]
fn every_kind_of_document_is_named_with_what_would_do() {
    for (table, documents) in documents() {
        let each = documents.iter().map(|document| format!("{document}\n{}", said(&document.to_string())));
        snapshot!(format!("shapes__{table}"), each.collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn every_kind_of_text_is_named_with_what_would_do() {
    let texts: Vec<String> = serde_json::from_str(&file("texts.json")).unwrap();
    let each = texts.iter().map(|text| format!("{text:?}\n{}", said(text)));
    snapshot!("shapes__texts", each.collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_row_hides_another() {
    let documents = documents();
    for (table, name) in TABLES.into_iter().zip(["analyzer", "reports", "infrastructure", "iam"]) {
        let documents = &documents[name];
        assert_eq!(documents.len(), table.len(), "{name}: one document for each row, in their order");
        for (row, document) in table.iter().zip(documents) {
            let source = source(&document.to_string());
            let value = crate::parse::json(&source, Strictness::Strict).unwrap();
            let (subject, _) = subject(Located::new(&value, &source)).unwrap();
            let found = TABLES.into_iter().flatten().find(|kind| kind.is(subject.place())).unwrap();
            assert_eq!((found.what, found.all), (row.what, row.all), "{document}");
        }
    }
}

#[test]
fn what_is_known_by_its_text_is_known() {
    let texts: Vec<String> = serde_json::from_str(&file("texts.json")).unwrap();
    let found = |text: &String| no_json(&source(text), Asked::Policy).map(|error| error.message);
    let named: std::collections::BTreeSet<String> = texts.iter().filter_map(found).collect();
    for row in text::names() {
        assert!(named.iter().any(|message| message.contains(row)), "no text for: {row}");
    }
}
