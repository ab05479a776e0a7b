//! Pairs with known answers.

mod corpus;
#[path = "../../../tests/common/dice.rs"]
#[expect(unreachable_pub, reason = "other tests use it as well")]
mod dice;
mod draws;
mod edges;
mod evidence;
mod inclusions;
mod random;
mod values;

use std::collections::BTreeSet;
use std::sync::Arc;

use paredown_request::Rule;
use serde_json::Value;

use super::*;
use crate::parse::{Source, policy};
use crate::prove::Engine;
use crate::prove::requests::tests::{corpus, shared};

fn rules(value: &Value) -> Vec<Rule> {
    let parsed = policy(&Arc::new(Source { name: "p".into(), text: value.to_string() })).unwrap();
    parsed.policy.statements.iter().map(Rule::new).collect()
}

/// Settings with an engine.
fn by(engine: Engine) -> Settings {
    Settings { engine, ..Settings::default() }
}

fn included(inner: &[Rule], outer: &[Rule], settings: &Settings) -> Answer {
    Pair::new(inner, outer).included(settings)
}

fn included_where(
    inner: &[Rule],
    outer: &[Rule],
    restricted: &BTreeSet<String>,
    settings: &Settings,
) -> Answer {
    Pair::new(inner, outer).included_where(restricted, settings)
}

/// The engines of this build.
fn engines() -> impl Iterator<Item = Engine> {
    [Engine::Automata, Engine::Smt, Engine::Both].into_iter().filter(|engine| engine.is_built_in())
}

#[test]
fn the_pairs_come_out_as_expected() {
    let mut wrong = Vec::new();
    for pair in corpus("requests/pairs.jsonl") {
        for engine in engines() {
            let answer = included(&rules(&pair["a"]), &rules(&pair["b"]), &by(engine));
            let expected = pair["every request that a allows, b allows"].as_bool().unwrap();
            eprintln!("{} {} {expected} {answer:?}", engine.name(), pair["about"]);
            let decided = matches!(answer, Answer::Included | Answer::Outside(_));
            if (answer == Answer::Included) != expected || !decided {
                wrong.push(format!("{} {}: {answer:?}", engine.name(), pair["about"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
