//! Tight: introduced wildcards with a longer cut point that loses nothing.

use serde_json::{Value, json};

use super::{Sample, buckets};

fn tight() -> Sample {
    let mut sample = buckets();
    sample.mode = "tight";
    sample.rows[0]["patterns"][0]["apart"] = json!(["s3:GetBucketAcl", "s3:GetBucketAbac"]);
    sample
}

#[test]
fn the_mode_says_what_is_asked() {
    tight().accepts(&[]);
    tight().accepts(&[("/origins/0/kept", Value::Null)]);
    buckets().rejects("patterns[0]", &[("#/predicate/mode", json!("tight"))]);
    tight().accepts(&[("#/predicate/mode", json!("shortest"))]);
}

#[test]
fn intended_actions_stand_apart() {
    for wrong in [
        json!([]),
        json!(["s3:GetBucketAcl"]),
        json!(["s3:GetBucketAbac", "s3:GetBucketAbac"]),
        json!(["s3:GetBucketAbac", "S3:GETBUCKETABAC"]),
        json!(["s3:GetBucketAcl", "s3:GetBucketAbac", "s3:ListBucket"]),
        json!(["s3:GetBucketAcl", "s3:GetObject"]),
        json!(["s3:GetBucketAcl", "s3:GetBucketTagging"]),
    ] {
        tight().rejects("patterns[0]", &[("/patterns/0/apart", wrong)]);
    }
}

/// Two actions below `s3:Get` that have a longer cut point in common.
fn common(cut: &str) -> Sample {
    let pattern = format!("s3:{cut}*");
    let mut sample = Sample::new(
        "s3:GetBucketAclOne s3:GetBucketAclTwo s3:PutObject",
        "s3:PutObject",
        "s3:*",
        &pattern,
        json!({
            "patterns": [{
                "pattern": pattern,
                "within": 0,
                "unused": [0, 0],
                "witness": "s3:GetBucketAclOne",
                "apart": ["s3:GetBucketAclOne", "s3:GetBucketAclTwo"],
            }],
            "covers": [[0, 2]],
            "origins": [{ "pattern": 0, "blocked": [["s3:", "s3:PutObject"]] }],
        }),
    );
    sample.mode = "tight";
    sample
}

#[test]
fn a_longer_cut_point_in_common_is_refused() {
    common("GetBucketAcl").accepts(&[]);
    for shorter in ["Get", "GetBucket", "GetBucketAc"] {
        common(shorter).rejects("patterns[0]", &[]);
    }
}

#[test]
fn a_longer_one_that_needs_two_patterns_is_not() {
    let sample = |recommended: &str, kept: &str| {
        let row = json!({
            "patterns": [{
                "pattern": recommended,
                "within": 0,
                "unused": [1, 1],
                "witness": kept,
                "apart": ["a:PutGetOneGetX", kept],
            }],
            "covers": [[0, 2]],
            "origins": [{ "pattern": 0, "blocked": [["a:", "a:DelGetX"]] }],
        });
        let known = format!("a:DelGetX a:PutGetOneGetX {kept}");
        let mut sample = Sample::new(&known, "a:DelGetX", "a:*GetX", recommended, row);
        sample.mode = "tight";
        sample
    };
    // `a:PutGet` narrows to `a:PutGet*GetX` and `a:PutGetX`, and neither matches both.
    sample("a:Put*GetX", "a:PutGetX").accepts(&[]);
    sample("a:Put*GetX", "a:PutGetTwoGetX").rejects("patterns[0]", &[]);
    sample("a:PutGet*GetX", "a:PutGetTwoGetX").accepts(&[]);
}
