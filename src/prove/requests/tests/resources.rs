//! Cases in which the answer depends on what a resource pattern matches.

use super::*;

use Kind::{DeniedStill, NoEscalation, UsedKept};

const B: &str = "arn:aws:s3:::c/k";

#[test]
fn where_readings_differ_it_is_unknown() {
    let logs = |resource: &str| allow("s3:*", resource);
    check(&[
        (
            &[logs("arn:aws:logs:*:*:g:/a")],
            &[logs("arn:aws:logs:eu:1:z:g:/a")],
            &[],
            NoEscalation,
            "unknown: sources disagree on how far a `*` extends in the resource `arn:aws:logs:*:*:g:/a`",
        ),
        (
            &[logs("arn:aws:logs:eu:1:g:/a arn:aws:logs:eu:1:z:g:/a")],
            &[logs("arn:aws:logs:eu:*:g:/a")],
            &[],
            NoEscalation,
            "refuted: s3:a arn:aws:logs:eu:123456789012:g:/a",
        ),
        (
            &[logs("arn:aws:logs:?:1:g")],
            &[logs("arn:aws:logs:?:1:g"), logs("arn:aws:logs:?*:1:g")],
            &[],
            NoEscalation,
            "refuted: s3:a arn:aws:logs:00:1:g",
        ),
        (
            &[logs("arn:aws:logs:eu:*:*")],
            &[logs("arn:aws:logs:e*:1:g")],
            &[],
            NoEscalation,
            "refuted: s3:0 arn:aws:logs:e0:1:g",
        ),
        (&[logs("arn:aws:sqs")], &[logs("arn:aws:sqs:*:*:*")], &[], NoEscalation, "proved"),
        (&[logs("arn:aws:sqs:*:*:q")], &[logs("arn:aws:sqs:*:*:q")], &[], NoEscalation, "proved"),
        (&[logs("!arn:aws:sqs")], &[logs("!arn:aws:sqs arn:aws:s3:::b/k")], &[], NoEscalation, "proved"),
        (
            &[logs("!arn:aws:sqs:*:*:q")],
            &[logs("!arn:aws:sqs:?:1:q")],
            &[],
            NoEscalation,
            "refuted: s3:a arn:aws:sqs:us-east-1:123456789012:q",
        ),
    ]);
}

#[test]
fn what_is_not_understood_is_the_same_wherever_it_stands() {
    let own = "arn:aws:s3:::b/${user}/*";
    let depends = "unknown: `arn:aws:s3:::b/${user}/*` has a `${` that is not a policy variable, such as a placeholder of a template";
    check(&[
        (&[allow("s3:*", own)], &[allow("s3:Get*", own)], &[], NoEscalation, "proved"),
        (
            &[allow("s3:*", own)],
            &[allow("s3:Get*", &format!("{own} {B}"))],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws:s3:::c/k",
        ),
        (
            &[allow("s3:*", "bucket* arn:aws:s3:::c")],
            &[allow("s3:Get*", "bucket*")],
            &[],
            NoEscalation,
            "proved",
        ),
        (
            &[allow("s3:*", own), allow("s3:*", &format!("!{own}"))],
            &[allow("s3:*", "*")],
            &[],
            NoEscalation,
            "proved",
        ),
        (&[allow("s3:*", "arn:aws:s3:::b/*")], &[allow("s3:*", own)], &[], NoEscalation, "proved"),
        (&[allow("s3:*", "arn:aws:s3:::b/ada/*")], &[allow("s3:*", own)], &[], NoEscalation, depends),
        (&[allow("s3:*", own)], &[allow("s3:*", "arn:aws:s3:::b/ada/*")], &[], NoEscalation, depends),
        (
            &[allow("s3:*", "bucket*")],
            &[allow("s3:*", "arn:aws:s3:::bucket")],
            &[],
            NoEscalation,
            "unknown: the resource `bucket*` is not the pattern of an ARN",
        ),
        // If the actions are disjoint, it makes no difference.
        (
            &[allow("s3:Get*", B), allow("sqs:*", own)],
            &[allow("s3:*", B)],
            &[],
            NoEscalation,
            "refuted: s3:ListBucket arn:aws:s3:::c/k",
        ),
        (&[allow("s3:*", "*"), deny("s3:Put*", own)], &[allow("s3:*", "*")], &[], DeniedStill, depends),
        (&[allow("s3:*", "*"), deny("s3:Put*", own)], &[deny("s3:*", own)], &[], DeniedStill, "proved"),
        // What is denied on an unknown resource may be what would refute.
        (
            &[allow("s3:Get*", "*")],
            &[allow("s3:*", B), deny("s3:*", "arn:aws:s3:::${bucket}")],
            &[],
            NoEscalation,
            "unknown: `arn:aws:s3:::${bucket}` has a `${` that is not a policy variable, such as a placeholder of a \
             template",
        ),
        // It cannot match this one.
        (
            &[allow("s3:Get*", "*")],
            &[allow("s3:*", B), deny("s3:*", own)],
            &[],
            NoEscalation,
            "refuted: s3:ListBucket arn:aws:s3:::c/k",
        ),
    ]);
}

#[test]
fn variables_are_given_values() {
    let own = "arn:aws:s3:::b/${aws:username}";
    let (all, ada) = (allow("s3:*", "*"), "arn:aws:s3:::b/ada");
    check(&[
        (&[allow("s3:*", own)], &[allow("s3:Get*", own)], &[], NoEscalation, "proved"),
        (
            &[allow("s3:*", own)],
            &[allow("s3:Get*", own)],
            &[],
            UsedKept,
            "refuted: s3:ListBucket arn:aws:s3:::b/x aws:username=x",
        ),
        (
            &[allow("s3:*", ada)],
            &[allow("s3:*", own)],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws:s3:::b/x aws:username=x",
        ),
        (
            &[allow("s3:*", own)],
            &[allow("s3:*", ada)],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws:s3:::b/ada aws:username=(absent)",
        ),
        // A default, and escapes.
        (
            &[allow("s3:*", "arn:aws:s3:::b/x")],
            &[allow("s3:*", "arn:aws:s3:::b/${$}/${aws:PrincipalTag/team,'x'}")],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws:s3:::b/$/y aws:principaltag/team=y",
        ),
        // A user that another statement names.
        (
            &[all.clone(), deny("s3:*", own)],
            &[allow("s3:*", ada)],
            &[],
            DeniedStill,
            "refuted: s3:GetObject arn:aws:s3:::b/ada aws:username=ada",
        ),
        (
            &[all.clone(), deny("s3:*", ada)],
            &[allow("s3:*", own)],
            &[],
            DeniedStill,
            "refuted: s3:GetObject arn:aws:s3:::b/ada aws:username=ada",
        ),
        // In a field where IAM does not replace variables.
        (
            &[],
            &[allow("s3:*", "arn:aws:s3::${aws:PrincipalAccount}:b")],
            &[],
            NoEscalation,
            "unknown: `arn:aws:s3::${aws:PrincipalAccount}:b` has a policy variable before the sixth field of the ARN",
        ),
    ]);
}

#[test]
fn before_2012_a_variable_is_text() {
    let own = "arn:aws:s3:::b/${aws:username}/*";
    let text = "arn:aws:s3:::b/${*";
    let old = |statements: &[Value]| read_as("2008-10-17", statements);
    let world = World::of(old(&[allow("s3:*", text)]), old(&[allow("s3:Get*", own)]), &[]);
    assert_eq!(world.said(NoEscalation), "proved");
    // The same text has another meaning.
    let world = World::of(read_as("2012-10-17", &[allow("s3:*", own)]), old(&[allow("s3:Get*", own)]), &[]);
    assert_eq!(
        world.said(NoEscalation),
        "refuted: s3:GetObject arn:aws:s3:::b/${aws:username}/x aws:username=(absent)"
    );
}
