//! One line of the input: a job.

use std::sync::Arc;

use serde_json::Value;

use crate::intake::{Claim, Claimant, Original, Unpaired, Whose, pair};
use crate::model::{Principal, UnusedSet};
use crate::parse::{
    self, Diagnostic, FoundPolicy, Located, Object, ParsedPolicy, Source, Stated, Strictness,
};

use super::answer::{ErrorPlace, Failed};
use super::items::{Item, Start};

/// What takes the place of the policy.
pub(super) enum Proposal {
    Policy(Box<ParsedPolicy>),
    /// Nothing: it is detached.
    Detach,
}

/// A job: `{"id", "policy", "unused"}`, with `"recommended"` to certify only. Other keys are not looked at.
pub(super) struct Job {
    /// What the answer is found by: a string or a number.
    pub(super) id: Value,
    pub(super) policy: ParsedPolicy,
    pub(super) unused: UnusedSet,
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
        let mut whose = Whose::default();
        let policy = part("policy")?;
        let found = original(&policy.source, &mut whose).map_err(|error| failed(&id, &error, &policy))?;
        let text = part("unused")?;
        let unused = unused(&text.source, &mut whose).map_err(|error| failed(&id, &error, &text))?;
        let recommended = object.get("recommended").map(|_| part("recommended")).transpose()?;
        let proposal = recommended.map(|text| {
            proposal(&text.source, &found, &mut whose).map_err(|error| failed(&id, &error, &text))
        });
        let proposal = proposal.transpose()?;
        Ok(Self { id, policy: found.parsed, unused, proposal })
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
    let unused = parse::unused(&decoded(source)?, None)?;
    let resource = unused.finding.as_ref().and_then(|finding| finding.resource.as_deref());
    if let Some(principal) = resource.and_then(Principal::of_arn) {
        add(whose, &Claim { claimant: Claimant::Finding, principal, place: None }, source)?;
    }
    Ok(unused.set())
}

/// What a string holds, as a policy in one is read too; any other text as it is.
fn decoded(source: &Arc<Source>) -> Result<Arc<Source>, Diagnostic> {
    if !source.text.starts_with('"') {
        return Ok(Arc::clone(source));
    }
    let value = parse::json(source, Strictness::Strict)?;
    let text = Located::new(&value, source).expect_string("`unused`")?.to_owned();
    Ok(Arc::new(Source { name: format!("{} (decoded)", source.name), text }))
}

/// What a job recommends.
fn proposal(source: &Arc<Source>, original: &FoundPolicy, whose: &mut Whose) -> Result<Proposal, Diagnostic> {
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
        return Ok(Proposal::Detach);
    };
    match parse::introduced(&parsed.faults, &original.parsed.faults) {
        Some(error) => Err(error),
        None => Ok(Proposal::Policy(Box::new(parsed))),
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
    let Err(stranger) = whose.add(claim) else { return Ok(()) };
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
