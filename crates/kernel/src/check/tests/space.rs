//! The search space: introduced wildcards that are not a pattern of the original narrowed to a safe cut point.

use serde_json::{Value, json};

use super::{Sample, set};

/// A replaced pattern, with its unsafe cut points and the narrowings to the tops.
fn origin(blocked: &[[&str; 2]], kept: &[(&str, &[usize])]) -> Value {
    json!({ "pattern": 0, "blocked": blocked, "kept": kept })
}

/// One wildcard in place of another.
fn one(known: &str, unused: &str, original: &str, recommended: &str, row: Value, origin: Value) -> Sample {
    let mut pattern = row;
    pattern["pattern"] = json!(recommended);
    pattern["within"] = json!(0);
    let mut row = json!({ "patterns": [pattern], "covers": [[0, 2]] });
    row["origins"] = Value::Array(vec![origin]);
    Sample::new(known, unused, original, recommended, row)
}

/// In either mode: with a longer cut point that it may not have, and with two actions.
#[track_caller]
fn both(sample: &Sample, accepted: bool) {
    for mode in ["shortest", "tight"] {
        let sample = Sample { mode, ..sample.clone() };
        if accepted { sample.accepts(&[]) } else { sample.rejects("patterns[0]", &[]) }
    }
}

fn get(recommended: &str) -> Sample {
    one(
        "s3:GetAcl s3:GetTags s3:PutObject",
        "s3:PutObject",
        "s3:*",
        recommended,
        json!({ "unused": [0, 0], "witness": "s3:GetAcl", "apart": ["s3:GetAcl", "s3:GetTags"] }),
        origin(&[["s3:", "s3:PutObject"]], &[("s3:Get", &[0])]),
    )
}

#[test]
fn a_cut_in_the_middle_of_a_word_is_none() {
    both(&get("s3:Get*"), true);
    both(&get("S3:gEt*"), true);
    // These contain what may not be lost.
    for wrong in ["s3:G*", "s3:Ge*"] {
        both(&get(wrong), false);
    }
    let tight = Sample { mode: "tight", ..get("s3:GetAcl") };
    tight.rejects("covers[0]", &[]);
    for wrong in ["s3:*et*", "s3:?et*", "s3:Get?*", "s3:Get*?", "s3:*", "s3:Get*s*"] {
        assert!(get(wrong).verify(&[]).is_err(), "{wrong}");
        assert!(Sample { mode: "tight", ..get(wrong) }.verify(&[]).is_err(), "{wrong}");
    }
}

#[test]
fn only_known_actions_that_the_original_matches_are_cut() {
    // `s3:G` is a cut point of nothing known, or of nothing that the original matches.
    let sample = |known: &str, original: &str| {
        one(
            known,
            "s3:PutObject",
            original,
            "s3:G*",
            json!({ "unused": [0, 0], "witness": "s3:GetAcl", "apart": ["s3:GetAcl", "s3:GetTags"] }),
            origin(&[["s3:", "s3:PutObject"]], &[("s3:Get", &[0])]),
        )
    };
    both(&sample("s3:GetAcl s3:GetTags s3:PutObject", "s3:*"), false);
    let mut with = sample("s3:G s3:GetAcl s3:GetTags s3:PutObject", "s3:*");
    with.rows[0]["covers"] = json!([[0, 3]]);
    with.rows[0]["patterns"][0]["apart"] = json!(["s3:G", "s3:GetAcl"]);
    with.rows[0]["origins"][0]["kept"] = json!([["s3:G", [0]], ["s3:Get", [0]]]);
    both(&with, true);
    let beside = one(
        "s3:G s3:GetAcl s3:GetTags s3:PutTags",
        "s3:PutTags",
        "s3:??*",
        "s3:G?*",
        json!({ "unused": [0, 0], "witness": "s3:GetAcl", "apart": ["s3:GetAcl", "s3:GetTags"] }),
        origin(&[["s3:", "s3:PutTags"]], &[("s3:Get", &[0])]),
    );
    both(&beside, false);
}

fn tags(recommended: &str) -> Sample {
    one(
        "ec2:CreateMyTags ec2:CreateYourTags ec2:DeleteTags",
        "ec2:DeleteTags",
        "ec2:*Tags",
        recommended,
        json!({
            "unused": [0, 0],
            "witness": "ec2:CreateMyTags",
            "apart": ["ec2:CreateMyTags", "ec2:CreateYourTags"],
        }),
        origin(&[["ec2:", "ec2:DeleteTags"]], &[("ec2:Create", &[0])]),
    )
}

#[test]
fn nothing_stands_between_the_cut_point_and_the_rest() {
    both(&tags("ec2:Create*Tags"), true);
    for wrong in
        ["ec2:Create?*Tags", "ec2:Create*?Tags", "ec2:Create*y*Tags", "ec2:Create*Tags?", "ec2:C*Tags"]
    {
        assert!(tags(wrong).verify(&[]).is_err(), "{wrong}");
        let tight = Sample { mode: "tight", ..tags(wrong) };
        assert!(tight.verify(&[]).is_err(), "{wrong}");
    }
    // These are refused for that reason alone.
    for wrong in ["ec2:Create?*Tags", "ec2:Create*?Tags"] {
        Sample { mode: "tight", ..tags(wrong) }.rejects("patterns[0]", &[]);
    }
}

/// `original` narrowed to `s3:Get`, in some spelling.
fn spelled(original: &str, recommended: &str) -> Sample {
    one(
        "s3:GetMyAcl s3:GetYourAcl s3:PutAAcl",
        "s3:PutAAcl",
        original,
        recommended,
        json!({ "unused": [0, 0], "witness": "s3:GetMyAcl", "apart": ["s3:GetMyAcl", "s3:GetYourAcl"] }),
        origin(&[["s3:", "s3:PutAAcl"]], &[("s3:Get", &[0])]),
    )
}

#[test]
fn wildcards_may_be_written_in_another_way() {
    for (original, recommended) in [
        ("s3:*Acl", "s3:Get*Acl"),
        ("s3:*Acl", "s3:Get**Acl"),
        ("s3:**Acl", "s3:Get*Acl"),
        ("s3:**Acl", "s3:Get**Acl"),
        ("s3:*?Acl", "s3:Get*?Acl"),
        ("s3:?*Acl", "s3:Get*Acl"),
    ] {
        both(&spelled(original, recommended), true);
    }
    // The same language with `?` and `*` in another order: the patterns do not read each other.
    let tight =
        |original: &str, recommended: &str| Sample { mode: "tight", ..spelled(original, recommended) };
    for (original, recommended) in
        [("s3:?Y*Acl", "s3:Get?*Acl"), ("s3:**Acl", "s3:Get*?Acl"), ("s3:?*Acl", "s3:Get?*Acl")]
    {
        assert!(tight(original, recommended).verify(&[]).is_err(), "{original} {recommended}");
    }
}

#[test]
fn a_cut_point_is_safe_for_each_of_its_patterns() {
    // `a:PutGet` narrows to `a:PutGet*GetX` and `a:PutGetX`.
    let sample = |unused: &str, blocked: &[[&str; 2]], kept: &[(&str, &[usize])]| {
        one(
            "a:PutGetOneGetX a:PutGetTwoGetX a:PutGetX a:PutX",
            unused,
            "a:*GetX",
            "a:PutGet*GetX",
            json!({
                "unused": [0, 0],
                "witness": "a:PutGetOneGetX",
                "apart": ["a:PutGetOneGetX", "a:PutGetTwoGetX"],
            }),
            origin(blocked, kept),
        )
    };
    let unsafe_cuts = ["a:", "a:Put", "a:PutGet"].map(|cut| [cut, "a:PutGetX"]);
    let mut wrong = sample("a:PutGetX", &unsafe_cuts, &[]);
    wrong.rows[0]["patterns"][0]["unused"] = json!([0, 1]);
    both(&wrong, false);
    wrong.clone().claiming("exact").accepts(&[]);
    // The same with a whole unused service.
    let mut service = sample("", &unsafe_cuts, &[]);
    service.unused = set("a:*", "a:PutGet*GetX");
    both(&service, false);
    service.claiming("exact").accepts(&[]);
    let mut both_kept = sample("", &[["a:", "a:xgetx"], ["a:Put", "a:PutxGetX"]], &[("a:PutGet", &[0])]);
    both_kept.unused = set("a:*", "a:PutGet*GetX a:PutGetX");
    both_kept.recommended = vec![vec![super::document("recommended", &["a:PutGet*GetX a:PutGetX"])]];
    both_kept.rows[0]["covers"] = json!([[0, 2], [1, 1]]);
    let literal = super::pattern([0, 1], "a:PutGetX", 0, [0, 0]);
    both_kept.rows[0]["patterns"].as_array_mut().unwrap().push(literal);
    both(&both_kept, true);
    // The list of unsafe cut points makes no difference here: safety is checked.
    let mut silent = both_kept.clone();
    silent.unused = set("a:*", "a:PutGet*GetX");
    silent.rows[0]["covers"] = json!([[0, 2]]);
    silent.recommended = vec![vec![super::document("recommended", &["a:PutGet*GetX"])]];
    silent.rows[0]["patterns"].as_array_mut().unwrap().pop();
    silent.mode = "tight";
    silent.rejects("patterns[0]", &[]);
}

#[test]
fn a_head_may_be_longer_than_the_cut_point() {
    let sample = |recommended: &str| {
        one(
            "a:XGetBar a:XGetFoo a:YGetZoo",
            "a:YGetZoo",
            "a:?Get*",
            recommended,
            json!({ "unused": [0, 0], "witness": "a:XGetFoo", "apart": ["a:XGetBar", "a:XGetFoo"] }),
            origin(&[["a:", "a:YGetZoo"]], &[("a:X", &[0])]),
        )
    };
    both(&sample("a:XGet*"), true);
    assert!(Sample { mode: "tight", ..sample("a:XGe*") }.verify(&[]).is_err());
    // But the cut point is not shorter than the head of the original.
    let scope = |original: &str| {
        one(
            "a:XGetBar a:XGetFoo",
            "",
            original,
            "a:XGet*",
            json!({ "unused": [0, 0], "witness": "a:XGetFoo", "apart": ["a:XGetBar", "a:XGetFoo"] }),
            origin(&[], &[]),
        )
    };
    let mut out_of_scope = scope("a:XGe*");
    out_of_scope.mode = "tight";
    out_of_scope.accepts(&[]);
}

#[test]
fn some_replaced_pattern_is_enough_and_a_kept_one_is_none() {
    // `a:Get*` comes from the second; the first is kept, and would give it too.
    let sample = |original: &str, origins: Value| {
        let row = json!({
            "patterns": [
                { "pattern": "a:Get*", "within": 0, "unused": [0, 0], "witness": "a:GetX", "apart": ["a:GetX", "a:GetY"] },
            ],
            "covers": [[0, 2]],
            "origins": origins,
        });
        Sample::new("a:GetX a:GetY a:PutX", "a:PutX", original, "a:Get*", row)
    };
    let origin = |place: usize, cut: &str, kept: &[usize]| {
        let kept = if kept.is_empty() { json!([]) } else { json!([[cut, kept]]) };
        json!({ "pattern": place, "blocked": [["a:", "a:PutX"]], "kept": kept })
    };
    let second = json!([origin(0, "a:Get", &[0]), origin(1, "a:Get", &[])]);
    sample("a:* a:*X", second).accepts(&[]);
}
