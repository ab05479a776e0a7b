//! One line of the input: a job.

use std::sync::Arc;

use serde_json::Value;

use crate::model::UnusedSet;
use crate::parse::{self, Diagnostic, Located, Object, ParsedPolicy, Source};

use super::answer::{ErrorPlace, Failed};

/// What is to be certified instead of a recommendation of our own.
pub(super) enum Proposal {
    /// A recommended policy.
    Policy(Box<ParsedPolicy>),
    /// `null`: that the policy is detached.
    Detach,
}

/// A job: `{"id", "policy", "unused"}`, with `"recommended"` to certify only. Other keys are not looked at.
pub(super) struct Job {
    /// What the answer is found by: a string or a number.
    pub(super) id: Value,
    pub(super) policy: ParsedPolicy,
    pub(super) unused: UnusedSet,
    pub(super) proposal: Option<Proposal>,
}

impl Job {
    /// Reads a line; `number` is its number, from 1.
    pub(super) fn read(bytes: &[u8], name: &str, number: usize) -> Result<Self, Box<Failed>> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let error = ErrorPlace::line(number, "the line is not UTF-8");
            return Err(Box::new(Failed { id: Value::Null, error }));
        };
        let source = Arc::new(Source { name: name.to_owned(), text: text.trim_end().to_owned() });
        let failed = |id: &Value, error: &Diagnostic, at: usize| {
            Box::new(Failed { id: id.clone(), error: ErrorPlace::of(error, number, at) })
        };
        let root = parse::json(&source, parse::Strictness::Strict)
            .map_err(|error| failed(&Value::Null, &error, 0))?;
        let root = Located::new(&root, &source);
        let object = root.expect_object("a job").map_err(|error| failed(&Value::Null, &error, 0))?;
        let id = id(&object).map_err(|error| failed(&Value::Null, &error, 0))?;
        let part = |key: &str| part(&object, key);
        let (policy, at) = part("policy").map_err(|error| failed(&id, &error, 0))?;
        let policy = parse::policy(&policy).map_err(|error| failed(&id, &error, at))?;
        let (unused, at) = part("unused").map_err(|error| failed(&id, &error, 0))?;
        let unused = parse::unused(&unused, None).map_err(|error| failed(&id, &error, at))?.set();
        let proposal = match object.get("recommended") {
            None => None,
            Some(value) if value.is_null() => Some(Proposal::Detach),
            Some(_) => {
                let (text, at) = part("recommended").map_err(|error| failed(&id, &error, 0))?;
                let parsed = parse::policy(&text).map_err(|error| failed(&id, &error, at))?;
                if let Some(error) = parse::introduced(&parsed.faults, &policy.faults) {
                    return Err(failed(&id, &error, at));
                }
                Some(Proposal::Policy(Box::new(parsed)))
            }
        };
        Ok(Self { id, policy, unused, proposal })
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

/// The text of a member as a document of its own, and where it begins in the line.
fn part(object: &Object<'_>, key: &str) -> Result<(Arc<Source>, usize), Diagnostic> {
    let Some(value) = object.get(key) else {
        let error = object.place().error(format!("the job has no `{key}`"), format!("no `{key}` here"));
        return Err(error.with_help("a job is `{\"id\": …, \"policy\": …, \"unused\": …}`"));
    };
    let name = format!("{} ({key})", value.source().name);
    let at = value.source().text.get(..value.span().start).map_or(0, |before| before.chars().count());
    Ok((Arc::new(Source { name, text: value.raw().to_owned() }), at))
}
