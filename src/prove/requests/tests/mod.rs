//! The five questions, by both engines.

mod cases;
mod conditions;
mod pairs;
mod resources;
mod worlds;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::compare::Settings;
use crate::model::{
    AccessLevel, Action, Catalogue, ConditionValue, Effect, EffectiveCatalogue, Policy, Reading, Statement,
    UnusedSet,
};
use crate::parse::{Source, policy};
use crate::prove::{Engine, Verdict, Witness};

/// A file of the corpus, which is next to the project or above it; `None`, with a message, without it. An error if only
/// the file is missing and everything has to be tested.
pub(crate) fn shared(file: &str) -> Option<PathBuf> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let shared: Vec<_> =
        folders.map(|folder| folder.join("shared")).filter(|folder| folder.exists()).collect();
    let found = shared.iter().map(|folder| folder.join("corpus").join(file)).find(|path| path.exists());
    if found.is_none() {
        let all = std::env::var_os("CI").is_some_and(|ci| ci == "true");
        assert!(!all || shared.is_empty(), "{shared:?} has no corpus/{file}");
        eprintln!("skipped: there is no shared/corpus/{file} beside the project");
    }
    found
}

/// The lines of such a file; empty without it.
pub(crate) fn corpus(file: &str) -> Vec<Value> {
    let Some(path) = shared(file) else { return Vec::new() };
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What is known in these tests.
const KNOWN: [&str; 8] = [
    "s3:GetObject",
    "s3:GetObjectAcl",
    "s3:PutObject",
    "s3:ListBucket",
    "sqs:SendMessage",
    "sqs:ListQueues",
    "ec2:RunInstances",
    "iam:PassRole",
];

fn catalogue() -> Catalogue {
    let mut services: BTreeMap<String, Vec<(String, AccessLevel)>> = BTreeMap::new();
    for (service, name) in KNOWN.iter().filter_map(|action| action.split_once(':')) {
        services.entry(service.to_owned()).or_default().push((name.to_owned(), AccessLevel::Unknown));
    }
    Catalogue::from_services("test", services).unwrap()
}

/// Two sides, and the unused actions.
#[derive(Debug)]
struct World {
    before: Policy,
    after: Policy,
    known: EffectiveCatalogue,
    unused: UnusedSet,
}

/// An Allow statement. What is not a list is one.
fn allow(actions: &str, resources: &str) -> Value {
    statement("Allow", actions, resources)
}

fn deny(actions: &str, resources: &str) -> Value {
    statement("Deny", actions, resources)
}

/// Lists are separated by spaces; an exclamation mark before one makes it NotAction or NotResource.
fn statement(effect: &str, actions: &str, resources: &str) -> Value {
    let element = |name: &str, list: &str| match list.strip_prefix('!') {
        Some(list) => (format!("Not{name}"), json!(list.split_whitespace().collect::<Vec<_>>())),
        None => (name.to_owned(), json!(list.split_whitespace().collect::<Vec<_>>())),
    };
    let elements =
        [("Effect".to_owned(), json!(effect)), element("Action", actions), element("Resource", resources)];
    Value::Object(elements.into_iter().collect())
}

/// The statement with a Condition.
fn when(mut statement: Value, condition: Value) -> Value {
    statement["Condition"] = condition;
    statement
}

fn read_as(version: &str, statements: &[Value]) -> Policy {
    if statements.is_empty() {
        return Policy { version: Some(version.to_owned()), statements: Vec::new() };
    }
    let text = json!({"Version": version, "Statement": statements}).to_string();
    let parsed = policy(&Arc::new(Source { name: "p".into(), text }));
    parsed.unwrap_or_else(|error| panic!("{}", error.render(false))).policy
}

impl World {
    fn new(before: &[Value], after: &[Value], unused: &[&str]) -> Self {
        Self::of(read_as("2012-10-17", before), read_as("2012-10-17", after), unused)
    }

    fn of(before: Policy, after: Policy, unused: &[&str]) -> Self {
        let mut set = UnusedSet::default();
        for action in unused {
            match action.strip_suffix(":*") {
                Some(service) => set.add_service(service),
                None => set.add_action(Action::new(action)),
            }
        }
        // All services are included.
        let mut reaching = before.clone();
        reaching.statements.extend(read_as("2012-10-17", &[allow("*", "*")]).statements);
        let known = EffectiveCatalogue::new(&catalogue(), &reaching, &set);
        Self { before, after, known, unused: set }
    }

    fn whole(&self) -> Whole<'_> {
        Whole {
            before: self.before.statements.iter().collect(),
            after: self.after.statements.iter().collect(),
            known: &self.known,
            unused: &self.unused,
        }
    }

    /// The answer of an engine to a question about all statements that it applies to.
    fn ask(&self, kind: Kind, engine: Engine) -> Answer {
        let whole = self.whole();
        let side = match kind {
            Kind::NoEscalation | Kind::UnusedRemoved | Kind::DeniedNoMore => &whole.after,
            Kind::UsedKept | Kind::DeniedStill => &whole.before,
        };
        let effect = if kind.is_about_denies() { Effect::Deny } else { Effect::Allow };
        let those: Vec<&Statement> = side.iter().copied().filter(|one| one.effect == effect).collect();
        let settings = Settings { engine, ..Settings::default() };
        whole.decide(&settings, kind, &those, None)
    }

    /// The answer of both engines, which may not contradict each other: unknown if one does not know.
    fn both(&self, kind: Kind) -> Answer {
        let by_smt = self.ask(kind, Engine::Smt);
        let by_automata = self.ask(kind, Engine::Automata);
        let sides = || format!("{:?}\n{:#?}\n{:#?}", kind, self.before.statements, self.after.statements);
        let verdicts = [by_smt.verdict, by_automata.verdict];
        let contradict = verdicts.contains(&Verdict::Proved) && verdicts.contains(&Verdict::Refuted);
        assert!(!contradict, "{by_smt:?} {by_automata:?} {}", sides());
        for answer in [&by_smt, &by_automata] {
            assert_eq!(answer.witness.is_some(), answer.verdict == Verdict::Refuted);
            assert_eq!(answer.reason.is_some(), answer.verdict == Verdict::Unknown);
        }
        // A refutation by either is one; otherwise what is not known by either is not known.
        let refuted = by_smt.verdict == Verdict::Refuted;
        if refuted || by_smt.verdict == Verdict::Unknown && by_automata.verdict == Verdict::Proved {
            by_smt
        } else {
            by_automata
        }
    }

    /// The verdict, with a short form of the witness or the reason.
    fn said(&self, kind: Kind) -> String {
        let answer = self.both(kind);
        match (answer.witness, answer.reason) {
            (Some(Witness::Request { action, resource, context, .. }), _) => {
                let entry = |entry: &crate::prove::ContextEntry| {
                    format!(
                        " {}={}",
                        entry.key,
                        if entry.values.is_empty() {
                            "(absent)".to_owned()
                        } else {
                            entry.values.join(" and ")
                        }
                    )
                };
                format!("refuted: {action} {resource}{}", context.iter().map(entry).collect::<String>())
            }
            (_, Some(reason)) => format!("unknown: {reason}"),
            _ => answer.verdict.name().to_owned(),
        }
    }
}

/// Before, after, unused, the question, and the answer.
type Case<'a> = (&'a [Value], &'a [Value], &'a [&'a str], Kind, &'a str);

fn check(cases: &[Case<'_>]) {
    let said = |(before, after, unused, kind, _): &Case<'_>| World::new(before, after, unused).said(*kind);
    let wrong = cases.iter().map(|case| (case, said(case))).filter(|(case, said)| case.4 != said);
    let wrong: Vec<String> = wrong
        .map(|((before, after, _, kind, expected), said)| {
            format!("{kind:?} {before:?} {after:?}\nexpected {expected}\nfound    {said}\n")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
