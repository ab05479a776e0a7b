//! Random policies mean the same in HCL and in plans as they do in JSON.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::*;

/// Texts with what JSON, HCL and templates escape.
fn text() -> impl Strategy<Value = String> {
    // Three `$` or `%` before a brace are refused.
    "([a-z:*/]|\\$\\{|%\\{|\\}|[$%&\"\\\\é😀\n\t#]){0,8}"
        .prop_filter("no `$${`", |text| !text.contains("$${") && !text.contains("%%{"))
}

fn values() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(text(), 1..4)
}

fn policy() -> impl Strategy<Value = Json> {
    let statement = (any::<bool>(), values(), values(), proptest::option::of((text(), values())));
    proptest::collection::vec(statement, 1..4).prop_map(|statements| {
        let statement = |(allow, actions, resources, condition): (bool, _, _, Option<(String, Vec<String>)>)| {
            let effect = if allow { "Allow" } else { "Deny" };
            let mut one = json!({"Effect": effect, "Action": actions, "Resource": resources});
            if let Some((key, values)) = condition {
                one["Condition"] = json!({"StringLike": {key: values}});
            }
            one
        };
        json!({"Version": "2012-10-17", "Statement": statements.into_iter().map(statement).collect::<Vec<_>>()})
    })
}

/// A text as it is written between quotation marks in HCL.
fn quoted(text: &str) -> String {
    let json = Json::from(text).to_string();
    json.replace("${", "$${").replace("%{", "%%{")
}

/// A value as an expression of HCL.
fn expression(value: &Json) -> String {
    match value {
        Json::Array(items) => format!("[{}]", items.iter().map(expression).collect::<Vec<_>>().join(", ")),
        Json::Object(members) => {
            let member =
                |(name, value): (&String, &Json)| format!("{} = {}\n", quoted(name), expression(value));
            format!("{{\n{}}}", members.iter().map(member).collect::<Vec<_>>().concat())
        }
        Json::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// The statements as blocks of a data source.
fn blocks(policy: &Json) -> String {
    let block = |one: &Json| {
        let condition = one.get("Condition").map_or_else(String::new, |condition| {
            let (key, values) = condition["StringLike"].as_object().unwrap().iter().next().unwrap();
            let values = expression(values);
            format!(
                "condition {{\n test = \"StringLike\"\n variable = {}\n values = {values}\n}}\n",
                quoted(key)
            )
        });
        let [effect, actions, resources] =
            ["Effect", "Action", "Resource"].map(|name| expression(&one[name]));
        format!(
            "statement {{\n effect = {effect}\n actions = {actions}\n resources = {resources}\n{condition}}}\n"
        )
    };
    let blocks: Vec<String> = policy["Statement"].as_array().unwrap().iter().map(block).collect();
    format!("data \"aws_iam_policy_document\" \"d\" {{\n{}}}\n", blocks.concat())
}

proptest! {
    #[test]
    fn a_policy_is_the_same_in_all_ways(policy in policy()) {
        let json = policy.to_string();
        let plan = json!({"format_version": "1.2", "resource_changes": [{"address": "aws_iam_policy.p",
            "type": "aws_iam_policy", "change": {"actions": ["create"], "after": {"policy": json}}}]});
        let plan = terraform_plan(&source(&plan.to_string())).unwrap().after;
        let expected = says(&plan.policies[0].document);
        let heredoc = json.replace("${", "$${").replace("%{", "%%{");
        for written in [
            format!("jsonencode({})", expression(&policy)),
            quoted(&json),
            format!("<<EOF\n{heredoc}\nEOF"),
        ] {
            prop_assert_eq!(super::policy(&written, ""), Ok(expected.clone()), "{}", written);
        }
        let found = super::policy("data.aws_iam_policy_document.d.json", &blocks(&policy));
        // The provider makes policy variables of `&{`, and an empty operator or variable is none.
        if !json.contains("&{") {
            prop_assert_eq!(found, Ok(expected));
        }
    }
}
