//! Pairs at the edges of what is modelled, by each engine.

use serde_json::json;

use super::*;

/// What an answer has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Expected {
    Included,
    Outside,
    Unknown,
    /// Not included where it is outside, or unknown.
    NotIncluded,
    /// Included, or unknown if an engine is not able to say so.
    NotOutside,
}
pub(super) use Expected::{Included, NotIncluded, NotOutside, Outside, Unknown};

fn allow(resource: &str, condition: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, "Condition": condition})
}

fn deny(resource: &str, condition: &Value) -> Value {
    json!({"Effect": "Deny", "Action": "s3:GetObject", "Resource": resource, "Condition": condition})
}

/// Whether one Allow statement with a condition is included in others, one for each condition.
pub(super) fn conditions(a: &Value, b: &[Value]) -> (Value, Value) {
    let b: Vec<Value> = b.iter().map(|condition| allow("*", condition)).collect();
    (json!([allow("*", a)]), json!(b))
}

fn resources(a: &str, b: &[&str]) -> (Value, Value) {
    let none = json!({});
    let b: Vec<Value> = b.iter().map(|one| allow(one, &none)).collect();
    (json!([allow(a, &none)]), json!(b))
}

pub(super) fn holds(cases: &[(&str, (Value, Value), Expected)]) {
    let mut wrong = Vec::new();
    for (about, (a, b), expected) in cases {
        let side = |all: &Value| match all {
            Value::Array(all) if all.is_empty() => Vec::new(),
            all => rules(&json!({"Version": "2012-10-17", "Statement": all})),
        };
        for engine in engines() {
            let answer = included(&side(a), &side(b), &by(engine));
            let right = match (&answer, expected) {
                (Answer::Included, Included | NotOutside)
                | (Answer::Outside(_), Outside | NotIncluded)
                | (Answer::Unknown(_), Unknown | NotIncluded | NotOutside) => true,
                // What only one knows to be included is unknown together.
                _ => false,
            };
            if !right {
                wrong.push(format!("{about}, {}: {answer:?} instead of {expected:?}", engine.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sets_of_values() {
    let some = |operator: &str, values: Value| json!({operator: {"aws:tagkeys": values}});
    holds(&[
        (
            "two values are needed",
            conditions(
                &some("ForAllValues:StringEquals", json!(["x", "y"])),
                &[
                    some("ForAnyValue:StringNotEquals", json!(["x"])),
                    some("ForAllValues:StringEquals", json!(["x"])),
                ],
            ),
            Included,
        ),
        (
            "some and none",
            conditions(
                &some("ForAnyValue:StringEquals", json!(["x"])),
                &[
                    some("ForAllValues:StringEquals", json!(["x"])),
                    some("ForAnyValue:StringNotEquals", json!(["x"])),
                ],
            ),
            Included,
        ),
        (
            "three values at once",
            conditions(
                &some("Null", json!("false")),
                &[
                    some("ForAllValues:StringNotEquals", json!(["x"])),
                    some("ForAllValues:StringNotEquals", json!(["y"])),
                    some("ForAllValues:StringNotEquals", json!(["z"])),
                ],
            ),
            Outside,
        ),
        (
            "three of two",
            (
                json!([allow("*", &some("ForAllValues:StringEquals", json!(["x", "y"])))]),
                json!([
                    allow("*", &some("ForAllValues:StringNotEquals", json!(["x"]))),
                    allow("*", &some("ForAllValues:StringNotEquals", json!(["y"]))),
                    allow("*", &some("ForAllValues:StringEquals", json!(["x", "y"])))
                ]),
            ),
            Included,
        ),
        (
            "absent holds for all",
            conditions(
                &some("ForAllValues:StringEquals", json!(["x"])),
                &[some("ForAnyValue:StringEquals", json!(["x"]))],
            ),
            Outside,
        ),
        (
            "for one value, of several",
            conditions(&some("StringEquals", json!("x")), &[some("ForAllValues:StringEquals", json!("x"))]),
            Unknown,
        ),
        (
            "IfExists of any",
            conditions(
                &some("ForAnyValue:StringEqualsIfExists", json!("x")),
                &[some("ForAnyValue:StringEquals", json!("x"))],
            ),
            Unknown,
        ),
    ]);
}

#[test]
fn variables() {
    let none = json!({});
    let arn = |rest: &str| format!("arn:aws:s3:::b/{rest}");
    let [u, u_star, star_u, any, one] =
        ["${aws:username}", "${aws:username}/*", "*${aws:username}", "*", "?"].map(arn);
    holds(&[
        ("itself", resources(&u, &[&u]), Included),
        ("below", resources(&u_star, &[&arn("${aws:username}*")]), Included),
        ("another", resources(&u, &[&arn("${aws:userid}")]), Outside),
        ("what ends alike", resources(&u, &[&star_u]), Included),
        ("a star", resources(&u, &[&any]), Included),
        ("one letter", resources(&u, &[&one]), Outside),
        ("a default", resources(&arn("${aws:username, 'x'}"), &[&u]), NotIncluded),
        ("the character", resources(&arn("${*}"), &[&any]), Included),
        ("a key with several values never has one", resources(&arn("${aws:tagkeys}"), &[]), Included),
        (
            "needed and absent",
            (json!([allow(&u, &json!({"Null": {"aws:username": "true"}}))]), json!([])),
            Included,
        ),
        (
            "needed, and the other statement needs it too",
            (json!([allow(&u, &none)]), json!([allow("*", &json!({"Null": {"aws:username": "false"}}))])),
            Included,
        ),
        ("denied where it is allowed", (json!([allow(&u, &none), deny(&u, &none)]), json!([])), Included),
        (
            "denied by others",
            (json!([allow(&u, &none)]), json!([allow("*", &none), deny(&u_star, &none)])),
            NotOutside,
        ),
        ("a placeholder", resources(&arn("${bucket}"), &[&any]), Included),
        (
            "an action that NotAction excludes, beside what is no ARN",
            (
                json!([{"Effect": "Allow", "NotAction": "s3:List*", "Resource": ["*:*0", "arn:aws:s3:::1"]}]),
                json!([{"Effect": "Allow", "NotAction": "s3:?etObject", "Resource": "arn:aws:s3:::1"}]),
            ),
            Outside,
        ),
        (
            "an action that a Deny statement on what is no ARN excludes",
            (
                json!([
                    {"Effect": "Allow", "NotAction": "s3:List*", "Resource": "*"},
                    {"Effect": "Deny", "NotAction": "s3:*2Acl", "Resource": "*:*0"}
                ]),
                json!([]),
            ),
            Outside,
        ),
        (
            "the same of NotResource",
            (
                json!([{"Effect": "Allow", "NotAction": "s3:List*", "Resource": ["*:*0", "arn:aws:s3:::*"]}]),
                json!([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::?b"}]),
            ),
            Outside,
        ),
        ("a placeholder elsewhere", resources(&arn("${bucket}"), &[&arn("c/*")]), Unknown),
        (
            "a value with a variable",
            (
                json!([allow("*", &json!({"StringEquals": {"k:v": "${aws:username}"}}))]),
                json!([allow("*", &json!({"Null": {"k:v": "false"}}))]),
            ),
            Included,
        ),
        (
            "a value with another variable",
            (
                json!([allow("*", &json!({"StringEquals": {"k:v": "${aws:username}"}}))]),
                json!([allow("*", &json!({"StringEquals": {"k:v": "${aws:userid}"}}))]),
            ),
            Outside,
        ),
        ("letters that stand for variables", resources(&arn("\u{100000}"), &[&u]), NotIncluded),
        ("letters that stand for variables in questions", resources(&u, &[&arn("\u{2FB00}*")]), Outside),
    ]);
}

#[test]
fn a_number_is_not_the_text_that_is_spelled_alike() {
    for (operator, number, text) in [("Bool", json!(1.0), "1.0"), ("IpAddress", json!(1.5), "1.5")] {
        let [number, text] = [number, json!(text)].map(|value| json!({operator: {"k:v": value}}));
        holds(&[
            ("itself", conditions(&number, std::slice::from_ref(&number)), Included),
            ("the text itself", conditions(&text, std::slice::from_ref(&text)), Included),
            ("a number in a text", conditions(&number, std::slice::from_ref(&text)), Unknown),
            ("a text in a number", conditions(&text, std::slice::from_ref(&number)), Unknown),
        ]);
    }
}

#[test]
fn what_is_not_understood_depends_on_the_version() {
    for text in ["${bucket}/${aws:username}", "arn:aws:s3:::b/${aws:username}\u{100000}", "${aws:username}"] {
        let [old, new] = ["2008-10-17", "2012-10-17"]
            .map(|version| rules(&json!({"Version": version, "Statement": [allow(text, &json!({}))]})));
        for engine in engines() {
            for (inner, outer, same) in
                [(&old, &new, false), (&new, &old, false), (&new, &new, true), (&old, &old, true)]
            {
                let answer = included(inner, outer, &by(engine));
                assert_eq!(matches!(answer, Answer::Included), same, "{text} {engine:?} {answer:?}");
            }
        }
    }
}

#[test]
fn actions_are_compared_in_lower_case() {
    let listed: Vec<String> = ('a'..='z').chain('0'..='9').map(|c| format!("s3:{c}")).collect();
    let of = |actions: Value| {
        let statement = json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
        rules(&json!({"Version": "2012-10-17", "Statement": statement}))
    };
    let [inner, outer] = [json!("s3:?"), json!(listed)].map(of);
    for engine in engines() {
        // A letter that nobody names is left.
        let Answer::Outside(request) = included(&inner, &outer, &by(engine)) else {
            panic!("{}", engine.name())
        };
        assert_eq!(request.action, request.action.to_ascii_lowercase());
    }
}

#[test]
fn resource_types() {
    let restricted = ["s3:getobject", "s3:listbucket", "s3:listallmybuckets"].map(str::to_owned).into();
    let one =
        |action: &str, resource: &str| json!({"Effect": "Allow", "Action": action, "Resource": resource});
    let without = json!({"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"});
    let (bucket, object) = ("arn:aws:s3:::b", "arn:aws:s3:::b/x");
    let mut wrong = Vec::new();
    for (about, a, expected) in [
        ("an object", json!([one("s3:GetObject", object)]), "outside"),
        ("not a bucket", json!([one("s3:GetObject", bucket)]), "included"),
        ("a bucket", json!([one("s3:ListBucket", bucket)]), "outside"),
        ("other actions", json!([one("s3:GetObjec?", bucket)]), "outside"),
        ("no other actions", json!([one("s3:GetObjec?", bucket), without]), "included"),
        ("no other actions, and an object", json!([one("s3:GetObjec?", object), without]), "outside"),
        (
            "no resource",
            json!([one("s3:GetObject", "*"), json!({"Effect": "Deny", "Action": "*", "Resource": "arn:*"})]),
            "outside",
        ),
    ] {
        let a = rules(&json!({"Version": "2012-10-17", "Statement": a}));
        for engine in engines() {
            let answer = included_where(&a, &[], &restricted, &by(engine));
            let right = match &answer {
                Answer::Included => expected == "included",
                Answer::Outside(_) => expected == "outside",
                Answer::Unknown(_) | Answer::Disagreement(_) => false,
            };
            if !right {
                wrong.push(format!("{about}, {}: {answer:?}", engine.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_rule_that_may_match_fails_by_its_condition() {
    let deny = |resource: &str, more: Value| {
        let mut deny = serde_json::json!({"Effect": "Deny", "Action": "s3:*", "Resource": resource});
        deny.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        deny
    };
    let allow = serde_json::json!({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:?::b"});
    let of = |deny: Value| {
        rules(&serde_json::json!({"Version": "2012-10-17", "Statement": [deny, allow.clone()]}))
    };
    // Whatever `b*` matches, nothing is denied there if `k` is `a`.
    let open = of(deny("b*", serde_json::json!({"Condition": {"StringNotEquals": {"k": ["a"]}}})));
    let plain = of(deny("arn:aws:s3:::b", serde_json::json!({})));
    for engine in engines() {
        let answer = included(&open, &plain, &by(engine));
        assert!(matches!(answer, Answer::Outside(_)), "{}: {answer:?}", engine.name());
    }
}

#[test]
fn the_last_field_may_have_colons_where_a_star_crosses() {
    use crate::compare::pattern::arn_forms;
    use crate::compare::symbols::contains;
    let crossing = |text: &str| arn_forms(text, crate::model::Reading::Crossing).unwrap();
    for (inner, outer, expected) in [
        // `b:c` is in the last field of one, and would be in two fields of the other.
        ("arn:aws:s3:::b*c", "arn:aws:s3:*:b*c", false),
        ("arn:aws:s3:::b?", "arn:aws:s3:*:b?", false),
        ("arn:aws:s3:::bc", "arn:aws:s3:*:b*c", true),
        ("arn:aws:s3:?::b", "arn:aws:s3:*:b", true),
        ("arn:aws:s3:::b*c", "arn:aws:s3:*:*", true),
    ] {
        let inside = |inner: &crate::compare::symbols::Sequence| {
            crossing(outer).iter().any(|outer| contains(outer, inner, 'x', 7))
        };
        assert_eq!(crossing(inner).iter().all(inside), expected, "{inner} in {outer}");
    }
}
