//! The scenarios beside the project, and the cases that they leave out.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::account::{analyzed, arn, details, laid_out, report, role, service, yesterday};
use crate::common::corpus::shared;
use crate::common::program::{ends, refusal, text};

#[test]
fn the_scenarios_beside_the_project() {
    let Some(folder) = shared("corpus/analyzer") else { return };
    let mut scenarios: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Those with logs need what reads logs.
    scenarios.retain(|path| {
        path.extension().is_some_and(|end| end == "json")
            && !fs::read_to_string(path).unwrap().contains("\"cloudtrail\"")
    });
    scenarios.sort();
    assert!(scenarios.len() >= 5);
    let mut command = Command::new("python3");
    let out = command
        .arg(folder.join("run.py"))
        .arg(env!("CARGO_BIN_EXE_paredown"))
        .args(scenarios)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", text(&out.stdout), text(&out.stderr));
}

/// The classes of a principal: each action with its class, and the source or the reason.
fn classes(principal: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for (class, why) in [("used", "source"), ("unused", "source"), ("undecided", "reason")] {
        for row in principal[class].as_array().unwrap() {
            all.push(format!("{} {class} {}", row["action"].as_str().unwrap(), row[why].as_str().unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn each_action_is_in_one_class_with_what_shows_it() {
    let old = "2025-12-01T00:00:00Z";
    let tracked = json!([
        {"ActionName": "SendMessage", "LastAccessedTime": "2026-06-29T00:00:00Z"},
        {"ActionName": "DeleteQueue", "LastAccessedTime": old},
    ]);
    let services = json!([
        service("sqs", Some("2026-06-29T00:00:00Z"), Some(&tracked)),
        service("s3", Some(old), None),
        service("iam", None, None),
    ]);
    let actions = ["sqs:*", "s3:GetObject", "iam:PassRole", "ec2:StartInstances", "sqs:Unheard"];
    let own = role("app", &actions, &yesterday());
    let folder = laid_out(&[
        ("d.json", details(&[own])),
        ("r.json", json!({"arn": arn("app"), "report": report("ACTION_LEVEL", &services)})),
    ]);
    let (findings, principals) = analyzed(&folder, "");
    assert_eq!(
        classes(&principals[0]),
        [
            "ec2:StartInstances undecided unknown-action",
            "iam:PassRole undecided never-logged",
            "s3:GetObject unused service-last-accessed",
            "sqs:DeleteQueue unused action-last-accessed",
            "sqs:ReceiveMessage undecided not-tracked",
            "sqs:SendMessage used action-last-accessed",
            "sqs:Unheard undecided unknown-action",
        ]
    );
    assert_eq!(
        findings[0]["findingDetails"],
        json!([
            {"unusedPermissionDetails": {"lastAccessed": old, "serviceNamespace": "s3"}},
            {"unusedPermissionDetails": {
                "actions": [{"action": "DeleteQueue", "lastAccessed": old}],
                "lastAccessed": "2026-06-29T00:00:00Z", "serviceNamespace": "sqs",
            }},
        ])
    );
    // As IAM Access Analyzer has it, a service that was not accessed is unused as a whole.
    let (findings, _) = analyzed(&folder, "--evidence access-analyzer");
    assert_eq!(
        findings[0]["findingDetails"][0],
        json!({"unusedPermissionDetails": {"serviceNamespace": "iam"}})
    );
    // What can be observed may be said.
    fs::write(folder.path().join("o.json"), r#"{"iam:PassRole": "management", "s3:getobject": "never"}"#)
        .unwrap();
    let (_, principals) = analyzed(&folder, "--observable o.json");
    let found = classes(&principals[0]);
    assert!(found.contains(&"iam:PassRole unused service-last-accessed".to_owned()), "{found:?}");
    assert!(found.contains(&"s3:GetObject undecided never-logged".to_owned()), "{found:?}");
}

#[test]
fn a_report_shows_nothing_of_days_that_it_does_not_reach() {
    let own = role("app", &["sqs:SendMessage", "s3:GetObject"], &yesterday());
    let services = json!([
        service("sqs", None, None),
        service(
            "s3",
            Some("2026-06-01T00:00:00Z"),
            Some(&json!([
                {"ActionName": "GetObject", "LastAccessedTime": "2026-06-01T00:00:00Z"},
            ]))
        ),
    ]);
    for (made, expected) in [
        ("2026-06-30T00:00:00Z", "unused service-last-accessed"),
        // Exports take some hours.
        ("2026-06-29T04:00:00Z", "unused service-last-accessed"),
        ("2026-06-28T00:00:00Z", "undecided no-coverage"),
        ("2026-12-31T00:00:00Z", "unused service-last-accessed"),
        // AWS has forgotten the beginning.
        ("2027-06-30T00:00:00Z", "undecided no-coverage"),
    ] {
        let mut report = report("ACTION_LEVEL", &services);
        report["JobCreationDate"] = json!(made);
        let report = json!({"arn": arn("app"), "report": report});
        let folder = laid_out(&[("d.json", details(std::slice::from_ref(&own))), ("r.json", report)]);
        let (_, principals) = analyzed(&folder, "");
        // What was used was used, however old the report is.
        assert_eq!(
            classes(&principals[0]),
            ["s3:GetObject used action-last-accessed".to_owned(), format!("sqs:SendMessage {expected}")],
            "{made}"
        );
    }
}

#[test]
fn a_permission_counts_only_if_it_existed_all_the_time() {
    let document = |actions: &Value| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]});
    let managed = "arn:aws:iam::111122223333:policy/m";
    let mut own = role("app", &["s3:GetObject"], &yesterday());
    own["AttachedManagedPolicies"] = json!([{"PolicyName": "m", "PolicyArn": managed}]);
    let version = |id: &str, created: &str, actions: Value| {
        json!({
            "VersionId": id, "IsDefaultVersion": id == "v2", "CreateDate": created, "Document": document(&actions),
        })
    };
    let mut answer = details(&[own]);
    answer["Policies"] = json!([{
        "PolicyName": "m", "PolicyId": "ANPA", "Arn": managed, "Path": "/", "DefaultVersionId": "v2",
        "AttachmentCount": 1, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true,
        "CreateDate": "2025-01-01T00:00:00Z", "UpdateDate": "2026-06-01T00:00:00Z",
        "PolicyVersionList": [
            version("v2", "2026-06-01T00:00:00Z", json!(["sqs:SendMessage", "sqs:DeleteQueue"])),
            version("v1", "2025-01-01T00:00:00Z", json!(["sqs:SendMessage", "sqs:ReceiveMessage"])),
        ],
    }]);
    let services = json!([service("sqs", None, None), service("s3", Some("2026-06-29T00:00:00Z"), None)]);
    let report = json!({"arn": arn("app"), "report": report("SERVICE_LEVEL", &services)});
    let folder = laid_out(&[("d.json", answer), ("r.json", report)]);
    let (findings, principals) = analyzed(&folder, "");
    assert_eq!(
        classes(&principals[0]),
        [
            "s3:GetObject undecided service-level-only",
            "sqs:DeleteQueue undecided too-young",
            "sqs:SendMessage unused service-last-accessed",
        ]
    );
    // Not all of the service is unused, so its actions are listed.
    assert_eq!(
        findings[0]["findingDetails"],
        json!([{"unusedPermissionDetails": {"actions": [{"action": "SendMessage"}], "serviceNamespace": "sqs"}}])
    );
}

#[test]
fn an_exception_keeps_access_until_it_runs_out() {
    let roles = [role("app", &["sqs:*", "s3:GetObject"], &yesterday()), role("idle", &["sqs:*"], &json!({}))];
    let services = json!([service("sqs", None, None), service("s3", None, None)]);
    let report = json!({"arn": arn("app"), "report": report("SERVICE_LEVEL", &services)});
    let folder = laid_out(&[("d.json", details(&roles)), ("r.json", report)]);
    let write = |until: &str| {
        let text = format!(
            "[[exception]]\nprincipal = \"*:role/*\"\nactions = [\"sqs:*\"]\nowner = \"o\"\nreason = \"r\"\nuntil = {until}\n"
        );
        fs::write(folder.path().join("e.toml"), text).unwrap();
    };
    write("2026-06-30");
    let (findings, principals) = analyzed(&folder, "--exceptions e.toml --strict-exceptions");
    assert_eq!(findings.len(), 1, "the idle role is kept");
    assert_eq!(
        findings[0]["findingDetails"],
        json!([{"unusedPermissionDetails": {"serviceNamespace": "s3"}}])
    );
    assert!(classes(&principals[0]).contains(&"sqs:SendMessage undecided exception".to_owned()));
    assert_eq!(principals[0]["exceptions"][0]["owner"], "o");
    write("2026-06-29");
    assert_eq!(analyzed(&folder, "--exceptions e.toml").0.len(), 2);
    let command = "analyze a -c catalogue.json --as-of 2026-06-30T00:00:00Z --output new --exceptions e.toml";
    assert_eq!(refusal(folder.path(), &format!("{command} --strict-exceptions"), 2)["line"], 1);
    assert!(text(&ends(folder.path(), command, 0).stderr).contains("warning: the exception of `o` ended at"));
}

#[test]
fn who_cannot_be_judged_stops_nobody_else() {
    let mut orphan = role("orphan", &["sqs:*"], &json!({}));
    orphan["AttachedManagedPolicies"] = json!([{"PolicyName": "AdministratorAccess", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}]);
    let mut odd = role("odd", &["sqs:*"], &json!({}));
    odd["RolePolicyList"][0]["PolicyDocument"] =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Maybe"}]});
    let mut linked = role("linked", &["sqs:*"], &json!({}));
    linked["Path"] = json!("/aws-service-role/x.amazonaws.com/");
    linked["Arn"] = json!("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/linked");
    let mut tagged = role("tagged", &["sqs:*"], &json!({}));
    tagged["Tags"] = json!([{"Key": "team", "Value": "break-glass"}]);
    let mut young = role("young", &["sqs:*"], &json!({}));
    young["CreateDate"] = json!("2026-06-01T00:00:00Z");
    let named = role("named", &["sqs:*"], &json!({}));
    let idle = role("idle", &["sqs:*"], &json!({}));
    let all = [orphan, odd, linked, tagged, young, named, idle];
    let folder = laid_out(&[("d.json", details(&all))]);
    let options = "--exclude-tag team= --exclude *:role/nam?d";
    let (findings, principals) = analyzed(&folder, options);
    let reasons: Vec<(&str, &str)> = principals
        .iter()
        .map(|one| {
            let name = one["principal"].as_str().unwrap().rsplit('/').next().unwrap();
            (name, one["reason"].as_str().map_or("", |reason| reason.split(':').next().unwrap()))
        })
        .collect();
    assert_eq!(
        reasons,
        [
            ("linked", "service-linked-role"),
            ("idle", ""),
            ("named", "excluded"),
            ("odd", "not-judged"),
            ("orphan", "not-judged"),
            ("tagged", "tag"),
            ("young", "too-young"),
        ]
    );
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["resource"], json!(arn("idle")));
    // Why is said with its place.
    let command = "analyze a --as-of 2026-06-30T00:00:00Z -c catalogue.json --output out --force";
    let out = ends(folder.path(), command, 0);
    let said = text(&out.stderr);
    assert!(said.contains("AdministratorAccess") && said.contains("a/d.json:1:"), "{said}");
}
