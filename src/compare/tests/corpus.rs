//! Real policies against themselves, and against themselves with a change.

use serde_json::json;

use super::*;
use crate::model::Effect;

/// One policy in so many is looked at, unless `PAREDOWN_CORPUS_STEP` says otherwise.
const STEP: usize = 40;

pub(super) fn policies() -> Vec<(String, Value)> {
    let step = std::env::var("PAREDOWN_CORPUS_STEP").map_or(STEP, |step| step.parse().unwrap());
    let all = corpus("policies/open.jsonl").into_iter().step_by(step);
    let all: Vec<(String, Value)> =
        all.map(|mut line| (line["id"].to_string(), line["policy"].take())).collect();
    eprintln!("{} policies of the corpus", all.len());
    all
}

/// The rules of a policy, unless it is refused.
pub(super) fn read(policy: &Value) -> Option<Vec<Rule>> {
    let source = Source { name: "p".into(), text: policy.to_string() };
    let parsed = crate::parse::policy(&Arc::new(source)).ok()?;
    Some(parsed.policy.statements.iter().map(Rule::new).collect())
}

fn statements(policy: &Value) -> Vec<Value> {
    match &policy["Statement"] {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    }
}

/// The policy with each list of actions cut in two, and its statements in reverse.
pub(super) fn split(policy: &Value) -> Value {
    let mut all = Vec::new();
    for mut statement in statements(policy) {
        statement.as_object_mut().unwrap().remove("Sid");
        let Some(Value::Array(actions)) = statement.get("Action").cloned() else {
            all.push(statement);
            continue;
        };
        let (first, second) = actions.split_at(actions.len() / 2);
        for part in [first, second].into_iter().filter(|part| !part.is_empty()) {
            let mut half = statement.clone();
            half["Action"] = json!(part);
            all.push(half);
        }
    }
    all.reverse();
    let mut changed = policy.clone();
    changed["Statement"] = json!(all);
    changed
}

#[test]
fn every_policy_is_included_in_itself() {
    let mut wrong = Vec::new();
    for (id, policy) in policies() {
        let Some(rules) = read(&policy) else { continue };
        let changed = read(&split(&policy)).unwrap();
        for engine in engines().filter(|engine| *engine != Engine::Both) {
            for (a, b) in [(&rules, &rules), (&rules, &changed), (&changed, &rules)] {
                let answer = included(a, b, &by(engine));
                if answer != Answer::Included {
                    wrong.push(format!("{id} {}: {answer:?}", engine.name()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn without_a_condition_more_is_allowed() {
    let (mut wrong, mut counts) = (Vec::new(), [0; 3]);
    for (id, policy) in policies() {
        let Some(rules) = read(&policy) else { continue };
        for place in 0..rules.len() {
            if rules[place].entries.is_empty() {
                continue;
            }
            let mut changed = rules.clone();
            changed[place].entries.clear();
            // A Deny statement without condition denies more.
            let (narrow, wide) = match rules[place].effect {
                Effect::Allow => (&rules, &changed),
                Effect::Deny => (&changed, &rules),
            };
            for engine in engines() {
                let answer = included(narrow, wide, &by(engine));
                if answer != Answer::Included {
                    wrong.push(format!("{id} {place} {}: {answer:?}", engine.name()));
                }
                let answer = included(wide, narrow, &by(engine));
                counts[match &answer {
                    // Another statement may allow it, or deny it.
                    Answer::Included => 0,
                    Answer::Outside(_) => 1,
                    Answer::Unknown(reason) => {
                        eprintln!("{id} {place} {}: {reason}", engine.name());
                        2
                    }
                    Answer::Disagreement(reason) => {
                        wrong.push(format!("{id} {place}: {reason}"));
                        2
                    }
                }] += 1;
            }
        }
    }
    eprintln!("included, outside, unknown: {counts:?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(counts == [0; 3] || counts[1] > 4 * (counts[0] + counts[2]), "{counts:?}");
}
