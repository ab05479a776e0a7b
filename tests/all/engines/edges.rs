//! Edge cases of certifying: claims that hold for one obligation on its own.

use std::collections::BTreeSet;
use std::sync::Mutex;

use crate::common::{Case, catalogue, certified, certified_by, policy, unused};
use paredown::model::{Catalogue, Pattern, Policy};
use paredown::prove::{
    Certification, Engine, Judgement, Obligation, Requirement, Settings, Verdict, Witness, certify,
};
use paredown::recommend::{Mode, recommend};

fn allow(element: &str) -> String {
    format!(r#"{{"Effect": "Allow", {element}, "Resource": "*"}}"#)
}

fn of(statements: &[String]) -> Policy {
    policy(&format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(",")))
}

fn judgement(proof: &Certification, obligation: Obligation) -> Judgement {
    let mode = if obligation == Obligation::Tight { Mode::Tight } else { Mode::Shortest };
    crate::common::judgement(proof, obligation, mode)
}

#[test]
fn a_service_that_only_the_recommendation_names_is_known_too() {
    let original = of(&[allow(r#""Action": "sqs:List*""#)]);
    let recommended = of(&[allow(r#""Action": ["sqs:List*", "iam:*"]"#)]);
    let proof = certified(&original, &unused("[]"), &recommended, &Catalogue::embedded().unwrap());
    for obligation in [Obligation::NoEscalation, Obligation::Exact] {
        let found = judgement(&proof, obligation);
        assert_eq!(found.verdict, Verdict::Refuted, "{found:?}");
        assert!(matches!(found.witness, Some(Witness::Request { known: true, .. })), "{found:?}");
    }
}

#[test]
fn a_cover_with_a_redundant_pattern_is_not_the_fewest() {
    let known = catalogue(["s3:GetObject", "s3:GetObjectAcl", "s3:GetBucketAcl"]);
    let original = of(&[allow(r#""Action": "s3:Get*""#)]);
    let recommended = of(&[allow(r#""Action": ["s3:GetObject*", "s3:GetObjectAcl"]"#)]);
    let unused = unused(r#"[{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}]"#);
    let proof = certified(&original, &unused, &recommended, &known);
    assert_eq!(judgement(&proof, Obligation::Irredundant).verdict, Verdict::Refuted);
    assert_ne!(judgement(&proof, Obligation::Fewest).verdict, Verdict::Proved);
}

#[test]
fn what_is_added_to_a_not_action_is_needed() {
    let known = catalogue(["s3:GetObject", "s3:PutObject"]);
    let original = of(&[allow(r#""NotAction": "iam:*""#)]);
    let recommended = of(&[allow(r#""NotAction": ["iam:*", "s3:GetObject"]"#)]);
    let unused = unused(r#"[{"serviceNamespace": "s3", "actions": ["GetObject"]}]"#);
    let proof = certified(&original, &unused, &recommended, &known);
    for mode in crate::common::MODES {
        assert_eq!(proof.verdict(Requirement::LeastGeneral, mode), Verdict::Proved, "{proof:#?}");
    }
}

#[test]
fn a_policy_without_statements_stands_for_one_that_is_detached() {
    let known = catalogue(["s3:GetObject", "s3:PutObject"]);
    let deny = r#"{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}"#.to_owned();
    let unused = unused(r#"[{"serviceNamespace": "s3", "actions": ["GetObject"]}]"#);
    let nothing = Policy { version: None, statements: Vec::new() };
    // With a Deny statement it is not known what else is granted to the principal.
    for (statements, expected) in [
        (vec![allow(r#""Action": "s3:GetObject""#)], Verdict::Proved),
        (vec![allow(r#""Action": "s3:GetObject""#), deny], Verdict::Unknown),
    ] {
        let proof = certified(&of(&statements), &unused, &nothing, &known);
        assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), expected, "{proof:#?}");
    }
}

#[test]
fn the_order_of_statements_does_not_matter_to_what_is_allowed() {
    let case = Case::named("blog");
    let mut recommended = case.policy("expected.json");
    recommended.statements.reverse();
    let known = case.catalogue("catalogue-2024.json");
    let proof = certified(&case.policy("policy.json"), &case.unused(), &recommended, &known);
    assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved, "{proof:#?}");
}

#[test]
fn an_action_may_move_between_statements_of_the_same_scope() {
    let original = of(&[allow(r#""Action": "sqs:SendMessage""#), allow(r#""Action": "sns:Publish""#)]);
    let nothing = unused("[]");
    let catalogue = Catalogue::embedded().unwrap();
    for recommended in [
        of(&[allow(r#""Action": "sns:Publish""#), allow(r#""Action": "sqs:SendMessage""#)]),
        of(&[allow(r#""Action": ["sns:Publish", "sqs:SendMessage"]"#)]),
        of(&[
            allow(r#""Action": "sqs:SendMessage""#),
            allow(r#""Action": ["sns:Publish", "sqs:SendMessage"]"#),
        ]),
    ] {
        let proof = certified(&original, &nothing, &recommended, &catalogue);
        let verdict = proof.verdict(Requirement::Exact, Mode::Shortest);
        assert_eq!(verdict, Verdict::Proved, "{recommended:?} {proof:#?}");
    }
    let wider = of(&[allow(r#""Action": ["sns:Publish", "sqs:SendMessage", "sqs:DeleteQueue"]"#)]);
    let proof = certified(&original, &nothing, &wider, &catalogue);
    assert_eq!(proof.verdict(Requirement::Safe, Mode::Shortest), Verdict::Refuted);
}

#[test]
fn what_is_kept_of_a_whole_service_cannot_be_said_in_a_not_action() {
    let known = catalogue(["s3:GetObject", "s3:PutObject", "s3:RestoreObject", "iam:GetUser"]);
    let original = of(&[allow(r#""NotAction": "iam:*""#)]);
    let mut finding = unused(r#"[{"serviceNamespace":"s3"}]"#);
    finding.keep(Pattern::new("s3:Restore*"));
    let refined = recommend(&original, &finding, &known, Mode::Shortest);
    let left: Vec<&str> =
        refined.policy.statements[0].actions.patterns.iter().map(Pattern::spelling).collect();
    assert_eq!(left, ["iam:*", "s3:GetObject", "s3:PutObject"]);
    let proof = certified(&original, &finding, &refined.policy, &known);
    let removed = judgement(&proof, Obligation::UnusedRemoved);
    assert_eq!(removed.verdict, Verdict::Refuted);
    let Some(Witness::Request { action, known: false, .. }) = &removed.witness else { panic!("{removed:?}") };
    let action = action.to_ascii_lowercase();
    assert!(finding.contains(&action) && refined.policy.statements[0].actions.matches(&action), "{action}");
    for obligation in [Obligation::NoEscalation, Obligation::UsedKept, Obligation::Exact] {
        assert_eq!(judgement(&proof, obligation).verdict, Verdict::Proved, "{obligation:?}");
    }
}

#[test]
fn a_cut_point_of_which_not_everything_is_kept_is_not_safe() {
    let known = catalogue(["s3:RestoreObject", "s3:RestoreObjects", "s3:PutObject"]);
    let original = of(&[allow(r#""Action": "s3:*""#)]);
    let mut finding = unused(r#"[{"serviceNamespace":"s3"}]"#);
    finding.keep(Pattern::new("s3:RestoreO*"));
    let proof = |recommended: &str| {
        let recommended = of(&[allow(&format!(r#""Action": "{recommended}""#))]);
        certified(&original, &finding, &recommended, &known)
    };
    // No known action contradicts it.
    let wide = proof("s3:Restore*");
    let removed = judgement(&wide, Obligation::UnusedRemoved);
    assert_eq!(removed.verdict, Verdict::Refuted, "{removed:?}");
    let right = proof("s3:RestoreObject*");
    assert_eq!(right.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved, "{right:#?}");
    let shortest = judgement(&right, Obligation::Shortest);
    assert!(finding.contains(&shortest.evidence[0].action.to_ascii_lowercase()), "{shortest:?}");
}

#[test]
fn a_cover_with_a_pattern_too_many_is_refuted_by_a_smaller_one() {
    let case = Case::named("overlap-greedy");
    let (original, finding) = (case.policy("policy.json"), case.unused());
    let known = case.catalogue("catalogue.json");
    // The result of a greedy choice. No two of these are inside one safe generalisation.
    let recommended = of(&[allow(r#""Action": ["ec2:GetRed*", "ec2:GetBlueA", "ec2:GetGreenB"]"#)]);
    let proof = certified(&original, &finding, &recommended, &known);
    assert_eq!(judgement(&proof, Obligation::Exact).verdict, Verdict::Proved);
    let fewest = judgement(&proof, Obligation::Fewest);
    assert_eq!(fewest.verdict, Verdict::Refuted, "{fewest:?}");
    let Some(Witness::SmallerCover { patterns, instead }) = &fewest.witness else { panic!("{fewest:?}") };
    assert_eq!(patterns, &["ec2:Get*A", "ec2:Get*B"]);
    assert_eq!(instead, &["ec2:GetBlueA", "ec2:GetGreenB", "ec2:GetRed*"]);
}

#[test]
fn what_is_denied_in_a_service_that_nothing_else_names_is_left_out() {
    // Of all strings only `fo:x` is newly matched, and it is denied.
    let known = catalogue(["s3:GetObject"]);
    let deny = r#"{"Effect": "Deny", "Action": "fo:*", "Resource": "*"}"#.to_owned();
    let [original, recommended] =
        ["f?*o:x", "f*o:x"].map(|pattern| of(&[allow(&format!(r#""Action": "{pattern}""#)), deny.clone()]));
    let proof = certified(&original, &unused("[]"), &recommended, &known);
    assert_eq!(proof.verdict(Requirement::Exact, Mode::Shortest), Verdict::Proved, "{proof:#?}");
    if !Engine::Smt.is_built_in() {
        return;
    }
    // That requests settle it is not enough: Z3 is asked what is so.
    let stated = Mutex::new(BTreeSet::new());
    let emit = |name: &str, text: &str| {
        if name.starts_with("row-") && name.ends_with("-no-escalation.smt2") {
            let (_, rest) = text.split_once("(set-info :status ").unwrap();
            stated.lock().unwrap().insert(rest.split_once(')').unwrap().0.to_owned());
        }
    };
    let settings = Settings { engine: Engine::Smt, threads: 1, emit: Some(&emit), ..Settings::default() };
    certify(&[original], &unused("[]"), &[recommended], &known, &settings);
    assert_eq!(stated.into_inner().unwrap(), BTreeSet::from(["unsat".to_owned()]));
}

#[test]
fn a_character_that_smt_lib_does_not_have_is_never_taken_for_others() {
    // In a literal of SMT-LIB, `\u{30000}` is nine characters.
    let statement = |actions: &str, object: &str| {
        format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "arn:aws:s3:::c/{object}"}}"#)
    };
    let known = catalogue(["s3:GetObject", "s3:PutObject"]);
    let original =
        of(&[statement(r#""s3:GetObject""#, "?????????"), statement(r#""s3:PutObject""#, "\u{30000}")]);
    let recommended = of(&[statement(r#"["s3:GetObject", "s3:PutObject"]"#, "\u{30000}")]);
    // Z3 is not asked: a request that the evaluator confirms refutes all the same.
    for engine in [Engine::Smt, Engine::Automata, Engine::Both].into_iter().filter(|one| one.is_built_in()) {
        let proof = certified_by(engine, &original, &unused("[]"), &recommended, &known);
        let verdict = proof.verdict(Requirement::Safe, Mode::Shortest);
        assert_eq!(verdict, Verdict::Refuted, "{engine:?} {proof:#?}");
    }
}
