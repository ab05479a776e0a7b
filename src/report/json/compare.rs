//! The answers of `paredown compare`: `schemas/compare.schema.json`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::reference::Reference;
use super::statement::Statement;
use super::{Catalogue, Spot};
use crate::comparison::{Answer, Direction, New, Outcome, Shown};
use crate::evaluation::At;
use crate::model::CatalogueIdentity;
use crate::prove::Verdict;

/// The version of the shape, as in its schema.
const SCHEMA: &str = "urn:paredown:compare:v1";

/// A request, as `paredown evaluate` takes it. A key without values is absent.
#[derive(Serialize)]
struct Request<'a> {
    action: &'a str,
    resource: &'a str,
    context: &'a BTreeMap<String, Vec<String>>,
}

impl<'a> From<&'a Shown> for Request<'a> {
    fn from(shown: &'a Shown) -> Self {
        let Shown { action, resource, context, .. } = shown;
        Self { action, resource, context }
    }
}

/// What one side allows and the other does not.
#[derive(Serialize)]
struct More<'a> {
    /// `yes`, `no` or `unknown`.
    answer: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Request<'a>>,
    /// Whether the catalogue or a policy names the action of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    known_action: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Statement<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    /// What the policies leave open, with the values for which the answer is `yes`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    assuming: &'a BTreeMap<String, String>,
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
#[expect(clippy::struct_field_names, reason = "the names are those of other reports")]
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
            known_action: witness.map(|(request, _)| request.known),
            by: witness.and_then(|(_, by)| by.as_ref()).map(|at: &At| at.into()),
            reason: direction.reason.as_deref(),
            assuming: &direction.assuming,
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
    /// Absent unless the answer rests on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<Reference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Spot<'a>>,
    schema: &'static str,
    paredown: &'static str,
}

impl<'a> Report<'a> {
    fn new(id: Option<&'a RawValue>, outcome: &'a Outcome, catalogue: &'a CatalogueIdentity) -> Self {
        Self {
            verdict: outcome.relation.name(),
            newly_allowed: Some((&outcome.no_more).into()),
            no_longer_allowed: Some((&outcome.no_less).into()),
            catalogue: Some(catalogue.into()),
            reference: outcome.by_reference.then(Reference::built_in).flatten(),
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
            reference: None,
            error: None,
            schema: SCHEMA,
            paredown: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// The outcome of a comparison.
pub(crate) fn compared(outcome: &Outcome, catalogue: &CatalogueIdentity) -> String {
    written(None, serde_json::to_string_pretty(&Report::new(None, outcome, catalogue)))
}

/// The answer to a line, without its line break.
pub(crate) fn compared_pair(answer: &Answer, catalogue: &CatalogueIdentity) -> String {
    let id = Some(answer.id.value());
    let report = match &answer.outcome {
        Ok(outcome) => Report::new(id, outcome, catalogue),
        Err(spot) => Report { error: Some(spot.into()), ..Report::empty(id) },
    };
    written(id, serde_json::to_string(&report))
}

/// The JSON of an answer; if that cannot be written, an error about the same line.
fn written(id: Option<&RawValue>, done: serde_json::Result<String>) -> String {
    done.unwrap_or_else(|error| {
        let message = format!("internal error: {error}");
        let error = serde_json::json!({"column": null, "message": message, "help": null});
        let mut report = serde_json::json!({"verdict": "unknown", "error": error, "schema": SCHEMA,
            "paredown": env!("CARGO_PKG_VERSION")});
        if let (Some(object), Some(id)) = (report.as_object_mut(), id) {
            object.insert("id".to_owned(), serde_json::json!(id));
        }
        report.to_string()
    })
}
