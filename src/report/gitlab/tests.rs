use super::*;
use crate::report::tests::sample::{HOSTILE, any_text, assert_valid, hostile, large, rich};
use proptest::prelude::*;

/// What GitLab documents of the format, and takes.
const SCHEMA: &str = "src/report/gitlab/code_quality.schema.json";

fn read(outcome: &Outcome) -> Vec<Value> {
    let value: Value = serde_json::from_str(&gitlab(outcome)).unwrap();
    assert_valid(SCHEMA, &value);
    let all = value.as_array().unwrap().clone();
    let fingerprints: BTreeSet<&str> = all.iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), all.len(), "fingerprints are unique");
    all
}

#[test]
fn everything_that_counts_is_said() {
    insta::assert_snapshot!("rich", gitlab(&rich()));
    insta::assert_snapshot!("empty", gitlab(&Outcome::default()));
    assert_eq!(read(&rich()).len(), rich().counting().count());
    assert!(read(&Outcome::default()).is_empty());
    assert_eq!(read(&large(5_000, 20_000)).len(), 5_000);
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(text: &str) {
    // All have the same fingerprint.
    let outcome = hostile(text);
    let all = read(&outcome);
    let fingerprints: Vec<&str> = all.iter().map(|one| one["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints, ["00ff", "00ff-2", "00ff-3", "00ff-4", "00ff-5", "00ff-6"]);
    for (one, finding) in all.iter().zip(outcome.counting()) {
        let description = one["description"].as_str().unwrap();
        let said = description.strip_suffix(&format!("; {}: 1 action: 1 write", newly_allowed(finding)));
        assert_eq!(said, Some(sentence(finding).as_str()));
        assert_eq!(one["location"]["path"], text);
    }
    let severities: Vec<&str> = all.iter().map(|one| one["severity"].as_str().unwrap()).collect();
    assert_eq!(severities, ["blocker", "critical", "major", "minor", "info", "info"]);
}

#[test]
fn messages_come_back_exactly() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}
