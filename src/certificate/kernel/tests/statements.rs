//! Wrong accounts of which statement became which.

use serde_json::{Value, json};

use super::{Sample, document};

/// What each row of patterns is about.
fn row(original: usize, recommended: &[usize], patterns: &[&str]) -> Value {
    let pattern = |pattern: &&str| json!({ "pattern": pattern, "within": 0, "unused": [0, 0] });
    let rows: Vec<Value> = patterns.iter().map(pattern).collect();
    json!({ "original": original, "recommended": recommended, "patterns": rows })
}

fn sample(before: &[&str], after: &[&[&str]], rows: Value) -> Sample {
    let mut sample = Sample::new("s3:GetObject", "", "", "", json!({})).claiming("safe");
    sample.originals = vec![document("original", before)];
    let named = after.iter().enumerate().map(|(number, lines)| document(&number.to_string(), lines));
    sample.recommended = vec![named.collect()];
    sample.rows = vec![rows];
    sample
}

/// Two statements that are kept, behind one that denies.
fn two(rows: Value) -> Sample {
    let lines = ["deny s3:Put*", "@a s3:Get*", "@b s3:List*"];
    sample(&lines, &[&lines], rows)
}

#[test]
fn each_allow_statement_has_a_row() {
    let (first, second) = (row(1, &[1], &["s3:Get*"]), row(2, &[2], &["s3:List*"]));
    two(json!([first, second])).accepts(&[]);
    two(json!([second, first])).accepts(&[]);
    two(json!([first])).rejects("#policies[0].statements", &[]);
    two(json!([])).rejects("#policies[0].statements", &[]);
    two(json!([first, row(2, &[], &[])])).rejects("#policies[0].statements", &[]);
    two(json!([first, first])).rejects("#policies[0].statements[1]", &[]);
    two(json!([first, second, first])).rejects("#policies[0].statements[2]", &[]);
}

#[test]
fn a_row_is_about_an_allow_statement() {
    two(json!([row(0, &[1], &["s3:Get*"])])).rejects("#policies[0].statements[0]", &[]);
    two(json!([row(3, &[1], &["s3:Get*"])])).rejects("#policies[0].statements[0]", &[]);
    two(json!([row(usize::MAX, &[], &[])])).rejects("#policies[0].statements[0]", &[]);
}

#[test]
fn what_it_became_differs_only_in_its_actions() {
    let place = "#policies[0].statements[0]";
    two(json!([row(1, &[2], &["s3:Get*"])])).rejects(place, &[]);
    two(json!([row(1, &[0], &["s3:Put*"])])).rejects(place, &[]);
    two(json!([row(1, &[3], &["s3:Put*"])])).rejects(place, &[]);
    two(json!([row(1, &[1, 1], &["s3:Get*", "s3:Get*"])])).rejects(place, &[]);
    let (both, again) = (row(0, &[0], &["s3:Get*"]), row(1, &[0], &["s3:Get*"]));
    let alike = sample(&["s3:Get*", "s3:Get*"], &[&["s3:Get*"]], json!([both, again]));
    alike.rejects("#policies[0].statements[1]", &[]);
}

#[test]
fn it_may_become_several_in_several_documents() {
    let after: [&[&str]; 2] = [&["s3:GetA*", "s3:GetB*"], &["s3:GetC*"]];
    let split =
        |places: &[usize], patterns: &[&str]| sample(&["s3:Get*"], &after, json!([row(0, places, patterns)]));
    split(&[0, 1, 2], &["s3:GetA*", "s3:GetB*", "s3:GetC*"]).accepts(&[]);
    split(&[2, 0, 1], &["s3:GetC*", "s3:GetA*", "s3:GetB*"]).accepts(&[]);
    split(&[0, 1], &["s3:GetA*", "s3:GetB*"]).rejects("#policies[0].statements", &[]);
    split(&[2, 0, 1], &["s3:GetA*", "s3:GetB*", "s3:GetC*"]).rejects("patterns[0].pattern", &[]);
}
