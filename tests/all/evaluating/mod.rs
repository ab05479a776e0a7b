//! `paredown evaluate`: single requests.

mod bad_input;
mod program;
mod twin;
mod vectors;

use serde_json::Value;

use crate::common::program::{assert_shape, text};

/// The answers that were printed, each of which has its shape.
#[track_caller]
fn answers(stdout: &[u8]) -> Vec<Value> {
    let answers: Vec<Value> = text(stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    answers.iter().for_each(|answer| assert_shape("evaluate.schema.json", answer));
    answers
}
