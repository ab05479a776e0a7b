//! Granted, and which actions need a row.

use serde_json::{Value, json};

use super::super::set;
use super::{OLD, RECENT, idle, managed, policy_of, service, statement, step};

#[test]
fn granted() {
    for (change, place) in [
        (("/grants/0/policy", json!(1)), "rows[0].granted"),
        (("/grants/0/statement", json!(0)), "rows[0].granted"),
        (("/grants/0/statement", json!(2)), "rows[0].granted"),
        (("/grants/0/before", json!([1, 1])), "rows[0].granted"),
        (("/grants/0/before", json!([0, 0])), "rows[0].granted"),
        (("/grants/0/before", json!([0, 2])), "rows[0].granted"),
        (("/grants/0/before", Value::Null), "rows[0].granted"),
        (("/rows/0/granted", json!(1)), "rows[0].granted"),
        (("/rows/0/granted", json!(2)), "rows[0].granted"),
    ] {
        step().rejects(place, &[change]);
    }
    let with = |statements: &[Value]| {
        step().with(|step| step.role["RolePolicyList"][0]["PolicyDocument"] = policy_of(statements))
    };
    let (sqs, s3) = (statement("Allow", &["sqs:*"]), statement("Allow", &["s3:Get*"]));
    // Another statement denies it on everything, or only somewhere.
    with(&[sqs.clone(), s3.clone(), statement("Deny", &["s3:*"])]).rejects("rows[0].granted", &[]);
    let mut some = statement("Deny", &["s3:*"]);
    some["Resource"] = json!("arn:aws:s3:::x");
    with(&[sqs.clone(), s3.clone(), some]).accepts(&[]);
    // The statement that is named has to allow.
    with(&[sqs.clone(), statement("Deny", &["s3:Get*"]), s3.clone()]).rejects("rows[0].granted", &[]);
    let mut other = json!({"Effect": "Allow", "NotAction": ["s3:Put*"], "Resource": "*"});
    with(&[sqs.clone(), other.clone()]).accepts(&[]);
    other["NotAction"] = json!(["s3:*"]);
    with(&[sqs, other]).rejects("rows[0].granted", &[]);
}

#[test]
fn granted_for_all_of_the_period() {
    let both = policy_of(&[statement("Allow", &["sqs:*", "s3:*"])]);
    let before = |version: usize, statement: usize| {
        let grant =
            |now: usize| json!({"policy": 0, "name": "m", "statement": now, "before": [version, statement]});
        [("/grants/0", grant(1)), ("/grants/1", grant(0))]
    };
    let young = managed(step(), RECENT, &both);
    young.rejects("rows[0].granted", &[]);
    young.rejects("rows[0].granted", &before(0, 1));
    young.accepts(&before(1, 0));
    managed(step(), OLD, &policy_of(&[])).accepts(&[]);
    // The older version allowed less, or denied.
    let less = managed(step(), RECENT, &policy_of(&[statement("Allow", &["sqs:*"])]));
    less.rejects("rows[0].granted", &before(1, 0));
    managed(step(), RECENT, &policy_of(&[statement("Deny", &["*"])]))
        .rejects("rows[0].granted", &before(1, 0));
    // A version that cannot be read shows nothing.
    managed(step(), RECENT, &json!({"Statement": 1})).rejects("rows[0].granted", &before(1, 0));
    // An idle role used nothing, however young its policies are.
    let grant = json!({"policy": 0, "name": "m", "statement": 0});
    managed(idle(), RECENT, &both).accepts(&[("/grants/0", grant)]);
}

#[test]
fn each_unused_action_is_in_one_row() {
    step().rejects("rows", &[("/rows/1", Value::Null)]);
    step().rejects("rows[0].first", &[("/rows/0", Value::Null)]);
    step().rejects(
        "rows[2].first",
        &[("/rows/-", json!({"first": "s3:GetObject", "count": 1, "granted": 0, "seen": 0}))],
    );
    step().rejects("rows[0].first", &[("/rows/0/first", json!("s3:PutObject"))]);
    step().rejects("rows[0].count", &[("/rows/0/count", json!(0))]);
    step().rejects("rows[0].count", &[("/rows/0/count", json!(3))]);
    step().rejects("rows[1].count", &[("/rows/1/count", json!(usize::MAX))]);
    // The second is not granted and seen as the first is.
    step().rejects("rows[0].seen", &[("/rows/0/count", json!(2))]);
    // What is kept needs no row.
    let kept = step().with(|step| step.unused = set("s3:GetObject sqs:DeleteQueue", "s3:*"));
    kept.rejects("rows[0].first", &[]);
    kept.accepts(&[("/rows/0", Value::Null)]);
    // What is unused and was not allowed is not granted.
    step()
        .with(|step| step.unused = set("s3:GetObject s3:PutObject sqs:DeleteQueue", ""))
        .rejects("rows[0].granted", &[("/rows/0/count", json!(2))]);
}

#[test]
fn whole_services() {
    let whole = |unused: &str| {
        step().with(|step| {
            step.unused = set(unused, "");
            step.usage["services"] = json!([{"service": "s3", "seen": 0}]);
        })
    };
    // The known actions that are allowed need rows; `s3:PutObject` is not.
    whole("s3:* sqs:DeleteQueue").accepts(&[]);
    whole("s3:* s3:GetObject sqs:DeleteQueue").accepts(&[]);
    whole("s3:* sqs:DeleteQueue").rejects("rows[0].first", &[("/rows/0", Value::Null)]);
    whole("s3:* s3:PutObject sqs:DeleteQueue").rejects("rows[1].first", &[]);
    whole("s3:* sqs:DeleteQueue").rejects("services", &[("/services", json!([]))]);
    whole("s3:* sqs:DeleteQueue")
        .rejects("services", &[("/services/-", json!({"service": "sqs", "seen": 0}))]);
    whole("s3:* sqs:DeleteQueue").rejects("services[0].seen", &[("/services/0/seen", json!(1))]);
    whole("s3:* sqs:DeleteQueue").rejects("services[0].seen", &[("/services/0/seen", json!(2))]);
    whole("s3:GetObject sqs:DeleteQueue").rejects("services", &[]);
    // A service of which one action was used is not unused as a whole, though single ones are.
    let sqs = step().with(|step| {
        step.unused = set("s3:GetObject sqs:*", "sqs:SendMessage");
        step.usage["services"] = json!([{"service": "sqs", "seen": 0}]);
    });
    sqs.rejects("services[0].seen", &[]);
    // What is after a second colon is not part of a service.
    let odd = step().with(|step| {
        step.unused = set("s3:x:*", "");
        step.report.as_mut().unwrap()["ServicesLastAccessed"][0] = service("s3:x", None, &[]);
        step.usage["services"] = json!([{"service": "s3:x", "seen": 0}]);
        step.usage["rows"] = json!([]);
    });
    odd.rejects("services[0].seen", &[]);
    // Of a role that was not used nothing was, listed or not.
    let all = idle().with(|step| {
        step.unused = set("iam:PassRole s3:* ec2:*", "");
        step.usage["services"] = json!([{"service": "ec2", "seen": 0}, {"service": "s3", "seen": 0}]);
    });
    all.accepts(&[]);
    // What is allowed and denied on everything is not in the step.
    let denied = whole("s3:* sqs:DeleteQueue").with(|step| {
        let statements =
            [statement("Allow", &["sqs:*"]), statement("Allow", &["s3:*"]), statement("Deny", &["s3:Put*"])];
        step.role["RolePolicyList"][0]["PolicyDocument"] = policy_of(&statements);
    });
    denied.accepts(&[]);
    // And neither is what is only denied, on something.
    let denied = whole("s3:* sqs:DeleteQueue").with(|step| {
        let mut deny = statement("Deny", &["s3:Put*"]);
        deny["Resource"] = json!("arn:aws:s3:::x");
        let statements = [statement("Allow", &["sqs:*"]), statement("Allow", &["s3:Get*"]), deny];
        step.role["RolePolicyList"][0]["PolicyDocument"] = policy_of(&statements);
    });
    denied.accepts(&[]);
}
