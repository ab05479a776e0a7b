//! Cases with conditions.

use std::slice::from_ref;

use super::*;

use Kind::{DeniedNoMore, DeniedStill, NoEscalation, UnusedRemoved, UsedKept};

const B: &str = "arn:aws:s3:::b/k";

fn mfa(value: &str) -> Value {
    json!({"Bool": {"aws:MultiFactorAuthPresent": value}})
}

#[test]
fn a_statement_counts_if_its_conditions_are_among_those_asked_about() {
    let team = json!({"StringEquals": {"aws:PrincipalTag/Team": ["a", "b"]}});
    let both = json!({
        "Bool": {"AWS:MultiFactorAuthPresent": true},
        "StringEquals": {"aws:principaltag/team": ["b", "a"]}
    });
    for (before, after, expected) in [
        (allow("s3:*", "*"), when(allow("s3:Get*", B), mfa("true")), "proved"),
        (when(allow("s3:*", "*"), mfa("true")), when(allow("s3:Get*", B), mfa("true")), "proved"),
        (when(allow("s3:*", "*"), team.clone()), when(allow("s3:Get*", B), both.clone()), "proved"),
        (
            when(allow("s3:*", "*"), both.clone()),
            when(allow("s3:Get*", B), team.clone()),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:multifactorauthpresent=(absent) aws:principaltag/team=a",
        ),
        // A dropped condition.
        (
            when(allow("s3:*", B), mfa("true")),
            allow("s3:*", B),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:multifactorauthpresent=(absent)",
        ),
        (
            when(allow("s3:*", B), json!({"StringNotEquals": {"aws:RequestedRegion": "eu"}})),
            allow("s3:*", B),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:requestedregion=eu",
        ),
        (
            when(allow("s3:*", B), json!({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})),
            allow("s3:*", B),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:sourceip=9.255.255.255",
        ),
        (
            when(allow("s3:*", B), json!({"DateLessThan": {"aws:CurrentTime": "2024-05-01T00:00:00Z"}})),
            allow("s3:*", B),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:currenttime=2024-05-01T00:00:00Z",
        ),
        // Each key gets one value that suits all entries.
        (
            when(allow("s3:Get*", "*"), json!({"StringLike": {"k": "b*"}, "StringNotEquals": {"k": "b"}})),
            when(allow("s3:*", B), json!({"StringLike": {"k": "b*"}, "StringNotEquals": {"k": "b"}})),
            "refuted: s3:ListBucket arn:aws:s3:::b/k k=bx",
        ),
        (
            allow("sqs:*", "*"),
            when(allow("s3:*", B), json!({"StringEquals": {"k": "a"}, "StringLike": {"K": "b*"}})),
            // Nothing meets both.
            "proved",
        ),
        (
            allow("sqs:*", "*"),
            when(allow("s3:*", B), json!({"StringEquals": {"k": "${aws:username}"}})),
            "refuted: s3:GetObject arn:aws:s3:::b/k aws:username=example k=example",
        ),
        (
            allow("sqs:*", "*"),
            when(allow("s3:*", B), json!({"StringEquals": {"k": "${placeholder}"}})),
            "unknown: `${placeholder}` has a `${` that is not a policy variable, such as a placeholder of a template",
        ),
        // Whatever the value of the key, one of the two holds.
        (
            when(allow("s3:*", B), json!({"StringEquals": {"k": "a"}})),
            when(allow("s3:*", B), json!({"ForAllValues:StringEquals": {"k": "a"}})),
            "refuted: s3:GetObject arn:aws:s3:::b/k k=(absent)",
        ),
    ] {
        let said = World::new(from_ref(&before), from_ref(&after), &[]).said(NoEscalation);
        assert_eq!(said, expected, "{before} {after}");
    }
}

#[test]
fn two_conditions_that_hold_by_turns_hold_together() {
    let by = |operator: &str| when(allow("s3:*", B), json!({ operator: {"k": "a"} }));
    let world = World::new(&[by("StringEquals"), by("StringNotEquals")], &[allow("s3:*", B)], &[]);
    assert_eq!(world.said(NoEscalation), "proved");
}

#[test]
fn a_key_has_several_values_if_any_statement_says_so() {
    let by = |operator: &str, values: &[&str]| when(allow("s3:*", B), json!({ operator: {"k:x": values} }));
    let before = [by("StringEquals", &["a", "b"]), allow("sqs:*", "*")];
    let after = [by("StringEquals", &["a"])];
    assert_eq!(World::new(&before, &after, &[]).said(NoEscalation), "proved");
    let other = when(allow("sqs:*", "*"), json!({"ForAnyValue:StringEquals": {"k:x": "c"}}));
    let after = [after.as_slice(), &[other]].concat();
    assert_eq!(
        World::new(&before, &after, &[]).said(NoEscalation),
        "unknown: `StringEquals` on `k:x` is for one value, and there are several"
    );
}

#[test]
fn values_are_chosen_by_their_operators() {
    let mut wrong = Vec::new();
    for (condition, value) in [
        (json!({"NumericLessThan": {"k": "10"}}), "9"),
        (json!({"NumericGreaterThan": {"k": "1.5"}}), "2"),
        (json!({"NumericNotEquals": {"k": "1"}, "Null": {"k": "false"}}), "0"),
        (json!({"DateGreaterThan": {"k": "2024-05-01"}}), "2024-05-01T00:00:01Z"),
        (json!({"ArnLike": {"k": "arn:aws:iam::*:role/a*"}}), "arn:aws:iam:::role/a"),
        (json!({"StringLike": {"k": ["${placeholder}", "a?c*"]}}), "a0ca"),
        (json!({"IpAddress": {"k": "10.1.0.0/16"}}), "10.1.0.0"),
        (json!({"Null": {"k": "false"}}), "example"),
        (json!({"Null": {"k": "true"}}), "(absent)"),
        (json!({"StringNotLike": {"k": "*"}}), "(absent)"),
        (json!({"StringEqualsIfExists": {"k": "a"}}), "(absent)"),
        (json!({"ForAllValues:StringLike": {"k": "a"}}), "(absent)"),
        (json!({"ForAnyValue:StringNotEquals": {"k": "a"}}), "example"),
        (json!({"Bool": {"k": "false"}}), "false"),
    ] {
        let world = World::new(&[], &[when(allow("s3:GetObject", B), condition.clone())], &["s3:GetObject"]);
        for kind in [NoEscalation, UnusedRemoved] {
            let expected = format!("refuted: s3:GetObject arn:aws:s3:::b/k k={value}");
            let said = world.said(kind);
            if said != expected {
                wrong.push(format!("{condition} {kind:?}: {said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_deny_with_a_condition_refuses_where_it_is_surely_met() {
    let anyone = allow("s3:*", B);
    let guarded = when(anyone.clone(), mfa("false"));
    let denied = when(deny("!s3:Get*", "*"), mfa("false"));
    let before = [allow("s3:Get*", "*")];
    assert_eq!(World::new(&before, &[guarded, denied.clone()], &[]).said(NoEscalation), "proved");
    // Only the recommendation has the Deny statement, and a request avoids it.
    let said = World::new(&before, &[anyone.clone(), denied], &[]).said(NoEscalation);
    assert_eq!(said, "refuted: s3:ListBucket arn:aws:s3:::b/k aws:multifactorauthpresent=(absent)");
}

#[test]
fn a_deny_that_both_have_hinders_none() {
    let (narrow, wide) = (allow("s3:Get*", B), allow("s3:*", B));
    let with = |allow: &Value, denies: &[Value]| [from_ref(allow), denies].concat();
    let on = |operator: &str, key: &str, value: &str| when(deny("*", "*"), json!({ operator: {key: value} }));
    for (denies, expected) in [
        (vec![on("Bool", "k", "false")], "refuted: s3:ListBucket arn:aws:s3:::b/k k=(absent)"),
        (
            vec![on("Bool", "aws:SecureTransport", "false")],
            "refuted: s3:ListBucket arn:aws:s3:::b/k aws:securetransport=true",
        ),
        (vec![on("BoolIfExists", "k", "false")], "refuted: s3:ListBucket arn:aws:s3:::b/k k=true"),
        (vec![on("StringNotEquals", "k", "a")], "refuted: s3:ListBucket arn:aws:s3:::b/k k=a"),
        (
            vec![on("Bool", "k", "false"), on("StringNotEquals", "l", "a")],
            "refuted: s3:ListBucket arn:aws:s3:::b/k k=(absent) l=a",
        ),
        // Two with one key.
        (
            vec![on("Bool", "k", "false"), on("StringNotEquals", "k", "a")],
            "unknown: sources disagree on `Bool` where `k` is `a`",
        ),
        // It cannot be avoided.
        (
            vec![on("StringNotEquals", "k", "${placeholder}")],
            "unknown: `${placeholder}` has a `${` that is not a policy variable, such as a placeholder of a template",
        ),
        // It denies everything.
        (vec![on("StringLikeIfExists", "k", "*")], "proved"),
    ] {
        let world = World::new(&with(&narrow, &denies), &with(&wide, &denies), &[]);
        assert_eq!(world.said(NoEscalation), expected, "{denies:?}");
        assert_eq!(world.said(DeniedStill), "proved");
        assert_eq!(world.said(DeniedNoMore), "proved");
        let turned = World::new(&with(&wide, &denies), &with(&narrow, &denies), &[]);
        assert_eq!(turned.said(UsedKept), expected, "{denies:?}");
    }
    // A key in the Allow statement's own Condition.
    let conditional = when(wide.clone(), mfa("true"));
    let denies = [on("Bool", "aws:MultiFactorAuthPresent", "false")];
    let said = World::new(&with(&narrow, &denies), &with(&conditional, &denies), &[]).said(NoEscalation);
    assert_eq!(said, "refuted: s3:ListBucket arn:aws:s3:::b/k aws:multifactorauthpresent=true");
}

#[test]
fn a_deny_made_conditional_is_no_longer_the_same() {
    let all = allow("s3:*", "*");
    let put = deny("s3:Put*", B);
    let conditional = when(put.clone(), mfa("false"));
    let world = World::new(&[all.clone(), put.clone()], &[all.clone(), conditional.clone()], &[]);
    assert_ne!(world.both(DeniedStill).verdict, Verdict::Proved);
    assert_eq!(world.said(DeniedNoMore), "proved");
    // Conversely, what is newly denied is denied without the condition.
    let world = World::new(&[all.clone(), conditional.clone()], &[all.clone(), put], &[]);
    assert_eq!(world.said(DeniedStill), "proved");
    assert_ne!(world.both(DeniedNoMore).verdict, Verdict::Proved);
    // A conditional Deny statement that was removed.
    let world = World::new(&[all.clone(), conditional], &[all], &[]);
    assert_eq!(
        world.said(DeniedStill),
        "refuted: s3:PutObject arn:aws:s3:::b/k aws:multifactorauthpresent=false"
    );
}

#[test]
fn a_variable_in_a_value_is_text_in_the_older_version() {
    let condition = json!({"StringEquals": {"k": "${aws:username}"}});
    let statement = when(allow("s3:*", B), condition);
    let read = |version| read_as(version, from_ref(&statement));
    let same = World::of(read("2012-10-17"), read("2012-10-17"), &[]);
    assert_eq!(same.said(NoEscalation), "proved");
    let other = World::of(read("2008-10-17"), read("2012-10-17"), &[]);
    assert_eq!(
        other.said(NoEscalation),
        "refuted: s3:GetObject arn:aws:s3:::b/k aws:username=example k=example"
    );
}
