//! Findings from one analysis to the next.

use std::fs;

use serde_json::{Value, json};

use crate::common::program::{assert_shape, ends};

use super::account::{analyzed, arn, details, laid_out, report, role, service, yesterday};

fn states(findings: &[Value]) -> Vec<(String, &str, &str, &str)> {
    let name = |one: &Value| one["resource"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    findings
        .iter()
        .map(|one| {
            (
                name(one),
                one["status"].as_str().unwrap(),
                one["createdAt"].as_str().unwrap(),
                one["updatedAt"].as_str().unwrap(),
            )
        })
        .collect()
}

#[test]
fn what_is_found_again_keeps_its_life_and_what_is_used_or_gone_is_resolved() {
    const THEN: &str = "2026-01-01T00:00:00Z";
    const NOW: &str = super::account::NOW;
    let idle = json!({});
    let mut unsaid = role("unsaid", &["sqs:*"], &Value::Null);
    unsaid.as_object_mut().unwrap().remove("RoleLastUsed");
    let roles = [
        role("again", &["sqs:*"], &idle),
        role("away", &["sqs:*"], &idle),
        role("back", &["sqs:*"], &idle),
        role("used", &["sqs:*"], &yesterday()),
        role("new", &["sqs:*"], &idle),
        role("ruled", &["sqs:*"], &idle),
        unsaid,
    ];
    let folder = laid_out(&[("d.json", details(&roles))]);
    let earlier = |name: &str, account: &str, status: &str| {
        json!({
            "id": format!("id-{name}"), "resource": arn(name).replace("111122223333", account),
            "resourceType": "AWS::IAM::Role", "resourceOwnerAccount": account, "findingType": "UnusedIAMRole",
            "status": status, "createdAt": THEN, "updatedAt": THEN, "analyzedAt": THEN,
            "findingDetails": [{"unusedIamRoleDetails": {}}],
        })
    };
    let own = "111122223333";
    let before = [
        earlier("again", own, "ACTIVE"),
        earlier("away", own, "ARCHIVED"),
        earlier("back", own, "RESOLVED"),
        earlier("used", own, "ACTIVE"),
        earlier("gone", own, "ACTIVE"),
        earlier("unsaid", own, "ACTIVE"),
        earlier("elsewhere", "999900001111", "ACTIVE"),
    ];
    let lines: Vec<String> = before.iter().map(Value::to_string).collect();
    fs::write(folder.path().join("before.jsonl"), lines.join("\n")).unwrap();
    let rules = json!([{"ruleName": "r", "filter": {
        "resource": {"contains": ["/ruled", "/again"]}, "findingType": {"eq": ["UnusedIAMRole"]},
    }}]);
    fs::write(folder.path().join("rules.json"), rules.to_string()).unwrap();
    let options = "--previous before.jsonl --archive-rules rules.json";
    let (findings, _) = analyzed(&folder, options);
    let expected = [
        ("again", "ACTIVE", THEN, THEN),
        ("away", "ARCHIVED", THEN, THEN),
        ("back", "ACTIVE", THEN, NOW),
        ("gone", "RESOLVED", THEN, NOW),
        ("new", "ACTIVE", NOW, NOW),
        ("ruled", "ARCHIVED", NOW, NOW),
        // Nothing says any more whether it is used.
        ("unsaid", "ACTIVE", THEN, THEN),
        ("used", "RESOLVED", THEN, NOW),
        // Nobody looked there.
        ("elsewhere", "ACTIVE", THEN, THEN),
    ]
    .map(|(name, status, created, updated)| (name.to_owned(), status, created, updated));
    assert_eq!(states(&findings), expected);
    assert_eq!(findings[0]["id"], "id-again");
    let list = |options: &str| -> Value {
        let out = ends(folder.path(), &format!("findings out --format json {options}"), 0);
        serde_json::from_slice(&out.stdout).unwrap()
    };
    let all = list("");
    assert_shape("findings.schema.json", &all);
    assert_eq!(all["findings"].as_array().unwrap(), &findings);
    let resolved = list("--filter status=RESOLVED --sort resource");
    let listed: Vec<&Value> =
        resolved["findings"].as_array().unwrap().iter().map(|one| &one["resource"]).collect();
    assert_eq!(listed, [&json!(arn("gone")), &json!(arn("used"))]);
    let statistics = list("--statistics");
    assert_shape("analyze.schema.json", &statistics);
    let totals = &statistics["findingsStatistics"][0]["unusedAccessFindingsStatistics"];
    let totals =
        ["totalActiveFindings", "totalArchivedFindings", "totalResolvedFindings"].map(|key| &totals[key]);
    assert_eq!(totals, [5, 2, 2]);
    // The next analysis goes on from this one.
    fs::copy(folder.path().join("out/findings.jsonl"), folder.path().join("before.jsonl")).unwrap();
    assert_eq!(states(&analyzed(&folder, options).0), states(&findings));
}

#[test]
fn a_finding_says_what_it_rests_on_and_of_which_days() {
    let mut half = role("half", &["sqs:*"], &yesterday());
    half["RoleLastUsed"] = Value::Null;
    half.as_object_mut().unwrap().remove("RoleLastUsed");
    let services = json!([service("sqs", None, None), service("s3", Some("2026-06-29T00:00:00Z"), None)]);
    let report = report("SERVICE_LEVEL", &services);
    let files = [
        ("d.json", details(&[role("idle", &["sqs:*"], &json!({})), half])),
        ("r.json", json!({"arn": arn("half"), "report": report})),
    ];
    let folder = laid_out(&files);
    let (findings, _) = analyzed(&folder, "--age 30");
    let basis = |name: &str| {
        let own = findings.iter().find(|one| one["resource"] == arn(name)).unwrap();
        own["paredown"].clone()
    };
    let period = json!({"after": "2026-05-31T00:00:00Z", "until": super::account::NOW});
    assert_eq!((&basis("idle")["period"], &basis("half")["period"]), (&period, &period));
    assert_eq!(basis("idle")["sources"], json!([{"source": "role-last-used", "coversPeriod": true}]));
    let made = super::account::NOW;
    let half = json!([{"source": "service-last-accessed", "made": made, "coversPeriod": true}]);
    assert_eq!(basis("half")["sources"], half);
}
