//! Pairs of statements that differ in one pattern or one entry: which of them the same evidence is right for.

use serde_json::{Value, json};

use super::Pair;
use crate::lines::{Lines, checker};

fn document(version: &str, statements: &Value) -> Value {
    json!({"Version": version, "Statement": statements})
}

fn allow(resource: &str, condition: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "a:*", "Resource": resource, "Condition": condition})
}

/// Sides of which the evidence that would do for others shows nothing: names, what is on each, and whether the kernel
/// accepts it.
fn alike() -> Vec<(&'static str, Value, Value, bool)> {
    let on = |version: &str, resource: &str| document(version, &json!([allow(resource, &json!({}))]));
    let new = |resource: &str| on("2012-10-17", resource);
    let entry = |condition: Value| document("2012-10-17", &json!([allow("*", &condition)]));
    let x = |operator: &str, values: Value| entry(json!({operator: {"k": values}}));
    let arn = "arn:aws:s3:::b/";
    vec![
        (
            "a folder of a variable",
            new(&format!("{arn}${{aws:username}}/x")),
            new(&format!("{arn}*/x")),
            true,
        ),
        (
            "the same variable",
            new(&format!("{arn}${{aws:username}}/x")),
            new(&format!("{arn}${{aws:username}}/*")),
            true,
        ),
        (
            "another variable",
            new(&format!("{arn}${{aws:userid}}/x")),
            new(&format!("{arn}${{aws:username}}/*")),
            false,
        ),
        (
            "another default",
            new(&format!("{arn}${{aws:userid, 'x'}}")),
            new(&format!("{arn}${{aws:userid}}")),
            false,
        ),
        (
            "a variable for a character",
            new(&format!("{arn}${{aws:username}}")),
            new(&format!("{arn}?")),
            false,
        ),
        ("a plain star", new(&format!("{arn}${{*}}")), new(&format!("{arn}?")), true),
        ("a star for a plain one", new(&format!("{arn}*")), new(&format!("{arn}${{*}}")), false),
        ("a letter outside of ASCII", new(&format!("{arn}é")), new(&format!("{arn}?")), true),
        ("one letter for two", new(&format!("{arn}é")), new(&format!("{arn}??")), false),
        ("another letter", new(&format!("{arn}é")), new(&format!("{arn}è")), false),
        ("both readings", new("arn:aws:sqs:*:*:q"), new("arn:aws:sqs:*:*:*"), true),
        ("a field for all", new("arn:aws:sqs:*:1:q"), new("arn:aws:sqs:*:*:*"), true),
        ("one reading, as it is written", new("arn:aws:sqs:*:q"), new("arn:aws:sqs:*:q:*"), false),
        ("the same under both", new("arn:aws:sq*:q"), new("arn:aws:sq*:q"), true),
        ("what is not understood", new("${bucket}/x"), new("${bucket}/x"), true),
        ("what is not understood in everything", new("${bucket}/x"), new("*"), true),
        ("other text", new("${bucket}/x"), new("${bucket}/*"), false),
        ("what is not understood in an ARN", new(&format!("{arn}${{x}}")), new(&format!("{arn}*")), true),
        ("more of an ARN", new(&format!("{arn}*")), new(&format!("{arn}${{x}}")), false),
        ("text that had no variables", on("2008-10-17", "${bucket}/x"), new("${bucket}/x"), false),
        ("text with variables", new("${bucket}/x"), on("2008-10-17", "${bucket}/x"), false),
        ("more values", x("StringLike", json!(["x", "y"])), x("StringLike", json!("x")), false),
        (
            "fewer negated values",
            x("StringNotLike", json!("x")),
            x("StringNotLike", json!(["x", "y"])),
            false,
        ),
        ("another operator", x("StringLike", json!("x")), x("StringEquals", json!("x")), false),
        ("the contrary", x("StringLike", json!("x")), x("StringNotLike", json!("x")), false),
        ("with a quantifier", x("ForAnyValue:StringLike", json!("x")), x("StringLike", json!("x")), false),
        (
            "another quantifier",
            x("ForAnyValue:StringLike", json!("x")),
            x("ForAllValues:StringLike", json!("x")),
            false,
        ),
        ("if it exists", x("StringLike", json!("x")), x("StringLikeIfExists", json!("x")), false),
        ("another key", entry(json!({"Bool": {"k": "true"}})), entry(json!({"Bool": {"l": "true"}})), false),
        ("the same key", entry(json!({"Bool": {"K": "true"}})), entry(json!({"Bool": {"k": "TRUE"}})), true),
        ("fewer numbers", x("NumericEquals", json!(["1"])), x("NumericEquals", json!(["1", "2"])), false),
        (
            "fewer dates",
            x("DateEquals", json!(["2020-01-01"])),
            x("DateEquals", json!(["2020-01-01", "2021-01-01"])),
            false,
        ),
        ("fewer nulls", x("Null", json!("true")), x("Null", json!(["true", "false"])), false),
        ("a number that is read as text", x("Bool", json!(1.0)), x("Bool", json!("1.0")), false),
        ("no values", x("StringEquals", json!([])), x("StringEquals", json!(["x"])), false),
        ("no negated values", x("StringNotEquals", json!(["x"])), x("StringNotEquals", json!([])), false),
        ("no values on both", x("StringEquals", json!([])), x("StringEquals", json!([])), true),
    ]
}

#[test]
fn agrees_with_the_kernel_on_patterns_and_entries() {
    let Some(checker) = checker() else { return };
    let mut lines = Lines::default();
    for (name, inner, outer, expected) in alike() {
        let entries = if inner["Statement"][0]["Condition"] == json!({}) { json!([]) } else { json!([0]) };
        let first = json!({"within": [0, [0]]});
        let matches = json!({"actions": first, "resources": first, "entries": entries});
        let evidence = json!({"denies": [], "allows": [{"allowed": {"by": 0, "matches": matches}}]});
        let evidence = serde_json::from_value(evidence).unwrap();
        assert_eq!(Pair::new(name, &inner, &outer).add(&mut lines, "", true, &evidence), expected, "{name}");
    }
    lines.check(&checker, "patterns and entries");
}
