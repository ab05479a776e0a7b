//! The answers of `paredown batch`, and its summary: `schemas/batch.schema.json` and `schemas/batch-summary.schema.json`.

use serde::Serialize;
use serde_json::value::RawValue;

use super::Spot;
use crate::prove::Verdict;

mod answer;
mod summary;

pub(crate) use answer::{Asked, done};
pub(crate) use summary::{FailedLine, SummaryReport};

/// The version of the shape of answers, as in its schema.
pub(crate) const SCHEMA: &str = "urn:paredown:batch:v2";

/// The version of the shape of the summary, as in its schema.
pub(crate) const SUMMARY_SCHEMA: &str = "urn:paredown:batch-summary:v1";

/// The members of answers; members of a job with these names are not passed through.
pub(crate) const NAMES: [&str; 20] = [
    "schema",
    "paredown",
    "outcome",
    "recommended",
    "verdict",
    "reason",
    "mode",
    "counts",
    "obligations",
    "failures",
    "does_not_fit",
    "warnings",
    "disagreements",
    "error",
    "catalogue",
    "certificate",
    "uncertifiable",
    "plan",
    "kept",
    "times",
];

/// A line that is not a job.
#[derive(Serialize)]
struct Failed<'a> {
    id: &'a RawValue,
    error: Spot<'a>,
    schema: &'static str,
    paredown: &'static str,
}

/// The answer to a line that is not a job; `id` is null if none could be read.
pub(crate) fn failed(id: &RawValue, error: Spot<'_>) -> String {
    line(id, &Failed { id, error, schema: SCHEMA, paredown: env!("CARGO_PKG_VERSION") })
}

/// A job that was given up before anything was recommended or decided.
#[derive(Serialize)]
struct Undone<'a> {
    id: &'a RawValue,
    verdict: &'static str,
    reason: &'a str,
    schema: &'static str,
    paredown: &'static str,
}

/// The answer to a job that was given up.
pub(crate) fn undone(id: &RawValue, reason: &str) -> String {
    let verdict = Verdict::Unknown.name();
    line(id, &Undone { id, verdict, reason, schema: SCHEMA, paredown: env!("CARGO_PKG_VERSION") })
}

/// The JSON of an answer; if that cannot be written, an error about the same job.
fn line(id: &RawValue, answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_else(|error| {
        serde_json::json!({"id": id, "error": {"column": null,
            "message": format!("internal error: {error}"), "help": null},
            "schema": SCHEMA, "paredown": env!("CARGO_PKG_VERSION")})
        .to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_are_not_passed_through_are_those_of_the_schema() {
        let schema = include_str!("../../../../schemas/batch.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        let answers = schema["oneOf"].as_array().unwrap();
        let properties = answers.iter().flat_map(|answer| answer["properties"].as_object().unwrap().keys());
        let mut named: Vec<&str> = properties.map(String::as_str).filter(|name| *name != "id").collect();
        named.sort_unstable();
        named.dedup();
        let mut own = NAMES;
        own.sort_unstable();
        assert_eq!(own.as_slice(), named);
    }
}
