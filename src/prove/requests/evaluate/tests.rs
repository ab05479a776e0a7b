//! Single requests with known answers. Those of the corpus are not in the repository.

use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::model::Policy;
use crate::parse::{Source, policy};
use crate::prove::requests::tests::corpus;

fn parsed(value: &Value) -> Result<Policy, String> {
    let text = value.to_string();
    let parsed = policy(&Arc::new(Source { name: "p".into(), text }));
    parsed.map(|parsed| parsed.policy).map_err(|error| error.render(false))
}

fn read(value: &Value) -> Policy {
    parsed(value).unwrap()
}

fn request(value: &Value) -> Request {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let values = |value: &Value| match value {
        Value::Array(all) => all.iter().map(text).collect(),
        one => vec![text(one)],
    };
    let context = value["context"].as_object().unwrap();
    Request {
        action: text(&value["action"]).to_ascii_lowercase(),
        resource: text(&value["resource"]),
        context: context.iter().map(|(key, value)| (key.to_ascii_lowercase(), values(value))).collect(),
    }
}

#[test]
fn the_vectors_come_out_as_expected() {
    let vectors = corpus("requests/vectors.jsonl");
    let (mut decided, mut open, mut refused, mut disputed) = (0, Vec::new(), Vec::new(), 0);
    for vector in &vectors {
        if vector.get("disputed").is_some_and(|disputed| *disputed != Value::Bool(false)) {
            disputed += 1;
            continue;
        }
        let id = vector["id"].as_str().unwrap();
        let Ok(policy) = parsed(&vector["policy"]) else {
            refused.push(id);
            continue;
        };
        let statements: Vec<&Statement> = policy.statements.iter().collect();
        for reading in Reading::ALL {
            match allowed(&statements, &request(&vector["request"]), reading) {
                Some(allowed) => {
                    assert_eq!(allowed, vector["expected"] == "allow", "{id} under {reading:?}");
                    decided += 1;
                }
                None => open.push(id),
            }
        }
    }
    eprintln!(
        "{} vectors: {disputed} disputed, {} refused by the reader ({}); of the others, under either reading, \
         {decided} right and {} not decided ({})",
        vectors.len(),
        refused.len(),
        refused.join(" "),
        open.len(),
        open.join(" ")
    );
    assert!(refused.len() <= 2);
    assert!(open.len() * 5 <= decided, "too many are not decided");
}

/// Whether a statement with this Condition allows a request with this context.
fn holds_for(condition: &Value, context: &[(&str, &[&str])]) -> Option<bool> {
    let policy = read(&serde_json::json!({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": condition}
    }));
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let request = Request {
        action: "a:b".to_owned(),
        resource: "*".to_owned(),
        context: context.iter().map(|(key, all)| ((*key).to_owned(), values(all))).collect(),
    };
    allowed(&policy.statements.iter().collect::<Vec<_>>(), &request, Reading::Segments)
}

#[test]
fn operators_by_one_value_or_none() {
    // The operator, its values, and the answers for an absent key and for each of some values.
    for (operator, values, absent, of_values) in [
        ("StringEquals", vec!["a", "b"], Some(false), vec![("a", Some(true)), ("A", Some(false))]),
        ("StringNotEquals", vec!["a"], Some(true), vec![("a", Some(false)), ("b", Some(true))]),
        ("StringEqualsIgnoreCase", vec!["É"], Some(false), vec![("é", Some(true)), ("Σ", None)]),
        ("StringLike", vec!["a*c?"], Some(false), vec![("abcd", Some(true)), ("abc", Some(false))]),
        (
            "StringLike",
            vec!["${aws:username}", "b"],
            Some(false),
            vec![("a", Some(false)), ("b", Some(true))],
        ),
        ("StringNotLike", vec!["${aws:username}"], Some(true), vec![("a", None)]),
        ("StringEqualsIfExists", vec!["a"], Some(true), vec![("b", Some(false))]),
        ("ForAllValues:StringEquals", vec!["a"], Some(true), vec![("a", Some(true)), ("b", Some(false))]),
        ("ForAnyValue:StringEquals", vec!["a"], Some(false), vec![("a", Some(true))]),
        ("ForAnyValue:StringNotEquals", vec!["a"], Some(false), vec![("b", Some(true))]),
        ("ForAnyValue:StringEqualsIfExists", vec!["a"], None, vec![("a", Some(true))]),
        ("NumericEquals", vec!["ten", "1"], Some(false), vec![("1", None), ("2", Some(false))]),
        ("NumericNotEquals", vec!["ten", "1"], Some(true), vec![("1", Some(false)), ("2", None)]),
        ("NumericNotEquals", vec!["ten"], Some(true), vec![("1", Some(false))]),
        (
            "NumericLessThan",
            vec!["1.5"],
            Some(false),
            vec![("1.49", Some(true)), ("x", Some(false)), ("", None)],
        ),
        (
            "DateGreaterThan",
            vec!["2024-01-01"],
            Some(false),
            vec![("2024-01-02T00:00:00Z", Some(true)), ("2024", None)],
        ),
        ("Bool", vec!["TRUE"], Some(false), vec![("true", Some(true)), ("1", None)]),
        (
            "BinaryEquals",
            vec!["YQ=="],
            Some(false),
            vec![("YQ==", Some(true)), ("YR==", None), ("YWE=", Some(false)), ("YQ", None)],
        ),
        (
            "IpAddress",
            vec!["10.0.0.0/8"],
            Some(false),
            vec![
                ("10.9.9.9", Some(true)),
                ("::ffff:10.1.1.1", None),
                ("2001:db8::1", Some(false)),
                ("x", None),
            ],
        ),
        (
            "IpAddress",
            vec!["2001:db8::/32", "0.0.0.0/0"],
            Some(false),
            vec![("2001:db8:1::", Some(true)), ("9.9.9.9", Some(true)), ("2001:db9::", Some(false))],
        ),
        ("NotIpAddress", vec!["10.0.0.0/33"], Some(true), vec![("10.0.0.1", None)]),
        (
            "ArnLike",
            vec!["arn:aws:iam::*:role/*"],
            Some(false),
            vec![
                ("arn:aws:iam::1:role/a:b", Some(true)),
                ("arn:aws:iam:r:1:role/a", Some(false)),
                ("x", None),
            ],
        ),
        ("ArnEquals", vec!["*"], Some(false), vec![("arn:aws:iam::1:role/a", None)]),
        ("Null", vec!["true"], Some(true), vec![("a", Some(false))]),
        ("Null", vec!["false"], Some(false), vec![("a", Some(true))]),
        ("ForAnyValue:Null", vec!["true"], None, vec![("a", None)]),
        ("StringEquals", vec![], Some(false), vec![("a", None)]),
    ] {
        let condition = serde_json::json!({ operator: {"K:x": values} });
        assert_eq!(holds_for(&condition, &[]), absent, "{condition} absent");
        assert_eq!(holds_for(&condition, &[("k:x", &[])]), absent, "{condition} without values");
        for (value, expected) in of_values {
            assert_eq!(holds_for(&condition, &[("k:x", &[value])]), expected, "{condition} {value}");
        }
    }
}

#[test]
fn several_values_need_a_set_operator() {
    let two: &[(&str, &[&str])] = &[("k", &["a", "b"])];
    for (operator, expected) in [
        ("StringEquals", None),
        ("ForAllValues:StringEquals", Some(false)),
        ("ForAnyValue:StringEquals", Some(true)),
        ("ForAllValues:StringNotEquals", Some(false)),
        ("ForAnyValue:StringNotEquals", Some(true)),
    ] {
        assert_eq!(holds_for(&serde_json::json!({ operator: {"k": "a"} }), two), expected, "{operator}");
    }
}

#[test]
fn what_is_not_understood_is_passed_over_where_it_makes_no_difference() {
    let decide = |statements: Value, action: &str, resource: &str| {
        let policy = read(&serde_json::json!({"Version": "2012-10-17", "Statement": statements}));
        let request =
            Request { action: action.to_owned(), resource: resource.to_owned(), ..Request::default() };
        allowed(&policy.statements.iter().collect::<Vec<_>>(), &request, Reading::Crossing)
    };
    // The placeholder of a template.
    let own = "arn:aws:s3:::b/${user}/*";
    for (statements, action, expected) in [
        (serde_json::json!([{"Effect": "Allow", "Action": "s3:Get", "Resource": own}]), "s3:get", None),
        (
            serde_json::json!([{"Effect": "Allow", "Action": "s3:Get", "Resource": own}]),
            "s3:put",
            Some(false),
        ),
        (
            serde_json::json!([{"Effect": "Allow", "Action": "s3:Get", "Resource": [own, "arn:aws:s3:::b*"]}]),
            "s3:get",
            Some(true),
        ),
        (
            serde_json::json!([{"Effect": "Allow", "Action": "s3:Get", "NotResource": [own, "arn:aws:s3:::b*"]}]),
            "s3:get",
            Some(false),
        ),
        (serde_json::json!([{"Effect": "Allow", "Action": "s3:Get", "NotResource": [own]}]), "s3:get", None),
        (
            serde_json::json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Get", "Resource": own}]),
            "s3:get",
            None,
        ),
        (
            serde_json::json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Put", "Resource": own}]),
            "s3:get",
            Some(true),
        ),
        (serde_json::json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "b*"}]), "s3:get", None),
    ] {
        assert_eq!(decide(statements.clone(), action, "arn:aws:s3:::b/ada/x"), expected, "{statements}");
    }
}
