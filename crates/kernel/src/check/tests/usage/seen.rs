//! No-used, and seen.

use serde_json::{Value, json};

use super::super::set;
use super::{NOW, OLD, RECENT, Step, idle, policy_of, service, statement, step};

#[test]
fn no_used() {
    let used = |name: &str| {
        step().with(|step| {
            let tracked = [("SendMessage", Some(RECENT)), ("DeleteQueue", Some(name))];
            step.report.as_mut().unwrap()["ServicesLastAccessed"][1] = service("sqs", Some(RECENT), &tracked);
        })
    };
    // At the start of the period it is not in it.
    used("2026-04-01T00:00:00Z").accepts(&[]);
    used("2026-04-01T00:00:01Z").rejects("rows[1].first", &[]);
    used(RECENT).rejects("rows[1].first", &[]);
    used(RECENT).rejects("rows[1].first", &[("/rows/1/seen", json!(0))]);
    // More days reach further back.
    step().rejects("rows[0].seen", &[("/period/days", json!(300))]);
}

#[test]
fn seen_by_the_service() {
    let s3 =
        |listed: Value| step().with(|step| step.report.as_mut().unwrap()["ServicesLastAccessed"][0] = listed);
    s3(service("s3", None, &[])).accepts(&[]);
    s3(service("S3", None, &[])).accepts(&[]);
    s3(service("s3", Some(RECENT), &[])).rejects("rows[0].seen", &[]);
    // One of its actions was used, another one than is asked about.
    s3(service("s3", None, &[("PutObject", Some(RECENT))])).rejects("rows[0].seen", &[]);
    s3(service("s3express", None, &[])).rejects("rows[0].seen", &[]);
    // A service that was used shows nothing of what is not tracked.
    step().rejects("rows[1].seen", &[("/rows/1/seen", json!(0))]);
    // The file has to be the one that says it.
    let at = |export: usize| json!({"kind": "service-last-accessed", "export": export});
    let right = step().verify(&[("/sources/0", at(0))]).is_ok();
    assert_ne!(right, step().verify(&[("/sources/0", at(1))]).is_ok());
    step().rejects("rows[0].seen", &[("/sources/0", at(2))]);
    step().rejects("rows[0].seen", &[("/rows/0/seen", json!(2))]);
}

#[test]
fn seen_by_the_action() {
    // It is not tracked: nothing says that of it.
    step().rejects("rows[0].seen", &[("/rows/0/seen", json!(1))]);
    let untracked = |step: &mut Step| {
        step.report.as_mut().unwrap()["ServicesLastAccessed"][1] =
            service("sqs", Some(RECENT), &[("SendMessage", None)]);
    };
    step().with(untracked).rejects("rows[1].seen", &[]);
    let at = |export: usize| json!({"kind": "action-last-accessed", "export": export});
    step().rejects("rows[1].seen", &[("/sources/1", at(2))]);
    let right = step().verify(&[("/sources/1", at(0))]).is_ok();
    assert_ne!(right, step().verify(&[("/sources/1", at(1))]).is_ok());
}

#[test]
fn a_report_reaches_over_all_of_the_period() {
    let made =
        |time: &Value| step().with(|step| step.report.as_mut().unwrap()["JobCreationDate"] = time.clone());
    made(&json!("2026-06-29T00:00:01Z")).accepts(&[]);
    made(&json!("2026-06-29T00:00:00Z")).rejects("rows[0].seen", &[]);
    // 400 days after the start it has forgotten nothing, and a second later it has.
    made(&json!("2027-05-06T00:00:00Z")).accepts(&[]);
    made(&json!("2027-05-06T00:00:01Z")).rejects("rows[0].seen", &[]);
    made(&Value::Null).rejects("rows[0].seen", &[]);
    step().with(|step| step.report = None).rejects("rows[0].seen", &[]);
    // The same goes for actions.
    for (time, covers) in [(NOW, true), ("2026-06-29T00:00:00Z", false), ("2027-05-06T00:00:01Z", false)] {
        let by_action = made(&json!(time)).with(|step| {
            step.unused = set("sqs:DeleteQueue", "");
            drop(step.usage["rows"].as_array_mut().unwrap().remove(0));
        });
        if covers {
            by_action.accepts(&[]);
        } else {
            by_action.rejects("rows[0].seen", &[]);
        }
    }
}

#[test]
fn seen_by_the_role() {
    idle()
        .with(|step| step.role["RoleLastUsed"] = json!({"LastUsedDate": RECENT}))
        .rejects("rows[0].seen", &[]);
    idle()
        .with(|step| drop(step.role.as_object_mut().unwrap().shift_remove("RoleLastUsed")))
        .rejects("rows[0].seen", &[]);
    // Of what sources say, it is the use that is believed.
    let used = |listed: Value| {
        idle().with(|one| {
            one.report = step().report;
            one.report.as_mut().unwrap()["ServicesLastAccessed"] = json!([listed]);
        })
    };
    used(service("ec2", Some(RECENT), &[])).rejects("rows[0].seen", &[]);
    used(service("ec2", None, &[("RunInstances", Some(RECENT))])).rejects("rows[0].seen", &[]);
    used(service("ec2", Some(OLD), &[])).accepts(&[]);
    idle().rejects("rows[0].seen", &[("/sources/0/export", json!(1))]);
    // A role that was used shows nothing of single actions.
    step().rejects("rows[0].seen", &[("/sources/0/kind", json!("role-last-used"))]);
}

#[test]
fn what_is_never_observed_is_not_seen() {
    let passing = |evidence: &str| {
        step().with(|step| {
            step.unused = set("iam:PassRole", "");
            step.role["RolePolicyList"][0]["PolicyDocument"] = policy_of(&[statement("Allow", &["iam:*"])]);
            let tracked = [("PassRole", None)];
            step.report.as_mut().unwrap()["ServicesLastAccessed"][0] = service("iam", None, &tracked);
            step.usage["grants"] = json!([{"policy": 0, "name": "p", "statement": 0, "before": [0, 0]}]);
            step.usage["rows"] = json!([{"first": "iam:PassRole", "count": 1, "granted": 0, "seen": 0}]);
            step.usage["evidence"] = evidence.into();
        })
    };
    let by_action = [("/rows/0/seen", json!(1))];
    passing("strict").rejects("rows[0].seen", &[]);
    passing("strict").rejects("rows[0].seen", &by_action);
    passing("access-analyzer").accepts(&[]);
    passing("access-analyzer").accepts(&by_action);
    let table = |text: Value| passing("strict").with(|step| step.observable = text);
    table(json!({"iam:passrole": "management"})).accepts(&[]);
    step().with(|step| step.observable = json!({"s3:GetObject": "never"})).rejects("rows[0].seen", &[]);
}
