//! Evidence of inclusions: where it is found, and that it is never found of what is not included.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use paredown_kernel::comparison::format::{Inclusion, Tree};
use paredown_kernel::comparison::included as accepted;
use proptest::prelude::*;

use super::corpus::{policies, read, split};
use super::random::{alike, cases, check, side};
use super::*;

static FOUND: AtomicUsize = AtomicUsize::new(0);
static INCLUDED: AtomicUsize = AtomicUsize::new(0);

/// What is shown is true of all requests that are tried, and no engine contradicts it.
fn holds(a: &[Rule], b: &[Rule]) -> Result<(), TestCaseError> {
    let found = evidence(a, b);
    let answer = included(a, b, &by(Engine::Automata));
    if answer == Answer::Included {
        INCLUDED.fetch_add(1, Ordering::Relaxed);
    }
    let Some(found) = found else { return Ok(()) };
    FOUND.fetch_add(1, Ordering::Relaxed);
    prop_assert!(accepted(a, b, &found).is_ok());
    prop_assert!(!matches!(answer, Answer::Outside(_)), "{answer:?}");
    check(a, b, &Answer::Included)
}

proptest! {
    #![proptest_config(cases(40))]
    #[test]
    fn what_is_shown_is_true(a in side(), b in side(), (c, d) in alike()) {
        let [a, b, c, d] = [a, b, c, d].map(|side| rules(&side));
        for (inner, outer) in [(&a, &b), (&c, &d), (&d, &c)] {
            holds(inner, outer)?;
        }
    }

    #[test]
    fn evidence_of_one_pair_shows_nothing_of_another((a, b) in alike(), c in side()) {
        let [a, b, c] = [a, b, c].map(|side| rules(&side));
        let Some(found) = evidence(&a, &b) else { return Ok(()) };
        for (inner, outer) in [(&a, &c), (&c, &b), (&b, &a)] {
            if accepted(inner, outer, &found).is_ok() {
                check(inner, outer, &Answer::Included)?;
                let answer = included(inner, outer, &by(Engine::Automata));
                prop_assert!(!matches!(answer, Answer::Outside(_)), "{answer:?}");
            }
        }
    }
}

/// The kinds of steps in a proof.
fn kinds(tree: &Tree, counts: &mut BTreeMap<&'static str, usize>) {
    let (kind, inside): (_, Vec<&Tree>) = match tree {
        Tree::Denied { .. } => ("denied", Vec::new()),
        Tree::Allowed { denies, .. } => ("allowed", denies.iter().collect()),
        Tree::Impossible { .. } => ("impossible", Vec::new()),
        Tree::Contrary { .. } => ("contrary", Vec::new()),
        Tree::Split { holds, fails, .. } => ("split", vec![holds, fails]),
        Tree::Cases { groups, .. } => ("cases", groups.iter().map(|(_, tree)| tree).collect()),
    };
    *counts.entry(kind).or_default() += 1;
    for tree in inside {
        kinds(tree, counts);
    }
}

fn steps(found: &Inclusion) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    found.allows.iter().chain(found.denies.iter().flatten()).for_each(|tree| kinds(tree, &mut counts));
    counts
}

#[test]
fn that_a_policy_is_included_in_itself_is_shown() {
    let (mut missing, mut all) = (Vec::new(), BTreeMap::new());
    for (id, policy) in policies() {
        let Some(rules) = read(&policy) else { continue };
        let changed = read(&split(&policy)).unwrap();
        for (a, b) in [(&rules, &rules), (&rules, &changed), (&changed, &rules)] {
            match evidence(a, b) {
                Some(found) => {
                    assert!(!found.denies.contains(&None), "{id}");
                    for (kind, count) in steps(&found) {
                        *all.entry(kind).or_insert(0) += count;
                    }
                }
                None => missing.push(id.clone()),
            }
        }
    }
    eprintln!("{all:?}");
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_pairs_that_need_no_values_are_shown() {
    let mut shown = 0;
    for pair in corpus("requests/pairs.jsonl") {
        let (a, b) = (rules(&pair["a"]), rules(&pair["b"]));
        let found = evidence(&a, &b);
        eprintln!("{} {}", pair["about"], found.is_some());
        assert!(found.is_none() || pair["every request that a allows, b allows"] == true, "{pair}");
        shown += usize::from(found.is_some());
    }
    assert!(shown == 0 || shown >= 4, "{shown}");
}

/// Each step that evidence may consist of, with a pair that needs it.
#[test]
fn every_kind_of_step_is_found() {
    let statement = |effect: &str, element: &str, actions: &[&str], more: Value| {
        let mut statement = serde_json::json!({"Effect": effect, element: actions, "Resource": "*"});
        statement.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        statement
    };
    let of = |statements: Vec<Value>| {
        rules(&serde_json::json!({"Version": "2012-10-17", "Statement": statements}))
    };
    let none = || serde_json::json!({});
    let only =
        |value: &str| serde_json::json!({"Condition": {"StringEquals": {"aws:username": [value, "x"]}}});
    let allow = |actions: &[&str]| statement("Allow", "Action", actions, none());
    let deny = |actions: &[&str]| statement("Deny", "Action", actions, none());
    let but = |actions: &[&str]| statement("Allow", "NotAction", actions, none());
    for (inner, outer, kind) in [
        (vec![allow(&["s3:Get*", "sns:*"])], vec![allow(&["s3:*"]), allow(&["sns:*"])], "cases"),
        (vec![allow(&["*"]), deny(&["iam:*", "sts:*"])], vec![but(&["iam:*"])], "split"),
        (vec![allow(&["*"]), deny(&["iam:*", "sts:*"])], vec![allow(&["*"]), deny(&["iam:Get*"])], "denied"),
        (vec![allow(&["s3:*"])], vec![allow(&["*"]), deny(&["iam:*"])], "impossible"),
        (
            vec![statement(
                "Allow",
                "Action",
                &["s3:*"],
                serde_json::json!({"Condition": {"StringEquals": {"aws:username": "x"}}}),
            )],
            vec![statement("Allow", "Action", &["s3:*"], only("a"))],
            "allowed",
        ),
        (
            vec![allow(&["s3:*"]), statement("Deny", "Action", &["*"], only("a"))],
            vec![
                allow(&["*"]),
                statement(
                    "Deny",
                    "Action",
                    &["*"],
                    serde_json::json!({"Condition": {"StringEquals": {"aws:username": "x"}}}),
                ),
            ],
            "denied",
        ),
    ] {
        let (inner, outer) = (of(inner), of(outer));
        let found = evidence(&inner, &outer).unwrap_or_else(|| panic!("{kind}"));
        assert!(steps(&found).contains_key(kind), "{kind}: {found:?}");
        assert!(evidence(&outer, &inner).is_none(), "{kind}");
    }
}
