//! Changes with known answers.

use serde_json::Value;

use super::{allowed, changed, engines};
use crate::common::root;

#[test]
fn every_change_is_judged_rightly() {
    let cases = std::fs::read_to_string(root().join("tests/gate/changes.jsonl")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for case in cases.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        for engine in engines() {
            let options = format!("--engine {}", engine.name());
            let answer = changed(folder.path(), &case["before"], &case["after"], &options);
            let found = allowed(&answer);
            let all = case["allows"].as_array().into_iter().flatten();
            let lacks: Vec<&str> =
                all.map(|one| one.as_str().unwrap()).filter(|one| !found.contains(one)).collect();
            if answer["conclusion"] != case["is"] || !lacks.is_empty() {
                wrong.push(format!("{} {}: {lacks:?} {}", engine.name(), case["name"], answer["findings"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What passes one way round and is no rearrangement has to fail the other way round, or it would prove nothing.
#[test]
fn what_is_narrower_one_way_is_wider_the_other() {
    let cases = std::fs::read_to_string(root().join("tests/gate/changes.jsonl")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut failed = 0;
    for case in cases.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        if case["is"] == "passes" {
            let answer = changed(folder.path(), &case["after"], &case["before"], "--engine automata");
            failed += usize::from(answer["conclusion"] != "passes");
        }
    }
    assert!(failed >= 12, "{failed}");
}
