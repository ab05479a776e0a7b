//! What is unused, in every shape.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use paredown::model::Action;
use paredown::parse::{Diagnostic, ParsedUnused, Source, UnusedFormat, merge, unused};
use proptest::prelude::*;

fn folder() -> PathBuf {
    crate::common::root().join("tests/inputs/unused")
}

/// A file of the folder, named as its path in it.
fn source(name: &str) -> Arc<Source> {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    Arc::new(Source { name: name.to_owned(), text })
}

fn read(name: &str) -> ParsedUnused {
    unused(&source(name), None).unwrap_or_else(|error| panic!("{error}"))
}

/// A document that is not in a file.
fn read_text(text: &str) -> Result<ParsedUnused, Diagnostic> {
    unused(&crate::common::source(text), None)
}

fn messages(parsed: &ParsedUnused) -> Vec<&str> {
    parsed.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

const INCOMPLETE: &str = "the answer goes on: it has a token for the next page";

#[test]
fn every_shape_says_the_same() {
    use UnusedFormat::{Finding, Lines, Services};
    let expected = read("services.json").set();
    let actions: Vec<&str> = expected.actions().map(Action::spelling).collect();
    assert_eq!(actions, ["ec2:RunInstances", "s3:GetBucketAcl", "s3:PutObject"]);
    assert_eq!(expected.services().collect::<Vec<_>>(), ["access-analyzer"]);
    for (name, format) in [
        ("services.json", Services),
        ("details.json", Services),
        ("finding.json", Finding),
        ("finding-pages.json", Finding),
        ("lines.txt", Lines),
    ] {
        let parsed = read(name);
        assert_eq!(parsed.set(), expected, "{name}");
        assert_eq!((parsed.format, messages(&parsed)), (format, vec![]), "{name}");
        assert_eq!(parsed.finding.is_some(), format == Finding, "{name}");
        let given = unused(&source(name), Some(format)).unwrap();
        assert_eq!(given.entries, parsed.entries, "{name}");
    }
}

#[test]
fn every_entry_knows_its_place() {
    for name in ["services.json", "details.json", "finding.json", "finding-pages.json", "lines.txt"] {
        for entry in read(name).entries {
            let text = entry.source.text[entry.span.clone()].trim_matches('"').to_owned();
            let whole = entry.name.clone() + ":*";
            assert!(entry.name.ends_with(&text) || text == whole, "{name}: {} is not {text}", entry.name);
            assert_eq!(entry.action, entry.name.contains(':'), "{name}: {}", entry.name);
        }
    }
}

#[test]
fn a_finding_says_what_it_is_about() {
    let finding = read("finding.json").finding.unwrap();
    assert_eq!(finding.id.as_deref(), Some("11111111-2222-3333-4444-555555555555"));
    assert_eq!(
        finding.resource.as_ref().map(|stated| stated.value.as_str()),
        Some("arn:aws:iam::111122223333:role/Reporting")
    );
    assert_eq!(finding.resource_type.as_deref(), Some("AWS::IAM::Role"));
    assert_eq!(finding.analyzed_at.unwrap().to_string(), "2026-01-31T06:00:00.123Z");
}

#[test]
fn only_what_was_not_used_for_long_stays() {
    let now = "2026-01-31T00:00:00Z".parse().unwrap();
    for (days, recent) in [(90, vec![]), (125, vec!["s3:PutObject"]), (0, vec![])] {
        let parsed = read("finding.json");
        let (set, found) = parsed.unused_for(days, now);
        assert_eq!(found.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), recent);
        assert_eq!(set == parsed.set(), recent.is_empty(), "{days} days");
    }
}

#[test]
fn a_page_alone_is_incomplete_and_both_together_are_not() {
    let first = read("finding-page-1.json");
    assert_eq!(messages(&first), [INCOMPLETE]);
    for (one, other) in [(1, 2), (2, 1)] {
        let pages = [one, other].map(|page| read(&format!("finding-page-{page}.json")));
        let merged = merge(pages.to_vec()).unwrap();
        assert_eq!(merged.set(), read("services.json").set());
        assert_eq!(messages(&merged), [""; 0]);
    }
    let twice = merge(vec![first.clone(), first]).unwrap();
    assert_eq!(messages(&twice), [INCOMPLETE], "the same page twice is no whole finding");
}

#[test]
fn another_finding_that_is_complete_completes_none() {
    let other = r#"{"id": "another", "findingDetails": []}"#;
    let merged = merge(vec![read("finding-page-1.json"), read_text(other).unwrap()]).unwrap();
    assert_eq!(messages(&merged), [INCOMPLETE]);
}

#[test]
fn lists_are_merged() {
    let several = ["lines.txt", "services.json", "details.json"].map(read);
    let merged = merge(several.to_vec()).unwrap();
    assert_eq!(merged.set(), several[0].set());
    assert_eq!(merged.format, UnusedFormat::Lines);
    assert_eq!(merged.entries.len(), 12);
    assert!(merge(vec![]).unwrap().set().is_empty());
}

#[test]
fn findings_about_two_resources_are_refused() {
    let other =
        r#"{"id": "another", "resource": "arn:aws:iam::111122223333:role/Billing", "findingDetails": []}"#;
    let other = read_text(other).unwrap();
    for several in [vec![read("finding.json"), other.clone()], vec![other, read("finding.json")]] {
        let error = merge(several).unwrap_err();
        assert!(error.message.starts_with("the findings are about different resources: `arn"), "{error}");
        assert!(error.source.text[error.span].starts_with("\"arn:aws:iam::"));
    }
}

#[test]
fn a_finding_that_is_not_active_is_taken_with_a_warning() {
    for (status, message) in [
        ("ARCHIVED", "the finding is not active: its status is `ARCHIVED`"),
        ("RESOLVED", "the finding is not active: its status is `RESOLVED`"),
    ] {
        let text = source("finding.json").text.replace("ACTIVE", status);
        let parsed = read_text(&text).unwrap();
        assert_eq!(messages(&parsed), [message]);
        assert_eq!(parsed.set(), read("services.json").set());
    }
}

#[test]
fn malformed_documents_are_refused_in_plain_words() {
    let mut said = BTreeMap::new();
    for file in fs::read_dir(folder().join("refused")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let error = unused(&source(&format!("refused/{name}")), None).unwrap_err();
        said.insert(name, error.render(false));
    }
    assert!(said.len() >= 16, "{} files", said.len());
    let said: Vec<String> = said.into_values().collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(said.join("\n\n")) });
}

/// Services, each whole or with actions.
fn some_unused() -> impl Strategy<Value = BTreeMap<String, Option<Vec<String>>>> {
    let actions = prop::option::of(prop::collection::vec("[A-Z][A-Za-z0-9_-]{0,8}", 0..5));
    prop::collection::btree_map("[a-z][a-z0-9-]{0,6}", actions, 0..5)
}

proptest! {
    /// However it is written, the same is read.
    #[test]
    fn every_shape_of_anything_says_the_same(unused in some_unused()) {
        let details: Vec<serde_json::Value> = unused.iter().map(|(service, actions)| {
            let actions = actions.as_ref().map(|actions| {
                actions.iter().map(|action| serde_json::json!({ "action": action })).collect::<Vec<_>>()
            });
            serde_json::json!({ "unusedPermissionDetails": { "serviceNamespace": service, "actions": actions } })
        }).collect();
        let services: Vec<serde_json::Value> = unused.iter().map(|(service, actions)| {
            serde_json::json!({ "serviceNamespace": service, "actions": actions })
        }).collect();
        let lines: Vec<String> = unused.iter().flat_map(|(service, actions)| match actions {
            None => vec![format!("{service}:*\r")],
            Some(actions) => actions.iter().map(|action| format!(" {service}:{action}")).collect(),
        }).collect();
        let lines = format!("# unused\n{}", lines.join("\n"));
        let expected = read_text(&serde_json::Value::from(services).to_string()).unwrap().set();
        let finding = serde_json::json!({ "findingDetails": details.clone() });
        prop_assert_eq!(&read_text(&finding.to_string()).unwrap().set(), &expected);
        prop_assert_eq!(&read_text(&serde_json::Value::from(details).to_string()).unwrap().set(), &expected);
        prop_assert_eq!(&read_text(&lines).unwrap().set(), &expected);
    }

    /// Text is refused or read, and never crashes the program.
    #[test]
    fn any_text_is_read_or_refused(text in "[\\[{ \t\r\n]?(\\PC|[\t\r\n:#*]|s3:Get){0,30}") {
        for format in [None, Some(UnusedFormat::Lines), Some(UnusedFormat::Finding), Some(UnusedFormat::Services)] {
            if let Err(error) = unused(&crate::common::source(&text), format) {
                prop_assert!(error.render(false).starts_with("error: "));
            }
        }
    }
}
