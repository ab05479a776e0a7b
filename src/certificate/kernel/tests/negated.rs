//! Wrong rows for statements with `NotAction`.

use serde_json::json;

use super::{Sample, document, set};

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
    let row =
        json!({ "patterns": [{ "pattern": "s3:Get*", "within": 0, "unused": [0, 0] }], "excluded": [0] });
    for (original, recommended) in [("s3:Get*", "not s3:Get*"), ("not s3:Get*", "s3:Get*")] {
        let sample = Sample::new("s3:GetObject", "", original, recommended, row.clone()).claiming("safe");
        sample.rejects("recommended", &[]);
    }
    let mut two = right();
    two.recommended[0][0] =
        document("recommended", &["not s3:Get* s3:PutObject", "not s3:Get* s3:PutObject"]);
    two.rejects("recommended", &[("/recommended", json!([0, 1]))]);
    let mut mixed = Sample::new("s3:GetObject", "", "s3:Get*", "s3:Get*", row).claiming("safe");
    mixed.recommended[0][0] = document("recommended", &["s3:Get*", "not s3:Put*"]);
    mixed.rejects("recommended", &[("/recommended", json!([0, 1]))]);
}

#[test]
fn one_that_goes_loses_what_it_allowed() {
    let mut sample = right();
    sample.recommended = vec![vec![]];
    let gone = [("/recommended", json!([]))];
    sample.rejects("recommended", &gone);
    sample.clone().claiming("exact").rejects("recommended", &gone);
    sample.clone().claiming("safe").accepts(&gone);
    sample.unused = set("s3:ListBucket s3:PutObject", "");
    sample.accepts(&gone);
}
