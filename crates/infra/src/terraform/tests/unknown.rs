//! What is known only after apply.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A plan in which the policy and the role of an attachment are known only after apply.
fn unknown(references: &Json) -> Json {
    let mut attached = change("aws_iam_role_policy_attachment.a", json!({}));
    attached["change"]["after_unknown"] = json!({"policy_arn": true, "role": true, "id": true});
    let mut all = of(vec![
        change("aws_iam_role.r", json!({})),
        change("aws_iam_policy.p", json!({"policy": POLICY})),
        attached,
    ]);
    all["configuration"] = json!({"root_module": {"resources": [{
        "address": "aws_iam_role_policy_attachment.a", "expressions": {
            "policy_arn": {"references": references},
            "role": {"references": ["aws_iam_role.r.name", "aws_iam_role.r"]}}}]}});
    all
}

#[test]
fn an_unknown_attachment_is_what_it_refers_to_and_is_unchecked() {
    let after = plan(&unknown(&json!(["aws_iam_policy.p.arn", "aws_iam_policy.p"]))).after;
    let [one] = after.attachments.as_slice() else { panic!("{after:?}") };
    assert_eq!(one.principal, "aws_iam_role.r");
    assert_eq!(one.policy, Attached::Here("aws_iam_policy.p".into()));
    assert_eq!(after.unchecked.len(), 2);
    assert!(after.unchecked.iter().all(|one| one.why.contains("not what it makes of it")));
    for other in [json!(["aws_iam_policy.p.arn", "aws_iam_policy.p", "var.x"]), json!(["var.x"]), json!([])] {
        let after = plan(&unknown(&other)).after;
        let [one] = after.attachments.as_slice() else { panic!("{after:?}") };
        assert!(matches!(&one.policy, Attached::Open(_)), "{one:?}");
    }
}

/// A plan in which a policy is the document of a data source with an unknown resource.
pub(super) fn derived() -> Json {
    let statement = json!({"actions": ["s3:Get*"], "not_actions": null, "effect": null, "sid": "A",
        "resources": ["arn:aws:s3:::&{aws:username}", null], "principals": [],
        "condition": [{"test": "StringEquals", "variable": "aws:PrincipalTag/a", "values": ["&{aws:userid}"]}]});
    let mut data =
        change("data.aws_iam_policy_document.d", json!({"statement": [statement], "version": null}));
    data["change"]["actions"] = json!(["read"]);
    data["change"]["after_unknown"] =
        json!({"json": true, "statement": [{"resources": [false, true], "actions": [false]}]});
    let mut policy = change("aws_iam_policy.p", json!({}));
    policy["change"]["after_unknown"] = json!({"policy": true, "arn": true});
    let mut all = of(vec![data, policy]);
    all["configuration"] = json!({"root_module": {"resources": [
        {"address": "data.aws_iam_policy_document.d", "expressions": {"statement": [
            {"resources": {"references": ["aws_s3_bucket.b.arn", "aws_s3_bucket.b"]}}]}},
        {"address": "aws_iam_policy.p", "expressions": {"policy": {
            "references": ["data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"]}}}]}});
    all
}

#[test]
fn an_unknown_policy_is_built_from_statement_blocks() {
    let text = derived().to_string();
    let source = source(text);
    let after = terraform_plan(&source).unwrap().after;
    let kinds = [WrittenKind::Document, WrittenKind::Managed];
    assert_eq!(after.policies.iter().map(|one| one.kind).collect::<Vec<_>>(), kinds);
    assert_eq!(after.unchecked.len(), 1, "{:?}", after.unchecked);
    for written in &after.policies {
        let read = document(&source, &written.document).unwrap();
        let [hole] = read.holes.as_slice() else { panic!() };
        assert_eq!(hole.name, "aws_s3_bucket.b.arn");
        let said = says(&written.document);
        for part in ["arn:aws:s3:::${aws:username}", "${aws:userid}", "2012-10-17", "Allow"] {
            assert!(said.contains(part), "{said}");
        }
    }
    // Nothing is known about the same place of another plan: its expression may be another.
    let mut other = derived();
    other["timestamp"] = json!("later");
    let other = plan(&other).after;
    for (one, other) in after.policies.iter().zip(&other.policies) {
        assert_ne!(says(&one.document), says(&other.document));
    }
}

#[test]
fn what_is_not_in_the_plan_is_unchecked_and_named() {
    let mut one = derived();
    one["configuration"]["root_module"]["resources"][1]["expressions"]["policy"]["references"] =
        json!(["aws_s3_bucket.logs.arn", "aws_s3_bucket.logs"]);
    let after = plan(&one).after;
    let why = "its policy is known only after apply: it depends on `aws_s3_bucket.logs.arn`";
    assert_eq!(whys(&after), [("aws_iam_policy.p", why)]);
    one["configuration"] = json!({});
    let why = "its policy is known only after apply; the plan does not say what it depends on";
    assert_eq!(whys(&plan(&one).after), [("aws_iam_policy.p", why)]);
    for (name, value, part) in [
        ("source_policy_documents", json!(["{}"]), "merged"),
        ("override_json", json!("{}"), "merged"),
        ("statement", json!([{"actions": ["a:b"], "principals": [{"type": "*"}]}]), "principals"),
        ("statement", json!([{"sid": "a"}, {"sid": "a"}]), "sid `a`"),
        ("version", json!("2008-10-17"), "2008-10-17"),
    ] {
        let mut one = derived();
        one["resource_changes"][0]["change"]["after"][name] = value;
        one["resource_changes"][0]["change"]["after_unknown"] = json!({"json": true});
        let after = plan(&one).after;
        assert!(after.policies.is_empty(), "{name}");
        assert_eq!(after.unchecked.len(), 2);
        assert!(after.unchecked.iter().all(|one| one.why.contains(part)), "{:?}", after.unchecked);
    }
}

#[test]
fn unknown_elements_of_sets_are_left_out_by_terraform() {
    for (resources, marks, known, holes) in [
        (json!([]), json!([true]), 0, 1),
        (json!(["arn:a"]), json!([true, false]), 1, 1),
        (json!(["arn:a"]), json!([false, true, true]), 1, 2),
        (json!(["arn:a", null]), json!([false, true]), 1, 1),
        (json!(["arn:a", "arn:b"]), json!([false, false]), 2, 0),
        (json!(["arn:a", "arn:b"]), json!([true]), 0, 1),
        (json!(null), json!(true), 0, 1),
    ] {
        let mut one = derived();
        let change = &mut one["resource_changes"][0]["change"];
        change["after"]["statement"][0]["resources"] = resources.clone();
        change["after_unknown"]["statement"][0]["resources"] = marks;
        let source = source(one.to_string());
        let after = terraform_plan(&source).unwrap().after;
        let read = document(&source, &after.policies[0].document).unwrap();
        let patterns = read.parsed.policy.statements[0].scope.resource().patterns.len();
        assert_eq!((patterns - read.holes.len(), read.holes.len()), (known, holes), "{resources}");
    }
}

#[test]
fn references_to_instances_are_followed() {
    let text =
        derived().to_string().replace("data.aws_iam_policy_document.d", "data.aws_iam_policy_document.d[0]");
    let mut one: Json = serde_json::from_str(&text).unwrap();
    let expressions = &mut one["configuration"]["root_module"]["resources"];
    expressions[0]["address"] = json!("data.aws_iam_policy_document.d");
    let references = &mut expressions[1]["expressions"]["policy"]["references"];
    references.as_array_mut().unwrap().push(json!("data.aws_iam_policy_document.d"));
    assert_eq!(plan(&one).after.policies.len(), 2);
}

proptest! {
    /// Any change of a plan is read or refused.
    #[test]
    fn no_plan_panics(at in 0..4000_usize, byte in "[\\]\\[{}\",:0a-z]{0,3}", cut in 0..9_usize) {
        let text = derived().to_string();
        let at = at % text.len();
        let end = (at + cut).min(text.len());
        if let (Some(before), Some(rest)) = (text.get(..at), text.get(end..)) {
            let source = source(format!("{before}{byte}{rest}"));
            if let Ok(plan) = terraform_plan(&source) {
                for written in plan.before.policies.iter().chain(&plan.after.policies) {
                    let _ = document(&source, &written.document);
                }
            }
        }
    }
}
