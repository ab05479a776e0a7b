//! Plans and states: written here, and real ones.

mod unknown;

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::*;
use crate::contents::{Attached, Contents, WrittenKind};
use crate::document::{document, says};

fn source(text: impl Into<String>) -> Arc<Source> {
    Arc::new(Source { name: "plan.json".into(), text: text.into() })
}

fn plan(value: &Json) -> Plan {
    terraform_plan(&source(value.to_string())).unwrap()
}

/// A file of the corpus; `None`, with a message, without it.
pub(crate) fn shared(file: &str) -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let shared: Vec<_> =
        folders.map(|folder| folder.join("shared")).filter(|folder| folder.exists()).collect();
    let found = shared.iter().map(|folder| folder.join("corpus").join(file)).find(|path| path.exists());
    if found.is_none() {
        let all = std::env::var_os("CI").is_some_and(|ci| ci == "true");
        assert!(!all || shared.is_empty(), "{shared:?} has no corpus/{file}");
        eprintln!("skipped: there is no shared/corpus/{file} beside the project");
    }
    found
}

pub(crate) const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:Get*", "s3:ListBucket"], "Resource": "arn:aws:s3:::b/${aws:username}"}]}"#;

/// A change of a resource of the root module.
#[expect(clippy::needless_pass_by_value, reason = "calls with json! read better")]
fn change(address: &str, after: Json) -> Json {
    let (kind, name) = address.trim_start_matches("data.").split_once('.').unwrap();
    let mode = if address.starts_with("data.") { "data" } else { "managed" };
    json!({"address": address, "mode": mode, "type": kind, "name": name,
           "change": {"actions": ["create"], "before": null, "after": after, "after_unknown": {}, "after_sensitive": {}}})
}

#[expect(clippy::needless_pass_by_value, reason = "calls with vec! read better")]
fn of(changes: Vec<Json>) -> Json {
    json!({"format_version": "1.2", "planned_values": {"root_module": {}}, "resource_changes": changes})
}

fn addresses(contents: &Contents) -> Vec<(&str, WrittenKind)> {
    contents.policies.iter().map(|one| (one.address.as_str(), one.kind)).collect()
}

fn whys(contents: &Contents) -> Vec<(&str, &str)> {
    contents.unchecked.iter().map(|one| (one.address.as_str(), one.why.as_str())).collect()
}

#[test]
fn each_type_gives_its_policies() {
    let policy = |name: &str, value: &str| json!({name: POLICY, value: "x"});
    for (kind, values, found, principals) in [
        ("aws_iam_policy", json!({"policy": POLICY}), WrittenKind::Managed, vec![]),
        ("aws_iam_role_policy", policy("policy", "role"), WrittenKind::Inline, vec!["aws_iam_role x"]),
        ("aws_iam_user_policy", policy("policy", "user"), WrittenKind::Inline, vec!["aws_iam_user x"]),
        ("aws_iam_group_policy", policy("policy", "group"), WrittenKind::Inline, vec!["aws_iam_group x"]),
        (
            "aws_ssoadmin_permission_set_inline_policy",
            policy("inline_policy", "permission_set_arn"),
            WrittenKind::PermissionSet,
            vec!["aws_ssoadmin_permission_set x"],
        ),
    ] {
        let text = of(vec![change(&format!("{kind}.p"), values)]).to_string();
        let source = source(text.clone());
        let after = terraform_plan(&source).unwrap().after;
        assert_eq!(addresses(&after), [(format!("{kind}.p").as_str(), found)]);
        assert_eq!(whys(&after), []);
        let [written] = after.policies.as_slice() else { panic!() };
        assert_eq!(written.principals, principals);
        let read = document(&source, &written.document).unwrap();
        // The place of the statement is that of the escaped text in the file.
        let at = text.get(read.statement(0).unwrap()).unwrap();
        assert!(at.starts_with(r#"{\"Effect\": \"Allow\""#) && at.ends_with("/${aws:username}\\\"}"), "{at}");
    }
}

#[test]
fn roles_have_inline_policies_attachments_a_boundary_and_a_trust_policy() {
    let values = json!({"name": "app", "assume_role_policy": "{}", "permissions_boundary": "arn:b", "tags": {"a": "b"},
        "inline_policy": [{"name": "one", "policy": POLICY}, {"name": "", "policy": POLICY}, {}, {"name": "", "policy": ""}],
        "managed_policy_arns": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:here"]});
    let own = json!({"arn": "arn:here", "policy": POLICY});
    let after = plan(&of(vec![change("aws_iam_role.r", values), change("aws_iam_policy.p", own)])).after;
    let names: Vec<&str> = after.policies.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(
        names,
        ["aws_iam_role.r.inline_policy[one]", "aws_iam_role.r.inline_policy[1]", "aws_iam_policy.p"]
    );
    let attached: Vec<&Attached> = after.attachments.iter().map(|one| &one.policy).collect();
    let elsewhere = Attached::Elsewhere("arn:aws:iam::aws:policy/ReadOnlyAccess".into());
    assert_eq!(attached, [&elsewhere, &Attached::Here("aws_iam_policy.p".into())]);
    let unchecked: Vec<&str> = after.unchecked.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(
        unchecked,
        ["aws_iam_role.r.permissions_boundary", "aws_iam_role.r.assume_role_policy", "aws_iam_role.r.tags"]
    );
}

#[test]
fn attachments_name_principals_and_policies_by_address() {
    let changes = vec![
        change("aws_iam_role.r", json!({"name": "app"})),
        change("aws_iam_role_policy_attachment.a", json!({"role": "app", "policy_arn": "arn:x"})),
        change(
            "aws_iam_policy_attachment.b",
            json!({"roles": ["app"], "users": ["u"], "groups": [], "policy_arn": "arn:y"}),
        ),
        change("aws_iam_policy_attachment.c", json!({"policy_arn": "arn:z"})),
    ];
    let after = plan(&of(changes)).after;
    let all: Vec<(&str, &Attached)> =
        after.attachments.iter().map(|a| (a.principal.as_str(), &a.policy)).collect();
    let elsewhere = |arn: &str| Attached::Elsewhere(arn.into());
    assert_eq!(
        all,
        [
            ("aws_iam_role.r", &elsewhere("arn:x")),
            ("aws_iam_role.r", &elsewhere("arn:y")),
            ("aws_iam_user u", &elsewhere("arn:y"))
        ]
    );
    assert_eq!(
        whys(&after),
        [("aws_iam_policy_attachment.c", "whom the policy is attached to is not known")]
    );
}

#[test]
fn before_and_after_follow_the_actions() {
    for (actions, before, after) in [
        (json!(["no-op"]), true, true),
        (json!(["create"]), false, true),
        (json!(["update"]), true, true),
        (json!(["delete"]), true, false),
        (json!(["delete", "create"]), true, true),
        (json!(["create", "delete"]), true, true),
        (json!(["forget"]), true, true),
    ] {
        let there = json!({"policy": POLICY});
        let mut one = change("module.m[\"k\"].module.n.aws_iam_policy.p[0]", Json::Null);
        one["type"] = json!("aws_iam_policy");
        one["change"]["actions"] = actions.clone();
        one["change"]["before"] = if before { there.clone() } else { Json::Null };
        let forgotten = actions == json!(["forget"]);
        one["change"]["after"] = if after && !forgotten { there } else { Json::Null };
        let plan = plan(&of(vec![one]));
        assert_eq!(plan.before.policies.len(), usize::from(before), "{actions}");
        assert_eq!(plan.after.policies.len(), usize::from(after), "{actions}");
        assert!(plan.after.unchecked.is_empty());
    }
    let mut odd = change("aws_iam_policy.p", json!({"policy": POLICY}));
    odd["change"]["actions"] = json!(["transmogrify"]);
    assert_eq!(whys(&plan(&of(vec![odd])).after).len(), 1);
}

#[test]
fn other_resources_are_unchecked_and_say_what_they_say() {
    let read =
        |values: Json, kind: &str| plan(&of(vec![change(&format!("{kind}.x"), values)])).after.unchecked;
    for kind in [
        "aws_s3_bucket_policy",
        "aws_kms_key",
        "aws_lambda_permission",
        "aws_iam_access_key",
        "awscc_iam_role",
    ] {
        let one = read(json!({"policy": "a", "id": "1", "tags": {"a": "b"}}), kind);
        let same = read(json!({"id": "2", "policy": "a"}), kind);
        let other = read(json!({"policy": "b"}), kind);
        assert_eq!((one.len(), same.len(), other.len()), (1, 1, 1), "{kind}");
        assert_eq!(one[0].says, same[0].says);
        assert_ne!(one[0].says, other[0].says);
    }
    for kind in ["aws_s3_bucket", "aws_autoscaling_policy", "google_project_iam_policy", "terraform_data"] {
        assert!(read(json!({"name": "a"}), kind).is_empty(), "{kind}");
    }
}

#[test]
fn sensitive_values_are_in_no_text() {
    let secret = "hunter2hunter2";
    let mut key = change("aws_iam_access_key.k", json!({"user": "u", "secret": secret}));
    key["change"]["after_sensitive"] = json!({"secret": true});
    let unmarked = change(
        "aws_iam_access_key.l",
        json!({"user": "u", "secret": secret, "ses_smtp_password_v4": secret}),
    );
    let mut policy = change("aws_iam_policy.p", json!({"policy": POLICY.replace("s3:Get*", secret)}));
    policy["change"]["after_sensitive"] = json!({"policy": true});
    let after = plan(&of(vec![key, policy, unmarked])).after;
    assert_eq!((after.unchecked.len(), after.policies.len()), (3, 0));
    assert!(after.unchecked[1].why.contains("marked as sensitive"), "{}", after.unchecked[1].why);
    for one in &after.unchecked {
        assert!(!format!("{} {} {}", one.address, one.why, one.says).contains(secret), "{one:?}");
    }
}

#[test]
fn nothing_is_skipped_in_silence() {
    let address = json!({"address": "a", "change": {}});
    for one in [json!({}), json!({"address": "a"}), address, json!({"type": "a", "change": {}})] {
        assert_eq!(plan(&of(vec![one])).after.unchecked.len(), 1);
    }
    let typed = json!({"address": "a", "type": "b"});
    let mut deposed = json!({"address": "aws_iam_policy.p", "type": "aws_iam_policy", "deposed_key": "1"});
    deposed["values"] = json!({"policy": POLICY});
    for one in [json!({}), typed, json!({"type": "a", "values": {}}), deposed] {
        let module = json!({"child_modules": [{"resources": [one]}]});
        let plan = plan(&json!({"format_version": "1.0", "values": {"root_module": module}}));
        assert_eq!((plan.after.unchecked.len(), plan.after.policies.len()), (1, 0));
        assert!(whys(&plan.before)[0].1.contains("this is a state"));
    }
}

#[test]
fn a_plan_that_is_not_complete_is_unchecked() {
    for (name, value) in [
        ("complete", json!(false)),
        ("errored", json!(true)),
        ("deferred_changes", json!([{"reason": "x", "resource_change": {"address": "aws_iam_policy.p"}}])),
    ] {
        let mut one = of(vec![]);
        one[name] = value;
        assert_eq!(plan(&one).after.unchecked.len(), 1, "{name}");
    }
    assert!(plan(&of(vec![])).after.unchecked.is_empty());
}

#[test]
fn what_is_no_plan_is_refused_with_help() {
    for (text, part) in [
        ("{", "{"),
        (r#"{"a": 1}"#, "neither a plan nor a state"),
        (r#"{"format_version": "2.0", "planned_values": {}}"#, "version of this format"),
        (r#"{"format_version": 1, "planned_values": {}}"#, "version of this format"),
        (r#"{"lineage": "x", "terraform_version": "1", "version": 4}"#, "keeps its state"),
    ] {
        let error = terraform_plan(&source(text)).unwrap_err();
        assert!(text == part || error.message.contains(part), "{}", error.message);
        assert!(text == part || error.help.unwrap().contains("terraform show -json"));
        assert_eq!(error.excerpt, Shown::Nothing);
    }
}

#[test]
fn marks_for_holes_are_not_read() {
    let forged = POLICY.replace("${aws:username}", "\u{F8F0}x\u{F8F1}");
    let after = plan(&of(vec![change("aws_iam_policy.p", json!({"policy": forged}))])).after;
    assert!(after.policies.is_empty());
    assert_eq!(after.unchecked.len(), 1);
}

#[test]
fn the_corpus_is_read() {
    for (file, policies, unchecked) in [
        ("p01_tf_plan.json", 2, 1),
        ("p01b_tf_real_plan_format.json", 0, 0),
        ("p02_tf_show_state.json", 2, 0),
    ] {
        let Some(path) = shared(&format!("shapes/{file}")) else { continue };
        let source = source(std::fs::read_to_string(path).unwrap());
        let plan = terraform_plan(&source).unwrap();
        assert_eq!(plan.after.policies.len(), policies, "{file}");
        assert_eq!(plan.after.unchecked.len(), unchecked, "{file}");
        for written in &plan.after.policies {
            document(&source, &written.document).unwrap();
        }
    }
    if let Some(path) = shared("shapes/p03_tfstate.json") {
        let error = terraform_plan(&source(std::fs::read_to_string(path).unwrap())).unwrap_err();
        assert!(error.help.unwrap().contains("terraform show -json"));
    }
}
