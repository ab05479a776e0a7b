//! `compare --certificate`, and `verify` of what it writes.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{open, policy, statement};
use crate::common::program::{allow, assert_shape, ends, folder, text, write};

fn files() -> TempDir {
    let deny = |statement: Value| {
        json!({"Effect": "Deny", "Action": statement, "Resource": "*",
               "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["a", "b"]}}})
    };
    let before = policy(json!([
        statement("Allow", "s3:*", "*"),
        statement("Allow", "sns:Get*", "arn:aws:sns:*:*:jobs-*"),
        deny(json!("s3:Delete*")),
    ]));
    let after = policy(json!([
        {"Effect": "Allow", "Action": ["s3:GetObject", "sns:GetTopicAttributes"],
         "Resource": ["arn:aws:sns:eu-west-1:*:jobs-1"]},
        deny(json!(["s3:Delete*", "s3:Put*"])),
    ]));
    // The conditions of these together always hold.
    let by_values = policy(json!([
        {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"Null": {"aws:username": "true"}}},
        {"Effect": "Allow", "Action": "sqs:*", "Resource": "*", "Condition": {"Null": {"aws:username": "false"}}},
    ]));
    folder(&[
        ("before.json", before.to_string()),
        ("after.json", after.to_string()),
        ("sqs.json", allow("sqs:*").to_string()),
        ("by-values.json", by_values.to_string()),
        ("open.json", open().to_string()),
    ])
}

fn certificate(folder: &Path) -> Value {
    let value = serde_json::from_str(&fs::read_to_string(folder.join("c.json")).unwrap()).unwrap();
    assert_shape("comparison-certificate.schema.json", &value);
    value
}

#[test]
fn what_is_written_is_accepted_and_nothing_else() {
    let files = files();
    let path = files.path();
    ends(path, "compare before.json after.json --certificate c.json", 0);
    let found = certificate(path);
    assert_eq!(found["predicate"]["claim"], "not-wider");
    assert_eq!(found["predicate"]["beside_others"], true);
    let first = fs::read(path.join("c.json")).unwrap();
    ends(path, "compare before.json after.json --certificate c.json --engine automata", 0);
    assert_eq!(fs::read(path.join("c.json")).unwrap(), first);

    let sides = "verify c.json --baseline before.json --candidate after.json";
    let out = ends(path, &format!("{sides} --beside-others"), 0);
    assert_eq!(
        text(&out.stdout),
        "accepted: the candidate allows nothing that the baseline does not allow, whatever other policies the \
         principal has\n"
    );
    for (arguments, code, place) in [
        (sides.to_owned(), 0, Value::Null),
        (format!("{sides} --require not-wider --lenient"), 0, Value::Null),
        (format!("{sides} --require equivalent"), 1, json!("claim")),
        ("verify c.json --baseline before.json --candidate before.json".to_owned(), 1, json!("subject[0]")),
        ("verify c.json --baseline after.json --candidate after.json".to_owned(), 1, json!("baseline[0]")),
        (format!("{sides} --candidate before.json"), 1, json!("subject")),
    ] {
        let out = ends(path, &format!("{arguments} --format json"), code);
        let report: Value = serde_json::from_slice(&out.stdout).unwrap();
        assert_shape("verify.schema.json", &report);
        assert_eq!(report["rejection"]["place"], place, "{arguments}: {report}");
    }

    // In another layout it is the same policy, and with another content it is another.
    let after = fs::read_to_string(path.join("after.json")).unwrap();
    let value: Value = serde_json::from_str(&after).unwrap();
    write(path, "after.json", serde_json::to_string_pretty(&value).unwrap());
    ends(path, sides, 0);
    write(path, "after.json", after.replace("s3:GetObject", "s3:GetBucket"));
    ends(path, sides, 1);
}

#[test]
fn each_changed_number_is_rejected_or_changes_nothing() {
    let files = files();
    let path = files.path();
    ends(path, "compare before.json after.json --certificate c.json", 0);
    let found = certificate(path);
    let mut changed = Vec::new();
    numbers(&found["predicate"]["nothing_new"], "/predicate/nothing_new", &mut changed);
    assert!(changed.len() > 10, "{changed:?}");
    for place in changed {
        let mut other = found.clone();
        let number = other.pointer_mut(&place).unwrap();
        *number = json!(number.as_u64().unwrap() + 7);
        write(path, "changed.json", other.to_string());
        ends(path, "verify changed.json --baseline before.json --candidate after.json", 1);
    }
    for (from, to) in
        [("not-wider", "equivalent"), ("\"denies\":[{", "\"denies\":[null,{"), ("allowed", "denied")]
    {
        let text = found.to_string();
        assert!(text.contains(from), "{from}");
        write(path, "changed.json", text.replacen(from, to, 1));
        let out = crate::common::program::run(
            path,
            "verify changed.json --baseline before.json --candidate after.json",
        );
        assert!(matches!(out.status.code(), Some(1 | 2)), "{from}");
    }
}

/// The places of all numbers.
fn numbers(value: &Value, place: &str, all: &mut Vec<String>) {
    match value {
        Value::Number(_) => all.push(place.to_owned()),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, one)| numbers(one, &format!("{place}/{at}"), all));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| numbers(one, &format!("{place}/{name}"), all));
        }
        _ => {}
    }
}

#[test]
fn policies_that_allow_the_same_are_certified_both_ways() {
    let files = files();
    let path = files.path();
    let before: Value = serde_json::from_str(&fs::read_to_string(path.join("before.json")).unwrap()).unwrap();
    let mut other = before.clone();
    other["Statement"].as_array_mut().unwrap().reverse();
    other["Statement"][2]["Action"] = json!(["s3:Get*", "s3:*"]);
    write(path, "other.json", other.to_string());
    ends(path, "compare before.json other.json --certificate c.json", 0);
    assert_eq!(certificate(path)["predicate"]["claim"], "equivalent");
    let out =
        ends(path, "verify c.json --baseline before.json --candidate other.json --require equivalent", 0);
    assert!(text(&out.stdout).starts_with("accepted: the candidate and the baseline allow the same,"));
    // As what it says of one direction.
    ends(path, "verify c.json --baseline before.json --candidate other.json", 0);
}

#[test]
fn without_a_proof_or_evidence_nothing_is_written() {
    let files = files();
    let path = files.path();
    for (sides, code, says) in [
        ("after.json before.json", 1, "no certificate is written, since it was not proved"),
        ("open.json sqs.json", 1, "no certificate is written, since it was not proved"),
        ("by-values.json sqs.json", 3, "no evidence of it was found that needs no engine"),
    ] {
        let out = ends(path, &format!("compare {sides} --certificate c.json"), code);
        assert!(text(&out.stderr).contains(says), "{sides}: {}", text(&out.stderr));
        assert!(!path.join("c.json").exists(), "{sides}");
    }
}

#[test]
fn what_is_no_certificate_of_a_comparison_is_refused_with_its_place() {
    let files = files();
    let path = files.path();
    write(path, "unused.json", r#"["s3:PutObject"]"#);
    write(path, "lines.txt", "s3:PutObject\n");
    ends(
        path,
        "recommend -p before.json -u lines.txt --engine automata --certificate r.json --output out",
        0,
    );
    ends(path, "compare before.json after.json --certificate c.json", 0);
    write(path, "deep.json", format!("{{\"predicate\": {}1{}}}", "[".repeat(200), "]".repeat(200)));
    let sides = "--baseline before.json --candidate after.json";
    for (arguments, says) in [
        (
            format!("verify r.json {sides}"),
            "a certificate of a recommendation, and one of a comparison is expected",
        ),
        (
            "verify c.json -p before.json -u lines.txt --detached".to_owned(),
            "a certificate of a comparison, and one of a recommendation is expected",
        ),
        (format!("verify before.json {sides}"), "this is not a certificate: unknown field `Version`"),
        (format!("verify deep.json {sides}"), "this is not a certificate"),
        (format!("verify - {sides} --candidate -"), "standard input can be read only once"),
        (format!("verify missing.json {sides}"), "`missing.json` does not exist"),
        ("verify c.json --baseline before.json --candidate lines.txt".to_owned(), "lines.txt:1:1"),
        (format!("verify c.json {sides} --require safe"), "--require safe is for a recommendation"),
        ("verify c.json --baseline before.json".to_owned(), "--candidate <PATH>"),
        (format!("verify c.json {sides} -p before.json"), "cannot be used with"),
        ("compare --pairs lines.txt --certificate c.json".to_owned(), "cannot be used with"),
    ] {
        let out = ends(path, &arguments, 2);
        assert!(text(&out.stderr).contains(says), "{arguments}: {}", text(&out.stderr));
        assert!(out.stdout.is_empty(), "{arguments}");
    }
}
