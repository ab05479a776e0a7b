//! `paredown analyze --recommend`: a folder for each principal with what is recommended, proved and planned.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::program::{assert_shape, ends, names, run, shown, text, write};

use super::account::{NOW, arn, details, laid_out, report, role, service, yesterday};

const RECOMMEND: &str = "--recommend --engine automata";

fn analyze(folder: &TempDir, options: &str, code: i32) -> Vec<Value> {
    let command = format!("analyze a --as-of {NOW} -c catalogue.json --output out {RECOMMEND} {options}");
    let out = ends(folder.path(), &command, code);
    assert!(
        text(&out.stdout).contains("recommendations for")
            || text(&out.stdout).contains("nothing to recommend")
    );
    let statistics: Value =
        serde_json::from_slice(&fs::read(folder.path().join("out/statistics.json")).unwrap()).unwrap();
    assert_shape("analyze.schema.json", &statistics);
    let rows = fs::read_to_string(folder.path().join("out/recommendations.jsonl")).unwrap();
    let rows: Vec<Value> = rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for row in &rows {
        assert_shape("remedy.schema.json", row);
        if let Some(place) = row["folder"].as_str() {
            let result = fs::read(folder.path().join("out").join(place).join("proof/result.json")).unwrap();
            assert_eq!(serde_json::from_slice::<Value>(&result).unwrap(), *row);
        }
    }
    rows
}

fn row<'a>(rows: &'a [Value], name: &str) -> &'a Value {
    rows.iter().find(|row| row["principal"].as_str().unwrap().ends_with(&format!("/{name}"))).unwrap()
}

/// A role that used one action of two services, and what says so.
fn half_used(name: &str) -> [(String, Value); 1] {
    let tracked = |used: &str| {
        let one = |name: &str| {
            if name == used {
                json!({"ActionName": name, "LastAccessedTime": "2026-06-29T00:00:00Z"})
            } else {
                json!({"ActionName": name})
            }
        };
        json!([one("SendMessage"), one("ReceiveMessage"), one("DeleteQueue")])
    };
    let services = json!([
        service("sqs", Some("2026-06-29T00:00:00Z"), Some(&tracked("SendMessage"))),
        service("s3", None, None),
    ]);
    [(format!("r-{name}.json"), json!({"arn": arn(name), "report": report("ACTION_LEVEL", &services)}))]
}

fn account(roles: &[Value], reported: &[&str]) -> TempDir {
    with(details(roles), reported)
}

fn with(details: Value, reported: &[&str]) -> TempDir {
    let reports: Vec<(String, Value)> = reported.iter().flat_map(|name| half_used(name)).collect();
    let mut files = vec![("d.json", details)];
    files.extend(reports.iter().map(|(name, value)| (name.as_str(), value.clone())));
    laid_out(&files)
}

/// Whether the certificate in the folder of a principal is accepted, from the files there and the account.
fn verified(folder: &Path, place: &str) -> bool {
    let command = format!(
        "verify out/{place}/proof/certificate.json -c catalogue.json --policy out/{place}/proof/policies --recommended \
         out/{place} --unused out/{place}/proof/unused.json --account a --as-of {NOW}"
    );
    run(folder, &command).status.success()
}

#[test]
fn a_principal_has_a_folder_with_everything_and_what_does_not_change_is_not_done_again() {
    let roles = [
        role("half", &["sqs:*", "s3:GetObject"], &yesterday()),
        role("idle", &["sqs:*"], &json!({})),
        role("busy", &["sqs:SendMessage"], &yesterday()),
    ];
    let folder = account(&roles, &["half", "busy"]);
    let rows = analyze(&folder, "", 0);
    assert_eq!(rows.len(), 2, "{rows:?}");
    let half = row(&rows, "half");
    assert_eq!(half["policies"]["verdict"], "proved");
    assert_eq!(half["policies"]["actions"]["unknown"], json!({"before": 4, "after": 1}));
    assert_eq!(half["policies"]["policies"][0]["outcome"], "replace");
    assert_eq!(half["policies"]["planned"], true);
    assert_eq!(row(&rows, "idle")["retire"], json!([{"what": "role"}]));
    let own = folder.path().join("out/principals/half");
    let proof = ["certificate.json", "changes.diff", "policies", "report.json", "result.json", "unused.json"];
    assert_eq!(names(&own.join("proof")), proof);
    assert!(own.join("plan.sh").is_file() && own.join("p.json").is_file());
    let document: Value = serde_json::from_slice(&fs::read(own.join("p.json")).unwrap()).unwrap();
    assert_eq!(document["Statement"][0]["Action"], json!(["sqs:SendMessage"]));
    let changes = fs::read_to_string(own.join("proof/changes.diff")).unwrap();
    assert!(
        changes.contains('-') && changes.contains("sqs:SendMessage") && !changes.contains('\u{1b}'),
        "{changes}"
    );
    assert!(verified(folder.path(), "principals/half"));
    // Certify alone agrees.
    let originals = names(&own.join("originals"));
    let certify = format!(
        "certify -c catalogue.json --engine automata --policy out/principals/half/originals/{} --recommended \
         out/principals/half/p.json --unused out/principals/half/proof/unused.json",
        originals[0]
    );
    ends(folder.path(), &certify, 0);
    // A second run, even at another time, writes nothing about them.
    let touched = |name: &str| fs::metadata(own.join(name)).unwrap().modified().unwrap();
    let before = (touched("p.json"), touched("proof/result.json"), touched("plan.json"));
    let again = ends(
        folder.path(),
        &format!("analyze a --as-of 2026-06-30T12:00:00Z -c catalogue.json --output out {RECOMMEND}"),
        0,
    );
    assert!(text(&again.stdout).contains("1 proved"));
    assert_eq!(before, (touched("p.json"), touched("proof/result.json"), touched("plan.json")));
    // Another export of the same gives another certificate, and is no reason to move the plan away.
    let details = fs::read_to_string(folder.path().join("a/d.json")).unwrap();
    write(folder.path(), "a/d.json", format!("{details}\n"));
    assert!(!verified(folder.path(), "principals/half"));
    analyze(&folder, "", 0);
    assert!(verified(folder.path(), "principals/half") && !folder.path().join("out/superseded").exists());
    // A file that was changed or lost is written again.
    fs::remove_file(own.join("proof/changes.diff")).unwrap();
    analyze(&folder, "", 0);
    assert_eq!(fs::read_to_string(own.join("proof/changes.diff")).unwrap(), changes);
    // And without options it is the same again, from nothing.
    let bytes = |place: &str| fs::read(own.join(place)).unwrap();
    let first = (bytes("plan.json"), bytes("proof/certificate.json"), bytes("proof/report.json"));
    fs::remove_dir_all(folder.path().join("out")).unwrap();
    analyze(&folder, "", 0);
    assert_eq!(first, (bytes("plan.json"), bytes("proof/certificate.json"), bytes("proof/report.json")));
}

#[test]
fn a_plan_that_may_be_in_effect_is_moved_away_whole_and_what_is_not_ours_is_not_touched() {
    let folder = account(&[role("half", &["sqs:*"], &yesterday())], &["half"]);
    analyze(&folder, "", 0);
    let old = fs::read(folder.path().join("out/principals/half/plan.json")).unwrap();
    let changed = details(&[role("half", &["sqs:*", "s3:*"], &yesterday())]);
    write(folder.path(), "a/d.json", changed.to_string());
    analyze(&folder, "", 0);
    let moved = names(&folder.path().join("out/superseded"));
    let [moved] = moved.as_slice() else { panic!("{moved:?}") };
    assert!(moved.starts_with("half~"));
    let there = folder.path().join("out/superseded").join(moved);
    assert_eq!(fs::read(there.join("plan.json")).unwrap(), old);
    assert!(there.join("plan.sh").is_file() && there.join("originals").is_dir());
    assert!(verified(folder.path(), "principals/half"));
    // What was retired keeps its record, and what nothing is recommended for any more is moved away too.
    let folder =
        account(&[role("idle", &["sqs:*"], &json!({})), role("half", &["sqs:*"], &yesterday())], &["half"]);
    analyze(&folder, "", 0);
    let idle = folder.path().join("out/principals/idle");
    assert!(fs::read_to_string(idle.join("retire.sh")).unwrap().contains("RETIRE_ROLE='yes'"));
    write(folder.path(), "out/principals/idle/retire.state", "role 2026-07-01T00:00:00Z");
    let denied =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]});
    let mut retired = role("idle", &["sqs:*"], &json!({}));
    retired["RolePolicyList"]
        .as_array_mut()
        .unwrap()
        .push(json!({"PolicyName": "paredown-retired", "PolicyDocument": denied}));
    write(folder.path(), "a/d.json", details(&[retired]).to_string());
    fs::remove_file(folder.path().join("a/r-half.json")).unwrap();
    let rows = analyze(&folder, "", 0);
    assert!(row(&rows, "idle")["retireSteps"][0].as_str().unwrap().starts_with("DEACTIVATE_ROLE"));
    assert!(idle.join("retire.state").is_file());
    assert_eq!(names(&folder.path().join("out/principals")), ["idle"]);
    assert!(names(&folder.path().join("out/superseded"))[0].starts_with("half~"));
    // A file of somebody else in the way stops this principal and no other.
    let roles = [role("half", &["sqs:*"], &yesterday()), role("other", &["sqs:*"], &yesterday())];
    let folder = account(&roles, &["half", "other"]);
    write(folder.path(), "out/principals/half/p.json", "mine");
    let rows = analyze(&folder, "", 2);
    assert!(row(&rows, "half")["reason"].as_str().unwrap().contains("is in the way"));
    assert!(row(&rows, "half")["folder"].is_null());
    assert_eq!(row(&rows, "other")["policies"]["verdict"], "proved");
    assert_eq!(fs::read(folder.path().join("out/principals/half/p.json")).unwrap(), b"mine");
}

#[test]
fn what_others_have_or_make_is_left_to_them_and_said() {
    let statement = |actions: &[&str]| json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]});
    let shared = "arn:aws:iam::111122223333:policy/team/Shared";
    let mut half = role("half", &["sqs:SendMessage"], &yesterday());
    let mut other = role("other", &["sqs:SendMessage"], &Value::Null);
    for one in [&mut half, &mut other] {
        one["AttachedManagedPolicies"] = json!([{"PolicyName": "Shared", "PolicyArn": shared}]);
    }
    let mut single = role("AWSReservedSSO_x", &["sqs:*"], &yesterday());
    single["Path"] = "/aws-reserved/sso.amazonaws.com/".into();
    single["Arn"] = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x".into();
    let mut linked = role("AWSServiceRoleForX", &["sqs:*"], &json!({}));
    linked["Path"] = "/aws-service-role/x.amazonaws.com/".into();
    linked["Arn"] =
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX".into();
    let user = |name: &str, own: Value| {
        json!({
            "Path": "/", "UserName": name, "UserId": format!("AIDA{name}"),
            "Arn": format!("arn:aws:iam::111122223333:user/{name}"), "CreateDate": "2025-01-01T00:00:00Z",
            "GroupList": ["devs"], "AttachedManagedPolicies": [], "UserPolicyList": own, "Tags": [],
        })
    };
    let inline = json!([{"PolicyName": "own", "PolicyDocument": statement(&["sqs:*"])}]);
    let all = json!({
        "UserDetailList": [user("half", inline), user("only", json!([]))],
        "GroupDetailList": [{
            "Path": "/", "GroupName": "devs", "GroupId": "AGPA1", "Arn": "arn:aws:iam::111122223333:group/devs",
            "CreateDate": "2025-01-01T00:00:00Z", "AttachedManagedPolicies": [],
            "GroupPolicyList": [{"PolicyName": "g", "PolicyDocument": statement(&["sqs:DeleteQueue"])}],
        }],
        "RoleDetailList": [half, other, single, linked],
        "Policies": [{
            "PolicyName": "Shared", "PolicyId": "ANPA1", "Arn": shared, "Path": "/team/", "DefaultVersionId": "v1",
            "AttachmentCount": 5, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true,
            "CreateDate": "2025-01-01T00:00:00Z", "UpdateDate": "2025-01-01T00:00:00Z",
            "PolicyVersionList": [{
                "Document": statement(&["s3:*", "sqs:ReceiveMessage"]), "VersionId": "v1", "IsDefaultVersion": true,
                "CreateDate": "2025-01-01T00:00:00Z",
            }],
        }],
    });
    let folder = with(all, &["half"]);
    let services =
        |value: &str| report("ACTION_LEVEL", &half_used(value)[0].1["report"]["ServicesLastAccessed"]);
    for (file, name) in [("u1.json", "user/half"), ("u2.json", "user/only")] {
        let own = json!({"arn": format!("arn:aws:iam::111122223333:{name}"), "report": services("half")});
        write(folder.path(), &format!("a/{file}"), own.to_string());
    }
    let sso = json!({"arn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x",
        "report": services("half")});
    write(folder.path(), "a/s.json", sso.to_string());
    let rows = analyze(&folder, "", 0);
    // A role and a user of one name have a folder each.
    let [role, user] = ["role", "user"].map(|kind| {
        let arn = format!("arn:aws:iam::111122223333:{kind}/half");
        rows.iter().find(|row| row["principal"] == arn).unwrap()
    });
    assert_eq!(role["folder"], "principals/half~role~111122223333");
    assert_eq!(user["folder"], "principals/half~user~111122223333");
    let policies = role["policies"]["policies"].as_array().unwrap();
    assert_eq!(policies[0]["outcome"], "unchanged");
    assert_eq!((&policies[0]["alone"], &policies[1]["alone"]), (&json!("proved"), &json!("proved")));
    assert_eq!((&policies[1]["outcome"], &policies[1]["otherHolders"]), (&json!("detach"), &json!(4)));
    assert_eq!(policies[1]["holders"], json!([arn("other")]));
    let manifest = fs::read(folder.path().join("out/principals/half~role~111122223333/plan.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_shape("plan.schema.json", &manifest);
    assert_eq!(manifest["policies"][1]["others"], json!({"count": 4, "holders": [arn("other")]}));
    assert_eq!(user["policies"]["leftToGroups"], json!({"devs": 1}));
    assert!(row(&rows, "only")["reason"].as_str().unwrap().contains("its groups"));
    let made = row(&rows, "AWSReservedSSO_x");
    assert!(made["folder"].is_null() && made["reason"].as_str().unwrap().contains("permission set"));
    assert!(rows.iter().all(|row| !row["principal"].as_str().unwrap().contains("AWSServiceRole")));
    for one in [role, user] {
        assert!(verified(folder.path(), one["folder"].as_str().unwrap()));
    }
    let plan =
        fs::read_to_string(folder.path().join("out/principals/half~role~111122223333/plan.sh")).unwrap();
    assert!(plan.contains(&format!("OLD_ARN=('{shared}')")), "{plan}");
}

#[test]
fn exceptions_show_in_the_certificate_and_a_folder_is_never_outside() {
    let roles = [role("..", &["sqs:*"], &yesterday()), role("half", &["sqs:*"], &yesterday())];
    let folder = account(&roles, &["..", "half"]);
    let exceptions = "[[exception]]\nprincipal = \"*role/half\"\nactions = [\"sqs:DeleteQueue\"]\nowner = \"ops\"\n\
        reason = \"yearly\"\nuntil = 2027-01-01\n";
    write(folder.path(), "exceptions.toml", exceptions);
    let rows = analyze(&folder, "--exceptions exceptions.toml", 0);
    let command =
        format!("analyze a --as-of {NOW} -c catalogue.json --output again --exceptions exceptions.toml");
    let told = ends(folder.path(), &command, 0);
    let line = "kept until 2027-01-01T23:59:59Z for 1 principals: sqs:DeleteQueue (ops: yearly)";
    assert!(text(&told.stdout).contains(line), "{}", text(&told.stdout));
    assert_eq!(row(&rows, "..")["folder"], "principals/~..");
    let certificate =
        fs::read_to_string(folder.path().join("out/principals/half/proof/certificate.json")).unwrap();
    let certificate: Value = serde_json::from_str(&certificate).unwrap();
    let keep = &certificate["predicate"]["keep"];
    assert_eq!(keep[0]["pattern"], "sqs:DeleteQueue");
    assert!(keep[0]["reason"].as_str().unwrap().starts_with("yearly (ops, until 2027-01-01T"), "{keep}");
    let document = fs::read_to_string(folder.path().join("out/principals/half/p.json")).unwrap();
    assert!(document.contains("sqs:Delete"), "{document}");
}

#[test]
fn what_is_too_large_is_said_and_not_written_and_the_options_need_recommend() {
    let long: Vec<String> = (0..800).map(|n| format!("sqs:Unknown{n:04}")).collect();
    let mut actions: Vec<&str> = long.iter().map(String::as_str).collect();
    actions.push("sqs:DeleteQueue");
    let folder = account(&[role("half", &actions, &yesterday())], &["half"]);
    // AWS would not have stored this either; what it was is not asked.
    let rows = analyze(&folder, "", 4);
    let half = row(&rows, "half");
    assert_eq!(half["policies"]["verdict"], "does-not-fit");
    assert_eq!(half["policies"]["actions"]["unknown"], json!({"before": 801, "after": 801}));
    assert!(half["reason"].as_str().unwrap().contains("10240"), "{half}");
    assert!(!folder.path().join("out/principals/half/p.json").exists());
    let out = run(folder.path(), "analyze a --output out --engine automata");
    assert!(out.status.code() == Some(2) && shown(&out).contains("--recommend"));
}

#[test]
fn findings_of_aws_in_the_folder_are_believed_but_are_no_evidence() {
    // Nothing was exported of when the role used what.
    let folder = account(&[role("half", &["sqs:*"], &yesterday())], &[]);
    let finding = |account: &str| {
        json!({
            "id": "aws-1", "resource": arn("half"), "resourceType": "AWS::IAM::Role", "resourceOwnerAccount": account,
            "findingType": "UnusedPermission", "status": "ACTIVE", "analyzedAt": "2026-06-29T00:00:00Z",
            "createdAt": "2026-05-01T00:00:00Z", "updatedAt": "2026-05-01T00:00:00Z",
            "findingDetails": [{"unusedPermissionDetails":
                {"serviceNamespace": "sqs", "actions": [{"action": "DeleteQueue"}]}}],
        })
    };
    write(folder.path(), "a/aws/f.json", finding("111122223333").to_string());
    let rows = analyze(&folder, "", 0);
    assert_eq!(row(&rows, "half")["policies"]["verdict"], "proved");
    let certificate =
        fs::read_to_string(folder.path().join("out/principals/half/proof/certificate.json")).unwrap();
    assert!(!certificate.contains("\"usage\""), "nothing here shows that it is unused");
    let findings = fs::read_to_string(folder.path().join("out/findings.jsonl")).unwrap();
    let found: Value = serde_json::from_str(&findings).unwrap();
    assert_eq!((&found["id"], &found["paredown"]["sources"]), (&json!("aws-1"), &Value::Null));
    // With a report of our own it keeps its id, and rests on the report.
    let [(name, report)] = half_used("half");
    write(folder.path(), &format!("a/{name}"), report.to_string());
    analyze(&folder, "", 0);
    let certificate =
        fs::read_to_string(folder.path().join("out/principals/half/proof/certificate.json")).unwrap();
    assert!(certificate.contains("\"usage\""));
    let findings = fs::read_to_string(folder.path().join("out/findings.jsonl")).unwrap();
    let found: Value = serde_json::from_str(&findings).unwrap();
    assert_eq!((&found["id"], &found["createdAt"]), (&json!("aws-1"), &json!("2026-05-01T00:00:00Z")));
    assert_eq!(found["paredown"]["sources"][1]["source"], "action-last-accessed");
    // Lines of several, and one of another account.
    let lines = format!("{}\n{}\n", finding("111122223333"), finding("999900001111"));
    write(folder.path(), "a/aws/f.json", lines);
    let command = format!("analyze a --as-of {NOW} -c catalogue.json --output out");
    let error = crate::common::program::refusal(folder.path(), &command, 2);
    assert_eq!(error["code"], "other-principal", "{error}");
}
