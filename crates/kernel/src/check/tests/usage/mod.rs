//! The step from exports to the unused set: what is accepted, and each rule broken once.

mod granted;
mod seen;

use std::sync::Arc;

use paredown_account::{Account, File, Observability, Period, export};
use serde_json::{Value, json};

use super::{Sample, document, set};
use crate::check::granted::Policies;
use crate::check::rejection::Check;
use crate::check::{Exports, Inputs, verify_usage};
use crate::model::UnusedSet;
use crate::parse::{Source, sha256};

const ARN: &str = "arn:aws:iam::111122223333:role/app";
const NOW: &str = "2026-06-30T00:00:00Z";
/// In the period of 90 days, and before it.
const RECENT: &str = "2026-05-01T00:00:00Z";
const OLD: &str = "2025-12-01T00:00:00Z";

/// An account with one role, what is unused, and what a certificate says of usage.
#[derive(Clone)]
struct Step {
    role: Value,
    managed: Vec<Value>,
    report: Option<Value>,
    observable: Value,
    unused: UnusedSet,
    usage: Value,
    /// The statements of an original that is not the principal's.
    foreign: Option<&'static [&'static str]>,
}

fn statement(effect: &str, actions: &[&str]) -> Value {
    json!({"Effect": effect, "Action": actions, "Resource": "*"})
}

fn policy_of(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn service(namespace: &str, last: Option<&str>, tracked: &[(&str, Option<&str>)]) -> Value {
    let mut service = json!({"ServiceName": namespace, "ServiceNamespace": namespace});
    if let Some(last) = last {
        service["LastAuthenticated"] = last.into();
    }
    if !tracked.is_empty() {
        let rows = tracked.iter().map(|(name, last)| match last {
            Some(last) => json!({"ActionName": name, "LastAccessedTime": last}),
            None => json!({"ActionName": name}),
        });
        service["TrackedActionsLastAccessed"] = rows.collect();
    }
    service
}

/// A role that may do three things in two services: `s3` was not used, and of `sqs` one action was, which is tracked, as
/// another is.
fn step() -> Step {
    let inline = policy_of(&[statement("Allow", &["sqs:*"]), statement("Allow", &["s3:Get*"])]);
    Step {
        role: json!({
            "Path": "/", "RoleName": "app", "RoleId": "AROA", "Arn": ARN, "CreateDate": "2025-01-01T00:00:00Z",
            "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": inline}], "AttachedManagedPolicies": [],
            "RoleLastUsed": {"LastUsedDate": RECENT, "Region": "us-east-1"},
        }),
        managed: Vec::new(),
        report: Some(json!({
            "JobStatus": "COMPLETED", "JobType": "ACTION_LEVEL", "JobCreationDate": NOW,
            "ServicesLastAccessed": [
                service("s3", Some(OLD), &[]),
                service("sqs", Some(RECENT), &[("SendMessage", Some(RECENT)), ("DeleteQueue", Some(OLD))]),
            ],
        })),
        observable: json!({}),
        unused: set("s3:GetObject sqs:DeleteQueue", ""),
        usage: json!({
            "principal": ARN,
            "period": {"days": 90, "until": NOW},
            "evidence": "strict",
            "grants": [
                {"policy": 0, "name": "p", "statement": 1, "before": [0, 1]},
                {"policy": 0, "name": "p", "statement": 0, "before": [0, 0]},
            ],
            "sources": [
                {"kind": "service-last-accessed", "export": "r.json"},
                {"kind": "action-last-accessed", "export": "r.json"},
            ],
            "rows": [
                {"first": "s3:GetObject", "count": 1, "granted": 0, "seen": 0},
                {"first": "sqs:DeleteQueue", "count": 1, "granted": 1, "seen": 1},
            ],
        }),
        foreign: None,
    }
}

/// A role that was never used, of which nothing else is said, with a policy of yesterday.
fn idle() -> Step {
    let mut step = step();
    step.role["RoleLastUsed"] = json!({});
    step.report = None;
    step.unused = set("iam:PassRole s3:GetObject", "");
    let inline = policy_of(&[statement("Allow", &["s3:Get*", "iam:PassRole"])]);
    step.role["RolePolicyList"][0]["PolicyDocument"] = inline;
    step.usage["sources"] = json!([{"kind": "role-last-used", "export": "d.json"}]);
    step.usage["grants"] = json!([{"policy": 0, "name": "p", "statement": 0}]);
    step.usage["rows"] = json!([{"first": "iam:passrole", "count": 2, "granted": 0, "seen": 0}]);
    step
}

/// The same with the policy as a managed one, in force since a time, of which there was another version before.
fn managed(step: Step, since: &str, before: &Value) -> Step {
    let mut step = step;
    let document = step.role["RolePolicyList"][0]["PolicyDocument"].take();
    step.role["RolePolicyList"] = json!([]);
    let arn = "arn:aws:iam::111122223333:policy/m";
    step.role["AttachedManagedPolicies"] = json!([{"PolicyName": "m", "PolicyArn": arn}]);
    let version = |id: &str, created: &str, document: &Value| json!({"VersionId": id, "IsDefaultVersion": id == "v2", "CreateDate": created, "Document": document});
    step.managed = vec![json!({
        "PolicyName": "m", "PolicyId": "ANPA", "Arn": arn, "Path": "/", "DefaultVersionId": "v2", "AttachmentCount": 1,
        "PolicyVersionList": [version("v2", since, &document), version("v1", OLD, before)],
    })];
    step
}

impl Step {
    fn files(&self) -> Vec<(&'static str, String)> {
        let details = json!({
            "UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [self.role], "Policies": self.managed,
        });
        let report = self.report.as_ref().map(|report| json!({"arn": ARN, "report": report}).to_string());
        let report = report.map(|report| ("r.json", report));
        std::iter::once(("d.json", details.to_string())).chain(report).collect()
    }

    fn account(&self) -> Account {
        let file = |(name, text): (&'static str, String)| {
            let source = Arc::new(Source { name: name.into(), text });
            let export = export(&source).unwrap_or_else(|error| panic!("{error}"));
            File { source, export, principal: None }
        };
        Account::gather(self.files().into_iter().map(file).collect(), "a").unwrap().account
    }

    /// The kernel's answer, with the changes to what the certificate says of usage: at a JSON pointer; `null` removes.
    fn verify(&self, changes: &[(&str, Value)]) -> Check {
        let files = self.files();
        let mut digests: Vec<(String, &str)> =
            files.iter().map(|(name, text)| (sha256(text), *name)).collect();
        digests.sort();
        let mut usage = self.usage.clone();
        let exports =
            digests.iter().map(|(sha256, name)| json!({"name": name, "digest": {"sha256": sha256}}));
        usage["exports"] = exports.collect();
        for source in usage["sources"].as_array_mut().unwrap() {
            let number = digests.iter().position(|(_, name)| source["export"] == *name);
            source["export"] = number.unwrap_or(9).into();
        }
        let read = |text: &str| {
            let source = Arc::new(Source { name: "o.json".into(), text: text.into() });
            Observability::read(&source).unwrap()
        };
        let observable = read(&self.observable.to_string());
        usage["observable"] = json!({"sha256": observable.sha256()});
        for (place, value) in changes {
            let (parent, last) = place.rsplit_once('/').unwrap();
            match usage.pointer_mut(parent).unwrap() {
                Value::Object(object) if value.is_null() => drop(object.shift_remove(last)),
                Value::Object(object) => drop(object.insert(last.to_owned(), value.clone())),
                Value::Array(all) if last == "-" => all.push(value.clone()),
                Value::Array(all) if value.is_null() => drop(all.remove(last.parse().unwrap())),
                Value::Array(all) => all[last.parse::<usize>().unwrap()] = value.clone(),
                other => panic!("{other}"),
            }
        }
        let account = self.account();
        let identity = account.details.identities.first().unwrap();
        let in_force = account.policies_of(identity).unwrap();
        let mut sample =
            Sample::of("s3:GetObject s3:PutObject sqs:DeleteQueue sqs:SendMessage", "", &[], &[]);
        sample.unused = self.unused.clone();
        sample.claim = "safe";
        for (number, one) in in_force.iter().enumerate() {
            let mut original = document(&format!("original {number}"), &[]);
            original.policy = one.policy.policy.clone();
            sample.originals.push(original);
            sample.recommended.push(Vec::new());
        }
        if let Some(lines) = self.foreign {
            sample.originals.push(document("foreign", lines));
            sample.recommended.push(Vec::new());
        }
        // Nothing is allowed any more, which is safe; what is denied still has to be.
        let statements = sample.originals.iter().flat_map(|one| &one.policy.statements);
        let (allows, denies): (Vec<_>, Vec<_>) =
            statements.enumerate().partition(|(_, one)| one.effect == crate::model::Effect::Allow);
        sample.rows = allows.iter().map(|(at, _)| json!({"original": [at]})).collect();
        let kept: Vec<_> = denies.iter().map(|(_, deny)| (*deny).clone()).collect();
        if let Some(last) = sample.recommended.last_mut().filter(|_| !kept.is_empty()) {
            let mut recommended = document("recommended", &[]);
            recommended.policy.statements = kept;
            last.push(recommended);
        }
        sample.denies = denies
            .iter()
            .enumerate()
            .map(|(number, (at, _))| json!({"statement": at, "within": [number]}))
            .collect();
        let mut certificate = sample.certificate();
        certificate["predicate"]["usage"] = usage;
        let Sample { originals, recommended, unused, catalogue, .. } = &sample;
        let inputs = Inputs { originals, recommended, unused, catalogue };
        let exports = Exports { account: &account, observable: &observable };
        verify_usage(&serde_json::from_value(certificate).unwrap(), &inputs, &exports)
    }

    #[track_caller]
    fn accepts(&self, changes: &[(&str, Value)]) {
        assert_eq!(self.verify(changes), Ok(()), "{changes:?}");
    }

    #[track_caller]
    fn rejects(&self, place: &str, changes: &[(&str, Value)]) {
        let rejection = self.verify(changes).expect_err(&format!("accepted: {changes:?}"));
        assert_eq!(rejection.place, format!("usage.{place}"), "{changes:?}: {rejection}");
    }

    /// The same step after a change.
    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = self.clone();
        change(&mut changed);
        changed
    }
}

#[test]
fn what_is_right_is_accepted() {
    step().accepts(&[]);
    step().accepts(&[("/rows/0/first", json!("S3:getobject")), ("/evidence", json!("access-analyzer"))]);
    idle().accepts(&[]);
    idle().with(|step| step.role["RoleLastUsed"] = json!({"LastUsedDate": OLD})).accepts(&[]);
}

#[test]
fn without_the_exports_nothing_of_it_is_checked_and_with_them_it_has_to_be_there() {
    let (original, row) = (["s3:*"], json!({"original": [0]}));
    let sample = Sample::of("s3:GetObject", "", &[&original], &[&[]]).claiming("safe").with_rows([row]);
    sample.accepts(&[("#/predicate/usage", json!(null))]);
    let source = Arc::new(Source {
        name: "d.json".into(),
        text: json!({"RoleDetailList": [step().role]}).to_string(),
    });
    let file = File { export: export(&source).unwrap(), source, principal: None };
    let account = Account::gather(vec![file], "a").unwrap().account;
    let Sample { originals, recommended, unused, catalogue, .. } = &sample;
    let inputs = Inputs { originals, recommended, unused, catalogue };
    let exports = Exports { account: &account, observable: &Observability::default() };
    let certificate = serde_json::from_value(sample.certificate()).unwrap();
    assert_eq!(verify_usage(&certificate, &inputs, &exports).unwrap_err().place, "usage");
}

#[test]
fn it_is_about_these_inputs() {
    step().rejects("principal", &[("/principal", json!("arn:aws:iam::111122223333:role/other"))]);
    let digest = json!({"sha256": sha256("")});
    step().rejects("exports", &[("/exports/0/digest", digest.clone())]);
    step().rejects("exports", &[("/exports/0", Value::Null)]);
    step().rejects("exports", &[("/exports/-", json!({"name": "x", "digest": digest}))]);
    step().with(|step| step.observable = json!({"s3:PutObject": "never"})).accepts(&[]);
    let other =
        Observability::read(&Arc::new(Source { name: "o".into(), text: r#"{"a:B": "data"}"#.into() }));
    let other = json!({"sha256": other.unwrap().sha256()});
    step().rejects("observable.sha256", &[("/observable", other)]);
    // Another policy is among the originals, than those of the principal.
    step().with(|step| step.foreign = Some(&["sqs:*"])).rejects("principal", &[]);
    step().with(|step| step.foreign = Some(&["sqs:*", "s3:Get*"])).accepts(&[]);
    // The names are labels.
    step().accepts(&[("/exports/0/name", json!("x")), ("/grants/0/name", json!("x"))]);
}

#[test]
fn originals_are_policies_of_the_principal_statement_by_statement() {
    let lines = ["s3:Get* s3:List*", "deny @arn:aws:s3:::x s3:Put*"];
    let statements = |lines: &[&str]| document("p", lines).policy.statements;
    let parsed = json!([
        {"Sid": "a", "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
        {"Sid": "b", "Effect": "Deny", "Action": "s3:Put*", "Resource": ["arn:aws:s3:::x"]},
    ]);
    let parsed = parsed.as_array().unwrap();
    let step = step().with(|step| step.role["RolePolicyList"][0]["PolicyDocument"] = policy_of(parsed));
    let account = step.account();
    let in_force = account.policies_of(account.details.identities.first().unwrap()).unwrap();
    let policies = Policies::new(&in_force, Period { days: 90, end: NOW.parse().unwrap() });
    assert!(policies.have(&statements(&lines)), "a Sid and a list of one mean nothing");
    for other in [
        &["s3:Get* s3:List*"][..],
        &[lines[1], lines[0]],
        &[lines[0], lines[1], lines[1]],
        &["s3:Get*", lines[1]],
        &["s3:get* s3:List*", lines[1]],
        &["deny s3:Get* s3:List*", lines[1]],
        &["not s3:Get* s3:List*", lines[1]],
        &["@arn:aws:s3:::x s3:Get* s3:List*", lines[1]],
        &["if s3:Get* s3:List*", lines[1]],
        &[lines[0], "@arn:aws:s3:::x s3:Put*"],
        &[],
    ] {
        assert!(!policies.have(&statements(other)), "{other:?}");
    }
}

#[test]
fn the_period_is_one_and_the_principal_existed_for_all_of_it() {
    for days in [0, 366, 400, u32::MAX] {
        step().rejects("period.days", &[("/period/days", json!(days))]);
    }
    step().rejects("period.until", &[("/period/until", json!("soon"))]);
    step().accepts(&[("/period/days", json!(91))]);
    step().with(|step| step.role["CreateDate"] = json!("2026-04-02T00:00:01Z")).rejects("period", &[]);
    idle().with(|step| step.role["CreateDate"] = json!("2026-04-02T00:00:01Z")).rejects("period", &[]);
    // It began just with the period.
    step().with(|step| step.role["CreateDate"] = json!("2026-04-01T00:00:00Z")).accepts(&[]);
}
