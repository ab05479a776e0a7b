//! The requests of the corpus with their known answers, and its pairs of policies.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use paredown::parse::{self, Source};
use serde_json::Value;

use super::answers;
use crate::common::corpus::shared;
use crate::common::oracle::Document;
use crate::common::oracle::evaluator::{Whole, allowed};
use crate::common::{paredown, text};

/// Vectors that may differ: what the reader refuses. Everything that sources dispute may be unknown.
const REFUSED: [&str; 2] = ["action-14", "string-23"];

#[test]
fn the_program_answers_as_the_sources_say() {
    let Some(path) = shared("corpus/requests/vectors.jsonl") else { return };
    let out = paredown(["evaluate".as_ref(), path.as_os_str()]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    let answers = answers(&out.stdout);
    assert_eq!(answers.len(), 208);
    let mut unknown = 0;
    for answer in answers {
        let refused = REFUSED.contains(&answer["id"].as_str().unwrap());
        assert_eq!(answer["error"].is_object(), refused, "{answer}");
        if answer["decision"] == "unknown" {
            unknown += 1;
            assert!(answer["reason"].is_string(), "{answer}");
            assert!(refused || answer["disputed"].is_string(), "{answer}");
        } else {
            assert_eq!(answer["decision"], answer["expected"], "{answer}");
            assert_eq!(answer["by"].is_null(), answer["reason"].is_string(), "{answer}");
            let effect = if answer["decision"] == "allow" { "Allow" } else { "Deny" };
            assert!(answer["by"].is_null() || answer["by"]["effect"] == effect, "{answer}");
        }
    }
    // Not more than today.
    assert!(unknown <= 14, "{unknown}");
}

#[test]
fn the_slow_twin_answers_so_too() {
    let Some(path) = shared("corpus/requests/vectors.jsonl") else { return };
    for line in fs::read_to_string(path).unwrap().lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        if REFUSED.contains(&vector["id"].as_str().unwrap()) {
            continue;
        }
        let values = |value: &Value| match value {
            Value::Array(all) => all.iter().map(|one| one.as_str().unwrap().to_owned()).collect(),
            one => vec![one.as_str().unwrap().to_owned()],
        };
        let context = vector["request"]["context"].as_object().unwrap();
        let context: BTreeMap<String, Vec<String>> =
            context.iter().map(|(key, value)| (key.to_ascii_lowercase(), values(value))).collect();
        let part = |name: &str| vector["request"][name].as_str().unwrap().to_owned();
        let request = Whole { action: part("action"), resource: part("resource"), context };
        let found = allowed(&[Document::read(&vector["policy"].to_string())], &request);
        let expected = vector["expected"] == "allow";
        if vector["disputed"].is_null() {
            assert_eq!(found, Some(expected), "{vector}");
        } else {
            assert!(found.is_none_or(|found| found == expected), "{vector}");
        }
    }
}

#[test]
fn the_policies_of_pairs_are_read() {
    let Some(path) = shared("corpus/requests/pairs.jsonl") else { return };
    let text = fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().count(), 20);
    for line in text.lines() {
        let pair: Value = serde_json::from_str(line).unwrap();
        for side in ["a", "b"] {
            let source = Source { name: "pair".to_owned(), text: pair[side].to_string() };
            parse::policy(&Arc::new(source)).unwrap_or_else(|error| panic!("{}: {error}", pair["about"]));
        }
    }
}
