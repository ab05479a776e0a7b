//! Several policies of one principal, and policies that were split: what is proved of them together,
//! against brute force over the requests that can make a difference.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::collections::BTreeSet;

use common::worlds::{Kinds, World, cases, world};
use common::{ENGINES, catalogue, policy, twin, unused};
use paredown::model::{Catalogue, Effect, Policy, Statement, UnusedSet};
use paredown::prove::{
    Obligation, Requirement, Settings, UnionCertification, UnionJudgement, Verdict, Way, Witness,
    certify_union,
};
use paredown::recommend::{Mode, Outcome, recommend};
use proptest::prelude::*;
use proptest::sample::Index;

const KINDS: Kinds = Kinds { statements: 4, patterns: 4, not_action: false };

fn together(world: &World, originals: &[Policy], recommended: &[Policy]) -> UnionCertification {
    by_each_engine(originals, &world.unused(), recommended, &world.catalogue())
}

/// Certified by each engine and by both: all must say the same.
fn by_each_engine(
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    known: &Catalogue,
) -> UnionCertification {
    let by = |engine| {
        let settings = Settings { engine, threads: 1, ..Settings::default() };
        certify_union(originals, unused, recommended, known, &settings)
    };
    let verdicts = |proof: &UnionCertification| -> Vec<_> {
        let row = |one: &UnionJudgement| (one.policy, one.judgement.statement, one.judgement.obligation);
        let all = proof.judgements.iter().map(|one| (row(one), one.judgement.verdict));
        std::iter::once(proof.way).zip([all.collect::<Vec<_>>()]).collect()
    };
    let [smt, automata, both] = ENGINES.map(by);
    assert_eq!(verdicts(&smt), verdicts(&automata), "{originals:#?} {recommended:#?}");
    assert_eq!(verdicts(&smt), verdicts(&both), "{originals:#?} {recommended:#?}");
    assert!(both.disagreements.is_empty());
    both
}

fn with(statements: Vec<Statement>) -> Policy {
    Policy { version: Some("2012-10-17".to_owned()), statements }
}

/// The statements dealt out to `count` policies, and each Allow statement's patterns with them.
fn split(whole: &Policy, count: usize, deal: &[Index]) -> Vec<Policy> {
    let mut deal = deal.iter().cycle().map(|card| card.index(count));
    let mut parts = vec![Vec::new(); count];
    for statement in &whole.statements {
        if statement.effect == Effect::Deny {
            parts[deal.next().unwrap()].push(statement.clone());
            continue;
        }
        let mut piece: Vec<Statement> = vec![statement.clone(); count];
        for empty in &mut piece {
            empty.actions.patterns.clear();
        }
        for pattern in &statement.actions.patterns {
            piece[deal.next().unwrap()].actions.patterns.push(pattern.clone());
        }
        let pieces = parts.iter_mut().zip(piece);
        for (part, piece) in pieces.filter(|(_, piece)| !piece.actions.patterns.is_empty()) {
            part.push(piece);
        }
    }
    for part in &mut parts {
        let turn = deal.next().unwrap().min(part.len());
        part.rotate_left(turn);
    }
    parts.into_iter().map(with).collect()
}

/// The requests that can make a difference: the actions on every resource that is named.
fn requests<'a>(actions: impl Iterator<Item = &'a String>, policies: &[Policy]) -> Vec<(String, String)> {
    let all = policies.iter().flat_map(|policy| &policy.statements);
    let resources = all.filter_map(|s| s.scope.resource.as_ref()).flat_map(|r| r.patterns.clone());
    let resources: BTreeSet<String> = resources.collect();
    let on = |action: &String| resources.iter().map(|r| (action.clone(), r.clone())).collect::<Vec<_>>();
    actions.flat_map(on).collect()
}

fn allows(policies: &[Policy], (action, resource): &(String, String)) -> bool {
    let all = policies.iter().flat_map(|policy| policy.statements.clone()).collect();
    twin::allows_request(&with(all), action, resource)
}

/// A request for a known action that is intended and lost, or allowed and new.
fn difference<'a>(
    world: &World,
    known: impl Iterator<Item = &'a String>,
    before: &[Policy],
    after: &[Policy],
) -> Option<(String, String)> {
    let unused = world.twin_unused();
    requests(known, &[before, after].concat()).into_iter().find(|request| {
        let (was, is) = (allows(before, request), allows(after, request));
        (was && !unused.has(&request.0) && !is) || (is && !was)
    })
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_recommendation_that_is_split_is_proved(
        world in world(KINDS), count in 2..4_usize, deal in prop::collection::vec(any::<Index>(), 24)
    ) {
        let original = world.policy();
        for mode in common::MODES {
            let refined = recommend(&original, &world.unused(), &world.catalogue(), mode);
            let parts = split(&refined.policy, count, &deal);
            let proof = together(&world, std::slice::from_ref(&original), &parts);
            prop_assert_eq!(proof.way, Way::Whole);
            prop_assert_eq!(proof.verdict(Requirement::LeastGeneral, mode), Verdict::Proved, "{:?} {:#?}", parts, proof);
        }
    }

    #[test]
    fn dropping_something_of_a_split_is_refuted_iff_it_matters(
        world in world(KINDS),
        deal in prop::collection::vec(any::<Index>(), 24),
        (part, statement, pattern) in (any::<Index>(), any::<Index>(), any::<Index>()),
    ) {
        let original = [world.policy()];
        let refined = recommend(&original[0], &world.unused(), &world.catalogue(), Mode::Shortest);
        let mut parts = split(&refined.policy, 2, &deal);
        let part = &mut part.get_mut(&mut parts).statements;
        if !part.is_empty() {
            let place = statement.index(part.len());
            let patterns = &mut part[place].actions.patterns;
            patterns.remove(pattern.index(patterns.len()));
            if patterns.is_empty() || part[place].effect == Effect::Deny {
                part.remove(place);
            }
        }
        let proof = together(&world, &original, &parts);
        let verdict = proof.verdict(Requirement::Exact, Mode::Shortest);
        let lost = difference(&world, world.known().keys(), &original, &parts);
        prop_assert_eq!(verdict == Verdict::Proved, lost.is_none(), "{:?} {:?} {:#?}", lost, parts, proof);
    }

    #[test]
    fn policies_that_are_refined_one_by_one_are_proved_together(
        world in world(KINDS), deal in prop::collection::vec(any::<Index>(), 8)
    ) {
        let mut originals = vec![Vec::new(); 2];
        for (statement, card) in world.policy().statements.into_iter().zip(&deal) {
            card.get_mut(&mut originals).push(statement);
        }
        let originals: Vec<Policy> = originals.into_iter().map(with).collect();
        let refine = |policy| recommend(policy, &world.unused(), &world.catalogue(), Mode::Shortest);
        let refined: Vec<_> = originals.iter().map(refine).collect();
        // What is detached is gone, with its Deny statements.
        let recommended: Vec<Policy> = refined.iter().map(|refined| match refined.outcome {
            Outcome::Detach => with(Vec::new()),
            _ => refined.policy.clone(),
        }).collect();
        let proof = together(&world, &originals, &recommended);
        let denies_lost = refined.iter().any(|r| r.outcome == Outcome::Detach && !r.policy.statements.is_empty());
        if !denies_lost {
            prop_assert_eq!(proof.way, Way::Composed);
        }
        // An action that only another policy names is known for that policy's statements only.
        let known: BTreeSet<String> = match proof.way {
            Way::Whole => world.known().into_keys().collect(),
            Way::Composed => world.catalogue.iter().chain(&world.unused).map(|a| a.to_ascii_lowercase()).collect(),
        };
        let lost = difference(&world, known.iter(), &originals, &recommended);
        let expected = if lost.is_some() { Verdict::Refuted } else { Verdict::Proved };
        prop_assert_eq!(proof.verdict(Requirement::Exact, Mode::Shortest), expected, "{:?} {:#?}", lost, proof);
    }
}

/// What is proved of policies as texts.
fn judged(originals: &[&str], recommended: &[&str]) -> UnionCertification {
    let all = |texts: &[&str]| -> Vec<Policy> { texts.iter().map(|text| policy(text)).collect() };
    let known = catalogue(["a:Get", "a:GetX", "a:List", "b:Put"]);
    let unused = unused(r#"[{"serviceNamespace":"b","actions":["Put"]}]"#);
    by_each_engine(&all(originals), &unused, &all(recommended), &known)
}

fn text(version: &str, statements: &str) -> String {
    format!(r#"{{"Version":"{version}","Statement":[{statements}]}}"#)
}

const ALLOW: &str = r#"{"Effect":"Allow","Action":"a:Get*","Resource":"arn:x"}"#;
const PUT: &str = r#"{"Effect":"Allow","Action":"b:Put","Resource":"arn:x"}"#;
const DENY: &str = r#"{"Effect":"Deny","Action":"a:GetX","Resource":"*"}"#;

#[test]
fn a_deny_that_goes_with_its_policy_is_refuted_by_a_request() {
    let (first, second) = (text("2012-10-17", ALLOW), text("2012-10-17", &[PUT, DENY].join(",")));
    let proof = judged(&[&first, &second], &[&first]);
    assert_eq!(proof.verdict(Requirement::Safe, Mode::Shortest), Verdict::Refuted, "{proof:#?}");
    let refuted = proof.judgements.iter().find(|one| one.judgement.verdict == Verdict::Refuted).unwrap();
    assert_eq!((refuted.policy, refuted.judgement.statement), (Some(1), Some(1)));
    assert_eq!(refuted.judgement.obligation, Obligation::NoEscalation);
    let Some(Witness::Request { action, .. }) = &refuted.judgement.witness else { panic!("{refuted:?}") };
    assert_eq!(action, "a:GetX");
    // Where nothing that it denied is allowed, it may go.
    let harmless = text("2012-10-17", &[PUT, r#"{"Effect":"Deny","Action":"b:*","Resource":"*"}"#].join(","));
    let proof = judged(&[&first, &harmless], &[&first]);
    assert_eq!(proof.verdict(Requirement::Safe, Mode::Shortest), Verdict::Proved, "{proof:#?}");
    // And where another policy has the same.
    let both = text("2012-10-17", &[ALLOW, DENY].join(","));
    let proof = judged(&[&both, &second], &[&both]);
    assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved, "{proof:#?}");
}

#[test]
fn versions_only_matter_where_there_are_variables() {
    let variable = ALLOW.replace("arn:x", "arn:${aws:username}");
    for (statement, expected) in [(ALLOW, Verdict::Proved), (variable.as_str(), Verdict::Unknown)] {
        let (new, old) = (text("2012-10-17", statement), text("2008-10-17", statement));
        let other = text("2012-10-17", r#"{"Effect":"Allow","Action":"a:List","Resource":"arn:x"}"#);
        let proof = judged(&[&new, &old], &[&new, &old, &other.replace("a:List", "a:Get")]);
        assert_eq!(proof.way, Way::Whole);
        let proved = proof.verdict(Requirement::Safe, Mode::Shortest);
        assert_eq!(proved, expected, "{proof:#?}");
    }
    // One by one, each under its own.
    let (new, old) = (text("2012-10-17", &variable), text("2008-10-17", &variable));
    let proof = judged(&[&new, &old], &[&new, &old]);
    assert_eq!(
        (proof.way, proof.verdict(Requirement::LeastGeneral, Mode::Shortest)),
        (Way::Composed, Verdict::Proved)
    );
}

#[test]
fn statements_of_one_scope_may_exchange_actions() {
    let one = |action: &str| text("2012-10-17", &ALLOW.replace("a:Get*", action));
    let (get, list) = (one("a:Get"), one("a:List"));
    let proof = judged(&[&get, &list], &[&list, &get]);
    assert_eq!(proof.verdict(Requirement::LeastGeneral, Mode::Shortest), Verdict::Proved, "{proof:#?}");
    let proof = judged(&[&get, &list], &[&one("a:Get")]);
    assert_eq!(proof.verdict(Requirement::Exact, Mode::Shortest), Verdict::Refuted, "{proof:#?}");
}
