//! Wrong rows for no-escalation, unused-removed and used-kept.

use serde_json::json;

use super::{Sample, buckets, pattern, set};

/// One recommended pattern inside `*`, and the places where it is separated from what is unused.
fn safe(unused: &str, keep: &str, pattern: &str, parts: (usize, usize)) -> Sample {
    let row = json!({ "patterns": [{ "pattern": pattern, "within": 0, "unused": parts }] });
    let mut sample = Sample::new("s3:GetObject sqs:GetQueue", unused, "*", pattern, row).claiming("safe");
    sample.unused = set(unused, keep);
    sample
}

#[test]
fn each_recommended_pattern_has_a_row() {
    buckets().rejects("#rows", &[("/patterns/1", json!(null))]);
    buckets().accepts(&[("/patterns/-", pattern([0, 1], "s3:List*", 1, [1, 1]))]);
    buckets().rejects("patterns[0].at", &[("/patterns/0/pattern", json!("s3:GetBucketA*"))]);
    buckets().rejects("patterns[1].at", &[("/patterns/1/pattern", json!("s3:list*"))]);
}

#[test]
fn each_lies_within_the_original() {
    buckets().rejects("patterns[0].within", &[("/patterns/0/within", json!(1))]);
    buckets().rejects("patterns[1].within", &[("/patterns/1/within", json!(2))]);
    let none = json!({ "patterns": [0], "states": [] });
    buckets().rejects("patterns[0].within", &[("/patterns/0/within", none)]);
}

#[test]
fn each_parts_from_what_is_unused_at_its_place() {
    for wrong in [[0, 1], [1, 1], [1, 2], [2, 2], [0, 2]] {
        buckets().rejects("patterns[0].unused", &[("/patterns/0/unused", json!(wrong))]);
    }
    for wrong in [[0, 0], [0, 1], [1, 2], [2, 2], [2, 1], [1, 3], [3, 3]] {
        buckets().rejects("patterns[1].unused", &[("/patterns/1/unused", json!(wrong))]);
    }
}

#[test]
fn an_unused_action_is_not_recommended() {
    for parts in [(0, 0), (0, 1), (1, 1)] {
        safe("s3:GetObject", "", "s3:GetObject", parts).rejects("patterns[0].unused", &[]);
    }
    safe("s3:GetObject", "", "s3:Get*", (0, 1)).rejects("patterns[0].unused", &[]);
    safe("s3:GetObject", "s3:GetO*", "s3:GetObject", (0, 0)).accepts(&[]);
}

#[test]
fn what_begins_with_the_head_may_still_not_be_matched() {
    safe("s3:GetObject", "", "s3:Get*Acl", (0, 1)).accepts(&[]);
    safe("s3:GetObject", "", "s3:Get*Acl", (0, 0)).rejects("patterns[0].unused", &[]);
    safe("s3:GetObject", "", "s3:Get*Acl", (1, 1)).rejects("patterns[0].unused", &[]);
}

#[test]
fn no_pattern_reaches_into_a_whole_unused_service() {
    let place = "patterns[0].pattern";
    safe("sqs:*", "", "s3:Get*", (0, 0)).accepts(&[]);
    safe("sqs:*", "", "sqs:Get*", (0, 0)).rejects(place, &[]);
    safe("sqs:*", "", "sqs:GetQueue", (0, 0)).rejects(place, &[]);
    safe("sqs:*", "", "*:Get*", (0, 0)).rejects(place, &[]);
    safe("sns:* sqs:*", "", "sqs:Get*", (0, 0)).rejects(place, &[]);
    safe("sqs:*", "sqs:Get*", "sqs:GetQ*", (0, 0)).accepts(&[]);
    safe("sqs:*", "sqs:List* sqs:Get*", "sqs:GetQ*", (0, 0)).accepts(&[]);
    safe("sqs:*", "sqs:Get*", "sqs:*", (0, 0)).rejects(place, &[]);
    safe("sqs:*", "*:Get*", "*:Get*", (0, 0)).accepts(&[]);
    safe("sqs:*", "*:GetQ*", "*:Get*", (0, 0)).rejects(place, &[]);
    safe("sqs:*", "*", "*:Get*", (0, 0)).accepts(&[]);
}

#[test]
fn the_runs_cover_what_is_intended() {
    buckets().rejects("covers[0]", &[("/covers/0", json!([0, 3]))]);
    buckets().rejects("covers[0]", &[("/covers/0", json!([1, 2]))]);
    buckets().rejects("covers[1]", &[("/covers/1", json!([0, 1]))]);
    buckets().rejects("covers[1]", &[("/covers/1", json!([2, 1]))]);
    buckets().rejects("covers[1]", &[("/covers/1", json!([1, 2]))]);
    buckets().rejects("covers[1]", &[("/covers/1", json!([1, u64::MAX]))]);
    buckets().rejects("covers", &[("/covers/1", json!(null))]);
    buckets().accepts(&[("/covers", json!([[0, 1], [0, 1], [7, 0], [1, 1]]))]);
}

#[test]
fn a_statement_that_goes_keeps_nothing() {
    let row = json!({ "covers": [] });
    let mut sample = Sample::new("s3:GetObject", "s3:GetObject", "s3:Get*", "s3:Put*", row).claiming("exact");
    sample.recommended = vec![vec![]];
    sample.accepts(&[]);
    sample.unused = set("", "");
    sample.rejects("covers", &[]);
}
