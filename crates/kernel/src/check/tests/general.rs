//! Wrong rows for irredundant and maximal, and for unsafe cut points.

use serde_json::{Value, json};

use super::{Sample, buckets, document, pattern};

#[test]
fn a_witness_is_intended_and_matched_by_one_pattern_alone() {
    let place = "patterns[0].witness";
    for wrong in ["s3:GetObject", "s3:ListBucket", "s3:GetBucket", "s3:GetBucketTagging", ""] {
        buckets().rejects(place, &[("/patterns/0/witness", json!(wrong))]);
    }
    buckets().rejects(place, &[("/patterns/0/witness", Value::Null)]);
    buckets().accepts(&[("/patterns/0/witness", json!("S3:getBUCKETabac"))]);
    let mut both = buckets();
    for document in [&mut both.originals[0], &mut both.recommended[0][0]] {
        document.policy.statements[0].actions.patterns.push(crate::model::Pattern::new("s3:*Acl"));
    }
    let row = ("/patterns/-", pattern([0, 2], "s3:*Acl", 2, [0, 2]));
    both.rejects(place, std::slice::from_ref(&row));
    both.accepts(&[row, ("/patterns/0/witness", json!("s3:GetBucketAbac"))]);
}

#[test]
fn a_pattern_that_stands_twice_counts_once() {
    let mut twice = buckets();
    twice.recommended[0][0] = document("recommended", &["s3:GetBucket* s3:List* S3:GETBucket*"]);
    let again = pattern([0, 2], "S3:GETBucket*", 0, [0, 0]);
    twice.accepts(&[("/patterns/-", again)]);
}

#[test]
fn each_replaced_wildcard_has_a_row() {
    buckets().rejects("origins", &[("/origins/0/pattern", json!(1))]);
    let more = json!({ "pattern": 1, "blocked": [] });
    buckets().rejects("origins", &[("/origins/-", more)]);
    // A duplicate counts once, and a literal has no shorter cut points.
    let mut more = buckets();
    more.originals[0] = document("original", &["s3:Get* S3:get* s3:PutObject s3:List*"]);
    let within = ("/patterns/1/within", json!(3));
    more.accepts(std::slice::from_ref(&within));
    more.rejects("origins", &[within.clone(), ("/origins/0/pattern", json!(1))]);
    for place in [1, 2, 3] {
        let row = json!({ "pattern": place, "blocked": [["s3:Get", "s3:GetObject"]] });
        more.rejects("origins", &[within.clone(), ("/origins/-", row)]);
    }
}

#[test]
fn what_is_unsafe_is_shown_to_be() {
    for wrong in [
        ["s3:Get", "s3:GetBucketAcl"],
        ["s3:Get", "s3:GetNothing"],
        ["s3:Put", "s3:PutObject"],
        ["s3:GetB", "s3:GetObject"],
        ["s3:GetObjects", "s3:GetObject"],
    ] {
        buckets().rejects("origins[0].blocked[0]", &[("/origins/0/blocked/0", json!(wrong))]);
        buckets().rejects("origins[0].blocked[1]", &[("/origins/0/blocked/-", json!(wrong))]);
    }
    buckets().accepts(&[("/origins/0/blocked/0", json!(["S3:GET", "S3:GETOBJECT"]))]);
    // A cut point that is not listed as unsafe counts as safe.
    buckets().rejects("origins[0].kept", &[("/origins/0/blocked", json!([]))]);
}

#[test]
fn what_became_of_each_safe_narrowing_is_said() {
    buckets().rejects("origins[0].kept", &[("/origins/0/kept", Value::Null)]);
    buckets().rejects("origins[0].kept", &[("/origins/0/kept/0/0", json!("s3:GetBucketA"))]);
    buckets().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1", json!([]))]);
    buckets().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1", json!([1]))]);
    buckets().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1", json!([2]))]);
    buckets().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1", json!([0, 0]))]);
    buckets().rejects("origins[0].kept[1]", &[("/origins/0/kept/-", json!(["s3:GetBucket", [0]]))]);
}

#[test]
fn a_safe_narrowing_may_not_be_lost() {
    // Two literals instead of the wildcard: everything is kept, but not as generally as possible.
    let mut lost = buckets();
    lost.recommended[0][0] = document("recommended", &["s3:GetBucketAbac s3:GetBucketAcl s3:List*"]);
    let rows = json!([
        pattern([0, 0], "s3:GetBucketAbac", 0, [0, 0]),
        pattern([0, 1], "s3:GetBucketAcl", 0, [0, 0]),
        pattern([0, 2], "s3:List*", 1, [1, 1]),
    ]);
    let changes = [("/patterns", rows), ("/covers", json!([[0, 1], [1, 1], [2, 1]]))];
    lost.clone().claiming("exact").accepts(&changes);
    lost.rejects("origins[0].kept[0]", &changes);
}

/// A narrowing of two patterns, one of which matches a single action; and a safe cut point with one action.
fn two_narrowings() -> Sample {
    Sample::new(
        "a:DelGetX a:PutGetX a:PutGetOneGetX a:PutGetTwoGetX a:PutMyGetX a:RunGetX",
        "a:DelGetX a:PutMyGetX",
        "a:*GetX",
        "a:PutGet*GetX a:PutGetX a:RunGetX",
        json!({
            "patterns": [
                { "pattern": "a:PutGet*GetX", "within": 0, "unused": [1, 1], "witness": "a:PutGetOneGetX" },
                { "pattern": "a:PutGetX", "within": 0, "unused": [1, 1] },
                { "pattern": "a:RunGetX", "within": 0, "unused": [2, 2] },
            ],
            "covers": [[0, 2], [1, 1], [2, 1]],
            "origins": [{
                "pattern": 0,
                "blocked": [["a:", "a:DelGetX"], ["a:Put", "a:PutMyGetX"]],
                "kept": [["a:PutGet", [0]]],
            }],
        }),
    )
}

#[test]
fn narrowings_with_a_single_action_are_passed_over() {
    two_narrowings().accepts(&[]);
    for wrong in [json!([]), json!([1]), json!([0, 1]), json!([0, 0])] {
        two_narrowings().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1", wrong)]);
    }
    two_narrowings().rejects("origins[0].kept[1]", &[("/origins/0/kept/-", json!(["a:Run", [2]]))]);
    // As literals, the two would count as more than one pattern.
    two_narrowings().rejects("patterns[1].witness", &[("/patterns/1/witness", json!("a:PutGetOneGetX"))]);
}

#[test]
fn cut_points_are_those_of_what_is_matched() {
    // An action next to the pattern, below the same cut point, does not make it match two.
    let sample = |known: &str, kept: Value| {
        let row = json!({
            "patterns": [{ "pattern": "a:PutX", "within": 0, "unused": [1, 1] }],
            "covers": [[0, 1]],
            "origins": [{ "pattern": 0, "blocked": [["a:", "a:DelX"]], "kept": kept }],
        });
        Sample::new(known, "a:DelX", "a:*X", "a:PutX", row)
    };
    sample("a:DelX a:PutX a:PutY", json!([])).accepts(&[]);
    sample("a:DelX a:PutX a:PutY", json!([["a:Put", [0]]])).rejects("origins[0].kept[0]", &[]);
}
