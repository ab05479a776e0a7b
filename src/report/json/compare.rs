//! The answers of `paredown compare`: `schemas/compare.schema.json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::statement::Statement;
use super::{Catalogue, Spot};
use crate::comparison::{Answer, Direction, New, Outcome, Shown};
use crate::evaluation::At;
use crate::model::CatalogueIdentity;
use crate::prove::Verdict;

/// The version of the shape, as in its schema.
const SCHEMA: &str = "urn:paredown:compare:v1";

/// A request. A key without values is absent.
#[derive(Serialize)]
struct Request<'a> {
    action: &'a str,
    known: bool,
    resource: &'a str,
    context: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> From<&'a Shown> for Request<'a> {
    fn from(shown: &'a Shown) -> Self {
        let Shown { action, known, resource, context } = shown;
        Self { action, known: *known, resource, context }
    }
}

/// What one side allows and the other does not.
#[derive(Serialize)]
struct More<'a> {
    /// `yes`, `no` or `unknown`.
    answer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Request<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Statement<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// Whether `no` rests on the resource types of actions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    by_resource_types: bool,
    /// Of what is no longer allowed, one request is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<Action<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown_actions: Vec<Open<'a>>,
}

/// A known action of which one side allows more.
#[derive(Serialize)]
struct Action<'a> {
    action: &'a str,
    access_level: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Statement<'a>>,
    request: Request<'a>,
}

/// A known action of which that is not known.
#[derive(Serialize)]
struct Open<'a> {
    action: &'a str,
    reason: &'a str,
}

impl<'a> From<&'a Direction> for More<'a> {
    fn from(direction: &'a Direction) -> Self {
        let action = |new: &'a New| Action {
            action: &new.request.action,
            access_level: new.level.to_string(),
            by: new.by.as_ref().map(Into::into),
            request: (&new.request).into(),
        };
        let witness = direction.witness.as_ref();
        Self {
            answer: match direction.verdict {
                Verdict::Proved => "no",
                Verdict::Refuted => "yes",
                Verdict::Unknown => "unknown",
            },
            request: witness.map(|(request, _)| request.into()),
            by: witness.and_then(|(_, by)| by.as_ref()).map(|at: &At| at.into()),
            reason: direction.reason.as_deref(),
            by_resource_types: direction.by_types,
            actions: direction.all.then(|| direction.new.iter().map(action).collect()),
            unknown_actions: direction.open.iter().map(|(action, reason)| Open { action, reason }).collect(),
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a RawValue>,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    newly_allowed: Option<More<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_longer_allowed: Option<More<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalogue: Option<Catalogue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Spot<'a>>,
    schema: &'static str,
    paredown: &'static str,
}

impl<'a> Report<'a> {
    fn new(id: Option<&'a RawValue>, outcome: &'a Outcome) -> Self {
        Self {
            verdict: outcome.relation.name(),
            newly_allowed: Some((&outcome.no_more).into()),
            no_longer_allowed: Some((&outcome.no_less).into()),
            ..Self::empty(id)
        }
    }

    fn empty(id: Option<&'a RawValue>) -> Self {
        Self {
            id,
            verdict: "unknown",
            newly_allowed: None,
            no_longer_allowed: None,
            catalogue: None,
            error: None,
            schema: SCHEMA,
            paredown: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// The outcome of a comparison.
pub(crate) fn compared(outcome: &Outcome, catalogue: &CatalogueIdentity) -> String {
    let report = Report { catalogue: Some(catalogue.into()), ..Report::new(None, outcome) };
    written(serde_json::to_string_pretty(&report))
}

/// The answer to a line, without its line break.
pub(crate) fn compared_pair(answer: &Answer) -> String {
    let id = Some(answer.id.value());
    written(serde_json::to_string(&match &answer.outcome {
        Ok(outcome) => Report::new(id, outcome),
        Err(spot) => Report { error: Some(spot.into()), ..Report::empty(id) },
    }))
}

fn written(done: serde_json::Result<String>) -> String {
    done.unwrap_or_else(|error| {
        serde_json::json!({"verdict": "unknown", "error": error.to_string()}).to_string()
    })
}
