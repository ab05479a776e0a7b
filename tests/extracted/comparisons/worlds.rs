//! Random sides, with evidence that is found by trying, and changes to it; and pairs of real policies.

use std::collections::BTreeMap;

use paredown::model::Reading;
use paredown_kernel::comparison::format::{Inclusion, Tree};
use paredown_kernel::comparison::statement::Sides;
use serde_json::{Value, json};

use super::{Pair, changes, prover};
use crate::common::corpus::{policies, shared};
use crate::common::dice::Dice;
use crate::lines::{Lines, checker};

/// How many pairs of sides are drawn, and how many changes are tried on each.
const PAIRS: u64 = 1_500;
const CHANGES: usize = 6;

/// Every so many policies of the corpus are looked at.
const STEP: usize = 23;

const ACTIONS: [&str; 9] = ["a:x", "A:X*", "a:*", "a:?", "a:y", "b:*", "b:y", "*", "a:*y"];
const RESOURCES: [&str; 16] = [
    "*",
    "arn:aws:s3:::b/x",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/*x",
    "arn:aws:s3:::b/?",
    "arn:aws:s3:::c/é",
    "arn:aws:s3:::c/*",
    "arn:aws:sqs:*:*:q",
    "arn:aws:sqs:*:1:q",
    "arn:aws:sq*:q",
    "arn:aws:sqs",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::${bucket}/x",
    "${bucket}/x",
    "arn:aws:s3:::b/${*}",
];
const OPERATORS: [&str; 12] = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringEqualsIfExists",
    "ForAllValues:StringLike",
    "ForAnyValue:StringLike",
    "ForAnyValue:StringNotLike",
    "ForAnyValue:StringLikeIfExists",
    "ArnLike",
    "NumericLessThan",
    "Null",
    "Bool",
];
const VALUES: [&str; 6] = ["x", "y", "true", "1", "arn:aws:s3:::b", "${aws:username}"];

fn some(pool: &[&str], most: usize, dice: &mut Dice) -> Value {
    (0..=dice.below(most)).map(|_| dice.one(pool)).collect::<Vec<_>>().into()
}

fn statement(dice: &mut Dice) -> Value {
    let effect = if dice.often(60) { "Allow" } else { "Deny" };
    let not = |percent, dice: &mut Dice| if dice.often(percent) { "Not" } else { "" };
    let mut statement = json!({"Effect": effect});
    statement[format!("{}Action", not(15, dice))] = some(&ACTIONS, 3, dice);
    statement[format!("{}Resource", not(15, dice))] =
        if dice.often(30) { json!("*") } else { some(&RESOURCES, 3, dice) };
    while dice.often(35) {
        let key = dice.one(&["k", "l"]);
        statement["Condition"][dice.one(&OPERATORS)] = json!({key: some(&VALUES, 3, dice)});
    }
    statement
}

pub(super) fn side(dice: &mut Dice) -> Value {
    let version = if dice.often(80) { "2012-10-17" } else { "2008-10-17" };
    let statements: Vec<Value> = (0..=dice.below(3)).map(|_| statement(dice)).collect();
    json!({"Version": version, "Statement": statements})
}

/// A side that resembles another one: with a statement more, fewer, or with one that says something else.
pub(super) fn like(other: &Value, dice: &mut Dice) -> Value {
    let mut changed = other.clone();
    let Some(statements) = changed["Statement"].as_array_mut() else { return changed };
    let at = dice.below(statements.len());
    match dice.below(5) {
        0 => statements.push(statement(dice)),
        1 if statements.len() > 1 => drop(statements.remove(at)),
        2 => statements.swap(0, at),
        3 => {
            for name in ["Action", "Resource"] {
                if let Some(Value::Array(patterns)) = statements[at].get_mut(name) {
                    patterns
                        .push(dice.one(if name == "Action" { &ACTIONS[..] } else { &RESOURCES[..] }).into());
                }
            }
        }
        _ => drop(statements[at].as_object_mut().unwrap().remove("Condition")),
    }
    changed
}

/// Counts the steps of a tree.
fn count(tree: &Tree, counts: &mut BTreeMap<&'static str, usize>) {
    let name = match tree {
        Tree::Denied { .. } => "denied",
        Tree::Allowed { denies, .. } => {
            for tree in denies {
                count(tree, counts);
            }
            "allowed"
        }
        Tree::Impossible { .. } => "impossible",
        Tree::Contrary { .. } => "contrary",
        Tree::Split { holds, fails, .. } => {
            count(holds, counts);
            count(fails, counts);
            "split"
        }
        Tree::Cases { groups, .. } => {
            for (_, tree) in groups {
                count(tree, counts);
            }
            "cases"
        }
    };
    *counts.entry(name).or_default() += 1;
}

/// Adds what is found for a pair, and changes to it; whether the kernel accepts what was found, if something was.
fn add(
    lines: &mut Lines,
    pair: &Pair,
    changes: usize,
    dice: &mut Dice,
    counts: &mut BTreeMap<&'static str, usize>,
) -> Option<bool> {
    let [inner, outer] = pair.rules();
    let reading = dice.one(&Reading::ALL);
    let found = prover::evidence(&Sides::new(&inner, &outer, reading), dice);
    let Some(evidence) = found else {
        lines.uncertified += 1;
        return None;
    };
    let accepted = pair.add(lines, "found", false, &evidence);
    if accepted {
        pair.add(lines, "beside others", true, &evidence);
        let Inclusion { denies, allows } = &evidence;
        denies.iter().flatten().chain(allows).for_each(|tree| count(tree, counts));
    }
    for _ in 0..changes {
        if let Some(changed) = (0..4).find_map(|_| changes::changed(&evidence, dice)) {
            pair.add(lines, "changed", dice.often(20), &changed);
        }
    }
    Some(accepted)
}

#[test]
fn agrees_with_the_kernel_on_random_sides() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut counts) = (Lines::default(), BTreeMap::new());
    let (mut by_reading, mut accepted) = (0, 0);
    for seed in 0..PAIRS {
        let mut dice = Dice::new(9_000 + seed);
        let inner = side(&mut dice);
        let outer = if dice.often(70) { like(&inner, &mut dice) } else { side(&mut dice) };
        let pair = Pair::new(format!("pair {seed}"), &inner, &outer);
        match add(&mut lines, &pair, CHANGES, &mut dice, &mut counts) {
            Some(true) => accepted += 1,
            Some(false) => by_reading += 1,
            None => {}
        }
    }
    eprintln!("{counts:?}; {accepted} found and accepted, {by_reading} right under one reading only");
    assert!(accepted > 400 && by_reading > 0 && lines.rejected > 1_000, "{accepted} {by_reading}");
    for step in ["denied", "allowed", "impossible", "contrary", "split", "cases"] {
        assert!(counts.get(step).is_some_and(|count| *count > 5), "{step}: {counts:?}");
    }
    lines.check(&checker, "comparisons");
}

#[test]
fn agrees_with_the_kernel_on_real_pairs() {
    let Some(checker) = checker() else { return };
    let (Some(pairs), Some(policies)) = (shared("corpus/requests/pairs.jsonl"), policies(STEP)) else {
        return;
    };
    let (mut lines, mut counts, mut dice) = (Lines::default(), BTreeMap::new(), Dice::new(31));
    for (number, line) in std::fs::read_to_string(pairs).unwrap().lines().enumerate() {
        let pair: Value = serde_json::from_str(line).unwrap();
        let truth = pair["every request that a allows, b allows"].as_bool();
        let both = Pair::new(format!("pair {number}"), &pair["a"], &pair["b"]);
        let accepted = add(&mut lines, &both, CHANGES, &mut dice, &mut counts);
        assert!(accepted != Some(true) || truth != Some(false), "{number}: {}", pair["about"]);
    }
    for (id, policy) in &policies {
        // A policy allows what it allows, and no more without one of its Allow statements.
        let mut fewer = policy.clone();
        if let Some(statements) = fewer["Statement"].as_array_mut()
            && let Some(at) = statements.iter().position(|one| one["Effect"] == "Allow")
        {
            statements.remove(at);
        }
        let Some(pair) = Pair::of_corpus(id, &fewer, policy) else { continue };
        add(&mut lines, &pair, 2, &mut dice, &mut counts);
    }
    eprintln!("{counts:?}");
    assert!(lines.accepted > policies.len() / 4, "{} of {}", lines.accepted, policies.len());
    lines.check(&checker, "real pairs");
}
