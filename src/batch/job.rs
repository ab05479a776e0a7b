//! One line of the input: a job.

use std::sync::Arc;

use serde_json::Value;

use crate::intake::{Claim, Claimant, Original, Unpaired, Whose, pair};
use crate::model::{Principal, UnusedSet};
use crate::parse::{
    self, Diagnostic, FoundPolicy, Located, Object, ParsedPolicy, Source, Stated, Strictness,
};

use super::answer::{ErrorPlace, Failed};

/// A job: `{"id", "policy", "unused"}`, with `"recommended"` to certify only. Other keys are not looked at.
pub(super) struct Job {
    /// What the answer is found by: a string or a number.
    pub(super) id: Value,
    pub(super) policy: ParsedPolicy,
    pub(super) unused: UnusedSet,
    /// What is to be certified instead of a recommendation of our own: a document, or none, if the policy is
    /// detached.
    pub(super) proposal: Option<Option<ParsedPolicy>>,
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
        let (text, at) = part("policy").map_err(|error| failed(&id, &error, 0))?;
        let mut whose = Whose::default();
        let found = original(&text, &mut whose).map_err(|error| failed(&id, &error, at))?;
        let (text, at) = part("unused").map_err(|error| failed(&id, &error, 0))?;
        let unused = unused(&text, &mut whose).map_err(|error| failed(&id, &error, at))?;
        let proposal = match object.get("recommended") {
            None => None,
            Some(_) => {
                let (text, at) = part("recommended").map_err(|error| failed(&id, &error, 0))?;
                let proposal = proposal(&text, &found, &mut whose);
                Some(proposal.map_err(|error| failed(&id, &error, at))?)
            }
        };
        let policy = found.parsed;
        Ok(Self { id, policy, unused, proposal })
    }
}

/// The one policy of a job.
fn original(source: &Arc<Source>, whose: &mut Whose) -> Result<FoundPolicy, Diagnostic> {
    let file = parse::policies(source, Strictness::Strict)?;
    if let Some(stated) = &file.principal {
        claim(whose, Claimant::Recommendation, stated, source)?;
    }
    let found = parse::only(file, source)?;
    let principal = found.identity.principal();
    add(whose, &Claim { claimant: Claimant::Policy(NAME.to_owned()), principal, place: None }, source)?;
    Ok(found)
}

/// What a job says is unused.
fn unused(source: &Arc<Source>, whose: &mut Whose) -> Result<UnusedSet, Diagnostic> {
    let unused = parse::unused(source, None)?;
    let resource = unused.finding.as_ref().and_then(|finding| finding.resource.as_deref());
    if let Some(principal) = resource.and_then(Principal::of_arn) {
        add(whose, &Claim { claimant: Claimant::Finding, principal, place: None }, source)?;
    }
    Ok(unused.set())
}

/// What a job recommends: a document, or none, if the policy is detached.
fn proposal(
    source: &Arc<Source>,
    original: &FoundPolicy,
    whose: &mut Whose,
) -> Result<Option<ParsedPolicy>, Diagnostic> {
    let file = parse::recommendation(source, Strictness::Strict)?;
    if let Some(stated) = &file.principal {
        claim(whose, Claimant::Recommendation, stated, source)?;
    }
    let steps = file.by_policy().into_iter().map(|step| (step, ())).collect();
    let own = Original { name: NAME, identity: &original.identity };
    let paired = pair(&[own], &[1], steps).map_err(|error| match error {
        Unpaired::At(diagnostic) => *diagnostic,
        Unpaired::Count { given, .. } => {
            let message = format!("a job is about one policy, and {given} are recommended");
            whole(source, message)
                .with_help("make a job of each policy, or give all of them to `paredown certify`")
        }
    })?;
    let Some(parsed) = paired.into_iter().flatten().find_map(|(step, ())| step.policy) else {
        return Ok(None);
    };
    match parse::introduced(&parsed.faults, &original.parsed.faults) {
        Some(error) => Err(error),
        None => Ok(Some(parsed)),
    }
}

/// What the policy of a job is called, which has no name of its own.
const NAME: &str = "policy";

fn claim(
    whose: &mut Whose,
    claimant: Claimant,
    stated: &Stated<String>,
    source: &Arc<Source>,
) -> Result<(), Diagnostic> {
    let Some(principal) = Principal::of_arn(&stated.value) else { return Ok(()) };
    add(whose, &Claim { claimant, principal, place: Some(stated.clone()) }, source)
}

fn add(whose: &mut Whose, claim: &Claim, source: &Arc<Source>) -> Result<(), Diagnostic> {
    let stranger = match whose.add(claim) {
        Ok(_) => return Ok(()),
        Err(stranger) => stranger,
    };
    Err(stranger
        .diagnostic()
        .unwrap_or_else(|| whole(source, stranger.message.as_str()).with_help(stranger.help.as_str())))
}

/// An error about all of a member.
fn whole(source: &Arc<Source>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(source, 0..1, message, "")
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
