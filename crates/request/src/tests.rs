//! Single requests with known answers.

use std::sync::Arc;

use paredown_policy::parse::{Source, policy};
use serde_json::Value;

use super::*;

/// What the rules of a policy say of a request.
fn decided(policy_json: &Value, request: &Request) -> Option<bool> {
    let parsed = policy(&Arc::new(Source { name: "p".into(), text: policy_json.to_string() })).unwrap();
    let rules: Vec<Rule> = parsed.policy.statements.iter().map(Rule::new).collect();
    decide(&[&rules], request, &Rule::keys(&rules)).allowed()
}

/// Whether a statement with this Condition allows a request with this context.
fn holds_for(condition: &Value, context: &[(&str, &[&str])]) -> Option<bool> {
    let policy = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": condition}
    });
    let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
    let request = Request {
        action: "a:b".to_owned(),
        resource: "*".to_owned(),
        context: context.iter().map(|(key, all)| ((*key).to_owned(), values(all))).collect(),
    };
    decided(&policy, &request)
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
        let policy = serde_json::json!({"Version": "2012-10-17", "Statement": statements});
        let request =
            Request { action: action.to_owned(), resource: resource.to_owned(), ..Request::default() };
        decided(&policy, &request)
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

#[test]
fn a_layer_only_takes_away() {
    let rules = |statements: Value| -> Vec<Rule> {
        let text = serde_json::json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let parsed = policy(&Arc::new(Source { name: "p".into(), text })).unwrap();
        parsed.policy.statements.iter().map(Rule::new).collect()
    };
    let all = rules(serde_json::json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]));
    let some = rules(serde_json::json!([{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]));
    let none = rules(serde_json::json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"},
    ]));
    let get = Request {
        action: "s3:getobject".to_owned(),
        resource: "arn:aws:s3:::b/x".to_owned(),
        ..Request::default()
    };
    let put = Request { action: "s3:putobject".to_owned(), ..get.clone() };
    let said = |layers: &[Layer<'_>], request: &Request| decide(layers, request, &Keys::default());
    assert_eq!(said(&[&all, &some], &get), Decision::Allowed(vec![(0, 0), (1, 0)]));
    assert_eq!(said(&[&all, &some], &put), Decision::NotAllowed(1));
    assert_eq!(said(&[&all, &some, &none], &get), Decision::Denied(2, 1));
    assert_eq!(said(&[&all, &[]], &get), Decision::NotAllowed(1));
    assert_eq!(said(&[], &get), Decision::NotAllowed(0));
}

#[test]
fn where_readings_differ_the_answer_is_open() {
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:*:q"}]}"#;
    let parsed = policy(&Arc::new(Source { name: "p".into(), text: text.into() })).unwrap();
    let rules: Vec<Rule> = parsed.policy.statements.iter().map(Rule::new).collect();
    let on = |resource: &str| Request {
        action: "sqs:sendmessage".to_owned(),
        resource: resource.to_owned(),
        ..Request::default()
    };
    let said = |resource: &str| decide(&[&rules], &on(resource), &Keys::default());
    assert_eq!(
        said("arn:aws:sqs:eu-west-1:111122223333:q"),
        Decision::Open(Opaque::Reading("arn:aws:sqs:*:q".to_owned()))
    );
    assert_eq!(said("arn:aws:sns:eu-west-1:111122223333:q"), Decision::NotAllowed(0));
}

#[test]
fn what_a_hole_stands_for_is_not_known_but_what_is_before_it_is() {
    use paredown_policy::model::hole;
    let on = |resource: &str, tried: &str| {
        let policy = serde_json::json!({
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "a:b", "Resource": resource}
        });
        let request = Request { action: "a:b".to_owned(), resource: tried.to_owned(), ..Request::default() };
        decided(&policy, &request)
    };
    let named = hole("Bucket");
    for (resource, tried, expected) in [
        (format!("arn:aws:s3:::{named}/*"), "arn:aws:s3:::b/k", None),
        (format!("arn:aws:s3:::a{named}"), "arn:aws:s3:::b", Some(false)),
        (format!("arn:aws:s3:::a/${{aws:username}}/{named}"), "arn:aws:s3:::b", Some(false)),
        (format!("arn:aws:s3:::a/${{aws:username}}/{named}"), "arn:aws:s3:::a/u/b", None),
        (format!("arn:aws:{named}:::b"), "arn:aws:s3:::b", None),
        (format!("arn:aws:{named}:::b"), "arn:aws-cn:s3:::b", None),
        (named.clone(), "*", None),
    ] {
        assert_eq!(on(&resource, tried), expected, "{resource} {tried}");
    }
    for (operator, expected) in
        [("StringEquals", None), ("NumericLessThan", None), ("StringLikeIfExists", None)]
    {
        let condition = serde_json::json!({ operator: {"k": hole("X")} });
        assert_eq!(holds_for(&condition, &[("k", &["1"])]), expected, "{operator}");
    }
    let null = serde_json::json!({"Null": {"k": hole("X")}});
    assert_eq!(holds_for(&null, &[("k", &["1"])]), None);
}
