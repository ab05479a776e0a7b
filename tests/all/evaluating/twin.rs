//! The evaluator and its slow twin agree on random policies and requests.

use std::cell::Cell;
use std::sync::Arc;

use paredown::parse::{self, Source};
use paredown_request::{Layer, Request, Rule, decide};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::common::oracle::Document;
use crate::common::oracle::evaluator::{Whole, allowed};

const ACTIONS: [&str; 4] = ["s3:GetObject", "s3:PutObject", "S3:getobject", "sqs:SendMessage"];
const PATTERNS: [&str; 8] =
    ["*", "s3:*", "s3:Get*", "s3:?etObject", "S3:PUTOBJECT", "*:*Message", "sqs:*", "s*:*Object"];
const RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::b/ada/x",
    "arn:aws:s3:::b/x",
    "arn:aws:s3:::b/B/x:y",
    "arn:aws:s3:::c/z*",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:sqs:r:1:q",
    "arn:aws:sqs:r:1:q:x",
    "arn:aws:sns:r:2:q",
    "arn:cn:sqs:r::",
];
const RESOURCE_PATTERNS: [&str; 22] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::B/*",
    "arn:aws:s3:::*/x",
    "arn:aws:s3",
    "arn:aws:s*",
    "arn:*",
    "arn:*:sqs:*:1:*",
    "arn:aws:sqs:*:q",
    "arn:aws:sqs:r*:q",
    "arn:aws:s?s:?:?:*",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:UserName}*",
    "arn:aws:s3:::b/${aws:username, 'x'}",
    "arn:aws:s3:::b/${aws:PrincipalTag/team}/*",
    "arn:aws:s3:::c/z${*}",
    "arn:aws:s3:::b/${$}{aws:username}",
    "arn:aws:s3:::b/${aws:TagKeys}",
    "arn:aws:s3:::b/${bucket}",
    "arn:aws:s3:::${aws:username}/${s3:prefix}",
    "arn:aws:sqs:r:1:${s3:prefix}*",
];

/// Operators with a key, values of policies, and values of requests.
type Operators = (&'static [&'static str], &'static str, &'static [&'static str], &'static [&'static str]);

const TESTS: [Operators; 8] = [
    (
        &["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"],
        "s3:prefix",
        &[
            "a",
            "A",
            "a*",
            "?",
            "",
            "${aws:username}",
            "${aws:username}*",
            "x${s3:other}",
            "${k:bytes}",
            "${aws:username, 'a'}",
        ],
        &["a", "A", "ab", "", "ada", "ada/x", "YQ==", "a*"],
    ),
    (
        &["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
        "aws:PrincipalTag/team",
        &["Blue", "É", "Σ", "${aws:username}"],
        &["blue", "é", "σ", "ADA", "red"],
    ),
    (
        &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        "s3:max-keys",
        &["10", "10.0", "1e1", "-3", "0", "9007199254740993", "0.1", "ten", "5."],
        &["10", "1E+1", "100e-1", "-0", "9007199254740992", "0.09", "x", "+5", "1000"],
    ),
    (
        &[
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        ],
        "aws:CurrentTime",
        &["2024-05-01T00:00:00Z", "2024-05-01", "1714521600", "2024-02-29T23:59:59-01:00", "2024", "never"],
        &["2024-05-01T02:00:00+02:00", "2024-04-30T23:59:59Z", "2024-05-01", "2024-03-01", "2024", "soon"],
    ),
    (&["Bool"], "aws:SecureTransport", &["true", "FALSE", "other"], &["true", "True", "false", "1"]),
    (
        &["IpAddress", "NotIpAddress"],
        "aws:SourceIp",
        &["10.0.0.0/8", "10.1.2.3", "2001:db8::/33", "0.0.0.0/0", "10.0.0.0/33", "::ffff:10.0.0.1"],
        &["10.1.2.3", "11.0.0.0", "2001:db8:7fff::1", "2001:db8:8000::", "x", "::ffff:10.1.2.3"],
    ),
    (
        &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
        "aws:SourceArn",
        &[
            "arn:aws:sns:*:*:a",
            "arn:aws:sns:r:1:*",
            "arn:*:*:*:*:?",
            "*",
            "arn:aws:iam::1:user/${aws:username}",
        ],
        &["arn:aws:sns:r:1:a", "arn:aws:sns:r:1:a:b", "arn:aws:sqs:r:2:b", "arn:aws:iam::1:user/ada", "x"],
    ),
    (&["BinaryEquals"], "k:bytes", &["YQ==", "YWI=", "YR=="], &["YQ==", "YWI=", "YWJj", "YQ"]),
];

/// An entry of a Condition: the operator, the key, and its value or values.
fn condition() -> impl Strategy<Value = (String, String, Value)> {
    let set = select(vec!["", "", "", "ForAllValues:", "ForAnyValue:"]);
    let test =
        (any::<Index>(), any::<Index>(), prop::collection::vec(any::<Index>(), 1..3), set, any::<u8>());
    test.prop_map(|(group, operator, values, set, how)| {
        let (operators, key, wanted, _) = TESTS[group.index(TESTS.len())];
        let operator = operators[operator.index(operators.len())];
        let key = if how & 4 == 4 { key.to_ascii_uppercase() } else { key.to_owned() };
        if how % 7 == 0 {
            return ("Null".to_owned(), key, json!(if how & 8 == 8 { "true" } else { "false" }));
        }
        let values: Vec<&str> = values.iter().map(|value| wanted[value.index(wanted.len())]).collect();
        let invalid = |value: &&str| ["ten", "never"].contains(value);
        // What one invalid value among others means, nothing says.
        let values = if values.iter().any(invalid) { vec![values[0]] } else { values };
        let if_exists = if how & 3 == 3 { "IfExists" } else { "" };
        (format!("{set}{operator}{if_exists}"), key, json!(values))
    })
}

fn statement() -> impl Strategy<Value = Value> {
    let patterns = |all: Vec<&'static str>| prop::collection::vec(select(all), 1..3);
    let elements = (patterns(PATTERNS.to_vec()), patterns(RESOURCE_PATTERNS.to_vec()));
    (elements, prop::collection::vec(condition(), 0..3), any::<u8>()).prop_map(
        |((actions, resources), conditions, how)| {
            let not = |bits: u8| if how & bits == bits { "Not" } else { "" };
            let mut statement = json!({
                "Effect": if how & 0b11 == 0b11 { "Deny" } else { "Allow" },
                format!("{}Action", not(0b1_1000)): actions,
                format!("{}Resource", not(0b110_0000)): resources,
            });
            for (operator, key, values) in conditions {
                statement["Condition"][operator][key] = values;
            }
            statement
        },
    )
}

fn policies() -> impl Strategy<Value = Vec<Value>> {
    let policy = (prop::collection::vec(statement(), 1..4), any::<u8>()).prop_map(|(statements, how)| {
        let mut policy = json!({"Statement": statements});
        if how > 40 {
            policy["Version"] = json!(if how > 60 { "2012-10-17" } else { "2008-10-17" });
        }
        policy
    });
    prop::collection::vec(policy, 1..3)
}

fn request() -> impl Strategy<Value = Whole> {
    let values = prop::collection::vec((0..3_usize, any::<[Index; 2]>()), TESTS.len());
    let others = (prop::option::of(select(vec!["ada", "ada", "x", "B", "*"])), any::<u8>());
    (select(ACTIONS.to_vec()), select(RESOURCES.to_vec()), values, others).prop_map(
        |(action, resource, values, (name, how))| {
            let mut context = std::collections::BTreeMap::new();
            for ((_, key, _, given), (count, indexes)) in TESTS.iter().zip(values) {
                // Two values are rarer than one or none.
                let count = if count == 2 && how & 1 == 1 { 1 } else { count };
                let all: Vec<String> =
                    indexes.iter().take(count).map(|one| given[one.index(given.len())].to_owned()).collect();
                if !all.is_empty() {
                    context.insert(key.to_ascii_lowercase(), all);
                }
            }
            context.extend(name.map(|name| ("aws:username".to_owned(), vec![name.to_owned()])));
            Whole { action: action.to_owned(), resource: resource.to_owned(), context }
        },
    )
}

/// The rules of a policy.
fn rules(policy: &Value) -> Vec<Rule> {
    let source = Source { name: "random".to_owned(), text: policy.to_string() };
    let parsed = parse::policy(&Arc::new(source)).unwrap_or_else(|error| panic!("{error}: {policy}"));
    parsed.policy.statements.iter().map(Rule::new).collect()
}

/// Whether the specification decides on wildcards in the value of a variable, on which sources disagree.
fn is_disputed(policies: &[Value], request: &Whole) -> bool {
    let text = json!(policies).to_string();
    let wild = request.context.values().flatten().any(|value| value.contains('*'));
    text.contains("${*}") || wild && text.contains("${")
}

#[test]
fn the_evaluator_and_its_twin_agree() {
    let config = ProptestConfig { cases: 2_500, failure_persistence: None, ..ProptestConfig::default() };
    let all = (policies(), prop::collection::vec(request(), 8));
    // How many requests are allowed, denied and unknown.
    let found = [const { Cell::new(0) }; 3];
    let agree = |(all, requests): (Vec<Value>, Vec<Whole>)| {
        let rules: Vec<Rule> = all.iter().flat_map(rules).collect();
        let keys = Rule::keys(&rules);
        let documents: Vec<Document> = all.iter().map(|policy| Document::read(&policy.to_string())).collect();
        for whole in requests {
            let request = Request {
                action: whole.action.to_ascii_lowercase(),
                resource: whole.resource.clone(),
                context: whole.context.clone(),
            };
            let layers: [Layer<'_>; 1] = [&rules];
            let decision = decide(&layers, &request, &keys);
            let (said, twin) = (decision.allowed(), allowed(&documents, &whole));
            let agree = said == twin || said.is_none() && is_disputed(&all, &whole);
            prop_assert!(agree, "{decision:?} {twin:?}\n{whole:?}\n{}", json!(all));
            let kind = &found[said.map_or(2, |said| usize::from(!said))];
            kind.set(kind.get() + 1);
        }
        Ok(())
    };
    TestRunner::new(config).run(&all, agree).unwrap_or_else(|error| panic!("{error}"));
    let found = found.map(Cell::into_inner);
    eprintln!("{found:?} requests allowed, denied and unknown");
    assert!(found.iter().sum::<usize>() >= 10_000 && found.iter().all(|count| *count > 500), "{found:?}");
}
