//! Fewest: weights that do not show the bound.

use serde_json::{Value, json};

use super::{Sample, buckets};

/// Of three patterns any two cover all three actions, and each matches two.
fn cycle() -> Sample {
    Sample::new(
        "a:GetBlueGreen a:GetRedBlue a:GetRedGreen a:PutBlue a:PutGreen a:PutRed",
        "a:PutBlue a:PutGreen a:PutRed",
        "a:*Red* a:*Blue* a:*Green*",
        "a:Get*Red* a:Get*Blue*",
        json!({
            "patterns": [
                { "pattern": "a:Get*Red*", "within": 0, "unused": [0, 0], "witness": "a:GetRedGreen" },
                { "pattern": "a:Get*Blue*", "within": 1, "unused": [0, 0], "witness": "a:GetBlueGreen" },
            ],
            "covers": [[1, 2], [0, 1]],
            "origins": [
                { "pattern": 0, "blocked": [["a:", "a:PutRed"]], "kept": [["a:Get", [0]]] },
                { "pattern": 1, "blocked": [["a:", "a:PutBlue"]], "kept": [["a:Get", [1]]] },
                {
                    "pattern": 2,
                    "blocked": [["a:", "a:PutGreen"]],
                    "kept": [["a:Get", [{ "excused": [[0, "a:GetRed"], [1, "a:GetBlue"]] }]]],
                },
            ],
            "fewest": [{
                "capacity": 2,
                "weights": [["a:GetBlueGreen", 1], ["a:GetRedBlue", 1], ["a:GetRedGreen", 1]],
            }],
        }),
    )
}

#[test]
fn the_sum_of_weights_is_the_bound() {
    cycle().accepts(&[]);
    cycle().rejects("fewest", &[("/fewest/0/weights/0", Value::Null)]);
    cycle().rejects("fewest", &[("/fewest/0/weights", json!([]))]);
    cycle().rejects("fewest", &[("/fewest/0/capacity", json!(3))]);
    let packing = json!([{ "capacity": 0, "weights": [["a:GetBlueGreen", 0], ["a:GetRedBlue", 0]] }]);
    cycle().rejects("fewest", &[("/fewest", packing)]);
    let large = json!([{ "capacity": u64::MAX, "weights": [["a:GetBlueGreen", u64::MAX], ["a:GetRedBlue", u64::MAX]] }]);
    cycle().rejects("fewest", &[("/fewest", large)]);
}

#[test]
fn no_generalisation_carries_more_than_the_capacity() {
    cycle().rejects("fewest", &[("/fewest/0/capacity", json!(1))]);
    // Without weights each witness weighs one, and one wildcard carries both.
    cycle().rejects("fewest", &[("/fewest", Value::Null)]);
    let heavy = json!([["a:GetBlueGreen", 2], ["a:GetRedBlue", 1], ["a:GetRedGreen", 1]]);
    cycle().rejects("fewest", &[("/fewest/0/weights", heavy)]);
}

#[test]
fn no_generalisation_carries_of_two_packings() {
    let apart = json!([
        { "capacity": 2, "weights": [["a:GetBlueGreen", 1], ["a:GetRedBlue", 1]] },
        { "capacity": 2, "weights": [["a:GetRedGreen", 1]] },
    ]);
    cycle().rejects("fewest", &[("/fewest", apart)]);
}

#[test]
fn only_an_intended_action_weighs_and_once_and_within_the_capacity() {
    let at = |row: usize| format!("fewest[0].weights[{row}]");
    for wrong in [json!(["a:PutBlue", 1]), json!(["a:GetNothing", 1]), json!(["a:GetBlueGreen", 3])] {
        cycle().rejects(&at(0), &[("/fewest/0/weights/0", wrong)]);
    }
    for twice in ["a:GetBlueGreen", "A:GETBLUEGREEN"] {
        cycle().rejects(&at(3), &[("/fewest/0/weights/-", json!([twice, 1]))]);
    }
    let elsewhere = json!({ "capacity": 1, "weights": [["a:GetRedBlue", 1]] });
    cycle().rejects("fewest[1].weights[0]", &[("/fewest/-", elsewhere)]);
}

#[test]
fn what_a_kept_pattern_matches_weighs_nothing() {
    let weights = |listed: &[&str]| {
        let weights: Vec<_> = listed.iter().map(|action| json!([action, 1])).collect();
        ("/fewest", json!([{ "capacity": 1, "weights": weights }]))
    };
    buckets().accepts(&[weights(&["s3:GetBucketAbac"])]);
    buckets().rejects("fewest[0].weights[0]", &[weights(&["s3:ListBucket"])]);
    buckets().rejects("fewest[0].weights[1]", &[weights(&["s3:GetBucketAcl", "s3:ListBucket"])]);
    buckets().rejects("fewest", &[weights(&["s3:GetBucketAcl", "s3:GetBucketAbac"])]);
}

/// Two wildcards of one origin, with nothing in common.
fn two() -> Sample {
    Sample::new(
        "a:GetOne a:GetTwo a:ListOne a:ListTwo a:Put",
        "a:Put",
        "a:*",
        "a:Get* a:List*",
        json!({
            "patterns": [
                { "pattern": "a:Get*", "within": 0, "unused": [0, 0], "witness": "a:GetOne" },
                { "pattern": "a:List*", "within": 0, "unused": [0, 0], "witness": "a:ListOne" },
            ],
            "covers": [[0, 2], [1, 2]],
            "origins": [{
                "pattern": 0,
                "blocked": [["a:", "a:Put"]],
                "kept": [["a:Get", [0]], ["a:List", [1]]],
            }],
        }),
    )
}

#[test]
fn packings_add_up() {
    two().accepts(&[]);
    let packing = |action: &str| json!({ "capacity": 1, "weights": [[action, 1]] });
    two().accepts(&[("/fewest", json!([packing("a:GetTwo"), packing("a:ListTwo")]))]);
    two().rejects("fewest", &[("/fewest", json!([packing("a:GetTwo"), packing("a:GetOne")]))]);
    two().rejects("fewest", &[("/fewest", json!([packing("a:GetTwo")]))]);
    let together = json!([{ "capacity": 3, "weights": [["a:GetOne", 3], ["a:ListOne", 1]] }]);
    two().accepts(&[("/fewest", together)]);
    let halves = json!([{ "capacity": 2, "weights": [["a:GetOne", 1], ["a:GetTwo", 1], ["a:ListOne", 1]] }]);
    two().accepts(&[("/fewest", halves.clone())]);
    two().rejects("fewest", &[("/fewest", halves), ("/fewest/0/weights/1/1", json!(2))]);
}
