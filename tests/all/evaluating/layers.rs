//! Layers: the policies of a principal, its permissions boundary, and service control policies.

use serde_json::{Value, json};

use super::{KEY, answers, policy, request, statement};
use crate::common::program::{allow, ends, folder, text};

/// Own layers of a line, and the answers: the decision, the effect and layer of what decides, and how many statements of
/// further layers allow it too.
#[test]
fn each_layer_has_to_allow_a_request() {
    let (all, get) = (allow("*"), allow("s3:GetObject"));
    let deny = policy(json!([statement("Deny", "s3:*", "*")]));
    let guarded = policy(json!([statement("Allow", "*", "*"), statement("Deny", "s3:Put*", "*")]));
    let put = request("s3:PutObject", KEY);
    for (layers, decision, by, within, warned) in [
        (json!({}), "allow", json!(["Allow", "policies"]), 0, false),
        (json!({"boundary": all}), "allow", json!(["Allow", "policies"]), 1, false),
        (json!({"boundary": get}), "deny", Value::Null, 0, false),
        (json!({"boundary": guarded}), "deny", json!(["Deny", "boundary"]), 0, false),
        (json!({"boundary": null, "scps": []}), "allow", json!(["Allow", "policies"]), 0, false),
        (json!({"scps": [all, [get, all]]}), "allow", json!(["Allow", "policies"]), 2, false),
        (json!({"scps": [all, get]}), "deny", Value::Null, 0, false),
        (json!({"scps": [[all, guarded]]}), "deny", json!(["Deny", "scps"]), 0, false),
        (json!({"scps": [all, deny]}), "deny", json!(["Deny", "scps"]), 0, true),
        (
            json!({"scps": [all, policy(json!([statement("Deny", "sqs:*", "*")]))]}),
            "deny",
            Value::Null,
            0,
            true,
        ),
        (
            json!({"policy": null, "policies": [get, {"name": "all", "policy": all}]}),
            "allow",
            json!(["Allow", "policies"]),
            0,
            false,
        ),
    ] {
        let mut line = json!({"id": 1, "policy": allow("s3:*"), "request": put});
        for (name, value) in layers.as_object().unwrap() {
            line[name] = value.clone();
        }
        if line["policy"].is_null() {
            line.as_object_mut().unwrap().remove("policy");
        }
        let folder = folder(&[("r.jsonl", line.to_string())]);
        let out = ends(folder.path(), "evaluate r.jsonl", 0);
        let answer = answers(&out.stdout).remove(0);
        let found = match &answer["by"] {
            Value::Null => Value::Null,
            by => json!([by["effect"], by["layer"]]),
        };
        assert_eq!((&answer["decision"], &found), (&json!(decision), &by), "{answer}");
        assert_eq!(answer["within"].as_array().map_or(0, Vec::len), within, "{answer}");
        let warnings = answer["warnings"].as_array().map_or(0, Vec::len);
        assert_eq!(warnings > 0, warned, "{answer}");
    }
}

#[test]
fn a_level_without_an_allow_statement_is_warned_of() {
    let deny = policy(json!([statement("Deny", "sqs:*", "*")])).to_string();
    let folder = folder(&[
        ("p.json", allow("s3:*").to_string()),
        ("deny.json", deny.clone()),
        ("level/deny.json", deny),
        ("level/full.json", allow("*").to_string()),
    ]);
    let asked = "evaluate -p p.json --action s3:GetObject --fail-on deny";
    let out = ends(folder.path(), &format!("{asked} --scp deny.json"), 1);
    let warning = "warning: every request is denied, since the SCPs of level 1 have no Allow statement";
    assert!(text(&out.stderr).contains(warning), "{}", text(&out.stderr));
    assert!(text(&out.stdout).contains("none of them is an Allow statement"), "{}", text(&out.stdout));
    let out = ends(folder.path(), &format!("{asked} --scp level"), 0);
    assert!(!text(&out.stderr).contains("warning"), "{}", text(&out.stderr));
    assert!(text(&out.stdout).starts_with("allow"), "{}", text(&out.stdout));
}

/// An account with a user in a group and with a boundary.
fn account(boundary: &str) -> Value {
    let arn = |kind: &str, name: &str| format!("arn:aws:iam::111122223333:{kind}/{name}");
    let created = "2025-01-01T00:00:00Z";
    json!({
        "UserDetailList": [{
            "Path": "/", "UserName": "ada", "UserId": "AIDA1", "Arn": arn("user", "ada"), "CreateDate": created,
            "GroupList": ["devs"], "AttachedManagedPolicies": [],
            "UserPolicyList": [{"PolicyName": "own", "PolicyDocument": allow("s3:Get*")}],
            "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn("policy", boundary)},
        }],
        "GroupDetailList": [{
            "Path": "/", "GroupName": "devs", "GroupId": "AGPA1", "Arn": arn("group", "devs"), "CreateDate": created,
            "AttachedManagedPolicies": [],
            "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": allow("sqs:*")}],
        }],
        "RoleDetailList": [],
        "Policies": [{
            "PolicyName": "Edge", "PolicyId": "ANPA1", "Arn": arn("policy", "Edge"), "Path": "/",
            "DefaultVersionId": "v1", "AttachmentCount": 0, "PermissionsBoundaryUsageCount": 1, "IsAttachable": true,
            "CreateDate": created, "UpdateDate": created,
            "PolicyVersionList": [{"Document": policy(json!([statement("Allow", "*", "*"), statement("Deny", "sqs:Delete*", "*")])),
                "VersionId": "v1", "IsDefaultVersion": true, "CreateDate": created}],
        }],
    })
}

#[test]
fn of_an_account_the_groups_and_the_boundary_count() {
    let folder = folder(&[
        ("a.json", account("Edge").to_string()),
        ("lost.json", account("Lost").to_string()),
        ("b.json", allow("*").to_string()),
    ]);
    let asked = "--principal arn:aws:iam::111122223333:user/ada --action";
    for (arguments, starts) in [
        ("-p a.json {} s3:GetObject", "allow"),
        ("-p a.json {} sqs:SendMessage", "allow"),
        ("-p a.json {} sqs:DeleteQueue", "deny"),
        ("-p a.json --boundary b.json {} sqs:DeleteQueue", "allow"),
        ("-p lost.json --boundary b.json {} sqs:DeleteQueue", "allow"),
    ] {
        let out = ends(folder.path(), &format!("evaluate {}", arguments.replace("{}", asked)), 0);
        assert!(text(&out.stdout).starts_with(starts), "{arguments}: {}", text(&out.stdout));
    }
    let out = ends(folder.path(), &format!("evaluate -p lost.json {asked} s3:GetObject"), 2);
    assert!(
        text(&out.stderr).contains("is not in the export: give it with --boundary"),
        "{}",
        text(&out.stderr)
    );
}
