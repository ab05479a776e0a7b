//! Several policies of one principal, sizes, plans and keep lists, through the program.

use std::fs;

use crate::common::program::run;
use crate::common::{policy, text};
use serde_json::{Value, json};
use tempfile::TempDir;

fn statement(effect: &str, action: &Value) -> Value {
    json!({"Effect": effect, "Action": action, "Resource": "*"})
}

fn document(statements: &[Value]) -> String {
    let policy = json!({"Version": "2012-10-17", "Statement": statements});
    serde_json::to_string_pretty(&policy).unwrap()
}

/// A folder with three policies and a finding about their role.
fn role() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    write("policies/Queues.json", &document(&[statement("Allow", &json!("sqs:List*"))]));
    write("policies/Topics.json", &document(&[statement("Allow", &json!(["sns:ListTopics"]))]));
    write("policies/Other.json", &document(&[statement("Allow", &json!("sns:Publish"))]));
    let unused = |service: &str, action: &str| json!({"unusedPermissionDetails": {"serviceNamespace": service, "actions": [{"action": action}]}});
    let finding = json!({
        "analyzedAt": "2026-01-01T00:00:00Z", "createdAt": "2026-01-01T00:00:00Z", "id": "f",
        "resource": "arn:aws:iam::123456789012:role/Worker", "resourceType": "AWS::IAM::Role",
        "resourceOwnerAccount": "123456789012", "status": "ACTIVE", "updatedAt": "2026-01-01T00:00:00Z",
        "findingType": "UnusedPermission",
        "findingDetails": [unused("sqs", "ListQueues"), unused("sns", "ListTopics")],
    });
    write("finding.json", &finding.to_string());
    folder
}

#[test]
fn the_policies_of_a_role_are_refined_together() {
    let folder = role();
    let out = run(folder.path(), &format!("recommend -p policies -u finding.json --output new {ARNS}"));
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let plan = text(&out.stdout);
    let expected = "\
To apply:
  1. CREATE_POLICY Queues-pared-2b652140 from Queues.json
  2. ATTACH_POLICY Queues-pared-2b652140
  3. DETACH_POLICY Queues
  4. DETACH_POLICY Topics
To undo:
  1. ATTACH_POLICY Queues
  2. ATTACH_POLICY Topics
  3. DETACH_POLICY Queues-pared-2b652140
  4. DELETE_POLICY Queues-pared-2b652140
";
    assert_eq!(plan, expected);
    assert!(text(&out.stderr).contains("proved: least general"), "{}", text(&out.stderr));
    let entries = fs::read_dir(folder.path().join("new")).unwrap();
    let mut files: Vec<_> = entries.map(|f| f.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["Queues.json", "originals", "plan.json", "plan.sh"]);
    let new = fs::read_to_string(folder.path().join("new/Queues.json")).unwrap();
    assert!(new.contains("sqs:ListQueueTags") && !new.contains("sqs:List*"));
    // And what was written certifies.
    let certify = "certify -p policies/Queues.json -u finding.json -r new/Queues.json";
    assert_eq!(run(folder.path(), certify).status.code(), Some(0));
}

const ARNS: &str = "--policy-arn arn:aws:iam::123456789012:policy/Queues --policy-arn arn:aws:iam::123456789012:policy/Topics";

#[test]
fn a_deny_stays_where_nothing_else_of_its_policy_is_left() {
    let folder = role();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let allow = statement("Allow", &json!("sns:ListTopics"));
    write("policies/Topics.json", &document(&[allow, statement("Deny", &json!("sns:Publish"))]));
    let out = run(folder.path(), &format!("recommend -p policies -u finding.json --output new {ARNS}"));
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let plan = text(&out.stdout);
    assert!(plan.contains("CREATE_POLICY Topics-pared-") && plan.contains(" from Topics.json"), "{plan}");
    let new = fs::read_to_string(folder.path().join("new/Topics.json")).unwrap();
    assert!(new.contains("Deny") && !new.contains("Allow"), "{new}");
    // Without it another policy would allow what it denied.
    write("detached.json", &document(&[statement("Allow", &json!("sns:ListTopics"))]));
    let all = "-p policies/Topics.json -p policies/Other.json -u finding.json --require safe";
    let out = run(folder.path(), &format!("certify {all} -r policies/Other.json -r detached.json"));
    assert_eq!(out.status.code(), Some(1), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("`sns:Publish` on "), "{}", text(&out.stdout));
}

#[test]
fn what_is_kept_survives() {
    let folder = role();
    fs::write(folder.path().join("keep.txt"), "# break glass\nsns:List*\n").unwrap();
    let keep = "recommend -p policies -u finding.json --format json --keep-file keep.txt --keep sqs:ListQ*";
    let out = run(folder.path(), keep);
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    let outcomes: Vec<&str> =
        report["policies"].as_array().unwrap().iter().map(|p| p["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["unchanged"; 3]);
    assert_eq!(report["plan"]["steps"], json!([]));
}

#[test]
fn what_was_used_lately_stays() {
    let folder = role();
    let lines = json!([{"serviceNamespace": "sqs", "actions": [
        {"action": "ListQueues", "lastAccessed": "2025-12-01T00:00:00Z"}]}]);
    fs::write(folder.path().join("unused.json"), lines.to_string()).unwrap();
    let with = |more: &str| {
        let line =
            format!("recommend -p policies/Queues.json -u unused.json --no-certify --format json {more}");
        let report: Value = serde_json::from_slice(&run(folder.path(), &line).stdout).unwrap();
        report["policies"][0]["outcome"].as_str().unwrap().to_owned()
    };
    assert_eq!(with(""), "replace");
    assert_eq!(with("--min-unused-days 30 --as-of 2026-01-01T00:00:00Z"), "replace");
    assert_eq!(with("--min-unused-days 90 --as-of 2026-01-01T00:00:00Z"), "unchanged");
}

#[test]
fn what_is_too_large_is_made_to_fit_and_proved() {
    let folder = role();
    let actions: Vec<String> = (0..400).map(|n| format!("sqs:MadeUpActionNumber{n}")).collect();
    let large = document(&[statement("Allow", &json!(actions))]);
    fs::write(folder.path().join("Large.json"), large).unwrap();
    let lines = "sqs:MadeUpActionNumber7\n";
    fs::write(folder.path().join("unused.txt"), lines).unwrap();
    let plain = run(folder.path(), "recommend -p Large.json -u unused.txt --no-certify");
    assert_eq!(plain.status.code(), Some(4));
    assert!(text(&plain.stderr).contains("\ndoes not fit: a document has "), "{}", text(&plain.stderr));
    let arns =
        "--principal arn:aws:iam::123456789012:user/bob --policy-arn arn:aws:iam::123456789012:policy/Large";
    let fit = format!("recommend -p Large.json -u unused.txt --fit --output new {arns} --plan");
    let out = run(folder.path(), &fit);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let entries = fs::read_dir(folder.path().join("new")).unwrap();
    let mut parts: Vec<_> = entries.map(|f| f.unwrap().path()).collect();
    parts.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with("Large~"));
    parts.sort();
    assert!(parts.len() > 1);
    let mut found = Vec::new();
    for part in parts {
        let document = fs::read_to_string(part).unwrap();
        assert!(document.chars().filter(|c| !c.is_whitespace()).count() <= 6144);
        let statements = policy(&document).statements;
        found
            .extend(statements.into_iter().flat_map(|s| s.actions.patterns).map(|p| p.spelling().to_owned()));
    }
    let expected: Vec<String> =
        actions.into_iter().filter(|action| action != "sqs:MadeUpActionNumber7").collect();
    assert_eq!(found, expected);
    let plan = text(&out.stdout);
    assert!(plan.contains("from Large~1of2.json") && plan.contains("from Large~2of2.json"), "{plan}");
}

#[test]
fn one_answer_of_aws_recommends_for_all_policies_whatever_their_order() {
    let folder = role();
    let new = document(&[statement("Allow", &json!("sqs:ListQueueTags"))]);
    let step = |action: &str, existing: &str, policy: Option<&str>| {
        json!({"unusedPermissionsRecommendedStep": {
            "recommendedAction": action, "existingPolicyId": existing, "recommendedPolicy": policy}})
    };
    // A policy that is replaced has two steps: the new one is created, the old one detached.
    let queues = "arn:aws:iam::123456789012:policy/Queues";
    let answer = json!({
        "startedAt": "2026-01-01T00:00:00Z", "resourceArn": "arn:aws:iam::123456789012:role/Worker",
        "recommendationType": "UNUSED_PERMISSION_RECOMMENDATION", "status": "SUCCEEDED",
        "recommendedSteps": [
            step("DETACH_POLICY", "Topics", None),
            step("CREATE_POLICY", queues, Some(&new)),
            step("DETACH_POLICY", queues, None),
        ],
    });
    fs::write(folder.path().join("answer.json"), answer.to_string()).unwrap();
    let certify = "certify -p policies/Queues.json -p policies/Topics.json -u finding.json -r answer.json";
    let out = run(folder.path(), &format!("{certify} --require safe"));
    assert_eq!(out.status.code(), Some(0), "{}\n{}", text(&out.stdout), text(&out.stderr));
    let exact = run(folder.path(), &format!("{certify} --require exact"));
    assert_eq!(exact.status.code(), Some(1));
    assert!(text(&exact.stdout).contains("`sqs:List"), "{}", text(&exact.stdout));
}
