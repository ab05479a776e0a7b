//! Requests that show a difference: `evaluate` takes them as they are, and one side allows them while the other does not.

use std::path::Path;

use serde_json::{Value, json};

use super::{Pair, compared, engines, policy, statement};
use crate::common::program::{run, text, write};

/// The requests of one direction of an answer.
fn requests(direction: &Value) -> Vec<&Value> {
    let first = direction.get("request");
    let listed = direction["actions"].as_array().into_iter().flatten().map(|action| &action["request"]);
    first.into_iter().chain(listed).collect()
}

/// Policies with values in place of what they leave open.
fn filled(side: &Value, assuming: &Value) -> Value {
    let mut text = side.to_string();
    for (name, value) in assuming.as_object().into_iter().flatten() {
        let (mut name, mut value) = (json!(name).to_string(), value.to_string());
        // Placeholders are parts of texts; what is no ARN is a whole one.
        if name.starts_with("\"${") {
            for text in [&mut name, &mut value] {
                *text = text[1..text.len() - 1].to_owned();
            }
        }
        // Keys of conditions are in lower case.
        while let Some(at) = text.to_ascii_lowercase().find(&name.to_ascii_lowercase()) {
            text.replace_range(at..at + name.len(), &value);
        }
    }
    serde_json::from_str(&text).unwrap()
}

/// Has the evaluator decide every request of some answers under both sides.
#[track_caller]
pub(super) fn fed_back(folder: &Path, pairs: &[Pair], answers: &[Value]) {
    let mut lines = Vec::new();
    let mut expected = Vec::new();
    for (pair, answer) in pairs.iter().zip(answers) {
        for (direction, inner, outer) in [
            ("newly_allowed", &pair.candidate, &pair.baseline),
            ("no_longer_allowed", &pair.baseline, &pair.candidate),
        ] {
            for request in requests(&answer[direction]) {
                for (side, decision) in [(inner, "allow"), (outer, "deny")] {
                    // `evaluate` wants policies; without any, nothing is allowed.
                    if decision == "deny" && side.as_array().is_some_and(Vec::is_empty) {
                        continue;
                    }
                    let side = filled(side, &answer[direction]["assuming"]);
                    let policies = if side.is_array() { side } else { json!([side]) };
                    let line = json!({"id": pair.id, "policies": policies, "request": request});
                    lines.push(line.to_string());
                    expected.push(decision);
                }
            }
        }
    }
    write(folder, "requests.jsonl", lines.join("\n"));
    let out = run(folder, "evaluate requests.jsonl");
    let decisions: Vec<Value> =
        text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(decisions.len(), lines.len(), "{}", text(&out.stderr));
    for ((line, expected), found) in lines.iter().zip(expected).zip(decisions) {
        assert_eq!(found["decision"], expected, "{line}\n{found}");
    }
}

/// A baseline, a candidate, and the first request that shows what is newly allowed.
fn cases() -> Vec<(&'static str, Value, Value, Value)> {
    let nothing = policy(json!([statement("Deny", "*", "*")]));
    let conditioned = |condition: Value| {
        let mut one = statement("Allow", "ec2:StartInstances", "arn:aws:ec2:*:*:instance/*");
        one["Condition"] = condition;
        policy(json!([one]))
    };
    let instance = "arn:aws:ec2:us-east-1:123456789012:instance/example";
    vec![
        (
            "a bucket is listed, not an object",
            nothing.clone(),
            policy(
                json!([{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b"]}]),
            ),
            json!({"action": "s3:ListBucket", "resource": "arn:aws:s3:::b", "context": {}}),
        ),
        (
            "partition, region and account are usual ones",
            nothing.clone(),
            policy(json!([statement("Allow", "ec2:StartInstances", "*")])),
            json!({"action": "ec2:StartInstances", "resource": instance, "context": {}}),
        ),
        (
            "an action without resources is on all of them",
            nothing.clone(),
            policy(json!([statement("Allow", "ec2:DescribeInstances", "*")])),
            json!({"action": "ec2:DescribeInstances", "resource": "*", "context": {}}),
        ),
        (
            "what is always sent is there",
            conditioned(json!({"Bool": {"aws:SecureTransport": "true"}})),
            conditioned(json!({})),
            json!({"action": "ec2:StartInstances", "resource": instance, "context": {"aws:securetransport": ["false"]}}),
        ),
        (
            "what may be absent is absent",
            conditioned(json!({"StringEquals": {"aws:ResourceTag/team": "a"}})),
            conditioned(json!({})),
            json!({"action": "ec2:StartInstances", "resource": instance, "context": {"aws:resourcetag/team": []}}),
        ),
        (
            "accounts are accounts, the same on both sides",
            nothing.clone(),
            conditioned(json!({"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}})),
            json!({"action": "ec2:StartInstances", "resource": instance,
                "context": {"aws:principalaccount": ["123456789012"], "aws:resourceaccount": ["123456789012"]}}),
        ),
        (
            "keys of a Deny statement for the action are shown",
            policy(json!([
                statement("Allow", "sqs:SendMessage", "*"),
                statement("Deny", "sqs:SendMessage", "*")
            ])),
            policy(json!([statement("Allow", "sqs:SendMessage", "*"), {
                "Effect": "Deny", "Action": "sqs:*", "Resource": "*",
                "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}},
            }, {
                "Effect": "Deny", "Action": "sns:*", "Resource": "*",
                "Condition": {"Bool": {"aws:ViaAWSService": "false"}},
            }])),
            json!({"action": "sqs:SendMessage", "resource": "arn:aws:sqs:us-east-1:123456789012:example",
                "context": {"aws:multifactorauthpresent": []}}),
        ),
    ]
}

#[test]
fn requests_are_plausible() {
    let folder = tempfile::tempdir().unwrap();
    let pairs: Vec<Pair> = cases()
        .iter()
        .map(|(about, baseline, candidate, _)| Pair::new(*about, baseline, candidate))
        .collect();
    for engine in engines() {
        let answers = compared(folder.path(), &pairs, engine);
        for ((about, _, _, expected), answer) in cases().into_iter().zip(answers) {
            let found = answer["newly_allowed"]["request"].clone();
            assert_eq!(found, expected, "{about} {}", engine.name());
        }
    }
}

#[test]
fn an_action_that_may_come_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let before = policy(json!([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}]));
    let after = policy(json!([
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"},
        statement("Allow", "s3:Zz*", "*"),
    ]));
    for engine in engines() {
        let answer = &compared(folder.path(), &[Pair::new("future", &before, &after)], engine)[0];
        let new = &answer["newly_allowed"];
        assert_eq!((&answer["verdict"], &new["known_action"]), (&json!("wider"), &json!(false)), "{answer}");
        assert_eq!(new["actions"], json!([]));
        assert!(new["request"]["action"].as_str().unwrap().starts_with("s3:zz"), "{new}");
    }
}
