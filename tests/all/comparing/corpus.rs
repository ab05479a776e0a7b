//! Real policies against themselves, rearranged and changed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Pair, compared, engines};
use crate::common::corpus::{policies, step};
use crate::common::rearranged::Way;
use paredown::prove::Engine;

/// What IAM refuses; the corpus has a policy that does.
pub(super) const REFUSED: &str = "the statement has both `Resource` and `NotResource`";

/// One policy in how many, for an engine.
fn usual_step(engine: Engine) -> usize {
    step(if engine == Engine::Automata { 20 } else { 300 })
}

#[test]
fn every_policy_is_equivalent_to_itself_rearranged() {
    let folder = tempfile::tempdir().unwrap();
    for engine in engines() {
        let Some(policies) = policies(usual_step(engine)) else { return };
        let mut pairs = Vec::new();
        for (id, policy) in &policies {
            pairs.extend(
                Way::ALL.map(|way| Pair::new(format!("{id} {way:?}"), policy, &way.of_value(policy))),
            );
        }
        let mut open = 0;
        for answer in compared(folder.path(), &pairs, engine) {
            if answer["error"]["message"] == REFUSED {
                continue;
            }
            if answer["verdict"] == "unknown" {
                open += 1;
                eprintln!("{} {}: {}", engine.name(), answer["id"], answer["newly_allowed"]["reason"]);
                continue;
            }
            assert_eq!(answer["verdict"], "equivalent", "{} {answer}", engine.name());
            assert_eq!(answer["newly_allowed"]["by_resource_types"], Value::Null, "{answer}");
        }
        assert!(open * 50 <= pairs.len(), "{}: {open} of {} are unknown", engine.name(), pairs.len());
    }
}

/// A policy against itself with one statement changed so that it allows more.
struct Widened {
    /// What was changed: the kind.
    kind: String,
    /// The number of the statement.
    statement: usize,
    pair: Pair,
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

/// The statement, changed, with the kind of change.
type Changed = (String, Value);

/// Each entry of a condition dropped, and where that is plain, widened.
fn conditions(statement: &Value) -> Vec<Changed> {
    let mut all = Vec::new();
    for (operator, keys) in statement["Condition"].as_object().into_iter().flatten() {
        for (key, values) in keys.as_object().into_iter().flatten() {
            let mut dropped = statement.clone();
            let own = dropped["Condition"][operator].as_object_mut().unwrap();
            own.remove(key);
            if own.is_empty() {
                dropped["Condition"].as_object_mut().unwrap().remove(operator);
            }
            all.push((format!("{operator} dropped"), dropped));
            if let Some(more) = more(operator, values) {
                let mut widened = statement.clone();
                widened["Condition"][operator][key] = more;
                all.push((format!("{operator} widened"), widened));
            }
        }
    }
    all
}

/// More values of an operator that is not negated.
fn more(operator: &str, values: &Value) -> Option<Value> {
    let plain = operator.rsplit(':').next().unwrap_or_default();
    let plain = plain.strip_suffix("IfExists").unwrap_or(plain);
    let with = |value: Value| Some(Value::Array(list(values).into_iter().chain([value]).collect()));
    let number = || values.as_str().and_then(|text| text.parse::<i64>().ok()).or_else(|| values.as_i64());
    match plain {
        "StringEquals" | "StringLike" | "StringEqualsIgnoreCase" => with(json!("one-more")),
        "ArnEquals" | "ArnLike" => with(json!("arn:aws:iam::111122223333:role/one-more")),
        "IpAddress" => with(json!("198.51.100.0/24")),
        "Bool" => Some(json!(["true", "false"])),
        "NumericLessThan" | "NumericLessThanEquals" => Some(json!((number()? + 1).to_string())),
        "NumericGreaterThan" | "NumericGreaterThanEquals" => Some(json!((number()? - 1).to_string())),
        "DateLessThan" | "DateLessThanEquals" => Some(json!("2200-01-01T00:00:00Z")),
        "DateGreaterThan" | "DateGreaterThanEquals" => Some(json!("1971-01-01T00:00:00Z")),
        _ => None,
    }
}

/// The ways to change a statement so that its policy may allow more.
fn changes(statement: &Value) -> Vec<Changed> {
    let mut all = Vec::new();
    let put = |name: &str, value: Value| {
        let mut changed = statement.clone();
        changed[name] = value;
        changed
    };
    if statement["Effect"] == "Deny" {
        if statement["Condition"].is_null() {
            let condition = json!({"Bool": {"aws:MultiFactorAuthPresent": "false"}});
            all.push(("Deny made conditional".to_owned(), put("Condition", condition)));
        }
        return all;
    }
    all.extend(conditions(statement));
    if let Some(actions) = statement.get("Action").map(list)
        && let Some((service, _)) = actions[0].as_str().and_then(|action| action.split_once(':'))
    {
        let more = actions.iter().cloned().chain([json!(format!("{service}:*"))]);
        all.push(("action widened".to_owned(), put("Action", more.collect())));
    }
    if statement.get("Resource").is_some_and(|resource| !list(resource).contains(&json!("*"))) {
        all.push(("resource widened".to_owned(), put("Resource", json!("*"))));
    }
    all
}

/// The first few policies of the corpus for each kind of change. Small ones, whose differences can be read.
fn widened(each: usize) -> Option<Vec<Widened>> {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for (id, policy) in policies(1)? {
        let statements = list(&policy["Statement"]);
        if statements.len() > 8 {
            continue;
        }
        for (number, statement) in statements.iter().enumerate() {
            for (kind, changed) in changes(statement) {
                let seen = kinds.entry(kind.clone()).or_default();
                let name = format!("{id} Statement[{number}]: {kind}");
                if *seen >= each || all.iter().any(|other: &Widened| other.pair.id == name) {
                    continue;
                }
                *seen += 1;
                let mut candidate = policy.clone();
                let mut statements = statements.clone();
                statements[number] = changed;
                candidate["Statement"] = Value::Array(statements);
                all.push(Widened { kind, statement: number, pair: Pair::new(name, &policy, &candidate) });
            }
        }
    }
    Some(all)
}

#[test]
fn what_allows_more_is_wider_and_its_statement_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for engine in engines() {
        let Some(widened) = widened(if engine == Engine::Automata { 3 } else { 1 }) else { return };
        let pairs: Vec<Pair> = widened.iter().map(|one| one.pair.clone()).collect();
        let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for (one, answer) in widened.iter().zip(compared(folder.path(), &pairs, engine)) {
            if answer["error"]["message"] == REFUSED {
                continue;
            }
            let verdict = answer["verdict"].as_str().unwrap();
            let new = &answer["newly_allowed"];
            let at = match verdict {
                "wider" => 0,
                // Something else allows it already, or denies it.
                "equivalent" => 1,
                "unknown" => 2,
                _ => panic!("{} {verdict} {answer}", one.pair.id),
            };
            counts.entry(&one.kind).or_default()[at] += 1;
            let told = match verdict {
                "wider" => format!("{} on {}", new["request"]["action"], new["request"]["resource"]),
                _ => format!("{verdict} {} {}", new["reason"], answer["no_longer_allowed"]["reason"]),
            };
            eprintln!("{} {}: {told}", engine.name(), one.pair.id);
            // What is newly allowed is allowed by the statement that was changed, unless that denies.
            let listed = new["actions"].as_array().into_iter().flatten().chain([new]);
            for by in listed.map(|one| &one["by"]).filter(|by| !by.is_null()) {
                let changed = by["statement"] == one.statement;
                assert_eq!(changed, one.kind != "Deny made conditional", "{} {by}", one.pair.id);
            }
        }
        eprintln!("{:<48} wider, equivalent, unknown", engine.name());
        for (kind, counts) in &counts {
            eprintln!("{kind:<48} {counts:?}");
        }
        let total = |at: usize| counts.values().map(|counts| counts[at]).sum::<usize>();
        let all = pairs.len();
        assert!(counts.len() > 25, "{} kinds", counts.len());
        assert!(total(0) * 4 >= all * 3, "{}: {} of {all} are wider", engine.name(), total(0));
        assert!(total(2) * 20 <= all, "{}: {} of {all} are unknown", engine.name(), total(2));
    }
}
