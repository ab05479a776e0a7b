//! Nothing is proved by default: if an answer is lost, what it was needed for is unknown.

#![allow(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::model::{Action, Catalogue};
use crate::parse::{self, Source};
use crate::prove::{Conclusion, Requirement, certify};
use crate::recommend::Mode;

fn answered(obligation: Obligation, verdict: Verdict) -> Answered {
    Answered { obligation, verdict, witness: None, reason: None, evidence: Vec::new(), spent: Duration::ZERO }
}

fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
    parse::policy(&Arc::new(Source { name: "test.json".to_owned(), text })).unwrap().policy
}

/// A recommendation that is proved least general in every respect, with Deny statements on both sides.
fn proved(engine: Engine) -> Certification {
    let deny = r#"{"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}"#;
    let allow =
        |action: &str| format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}, {deny}"#);
    let mut unused = UnusedSet::default();
    unused.add_action(Action::new("sqs:ListQueues"));
    let (before, after) = (policy(&allow("sqs:ListQueue*")), policy(&allow("sqs:ListQueueTags")));
    let settings = Settings { engine, threads: 1, ..Settings::default() };
    certify(&[before], &unused, &[after], &Catalogue::embedded().unwrap(), &settings)
}

const ENGINES: [Engine; 3] = [Engine::Smt, Engine::Automata, Engine::Both];
const REQUIREMENTS: [Requirement; 3] = [Requirement::Safe, Requirement::Exact, Requirement::LeastGeneral];
const MODES: [Mode; 2] = [Mode::Shortest, Mode::Tight];

#[test]
fn no_answer_of_an_engine_is_unknown() {
    let all = Obligation::ALL.map(|obligation| answered(obligation, Verdict::Proved));
    for lost in Obligation::ALL {
        let left: Vec<Answered> = all.iter().filter(|one| one.obligation != lost).cloned().collect();
        for obligation in Obligation::ALL {
            let judgement = join(Subject::Row(0), obligation, &left);
            let expected = if obligation == lost { Verdict::Unknown } else { Verdict::Proved };
            assert_eq!(judgement.verdict, expected, "{obligation:?} without {lost:?}");
            assert_eq!(judgement.reason.is_some(), obligation == lost);
        }
    }
}

#[test]
fn one_answer_that_is_no_proof_is_enough() {
    let obligation = Obligation::Exact;
    let (proof, doubt) = (answered(obligation, Verdict::Proved), answered(obligation, Verdict::Unknown));
    let refuted = answered(obligation, Verdict::Refuted);
    for (answers, expected) in [
        (vec![proof.clone(), doubt.clone(), proof.clone()], Verdict::Unknown),
        (vec![proof.clone(), refuted, doubt], Verdict::Refuted),
        (vec![proof.clone(), proof], Verdict::Proved),
    ] {
        assert_eq!(join(Subject::Row(0), obligation, &answers).verdict, expected);
    }
}

#[test]
fn a_list_of_answers_that_is_too_short_is_filled_with_nothing() {
    let mut all = vec![Vec::new(); 3];
    let list = vec![answered(Obligation::Exact, Verdict::Proved)];
    spread(vec![list.clone()], &mut all);
    spread(vec![list.clone(), list.clone(), list.clone(), list], &mut all);
    assert!(all.iter().all(|engines| engines.len() == 2));
    for (at, engines) in all.iter().enumerate() {
        let own = engines.iter().map(|answers| join(Subject::Row(at), Obligation::Exact, answers)).collect();
        let mut found = Found::default();
        found.take(Subject::Row(at), Obligation::Exact, own);
        let expected = if at == 0 { Verdict::Proved } else { Verdict::Unknown };
        assert_eq!(found.verdict(Subject::Row(at), Obligation::Exact), expected, "{at}");
    }
}

#[test]
fn nothing_that_was_taken_is_unknown() {
    let mut found = Found::default();
    found.take(Subject::Denies, Obligation::NoEscalation, Vec::new());
    let judgement = &found.judgements[&(Subject::Denies, Obligation::NoEscalation)];
    assert_eq!((judgement.verdict, judgement.reason.as_deref()), (Verdict::Unknown, Some(no_answer())));
    assert_eq!(found.verdict(Subject::Row(7), Obligation::Exact), Verdict::Unknown);
    assert!(!found.proved(7, Obligations::only(Obligation::Exact)));
}

#[test]
fn as_many_answers_on_deny_statements_as_there_are() {
    let one = Judgement::new(Subject::Row(0), ON_DENIES[0], Verdict::Proved);
    for (judgements, count, expected) in [
        (vec![one.clone(), one.clone()], 2, Verdict::Proved),
        (vec![one.clone()], 2, Verdict::Unknown),
        (Vec::new(), 1, Verdict::Unknown),
        (vec![one.clone()], 0, Verdict::Unknown),
        // Where nothing was denied, nothing is lost.
        (Vec::new(), 0, Verdict::Proved),
        (vec![one, Judgement::unknown(Subject::Row(1), ON_DENIES[0], "why")], 2, Verdict::Unknown),
    ] {
        assert_eq!(together(ON_DENIES[0], &judgements, count).verdict, expected, "{judgements:?} {count}");
    }
}

#[test]
fn each_answer_that_is_lost_is_noticed() {
    for engine in ENGINES {
        let whole = proved(engine);
        let keys: Vec<_> = whole.judgements.keys().copied().collect();
        for (mode, requirement) in MODES.into_iter().flat_map(|mode| REQUIREMENTS.map(|one| (mode, one))) {
            assert_eq!(
                whole.verdict(requirement, mode),
                Verdict::Proved,
                "{engine:?} {requirement:?} {mode:?}"
            );
            let deciding = whole.deciding(requirement, mode);
            assert!(deciding.iter().any(|one| one.subject == Subject::Denies));
            for key in &keys {
                let mut lacking = whole.clone();
                lacking.judgements.remove(key);
                let decides = deciding.iter().any(|one| (one.subject, one.obligation) == *key);
                let expected = if decides { Verdict::Unknown } else { Verdict::Proved };
                assert_eq!(
                    lacking.verdict(requirement, mode),
                    expected,
                    "{engine:?} {requirement:?} {key:?}"
                );
                assert_eq!(lacking.deciding(requirement, mode).len(), deciding.len());
            }
        }
    }
}

#[test]
fn each_kind_of_question_is_asked_by_each_engine() {
    for engine in ENGINES {
        let proof = proved(engine);
        for mode in MODES {
            let asked = proof.deciding(Requirement::LeastGeneral, mode);
            for obligation in Obligation::ALL.into_iter().filter(|one| one.belongs_to(mode)) {
                let on_row = |one: &&std::borrow::Cow<'_, Judgement>| {
                    one.obligation == obligation && one.subject != Subject::Denies
                };
                assert!(asked.iter().any(|one| on_row(&one)), "{engine:?} {obligation:?}");
            }
            for obligation in ON_DENIES {
                assert!(
                    asked.iter().any(|one| (one.subject, one.obligation) == (Subject::Denies, obligation))
                );
            }
        }
    }
}

#[test]
fn a_verdict_over_nothing_is_unknown() {
    let catalogue = Catalogue::embedded().unwrap();
    for engine in ENGINES {
        let settings = Settings { engine, threads: 1, ..Settings::default() };
        let nothing = certify(&[], &UnusedSet::default(), &[], &catalogue, &settings);
        let mut emptied = proved(engine);
        (emptied.scopes, emptied.denies) = (Vec::new(), false);
        let mut without_ways = proved(engine);
        without_ways.denies = false;
        without_ways.scopes.iter_mut().for_each(Vec::clear);
        for proof in [nothing, emptied, without_ways] {
            for (mode, requirement) in MODES.into_iter().flat_map(|mode| REQUIREMENTS.map(|one| (mode, one)))
            {
                assert_eq!(proof.conclusion(requirement, mode), Conclusion::Unknown);
            }
        }
    }
}

#[test]
fn a_scope_of_which_nothing_was_asked_is_unknown() {
    let allow = |resource: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "sqs:ListQueueTags", "Resource": "{resource}"}}"#)
    };
    let two = policy(&[allow("*"), allow("arn:aws:sqs:us-east-1:111122223333:q")].join(","));
    let catalogue = Catalogue::embedded().unwrap();
    let settings = Settings { threads: 1, ..Settings::default() };
    let unused = UnusedSet::default();
    let whole =
        certify(std::slice::from_ref(&two), &unused, std::slice::from_ref(&two), &catalogue, &settings);
    assert_eq!((whole.scopes.len(), whole.verdict(Requirement::Safe, MODES[0])), (2, Verdict::Proved));
    for scope in 0..2 {
        for nothing in [Vec::new(), vec![Vec::new()]] {
            let mut lacking = whole.clone();
            lacking.scopes[scope] = nothing;
            assert_eq!(lacking.conclusion(Requirement::Safe, MODES[0]), Conclusion::Unknown);
        }
    }
}

#[test]
fn a_disagreement_is_no_verdict_whatever_is_asked() {
    let mut proof = proved(Engine::Both);
    let judgement = |verdict| Judgement::new(Subject::Row(99), Obligation::Tight, verdict);
    proof.disagreements =
        vec![Disagreement { smt: judgement(Verdict::Proved), automata: judgement(Verdict::Refuted) }];
    for (mode, requirement) in MODES.into_iter().flat_map(|mode| REQUIREMENTS.map(|one| (mode, one))) {
        assert_eq!(proof.conclusion(requirement, mode), Conclusion::Disagreement);
        assert_eq!(proof.verdict(requirement, mode), Verdict::Unknown);
    }
}
