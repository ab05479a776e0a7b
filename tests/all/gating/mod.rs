//! `paredown gate`: a change against the rules.

mod changes;
mod corpus;
mod hooks;
mod pre_commit;
mod revisions;
mod rules;
mod strangers;
mod templates;

use std::path::Path;

use paredown::prove::Engine;
use serde_json::Value;

use crate::common::program::{assert_shape, run, text, write};

/// The engines of this build.
fn engines() -> impl Iterator<Item = Engine> {
    [Engine::Automata, Engine::Both].into_iter().filter(|engine| engine.is_built_in())
}

/// The answer of the gate, which has its shape, and the exit code that belongs to it.
#[track_caller]
fn gate(folder: &Path, arguments: &str) -> Value {
    let out = run(folder, &format!("gate --format json {arguments}"));
    let shown = || format!("{arguments}: {}{}", text(&out.stdout), text(&out.stderr));
    let answer: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|_| panic!("{}", shown()));
    assert_shape("gate.schema.json", &answer);
    let code = match answer["conclusion"].as_str() {
        Some("passes") => 0,
        Some("fails") => 1,
        Some("unknown") => 3,
        _ => panic!("{}", shown()),
    };
    assert_eq!(out.status.code(), Some(code), "{}", shown());
    answer
}

/// The answer about one policy that takes the place of another.
#[track_caller]
fn changed(folder: &Path, before: &Value, after: &Value, arguments: &str) -> Value {
    write(folder, "before/p.json", serde_json::to_string_pretty(before).unwrap());
    write(folder, "after/p.json", serde_json::to_string_pretty(after).unwrap());
    gate(folder, &format!("--baseline before --candidate after {arguments}"))
}

/// The findings of a rule.
fn of<'a>(answer: &'a Value, rule: &str) -> Vec<&'a Value> {
    answer["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule).collect()
}

/// The actions that are newly allowed, by all findings of the first rule.
fn allowed(answer: &Value) -> Vec<&str> {
    let findings = of(answer, "no-new-access").into_iter();
    let new = findings.flat_map(|finding| finding["newly_allowed"].as_array().into_iter().flatten());
    new.map(|new| new["action"].as_str().unwrap()).collect()
}
