//! `paredown evaluate`: single requests.

mod bad_input;
mod layers;
mod program;
mod twin;
mod vectors;

use serde_json::{Value, json};

use crate::common::program::{assert_shape, text};

/// The answers that were printed, each of which has its shape.
#[track_caller]
fn answers(stdout: &[u8]) -> Vec<Value> {
    let answers: Vec<Value> = text(stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for answer in &answers {
        assert_shape("evaluate.schema.json", answer);
    }
    answers
}

const KEY: &str = "arn:aws:s3:::reports/key";

#[expect(clippy::needless_pass_by_value, reason = "callers write it in place")]
fn policy(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn statement(effect: &str, action: &str, resource: &str) -> Value {
    json!({"Effect": effect, "Action": action, "Resource": resource})
}

fn request(action: &str, resource: &str) -> Value {
    json!({"action": action, "resource": resource})
}
