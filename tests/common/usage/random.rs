//! Random accounts with one principal.

use paredown::analyze::{Analysis, Class, ShownBy};
use serde_json::{Value, json};

use super::super::dice::Dice;
use super::{Exported, called_unused};

/// The catalogue that they are judged by.
pub const CATALOGUE: [&str; 7] = [
    "iam:GetUser",
    "iam:PassRole",
    "s3:GetObject",
    "s3:PutObject",
    "sqs:DeleteQueue",
    "sqs:ReceiveMessage",
    "sqs:SendMessage",
];
const SERVICES: [&str; 3] = ["iam", "s3", "sqs"];
const PATTERNS: [&str; 12] = [
    "*",
    "sqs:*",
    "sqs:*Message",
    "sqs:SendMessage",
    "sqs:Unheard",
    "s3:*",
    "S3:get*",
    "s3:PutObject",
    "iam:*",
    "iam:PassRole",
    "?qs:DeleteQueue",
    "s3:GetObject",
];
const ACCOUNT: &str = "arn:aws:iam::111122223333";

/// A time: in the period of 90 days, just in it, just before it, long before it.
pub fn time(dice: &mut Dice) -> &'static str {
    dice.one(&[
        "2026-05-01T00:00:00Z",
        "2026-05-01 02:00:00.5+02:00",
        "2026-04-01T00:00:01Z",
        "2026-04-01T00:00:00Z",
        "2025-12-01T00:00:00Z",
        "2025-12-01T10:00:00-05:00",
    ])
}

pub fn old(dice: &mut Dice) -> &'static str {
    dice.one(&["2025-12-01T00:00:00Z", "2026-04-01T00:00:00Z"])
}

pub fn made(dice: &mut Dice) -> Value {
    match dice.below(12) {
        0 => "2026-06-29T00:00:00Z".into(),
        1 => "2026-06-29T00:00:00.001Z".into(),
        2 => "2027-05-06T00:00:00Z".into(),
        3 => "2027-05-06T00:00:01Z".into(),
        4 => Value::Null,
        _ => super::NOW.into(),
    }
}

fn statement(dice: &mut Dice) -> Value {
    let effect = if dice.often(88) { "Allow" } else { "Deny" };
    let key = if dice.often(88) { "Action" } else { "NotAction" };
    let mut patterns: Vec<&str> = (0..=dice.below(3)).map(|_| dice.one(&PATTERNS)).collect();
    patterns.dedup();
    let resource = if dice.often(85) { "*" } else { "arn:aws:s3:::b" };
    json!({"Effect": effect, key: patterns, "Resource": resource})
}

pub fn document(dice: &mut Dice) -> Value {
    let statements: Vec<Value> = (0..=dice.below(3)).map(|_| statement(dice)).collect();
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn inline(dice: &mut Dice, most: usize) -> Value {
    (0..dice.below(most + 1))
        .map(|number| json!({"PolicyName": format!("p{number}"), "PolicyDocument": document(dice)}))
        .collect()
}

fn attached(yes: bool) -> Value {
    if yes { json!([{"PolicyName": "m", "PolicyArn": format!("{ACCOUNT}:policy/m")}]) } else { json!([]) }
}

fn managed(dice: &mut Dice) -> Value {
    let default = dice.below(2);
    let mut versions = Vec::new();
    for number in 0..2 {
        if number == default || dice.often(60) {
            let created = if dice.often(60) { old(dice) } else { "2026-05-01T00:00:00Z" };
            versions.push(json!({
                "VersionId": format!("v{number}"), "IsDefaultVersion": number == default, "CreateDate": created,
                "Document": document(dice),
            }));
        }
    }
    json!([{
        "PolicyName": "m", "PolicyId": "ANPA", "Arn": format!("{ACCOUNT}:policy/m"), "Path": "/",
        "DefaultVersionId": format!("v{default}"), "AttachmentCount": 1, "PolicyVersionList": versions,
    }])
}

pub fn service(namespace: &str, dice: &mut Dice) -> Value {
    let namespace = if dice.often(90) { namespace.to_owned() } else { namespace.to_ascii_uppercase() };
    let mut service = json!({"ServiceName": "x", "ServiceNamespace": namespace});
    if dice.often(60) {
        service["LastAuthenticated"] = time(dice).into();
    }
    if dice.often(50) {
        let own = CATALOGUE.iter().filter_map(|action| {
            let (service, name) = action.split_once(':').unwrap();
            (service == namespace.to_ascii_lowercase()).then_some(name)
        });
        let own: Vec<&str> = own.collect();
        let mut rows = Vec::new();
        for name in own {
            if dice.often(48) {
                rows.push(json!({"ActionName": name, "LastAccessedTime": time(dice)}));
            } else if dice.often(60) {
                rows.push(json!({"ActionName": name}));
            }
        }
        service["TrackedActionsLastAccessed"] = rows.into();
    }
    service
}

fn report(dice: &mut Dice) -> Value {
    let mut services = Vec::new();
    for namespace in SERVICES {
        if dice.often(85) {
            services.push(service(namespace, dice));
        }
    }
    json!({
        "JobStatus": "COMPLETED", "JobType": "ACTION_LEVEL", "JobCreationDate": made(dice),
        "ServicesLastAccessed": services,
    })
}

pub fn last_used(dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => json!({}),
        1 => json!({"LastUsedDate": old(dice), "Region": "us-east-1"}),
        _ => json!({"LastUsedDate": time(dice)}),
    }
}

impl Exported {
    pub fn random(dice: &mut Dice) -> Self {
        let is_role = dice.often(75);
        let (list, name, arn, policies) = if is_role {
            ("RoleDetailList", "RoleName", "role/app", "RolePolicyList")
        } else {
            ("UserDetailList", "UserName", "user/app", "UserPolicyList")
        };
        let created = if dice.often(95) { "2025-01-01T00:00:00+00:00" } else { "2026-05-01T00:00:00Z" };
        let has_managed = dice.often(45);
        let mut principal = json!({
            "Path": "/", name: "app", name.replace("Name", "Id"): "X", "Arn": format!("{ACCOUNT}:{arn}"),
            "CreateDate": created, policies: inline(dice, 2), "AttachedManagedPolicies": attached(has_managed),
        });
        let mut groups = json!([]);
        if is_role && dice.often(85) {
            principal["RoleLastUsed"] = last_used(dice);
        }
        if !is_role && dice.often(60) {
            principal["GroupList"] = json!(["g"]);
            groups = json!([{
                "Path": "/", "GroupName": "g", "GroupId": "G", "Arn": format!("{ACCOUNT}:group/g"),
                "GroupPolicyList": inline(dice, 1), "AttachedManagedPolicies": attached(dice.often(50)),
            }]);
        }
        let mut details = json!({"UserDetailList": [], "GroupDetailList": groups, "RoleDetailList": []});
        details[list] = json!([principal]);
        details["Policies"] = managed(dice);
        let observable = match dice.below(8) {
            0 => json!({"iam:PassRole": "management"}),
            1 => json!({"s3:getobject": "never", "sqs:SendMessage": "unlogged"}),
            _ => json!({}),
        };
        let report = dice.often(85).then(|| report(dice));
        Self { details, report, observable }
    }
}

/// Some of what an analysis calls unused; of services of which all is, often the whole service; and what is kept.
pub fn some_unused(analysis: &Analysis, dice: &mut Dice) -> (Vec<String>, Vec<String>) {
    let mut names: Vec<String> = called_unused(analysis).into_iter().filter(|_| dice.often(90)).collect();
    for service in SERVICES {
        let prefix = format!("{service}:");
        let own = analysis.classes.iter().filter(|(one, _)| one.action.folded().starts_with(&prefix));
        let own: Vec<_> = own.collect();
        // If only single actions are tracked and unused, the service was used.
        let all = own.iter().all(|(_, class)| match class {
            Class::Unused { shown_by, .. } => *shown_by != ShownBy::ActionReport,
            Class::Used(_) | Class::Undecided(_) => false,
        });
        if all && !own.is_empty() && dice.often(60) {
            names.retain(|name| !name.to_ascii_lowercase().starts_with(&prefix) || dice.often(10));
            names.push(format!("{service}:*"));
        }
    }
    let keep = if dice.often(15) { vec![dice.one(&PATTERNS[1..]).to_owned()] } else { Vec::new() };
    (names, keep)
}
