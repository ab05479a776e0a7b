//! Cases without conditions.

use super::*;

use Kind::{DeniedNoMore, DeniedStill, NoEscalation, UnusedRemoved, UsedKept};

const B: &str = "arn:aws:s3:::b/k";

#[test]
fn what_is_granted_is_compared_as_action_and_resource() {
    check(&[
        (&[allow("s3:*", "*")], &[allow("s3:Get*", B)], &[], NoEscalation, "proved"),
        (
            &[allow("s3:Get*", B)],
            &[allow("s3:*", B)],
            &[],
            NoEscalation,
            "refuted: s3:ListBucket arn:aws:s3:::b/k",
        ),
        (
            &[allow("s3:Get*", B)],
            &[allow("s3:Get*", "arn:aws:s3:::b/k arn:aws:s3:::c/*")],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws:s3:::c/x",
        ),
        (
            &[allow("s3:Get*", "arn:aws:s3:::*")],
            &[allow("s3:Get*", "*")],
            &[],
            NoEscalation,
            "refuted: s3:GetObject arn:aws-cn:s3:::example/example",
        ),
        // Two together cover what neither does.
        (
            &[allow("s3:Get*", "*"), allow("s3:Put* s3:List*", "*")],
            &[allow("s3:Get* s3:Put*", "*")],
            &[],
            NoEscalation,
            "proved",
        ),
        (
            &[allow("s3:Get*", "arn:aws:s3:::a*"), allow("s3:Get*", "!arn:aws:s3:::a*")],
            &[allow("s3:Get*", "*")],
            &[],
            NoEscalation,
            "proved",
        ),
        // Not crosswise: the action of one with the resource of another.
        (
            &[allow("s3:GetObject", B), allow("s3:PutObject", "arn:aws:s3:::c")],
            &[allow("s3:GetObject", "arn:aws:s3:::c")],
            &[],
            NoEscalation,
            "unknown: it fails only for requests on resources of types that their actions do not have, as AWS lists them",
        ),
        // What the side itself denies is not granted.
        (&[allow("s3:Get*", "*")], &[allow("s3:*", "*"), deny("!s3:Get*", "*")], &[], NoEscalation, "proved"),
        (
            &[allow("s3:*", "*")],
            &[allow("!iam:*", "*")],
            &[],
            NoEscalation,
            "refuted: ec2:RunInstances arn:aws:ec2:us-east-1::image/example",
        ),
        (&[], &[allow("s3:Get", B)], &[], NoEscalation, "refuted: s3:get arn:aws:s3:::b/k"),
        (&[allow("s3:Get*", B)], &[allow("", B)], &[], NoEscalation, "proved"),
        (&[allow("s3:Get*", B)], &[], &[], NoEscalation, "unknown: no statement was asked about"),
    ]);
}

#[test]
fn what_is_used_is_kept() {
    check(&[
        (&[allow("s3:*", B)], &[allow("s3:Get* s3:Put*", B)], &["s3:ListBucket"], UsedKept, "proved"),
        (
            &[allow("s3:*", B)],
            &[allow("s3:Get*", B)],
            &["s3:ListBucket"],
            UsedKept,
            "refuted: s3:PutObject arn:aws:s3:::b/k",
        ),
        // It is lost for one of two resources only.
        (
            &[allow("s3:GetObject", "arn:aws:s3:::b/k arn:aws:s3:::c")],
            &[allow("s3:*", "arn:aws:s3:::c")],
            &[],
            UsedKept,
            "refuted: s3:GetObject arn:aws:s3:::b/k",
        ),
        // What was denied before need not be granted after.
        (
            &[allow("s3:*", B), deny("s3:Put* s3:List*", "arn:aws:s3:::*")],
            &[allow("s3:Get*", "*")],
            &[],
            UsedKept,
            "proved",
        ),
        (&[allow("s3:Frob*", B)], &[], &[], UsedKept, "proved"),
        (&[allow("s3:Frob", B)], &[], &[], UsedKept, "refuted: s3:Frob arn:aws:s3:::b/k"),
        (&[allow("s3:*", B)], &[], &["s3:*"], UsedKept, "proved"),
    ]);
}

#[test]
fn what_is_unused_is_removed() {
    check(&[
        (&[], &[allow("s3:Get*", "*")], &["s3:PutObject", "sqs:*"], UnusedRemoved, "proved"),
        (
            &[],
            &[allow("s3:*", B)],
            &["s3:PutObject"],
            UnusedRemoved,
            "refuted: s3:PutObject arn:aws:s3:::b/k",
        ),
        (&[], &[allow("sqs:Frob*", "*")], &["sqs:*"], UnusedRemoved, "refuted: sqs:frob0 *"),
        (&[], &[allow("s3:*", B), deny("s3:Put*", "*")], &["s3:PutObject"], UnusedRemoved, "proved"),
        (
            &[],
            &[allow("!s3:*", "*"), deny("sqs:Send*", "*")],
            &["s3:PutObject", "sqs:SendMessage"],
            UnusedRemoved,
            "proved",
        ),
    ]);
}

#[test]
fn what_was_denied_still_is() {
    let all = allow("s3:*", "*");
    let only = [all.clone()];
    check(&[
        (
            &[all.clone(), deny("s3:Put*", B)],
            &[all.clone(), deny("s3:Put*", "arn:aws:s3:::*")],
            &[],
            DeniedStill,
            "proved",
        ),
        (
            &[all.clone(), deny("s3:Put*", B)],
            &only,
            &[],
            DeniedStill,
            "refuted: s3:PutObject arn:aws:s3:::b/k",
        ),
        (
            &[all.clone(), deny("s3:Put*", B)],
            &[allow("s3:Get*", "*")],
            &[],
            DeniedStill,
            "unknown: a Deny statement no longer denies all that it did, for one `s3:PutObject` on `arn:aws:s3:::b/k`: \
             whether that matters depends on what else the principal is granted, by its other policies or by those \
             of resources",
        ),
        (&[deny("s3:*", B)], &[deny("s3:*", B)], &[], DeniedStill, "proved"),
        (
            &[all.clone(), deny("s3:*", B)],
            &[all.clone(), deny("s3:Get*", B), deny("!s3:Get*", "*")],
            &[],
            DeniedStill,
            "proved",
        ),
    ]);
}

#[test]
fn nothing_used_is_denied_anew() {
    let all = allow("s3:*", "*");
    let only = [all.clone()];
    check(&[
        (
            &only,
            &[all.clone(), deny("s3:Put*", B)],
            &[],
            DeniedNoMore,
            "refuted: s3:PutObject arn:aws:s3:::b/k",
        ),
        (&only, &[all.clone(), deny("s3:Put*", B)], &["s3:PutObject"], DeniedNoMore, "proved"),
        (&only, &[all.clone(), deny("s3:Frob", B)], &[], DeniedNoMore, "proved"),
        (
            &[allow("s3:Get*", "*")],
            &[all.clone(), deny("s3:Put*", B)],
            &[],
            DeniedNoMore,
            "unknown: a Deny statement denies more than was denied, for one `s3:PutObject` on `arn:aws:s3:::b/k`: \
             whether that matters depends on what else the principal is granted, by its other policies or by those \
             of resources",
        ),
    ]);
}

#[test]
fn a_hint_is_tried_first() {
    let world = World::new(&[allow("s3:Get*", B)], &[allow("s3:* sqs:*", B)], &[]);
    let whole = world.whole();
    let settings = Settings { engine: Engine::Automata, ..Settings::default() };
    for (hint, expected) in [
        (None, "s3:ListBucket"),
        (Some("sqs:listqueues"), "sqs:ListQueues"),
        (Some("sqs:ListQueues"), "sqs:ListQueues"),
        (Some("s3:getobject"), "s3:ListBucket"),
        (Some("ec2:runinstances"), "s3:ListBucket"),
        (Some("s3:frob"), "s3:ListBucket"),
    ] {
        let answer = whole.decide(&settings, NoEscalation, &whole.after, hint);
        let Some(Witness::Request { action, known, .. }) = answer.witness else { panic!("{hint:?}") };
        assert_eq!((action.as_str(), known), (expected, true), "{hint:?}");
    }
}

#[test]
fn many_statements_are_compared() {
    // Overlapping in both dimensions, so none can be left out.
    let many = |count: usize| -> Vec<Value> {
        let one = |n: usize| allow(&format!("s3:*{n}*"), &format!("arn:aws:s3:::*{n}*"));
        (0..count).map(one).collect()
    };
    let world = |count| World::new(&many(count), &[allow("s3:X*", "arn:aws:s3:::*")], &[]);
    for count in [10, 11, 40] {
        assert_eq!(world(count).both(NoEscalation).verdict, Verdict::Refuted, "{count}");
    }
    let reversed = |count| World::new(&many(count).into_iter().rev().collect::<Vec<_>>(), &many(count), &[]);
    assert_eq!(reversed(40).said(NoEscalation), "proved");
}
