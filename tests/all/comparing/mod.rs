//! `paredown compare`: what a candidate allows against what a baseline allows.

mod bad_input;
mod certificates;
mod corpus;
mod jobs;
mod pairs;
mod program;
mod published;
mod witnesses;

use std::path::Path;

use paredown::prove::Engine;
use serde_json::{Value, json};

use crate::common::program::{assert_shape, run, text, write};

/// The report or the answers that were printed, each of which has its shape.
#[track_caller]
fn answers(stdout: &[u8]) -> Vec<Value> {
    let values = serde_json::Deserializer::from_slice(stdout).into_iter();
    let answers: Vec<Value> = values.map(|value| value.unwrap()).collect();
    for answer in &answers {
        assert_shape("compare.schema.json", answer);
    }
    answers
}

/// The engines of this build.
fn engines() -> impl Iterator<Item = Engine> {
    [Engine::Automata, Engine::Smt, Engine::Both].into_iter().filter(|engine| engine.is_built_in())
}

/// A pair of policies.
#[derive(Clone)]
struct Pair {
    id: String,
    baseline: Value,
    candidate: Value,
}

impl Pair {
    fn new(id: impl Into<String>, baseline: &Value, candidate: &Value) -> Self {
        Self { id: id.into(), baseline: baseline.clone(), candidate: candidate.clone() }
    }

    fn line(&self) -> String {
        json!({"id": self.id, "baseline": self.baseline, "candidate": self.candidate}).to_string()
    }
}

/// The answers to pairs, in their order. Every request in them is decided as it says, by the evaluator.
#[track_caller]
fn compared(folder: &Path, pairs: &[Pair], engine: Engine) -> Vec<Value> {
    let answers = only_compared(folder, pairs, engine);
    witnesses::fed_back(folder, pairs, &answers);
    answers
}

/// The answers to pairs, in their order, which may name very many actions: their requests are not decided again.
#[track_caller]
fn only_compared(folder: &Path, pairs: &[Pair], engine: Engine) -> Vec<Value> {
    let lines: Vec<String> = pairs.iter().map(Pair::line).collect();
    write(folder, "pairs.jsonl", lines.join("\n"));
    let out = run(folder, &format!("compare --pairs pairs.jsonl --engine {}", engine.name()));
    let answers = answers(&out.stdout);
    assert_eq!(answers.len(), pairs.len(), "{}", text(&out.stderr));
    for (pair, answer) in pairs.iter().zip(&answers) {
        assert_eq!(answer["id"], pair.id, "{answer}");
    }
    answers
}

fn statement(effect: &str, action: &str, resource: &str) -> Value {
    json!({"Effect": effect, "Action": action, "Resource": resource})
}

#[expect(clippy::needless_pass_by_value, reason = "callers write it in place")]
fn policy(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// A policy with a placeholder of a template: what it allows is not known.
fn open() -> Value {
    policy(json!([statement("Allow", "s3:GetObject", "arn:aws:s3:::${bucket}/*")]))
}
