//! The answers of `paredown evaluate`: `schemas/evaluate.schema.json`.

use serde::Serialize;
use serde_json::value::RawValue;

use super::Spot;
use super::passed::Passed;
use super::reference::Reference;
use super::statement::Statement;
use crate::evaluation::{self, Answer, Conditioned, Decided, Difference, Said};

/// The version of the shape of answers, as in its schema.
const SCHEMA: &str = "urn:paredown:evaluate:v1";

/// The members of answers; members of a line with these names are not passed through.
pub(crate) const EVALUATE_NAMES: [&str; 10] = [
    "decision",
    "by",
    "within",
    "reason",
    "explanation",
    "warnings",
    "reference",
    "error",
    "schema",
    "paredown",
];

/// An element of a statement that does not match, or may not.
#[derive(Serialize)]
struct Differs<'a> {
    element: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    wanted: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'a str>,
}

impl<'a> From<&'a Difference> for Differs<'a> {
    fn from(difference: &'a Difference) -> Self {
        let element = |element, wanted: &'a [String], unknown: Option<&'a String>| Self {
            element,
            operator: None,
            key: None,
            wanted,
            given: None,
            unknown: unknown.map(String::as_str),
        };
        match difference {
            Difference::Action { negated, patterns } => {
                element(if *negated { "NotAction" } else { "Action" }, patterns, None)
            }
            Difference::Resource { negated, patterns, unknown } => {
                let name = if *negated { "NotResource" } else { "Resource" };
                element(name, patterns, unknown.as_ref())
            }
            Difference::Condition(Conditioned { operator, key, wanted, given, unknown }) => Self {
                operator: Some(operator),
                key: Some(key),
                given: Some(given),
                ..element("Condition", wanted, unknown.as_ref())
            },
        }
    }
}

/// A statement that might have allowed a request.
#[derive(Serialize)]
struct Near<'a> {
    #[serde(flatten)]
    at: Statement<'a>,
    differs: Vec<Differs<'a>>,
}

/// Why a request is not allowed.
#[derive(Serialize)]
struct Explanation<'a> {
    statements: Vec<Near<'a>>,
    more: usize,
}

impl<'a> From<&'a evaluation::Explanation> for Explanation<'a> {
    fn from(explanation: &'a evaluation::Explanation) -> Self {
        let near = |near: &'a evaluation::Near| Near {
            at: (&near.at).into(),
            differs: near.differences.iter().map(Into::into).collect(),
        };
        Self { statements: explanation.nearest.iter().map(near).collect(), more: explanation.more }
    }
}

/// An answer.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a RawValue,
    decision: &'static str,
    by: Option<Statement<'a>>,
    /// The statements of the boundary and of SCPs that allow it too; absent if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    within: Vec<Statement<'a>>,
    /// Why no statement decides; absent if one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// Absent unless it was asked for and the request is not allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<Explanation<'a>>,
    /// What the user should look at in the line; absent if there is nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Spot<'a>>,
    /// What says which keys have several values; absent unless there are policy variables, to which that matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Reference<'a>>,
    /// What is wrong with the line; absent if nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Spot<'a>>,
    schema: &'static str,
    paredown: &'static str,
    #[serde(flatten)]
    passed: Passed<'a>,
}

/// An answer as a line, without its line break.
pub(crate) fn evaluated(answer: &Answer) -> String {
    let (id, line) = match answer {
        Answer::Decided { id, decided, warnings, passed } => {
            let warnings = warnings.iter().map(Into::into).collect();
            (id.value(), Line { warnings, passed: Passed(passed), ..decided_line(id.value(), decided) })
        }
        Answer::Failed(failed) => {
            let (id, error) = (failed.id.value(), &failed.error);
            let passed = Passed(&failed.passed);
            let line =
                Line { error: Some(error.into()), passed, ..line(id, Said::Unknown, Some(&error.message)) };
            (id, line)
        }
    };
    written(id, &line)
}

/// The answer to a single request as a line, without its line break.
pub(crate) fn decided(decided: &Decided) -> String {
    written(RawValue::NULL, &decided_line(RawValue::NULL, decided))
}

fn decided_line<'a>(id: &'a RawValue, decided: &'a Decided) -> Line<'a> {
    let settled = &decided.settled;
    Line {
        by: settled.by().map(Into::into),
        within: settled.within().iter().map(Into::into).collect(),
        explanation: decided.explanation.as_ref().map(Into::into),
        reference: decided.by_types.then(Reference::built_in).flatten(),
        ..line(id, settled.said(), settled.reason())
    }
}

/// A decision and its reason.
fn line<'a>(id: &'a RawValue, said: Said, reason: Option<&'a str>) -> Line<'a> {
    Line {
        id,
        decision: said.name(),
        by: None,
        within: Vec::new(),
        reason,
        explanation: None,
        warnings: Vec::new(),
        reference: None,
        error: None,
        schema: SCHEMA,
        paredown: env!("CARGO_PKG_VERSION"),
        passed: Passed(&[]),
    }
}

/// The JSON of an answer; if that cannot be written, an error about the same line.
fn written(id: &RawValue, line: &Line<'_>) -> String {
    serde_json::to_string(line).unwrap_or_else(|error| {
        let message = format!("internal error: {error}");
        serde_json::json!({"id": id, "decision": Said::Unknown.name(), "by": null, "reason": message,
            "error": {"column": null, "message": message, "help": null},
            "schema": SCHEMA, "paredown": env!("CARGO_PKG_VERSION")})
        .to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_are_not_passed_through_are_those_of_the_schema() {
        let schema = include_str!("../../../schemas/evaluate.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
        assert_eq!(schema["$id"], SCHEMA);
        let properties = schema["properties"].as_object().unwrap().keys();
        let mut named: Vec<&str> = properties.map(String::as_str).filter(|name| *name != "id").collect();
        named.sort_unstable();
        let mut own = EVALUATE_NAMES;
        own.sort_unstable();
        assert_eq!(own.as_slice(), named);
    }
}
