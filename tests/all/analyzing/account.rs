//! Accounts for tests: folders with exports.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::program::{assert_shape, ends, folder, text};

/// The time that all of them are looked at.
pub(super) const NOW: &str = "2026-06-30T00:00:00Z";

/// A role of the account 111122223333 with one inline policy, which was made long ago.
pub(super) fn role(name: &str, actions: &[&str], last_used: &Value) -> Value {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
    });
    let mut role = json!({
        "Path": "/", "RoleName": name, "RoleId": format!("AROA{name}"), "Arn": arn(name),
        "CreateDate": "2025-01-01T00:00:00Z", "AssumeRolePolicyDocument": {}, "InstanceProfileList": [],
        "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": policy}], "AttachedManagedPolicies": [], "Tags": [],
    });
    if !last_used.is_null() {
        role["RoleLastUsed"] = last_used.clone();
    }
    role
}

/// The ARN of a role.
pub(super) fn arn(name: &str) -> String {
    format!("arn:aws:iam::111122223333:role/{name}")
}

/// What says that a role was used yesterday.
pub(super) fn yesterday() -> Value {
    json!({"LastUsedDate": "2026-06-29 00:00:00+00:00", "Region": "us-east-1"})
}

/// The answer with some roles.
pub(super) fn details(roles: &[Value]) -> Value {
    json!({"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": []})
}

/// A report of last accessed services.
pub(super) fn report(kind: &str, services: &Value) -> Value {
    json!({
        "JobStatus": "COMPLETED", "JobType": kind, "JobCreationDate": NOW, "JobCompletionDate": NOW,
        "ServicesLastAccessed": services, "IsTruncated": false,
    })
}

/// A service that was last accessed at a time, or never.
pub(super) fn service(namespace: &str, last: Option<&str>, tracked: Option<&Value>) -> Value {
    let mut service = json!({
        "ServiceName": namespace, "ServiceNamespace": namespace,
        "TotalAuthenticatedEntities": u8::from(last.is_some()),
    });
    if let Some(last) = last {
        service["LastAuthenticated"] = last.into();
    }
    if let Some(tracked) = tracked {
        service["TrackedActionsLastAccessed"] = tracked.clone();
    }
    service
}

/// A folder with an account in `a/` and a catalogue of two services.
pub(super) fn laid_out(files: &[(&str, Value)]) -> TempDir {
    let catalogue =
        json!({"sqs": ["SendMessage", "ReceiveMessage", "DeleteQueue"], "s3": ["GetObject", "PutObject"]});
    let files = files.iter().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (format!("a/{name}"), text)
    });
    let mut all: Vec<(String, String)> = files.collect();
    all.push(("catalogue.json".to_owned(), catalogue.to_string()));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    folder(&all)
}

/// What is written about the account in a folder of [`laid_out`]: findings and principals.
pub(super) fn analyzed(folder: &TempDir, options: &str) -> (Vec<Value>, Vec<Value>) {
    let command = format!("analyze a --as-of {NOW} -c catalogue.json --output out --force {options}");
    ends(folder.path(), &command, 0);
    let lines = |name: &str| {
        let bytes = fs::read(folder.path().join("out").join(name)).unwrap();
        text(&bytes).lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Value>>()
    };
    let (findings, principals) = (lines("findings.jsonl"), lines("principals.jsonl"));
    let summaries = lines("summaries.jsonl");
    for finding in findings.iter().chain(&summaries) {
        assert_shape("finding.schema.json", finding);
    }
    assert!(summaries.len() == findings.len() && summaries.iter().all(|one| one["findingDetails"].is_null()));
    for principal in &principals {
        assert_shape("principal.schema.json", principal);
    }
    let statistics = fs::read(folder.path().join("out/statistics.json")).unwrap();
    assert_shape("analyze.schema.json", &serde_json::from_slice(&statistics).unwrap());
    (findings, principals)
}
