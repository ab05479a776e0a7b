//! Shortest: introduced wildcards with shorter cut points that are not all shown to be unsafe.

use serde_json::{Value, json};

use super::Sample;

/// `a:GetRed*` narrows `a:*A`, and `a:Get*B` the other pattern, which has the shorter cut point.
fn own(first: &str) -> Sample {
    Sample::new(
        "a:GetA a:GetRedOneA a:GetRedTwoA a:GetXB a:GetYB a:PutB",
        "a:GetA a:PutB",
        "a:*A a:*B",
        &format!("{first} a:Get*B"),
        json!({
            "patterns": [
                { "pattern": first, "within": 0, "unused": [1, 1], "witness": "a:GetRedOneA" },
                { "pattern": "a:Get*B", "within": 1, "unused": [0, 1], "witness": "a:GetXB" },
            ],
            "covers": [[0, 2], [1, 2]],
            "origins": [
                {
                    "pattern": 0,
                    "blocked": [["a:", "a:GetA"], ["a:Get", "a:GetA"]],
                    "kept": [["a:GetRed", [0]]],
                },
                { "pattern": 1, "blocked": [["a:", "a:PutB"]], "kept": [["a:Get", [1]]] },
            ],
        }),
    )
}

#[test]
fn a_narrowing_answers_to_what_it_narrows() {
    own("a:GetRed*A").accepts(&[]);
    own("a:GetRed*A").accepts(&[("/patterns/0/outside", json!(["a:GetRedA"]))]);
    // An equally general pattern that is kept may come from another narrowing, but not from a shorter one.
    own("a:GetRed*A").rejects("origins[0].kept", &[("/origins/0/blocked/1", Value::Null)]);
}

/// `a:GetRed**OneA` is a narrowing only in another spelling, so the cut points of every origin count.
fn any() -> Sample {
    Sample::new(
        "a:GetBlueOneA a:GetRedMyOneA a:GetRedYourOneA a:GetXB a:GetYB a:PutB",
        "a:GetBlueOneA a:PutB",
        "a:*OneA a:*B",
        "a:GetRed**OneA a:Get*B",
        json!({
            "patterns": [
                {
                    "pattern": "a:GetRed**OneA",
                    "within": 0,
                    "unused": [1, 1],
                    "witness": "a:GetRedMyOneA",
                    "outside": ["a:GetRedOneOneA"],
                },
                { "pattern": "a:Get*B", "within": 1, "unused": [0, 1], "witness": "a:GetXB" },
            ],
            "covers": [[0, 2], [1, 2]],
            "origins": [
                {
                    "pattern": 0,
                    "blocked": [["a:", "a:GetBlueOneA"], ["a:Get", "a:GetBlueOneA"]],
                    "kept": [["a:GetRed", [0]]],
                },
                { "pattern": 1, "blocked": [["a:", "a:PutB"]], "kept": [["a:Get", [1]]] },
            ],
        }),
    )
}

#[test]
fn what_narrows_nothing_answers_to_all() {
    any().accepts(&[]);
    any().accepts(&[("/patterns/0/outside", json!(["a:Put", "A:GETREDMYONEA"]))]);
    for wrong in [json!([]), json!(["a:GetB"]), json!(["a:GetRedB"]), json!(["a:Put"])] {
        any().rejects("patterns[0]", &[("/patterns/0/outside", wrong)]);
    }
}

#[test]
fn a_shorter_one_that_contains_it_is_refused() {
    // `a:Get` is not shown to be unsafe, and its narrowing contains all of `a:GetRed**OneA`.
    let shorter = ("/origins/0/blocked/1", Value::Null);
    let kept = json!([["a:Get", [0]]]);
    any().rejects("origins[0].kept[0]", &[shorter, ("/origins/0/kept", kept)]);
}
