//! The rules, one by one.

use serde_json::{Value, json};

use super::{changed, gate, of};
use crate::common::program::{allow, write};

fn levels(answer: &Value, rule: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    of(answer, rule).into_iter().map(|one| (text(&one["certainty"]), text(&one["message"]))).collect()
}

#[test]
fn what_nobody_used_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "unused.txt", "s3:DeleteObject\ns3:PutObject\n");
    let (before, after) =
        (allow(json!(["s3:GetObject"])), allow(json!(["s3:GetObject", "s3:PutObject", "sqs:SendMessage"])));
    let answer = changed(folder, &before, &after, "--unused unused.txt");
    let [(_, message)] = levels(&answer, "no-unused-back").try_into().unwrap();
    assert!(message.contains("s3:PutObject") && !message.contains("sqs:SendMessage"), "{message}");
    // What was allowed before is no change; unless everything counts.
    assert_eq!(levels(&changed(folder, &after, &after, "--unused unused.txt"), "no-unused-back"), []);
    let all = changed(folder, &after, &after, "--unused unused.txt --all");
    assert_eq!(levels(&all, "no-unused-back").len(), 1);
    // A rule may be off, or only warn.
    let off = "--unused unused.txt --rule no-unused-back=off --rule no-new-access=warning";
    assert_eq!(changed(folder, &before, &after, off)["conclusion"], "passes");
}

#[test]
fn what_is_used_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "used.txt", "s3:GetObject # by the importer\nsqs:*\n");
    let (before, after) = (allow(json!(["s3:GetObject", "s3:PutObject"])), allow(json!(["s3:PutObject"])));
    let answer = changed(folder, &before, &after, "--used used.txt");
    let [(certainty, message)] = levels(&answer, "no-used-lost").try_into().unwrap();
    assert_eq!(
        (certainty.as_str(), message.as_str()),
        ("shown", "no longer allows `s3:GetObject`, which is used")
    );
    assert_eq!(answer["conclusion"], "fails");
    let (before, after) = (allow(json!(["s3:GetObject", "s3:PutObject"])), allow(json!(["s3:GetObject"])));
    assert_eq!(changed(folder, &before, &after, "--used used.txt")["conclusion"], "passes");
    // A policy that is removed loses all that it allowed.
    std::fs::remove_file(folder.join("after/p.json")).unwrap();
    write(folder, "after/other.json", allow("kms:Decrypt").to_string());
    let gone = gate(folder, "--baseline before --candidate after --used used.txt --rule no-new-access=off");
    assert_eq!(levels(&gone, "no-used-lost").len(), 1, "{gone:#}");
}

#[test]
fn what_is_forbidden_stays_denied() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "forbid.txt", "iam:PassRole\ns3:Delete*\n");
    let before = allow(json!(["s3:GetObject"]));
    for (actions, found) in [
        (json!(["s3:GetObject", "s3:DeleteBucket"]), 1),
        (json!(["s3:GetObject", "s3:*"]), 1),
        (json!(["s3:GetObject", "sqs:SendMessage"]), 0),
        (json!("*"), 2),
    ] {
        let answer = changed(
            folder,
            &before,
            &allow(actions.clone()),
            "--forbid forbid.txt --rule no-new-access=off --rule escalation=off",
        );
        assert_eq!(levels(&answer, "forbid").len(), found, "{actions} {answer:#}");
        assert_eq!(answer["conclusion"] == "passes", found == 0);
    }
    // What was allowed before is no change; unless everything counts.
    let wide = allow("*");
    assert_eq!(
        levels(&changed(folder, &wide, &allow(json!(["*", "*"])), "--forbid forbid.txt"), "forbid"),
        []
    );
    assert_eq!(levels(&changed(folder, &wide, &wide, "--forbid forbid.txt --all"), "forbid").len(), 2);
    // Whole policies, with exceptions.
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::secret/*"},
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::secret/public/*"}
    ]});
    write(folder, "forbid.json", policy.to_string());
    let before = allow("kms:Decrypt");
    let on = |resource: &str| {
        json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource}]})
    };
    for (resource, found) in [
        ("arn:aws:s3:::secret/public/*", 0),
        ("arn:aws:s3:::secret/private/*", 1),
        ("arn:aws:s3:::*", 1),
        ("arn:aws:s3:::other/*", 0),
    ] {
        let answer = changed(folder, &before, &on(resource), "--forbid forbid.json --rule no-new-access=off");
        assert_eq!(levels(&answer, "forbid").len(), found, "{resource} {answer:#}");
    }
}

#[test]
fn what_is_forbidden_under_conditions_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]});
    write(folder, "forbid.json", policy.to_string());
    let answer = changed(
        folder,
        &allow("kms:Decrypt"),
        &allow("s3:GetObject"),
        "--forbid forbid.json --rule no-new-access=off",
    );
    assert_eq!(answer["conclusion"], "unknown", "{answer:#}");
    assert_eq!(levels(&answer, "forbid").len(), 1);
}

#[test]
fn a_way_to_gain_privileges_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = allow(json!(["iam:PassRole", "s3:GetObject"]));
    let after =
        allow(json!(["iam:PassRole", "s3:GetObject", "lambda:CreateFunction", "lambda:InvokeFunction"]));
    let answer = changed(folder, &before, &after, "--rule no-new-access=off");
    let found = levels(&answer, "escalation");
    assert!(!found.is_empty() && found.iter().all(|(certainty, _)| certainty == "shown"), "{answer:#}");
    assert_eq!(answer["conclusion"], "fails");
    // It was open before.
    let more = allow(json!(["iam:PassRole", "s3:*", "lambda:CreateFunction", "lambda:InvokeFunction"]));
    assert_eq!(levels(&changed(folder, &after, &more, "--rule no-new-access=off"), "escalation"), []);
}

#[test]
fn a_policy_that_aws_would_refuse_is_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let actions: Vec<String> = (0..400).map(|number| format!("s3:Get{number:012}")).collect();
    let answer = changed(folder, &allow(json!(["s3:Get*"])), &allow(json!(actions)), "");
    let [(_, message)] = levels(&answer, "fits").try_into().unwrap();
    assert!(message.contains("6144"), "{message}");
    assert_eq!(answer["conclusion"], "passes");
}

#[test]
fn a_certificate_has_to_fit_still() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (before, after) = (allow(json!(["s3:*"])), allow(json!(["s3:GetObject"])));
    assert_eq!(changed(folder, &before, &after, "")["conclusion"], "passes");
    crate::common::program::ends(folder, "compare before/p.json after/p.json --certificate c.json", 0);
    let fits = gate(folder, "--baseline before --candidate after --certificate c.json");
    assert_eq!(levels(&fits, "certified"), [], "{fits:#}");
    let other = changed(folder, &before, &allow(json!(["s3:GetObjectAcl"])), "--certificate c.json");
    assert_eq!(levels(&other, "certified").len(), 1);
    assert_eq!(other["conclusion"], "fails");
}
