//! One line of the input: a job.

use std::sync::Arc;

use serde_json::Value;

use crate::model::{PolicyKind, UnusedSet};
use crate::parse::{self, Diagnostic, Located, Object, ParsedPolicy, Source, Strictness};

use super::answer::{ErrorPlace, Failed};
use super::items::{Item, Start};
use super::reading::{Proposal, Reading};

/// A job: `{"id", "policy", "unused"}`, with `"recommended"` to certify only. Other keys are not looked at.
pub(super) struct Job {
    /// What the answer is found by: a string or a number.
    pub(super) id: Value,
    pub(super) policy: ParsedPolicy,
    /// The kind whose limits count.
    pub(super) kind: PolicyKind,
    pub(super) unused: UnusedSet,
    /// What is worth a look in it.
    pub(super) warnings: Vec<ErrorPlace>,
    /// What is to be certified instead of a recommendation of our own.
    pub(super) proposal: Option<Proposal>,
}

impl Job {
    /// Reads a job; `name` is what the input is called.
    pub(super) fn read(item: &Item, name: &str) -> Result<Self, Box<Failed>> {
        let start = item.start;
        let Ok(text) = std::str::from_utf8(&item.text) else {
            let error = ErrorPlace::line(start.line, "the line is not UTF-8");
            return Err(Box::new(Failed { id: Value::Null, error }));
        };
        let source = Arc::new(Source { name: name.to_owned(), text: text.trim_end().to_owned() });
        let failed = |id: &Value, error: &Diagnostic, part: &Part| {
            let error = ErrorPlace::of(error, &part.source, part.start);
            Box::new(Failed { id: id.clone(), error })
        };
        let whole = Part { source: Arc::clone(&source), start };
        let root =
            parse::json(&source, Strictness::Strict).map_err(|error| failed(&Value::Null, &error, &whole))?;
        let root = Located::new(&root, &source);
        let object = root.expect_object("a job").map_err(|error| failed(&Value::Null, &error, &whole))?;
        let id = id(&object).map_err(|error| failed(&Value::Null, &error, &whole))?;
        let part = |key: &str| Part::of(&object, key, start).map_err(|error| failed(&id, &error, &whole));
        let mut reading = Reading::default();
        let mut warnings = Vec::new();
        let mut told = |reading: &mut Reading, part: &Part| {
            let own = reading.warnings.drain(..);
            warnings.extend(own.map(|warning| ErrorPlace::of(&warning, &part.source, part.start)));
        };
        let text = part("policy")?;
        let found = reading.original(&text.source).map_err(|error| failed(&id, &error, &text))?;
        told(&mut reading, &text);
        let text = part("unused")?;
        let unused = reading.unused(&text.source, &found).map_err(|error| failed(&id, &error, &text))?;
        told(&mut reading, &text);
        let mut proposal = None;
        if object.get("recommended").is_some() {
            let text = part("recommended")?;
            let read = reading.proposal(&text.source, &found);
            proposal = Some(read.map_err(|error| failed(&id, &error, &text))?);
            told(&mut reading, &text);
        }
        let kind = found.identity.holder.policy_kind();
        Ok(Self { id, policy: found.parsed, kind, unused, warnings, proposal })
    }
}

fn id(object: &Object<'_>) -> Result<Value, Diagnostic> {
    let Some(id) = object.get("id") else {
        let error = object.place().error("the job has no `id`", "no `id` here");
        return Err(error.with_help("a job is `{\"id\": …, \"policy\": …, \"unused\": …}`"));
    };
    match id.to_json() {
        value @ (Value::String(_) | Value::Number(_)) => Ok(value),
        _ => Err(id.mismatch("`id`", "a string or a number")),
    }
}

/// A member as a document of its own, and where it begins in the input.
struct Part {
    source: Arc<Source>,
    start: Start,
}

impl Part {
    fn of(object: &Object<'_>, key: &str, start: Start) -> Result<Self, Diagnostic> {
        let Some(value) = object.get(key) else {
            let error = object.place().error(format!("the job has no `{key}`"), format!("no `{key}` here"));
            return Err(error.with_help("a job is `{\"id\": …, \"policy\": …, \"unused\": …}`"));
        };
        let name = format!("{} ({key})", value.source().name);
        let before = value.source().text.get(..value.span().start).unwrap_or_default();
        let source = Arc::new(Source { name, text: value.raw().to_owned() });
        Ok(Self { source, start: start.after(before) })
    }
}
