//! `examples/collect.sh` on a fake `aws`: what it calls, what it leaves, and that it goes on where it stopped.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::program::{ends, folder, text};
use crate::common::root;

/// An `aws` that knows one user and two roles. Each call is written down; reports are made at the second look; it fails
/// at the call that `FAIL` names.
const AWS: &str = r#"#!/usr/bin/env bash
echo "$*" >> "$CALLS"
[[ -n "${FAIL:-}" && "$*" == *"$FAIL"* ]] && exit 254
arn=arn:aws:iam::111122223333
role() { printf '{"Path": "/", "RoleName": "%s", "RoleId": "AROA%s", "Arn": "%s:role/%s", "CreateDate": "2025-01-01T00:00:00+00:00",
 "AssumeRolePolicyDocument": {}, "InstanceProfileList": [], "RolePolicyList": [{"PolicyName": "p", "PolicyDocument":
 {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sqs:*", "s3:GetObject"], "Resource": "*"}]}}],
 "AttachedManagedPolicies": [], "Tags": [], "RoleLastUsed": {"LastUsedDate": "2026-06-29T00:00:00+00:00"}}' "$1" "$1" "$arn" "$1"; }
case "$2" in
get-account-authorization-details)
    printf '{"UserDetailList": [{"Path": "/", "UserName": "ann", "UserId": "AIDA", "Arn": "%s:user/ann",
     "CreateDate": "2025-01-01T00:00:00+00:00", "GroupList": [], "AttachedManagedPolicies": [], "Tags": []}],
     "GroupDetailList": [], "RoleDetailList": [%s, %s], "Policies": []}\n' "$arn" "$(role one)" "$(role two)" ;;
generate-credential-report) if [ -e "$STATE/asked" ]; then echo COMPLETE; else touch "$STATE/asked"; echo STARTED; fi ;;
get-credential-report)
    printf '{"Content": "%s", "ReportFormat": "text/csv", "GeneratedTime": "2026-06-30T00:00:00+00:00"}\n' \
        "$(base64 -w0 < "$STATE/report.csv")" ;;
list-users) if [[ "$*" == *Arn* ]]; then echo "$arn:user/ann"; else echo ann; fi ;;
list-roles) printf '%s:role/one\t%s:role/two\n' "$arn" "$arn" ;;
list-access-keys) printf '{\n    "AccessKeyMetadata": []\n}\n' ;;
generate-service-last-accessed-details) echo "job-${4##*/}" ;;
get-service-last-accessed-details)
    job=$4
    service() { printf '{"ServiceName": "%s", "ServiceNamespace": "%s", "TotalAuthenticatedEntities": 0}' "$1" "$1"; }
    head='{\n    "JobStatus": "%s",\n    "JobType": "ACTION_LEVEL",\n    "JobCreationDate": "2026-06-30T00:00:00+00:00",\n'
    if [ ! -e "$STATE/$job" ]; then
        touch "$STATE/$job"
        printf "$head"'    "IsTruncated": false\n}\n' IN_PROGRESS
    elif [[ "$*" == *--marker* ]]; then
        printf "$head"'    "ServicesLastAccessed": [%s],\n    "IsTruncated": false\n}\n' COMPLETED "$(service s3)"
    else
        printf "$head"'    "ServicesLastAccessed": [%s],\n    "IsTruncated": true,\n    "Marker": "more"\n}\n' COMPLETED "$(service sqs)"
    fi ;;
*) exit 2 ;;
esac
"#;

const REPORT: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n\
    ann,arn:aws:iam::111122223333:user/ann,2025-01-01T00:00:00+00:00,true,no_information,2025-01-01T00:00:00+00:00,N/A,\
    false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n";

fn collect(path: &Path, fail: &str) -> Output {
    let paths = format!("{}:{}", path.join("bin").display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.arg(root().join("examples/collect.sh")).arg("account").current_dir(path).env("PATH", paths);
    bash.env("CALLS", path.join("calls"))
        .env("STATE", path.join("state"))
        .env("COLLECT_PAUSE", "0")
        .env("FAIL", fail);
    bash.output().unwrap()
}

/// The calls that were made since the last time.
fn calls(path: &Path) -> Vec<String> {
    let calls = fs::read_to_string(path.join("calls")).unwrap_or_default();
    let _ = fs::remove_file(path.join("calls"));
    calls.lines().map(|call| call.split(' ').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn it_leaves_what_analyze_reads_and_goes_on_where_it_stopped() {
    let folder = folder(&[("bin/aws", AWS), ("state/report.csv", REPORT)]);
    let path = folder.path();
    let chmod = Command::new("chmod").arg("+x").arg(path.join("bin/aws")).status().unwrap();
    assert!(chmod.success());
    // Nothing that failed is left as if it were whole.
    for (fail, file) in [
        ("get-account-authorization-details", "details.json"),
        ("get-credential-report", "credentials.json"),
        ("list-access-keys", "keys/ann.json"),
    ] {
        assert!(!collect(path, fail).status.success(), "{fail}");
        assert!(!path.join("account").join(file).exists(), "{fail}");
    }
    calls(path);
    // It stops in the middle, and says so.
    let stopped = collect(path, "get-service-last-accessed-details --job-id job-two");
    assert!(!stopped.status.success());
    assert_eq!(calls(path).iter().filter(|call| *call == "get-service-last-accessed-details").count(), 7);
    let out = collect(path, "");
    assert!(out.status.success(), "{}", text(&out.stderr));
    let again = calls(path);
    // The names are asked for again, and the one report that was missing.
    for (call, count) in [
        ("get-account-authorization-details", 0),
        ("generate-credential-report", 0),
        ("list-access-keys", 0),
        ("list-users", 2),
        ("generate-service-last-accessed-details", 1),
        ("get-service-last-accessed-details", 3),
    ] {
        assert_eq!(again.iter().filter(|own| *own == call).count(), count, "{call}: {again:?}");
    }
    let analyze = "analyze account --as-of 2026-06-30T00:00:00Z --output out";
    let out = ends(path, analyze, 0);
    assert!(!text(&out.stderr).contains("warning"), "{}", text(&out.stderr));
    let findings = fs::read_to_string(path.join("out/findings.jsonl")).unwrap();
    let kinds: Vec<String> = findings
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|one| format!("{} {}", one["resource"], one["findingType"]).replace('"', ""))
        .collect();
    let arn = "arn:aws:iam::111122223333";
    assert_eq!(
        kinds,
        [
            format!("{arn}:role/one UnusedPermission"),
            format!("{arn}:role/two UnusedPermission"),
            format!("{arn}:user/ann UnusedIAMUserPassword"),
        ]
    );
    // Nothing is left to do.
    assert!(collect(path, "").status.success());
    assert_eq!(calls(path), ["list-users", "list-users", "list-roles"]);
}
