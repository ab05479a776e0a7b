//! Wrong rows for statements with `NotAction`.

use serde_json::{Value, json};

use super::{Sample, document, pattern, set};

fn sample(unused: &str, recommended: &str) -> Sample {
    let row = json!({ "excluded": [0], "covers": [[1, 1]] });
    Sample::new("s3:GetObject s3:ListBucket s3:PutObject", unused, "not s3:Get*", recommended, row)
}

fn right() -> Sample {
    sample("s3:PutObject", "not s3:Get* s3:PutObject")
}

#[test]
fn what_was_excluded_still_is() {
    right().accepts(&[]);
    right().rejects("excluded", &[("/excluded", json!([]))]);
    right().rejects("excluded", &[("/excluded", json!([0, 1]))]);
    right().rejects("excluded[0]", &[("/excluded", json!([1]))]);
    right().rejects("excluded[0]", &[("/excluded", json!([2]))]);
}

#[test]
fn what_is_unused_is_excluded() {
    right().rejects("covers[0]", &[("/covers", json!([[0, 1]]))]);
    right().rejects("covers[0]", &[("/covers", json!([[1, 2]]))]);
    right().rejects("covers", &[("/covers", json!([]))]);
    right().claiming("safe").rejects("covers", &[("/covers", json!([]))]);
}

#[test]
fn a_whole_unused_service_is_excluded() {
    let unused = "s3:PutObject sqs:*";
    sample(unused, "not s3:Get* s3:PutObject").rejects("excluded", &[]);
    sample(unused, "not s3:Get* s3:PutObject sqs:Get*").rejects("excluded", &[]);
    sample(unused, "not s3:Get* s3:PutObject sqs:*").accepts(&[]);
    sample(unused, "not s3:Get* s3:PutObject sq*").accepts(&[]);
}

#[test]
fn nothing_intended_is_excluded() {
    let more = sample("s3:PutObject", "not s3:Get* s3:PutObject s3:List*");
    more.rejects("recommended", &[]);
    more.clone().claiming("exact").rejects("recommended", &[]);
    more.claiming("safe").accepts(&[]);
}

#[test]
fn action_and_not_action_are_not_compared() {
    let listed = pattern([0, 0], "s3:Get*", 0, [0, 0]);
    let sample = |original: &str, recommended: &str, row: Value| {
        Sample::of("s3:GetObject", "", &[&[original]], &[&[&[recommended]]]).claiming("safe").with_rows([row])
    };
    let (list, not) = ("s3:Get*", "not s3:Get*");
    for row in [
        json!({ "original": [0], "patterns": [listed], "excluded": [0] }),
        json!({ "original": [0], "recommended": 0, "patterns": [listed], "excluded": [0] }),
        json!({ "original": [0], "recommended": 0, "excluded": [0] }),
        json!({ "original": [0], "excluded": [0] }),
    ] {
        let negated = row.get("recommended").is_some();
        let rejects = |original: &str, recommended: &str, place: &str| {
            sample(original, recommended, row.clone()).rejects(place, &[]);
        };
        rejects(list, not, if negated { "original" } else { "#rows" });
        rejects(not, list, if row.get("patterns").is_some() { "patterns" } else { "#rows" });
    }
    let mut two = right();
    two.recommended[0][0] =
        document("recommended", &["not s3:Get* s3:PutObject", "not s3:Get* s3:PutObject"]);
    two.rejects("#rows", &[]);
    let mixed = Sample::of("s3:GetObject", "", &[&[list]], &[&[&[list, "not s3:Put*"]]]).claiming("safe");
    let mixed = mixed.with_rows([json!({ "original": [0], "patterns": [listed], "excluded": [0] })]);
    mixed.rejects("#rows", &[]);
    mixed.rejects("original", &[("/recommended", json!(1))]);
}

#[test]
fn one_that_goes_loses_what_it_allowed() {
    let mut sample = right();
    sample.recommended = vec![vec![]];
    let gone = [("/recommended", Value::Null)];
    sample.rejects("recommended", &gone);
    sample.clone().claiming("exact").rejects("recommended", &gone);
    sample.clone().claiming("safe").accepts(&gone);
    sample.unused = set("s3:ListBucket s3:PutObject", "");
    sample.accepts(&gone);
}
