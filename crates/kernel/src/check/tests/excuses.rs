//! Safe narrowings that were given up because other patterns match the same.

use serde_json::{Value, json};

use super::{Sample, set};

/// `ec2:GetRed*` would be safe, but `ec2:Get*A` and `ec2:Get*B` are needed anyway.
pub(super) fn greedy() -> Sample {
    Sample::new(
        "ec2:GetBlueA ec2:GetGreenB ec2:GetRedOneA ec2:GetRedTwoB ec2:GetYellow ec2:PutA ec2:PutB",
        "ec2:GetYellow ec2:PutA ec2:PutB",
        "ec2:Get* ec2:*A ec2:*B",
        "ec2:Get*A ec2:Get*B",
        json!({
            "patterns": [
                { "pattern": "ec2:Get*A", "within": 0, "unused": [0, 1], "witness": "ec2:GetBlueA" },
                { "pattern": "ec2:Get*B", "within": 0, "unused": [0, 1], "witness": "ec2:GetGreenB" },
            ],
            "covers": [[0, 1], [1, 1], [0, 1], [1, 1]],
            "origins": [
                {
                    "pattern": 0,
                    "blocked": [["ec2:Get", "ec2:GetYellow"]],
                    "kept": [["ec2:GetRed", [{ "excused": [[0, "ec2:GetA"], [1, "ec2:GetB"]] }]]],
                },
                { "pattern": 1, "blocked": [["ec2:", "ec2:PutA"]], "kept": [["ec2:Get", [0]]] },
                { "pattern": 2, "blocked": [["ec2:", "ec2:PutB"]], "kept": [["ec2:Get", [1]]] },
            ],
        }),
    )
}

pub(super) const EXCUSED: &str = "/origins/0/kept/0/1/0/excused";

#[test]
fn what_excuses_reaches_beyond_and_matches_all() {
    greedy().accepts(&[]);
    greedy().accepts(&[(EXCUSED, json!([[1, "EC2:GETB"], [0, "ec2:getBlueA"], [0, "ec2:GetA"]]))]);
    for wrong in [
        json!([]),
        json!([[0, "ec2:GetA"]]),
        json!([[1, "ec2:GetB"]]),
        json!([[0, "ec2:GetA"], [2, "ec2:GetB"]]),
        json!([[0, "ec2:GetA"], [1, "ec2:GetA"]]),
        json!([[0, "ec2:GetRedOneA"], [1, "ec2:GetB"]]),
        json!([[0, "ec2:GetA"], [1, "ec2:GetRed"]]),
    ] {
        greedy().rejects("origins[0].kept[0]", &[(EXCUSED, wrong)]);
    }
    greedy().rejects("origins[0].kept[0]", &[("/origins/0/kept/0/1/0", json!(0))]);
}

#[test]
fn each_origin_is_looked_at() {
    greedy().rejects("origins[1].kept[0]", &[("/origins/1/kept/0/1/0", json!(1))]);
    greedy().rejects("origins[2].kept", &[("/origins/2/kept", json!([]))]);
    greedy().rejects("origins[2].blocked[0]", &[("/origins/2/blocked/0/1", json!("ec2:PutA"))]);
}

/// The same where wildcards of the original are kept.
fn kept(literal: bool) -> Sample {
    let third = if literal { "ec2:GetImageAcl" } else { "ec2:*ImageAcl" };
    Sample::new(
        "ec2:GetImage ec2:GetImageAcl ec2:GetVolume ec2:ListImage",
        "ec2:GetVolume",
        &format!("ec2:*Image ec2:Get* {third}"),
        &format!("ec2:*Image {third}"),
        json!({
            "patterns": [
                { "pattern": "ec2:*Image", "within": 0, "unused": [0, 1] },
                { "pattern": third, "within": 2, "unused": if literal { [0, 0] } else { [0, 1] } },
            ],
            "covers": [[0, 1], [1, 1], [0, 1]],
            "origins": [{
                "pattern": 1,
                "blocked": [["ec2:Get", "ec2:GetVolume"]],
                "kept": [["ec2:GetImage", [{ "excused": [[0, "ec2:Image"]] }]]],
            }],
        }),
    )
}

#[test]
fn kept_wildcards_help_but_do_not_excuse_alone() {
    kept(false).accepts(&[]);
    kept(false).accepts(&[(EXCUSED, json!([[1, "ec2:ImageAcl"]]))]);
    kept(false).rejects("origins[0].kept[0]", &[(EXCUSED, json!([]))]);
}

#[test]
fn a_kept_literal_does_not_help() {
    let place = "origins[0].kept[0]";
    kept(true).rejects(place, &[]);
    kept(true).rejects(place, &[(EXCUSED, json!([[0, "ec2:Image"], [1, "ec2:GetImageAcl"]]))]);
    kept(true).clone().claiming("exact").accepts(&[]);
}

/// All of `ec2` is unused, except what ends in `A` or `B`.
fn service() -> Sample {
    let mut sample = greedy();
    sample.unused = set("ec2:*", "ec2:Get*A ec2:Get*B");
    sample.catalogue = super::catalogue("ec2:GetBlueA ec2:GetGreenB ec2:GetRedOneA ec2:GetRedTwoB");
    let rows = sample.rows[0].as_object_mut().unwrap();
    for row in rows["patterns"].as_array_mut().unwrap() {
        row["unused"] = json!([0, 0]);
    }
    rows["origins"][0] =
        json!({ "pattern": 0, "blocked": [["ec2:Get", "ec2:Get"], ["ec2:GetRed", "ec2:GetRed"]] });
    rows["origins"][1]["blocked"] = json!([["ec2:", "ec2:A"]]);
    rows["origins"][2]["blocked"] = json!([["ec2:", "ec2:B"]]);
    sample
}

#[test]
fn only_what_is_safe_is_excused() {
    service().accepts(&[]);
    // No unused action of it is known, and each known action is matched by others.
    let fewer = ("/origins/0/blocked", json!([["ec2:Get", "ec2:Get"]]));
    let excuse: Value = json!([["ec2:GetRed", [{ "excused": [[0, "ec2:GetA"], [1, "ec2:GetB"]] }]]]);
    service().rejects("origins[0].kept[0]", &[fewer, ("/origins/0/kept", excuse)]);
}
