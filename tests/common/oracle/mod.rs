//! The truth about some policies, decided without the library: read from their texts, matched letter by letter,
//! and tried on all requests that can make a difference. Written from SPEC and REQUESTS, sharing nothing with
//! `src`.
//!
//! Each distinct entry of a condition is a free truth value, so what holds here holds whatever conditions mean.
//! The decision on a request with given keys is evaluated as well, to check witnesses.

mod document;
pub mod evaluator;
mod instances;
mod matching;

use std::collections::{BTreeMap, BTreeSet};

pub use document::{Document, Statement, Test, Word};
pub use matching::{Arns, Username, resource_matches};

use super::twin::{Known, Unused};
use instances::{actions, resources};
use matching::{Context, test_holds};

/// The names of users that are tried: one that no pattern has, two that patterns have, and none.
const NAMES: [Username<'_>; 4] = [Username::Is("~"), Username::Is("x"), Username::Is("xy"), Username::Absent];

/// All policies of a principal before and after.
pub struct Oracle<'a> {
    before: Vec<Read>,
    after: Vec<Read>,
    known: &'a Known,
    unused: &'a Unused,
}

/// A statement, and whether `${` begins a variable in it.
struct Read {
    statement: Statement,
    variables: bool,
}

/// Whether a claim holds for all policies together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// Whatever other policies there are.
    Holds,
    /// This request shows that it does not.
    Fails(String),
    /// No request of these policies shows it, but what is denied differs; other policies may.
    Open(String),
}

/// The statements of both sides that apply to one request, under one reading of ARNs: one bit per statement.
type Bits = u64;

/// The requests of one kind: the statements that apply to them, and one of them.
struct Kind {
    bits: Bits,
    example: String,
    known: bool,
    unused: bool,
}

impl<'a> Oracle<'a> {
    /// The policies as texts, A+ and what is unused.
    pub fn new(before: &[String], after: &[String], known: &'a Known, unused: &'a Unused) -> Self {
        let read = |texts: &[String]| -> Vec<Read> {
            let documents = texts.iter().map(|text| Document::read(text));
            documents
                .flat_map(|document| {
                    let variables = document.version.as_deref() == Some("2012-10-17");
                    document.statements.into_iter().map(move |statement| Read { statement, variables })
                })
                .collect()
        };
        Self { before: read(before), after: read(after), known, unused }
    }

    fn all(&self) -> impl Iterator<Item = &Read> {
        self.before.iter().chain(&self.after)
    }

    /// Whether the recommendation is safe, or exact as well.
    pub fn truth(&self, exact: bool) -> Truth {
        let truths = Arns::ALL.map(|arns| self.truth_under(arns, exact));
        match truths {
            [one, other] if one == other => one,
            [Truth::Fails(one), Truth::Fails(_)] => Truth::Fails(one),
            [Truth::Open(one), Truth::Open(_)] => Truth::Open(one),
            [one, other] => Truth::Open(format!("the readings differ: {one:?} {other:?}")),
        }
    }

    fn truth_under(&self, arns: Arns, exact: bool) -> Truth {
        let tests: BTreeSet<String> = self.all().flat_map(Read::tests).collect();
        let tests: Vec<String> = tests.into_iter().collect();
        assert!(tests.len() < 8, "too many entries of conditions to try all");
        let needs: Vec<u64> = self
            .all()
            .map(|read| {
                let own = read.tests().into_iter();
                own.map(|test| 1 << tests.iter().position(|one| *one == test).unwrap()).fold(0, |a, b| a | b)
            })
            .collect();
        let met: BTreeSet<Bits> =
            (0..1_u64 << tests.len()).map(|values| self.bits(|at, _| needs[at] & !values == 0)).collect();
        let (resources, actions) = (self.resource_kinds(arns), self.action_kinds());
        let mut open = None;
        let with = |on| actions.iter().map(move |action| (on, action));
        let pairs = resources.iter().flat_map(with);
        for (on, action, met) in pairs.flat_map(|(on, action)| met.iter().map(move |met| (on, action, met))) {
            let speak = on.0 & action.bits & met;
            let (was, is) = (self.decision(speak, true), self.decision(speak, false));
            let used = exact && action.known && !action.unused;
            let request = || format!("{} on {}", action.example, on.1);
            if is.allowed() && (action.unused || !was.allowed()) || used && was.allowed() && !is.allowed() {
                return Truth::Fails(request());
            }
            if was.denied && !is.denied || used && is.denied && !was.denied {
                open = Some(request());
            }
        }
        open.map_or(Truth::Holds, Truth::Open)
    }

    /// A bit for each statement that satisfies a condition.
    fn bits(&self, so: impl Fn(usize, &Read) -> bool) -> Bits {
        assert!(self.all().count() <= 64, "too many statements");
        self.all().enumerate().filter(|(at, read)| so(*at, read)).fold(0, |bits, (at, _)| bits | 1 << at)
    }

    fn decision(&self, speak: Bits, before: bool) -> Decision {
        let (side, shift) = if before { (&self.before, 0) } else { (&self.after, self.before.len()) };
        let own = side.iter().enumerate().filter(|(at, _)| speak >> (at + shift) & 1 == 1);
        own.fold(Decision::default(), |decision, (_, read)| {
            if read.statement.allow {
                Decision { granted: true, ..decision }
            } else {
                Decision { denied: true, ..decision }
            }
        })
    }

    fn action_kinds(&self) -> Vec<Kind> {
        let all: Vec<&Statement> = self.all().map(|read| &read.statement).collect();
        let mut kinds: BTreeMap<(Bits, bool, bool), String> = BTreeMap::new();
        for action in actions(&all, self.known, self.unused) {
            let bits = self.bits(|_, read| read.statement.speaks_of(&action));
            let key = (bits, self.known.contains_key(&action), self.unused.has(&action));
            kinds.entry(key).or_insert(action);
        }
        let kind = |((bits, known, unused), example)| Kind { bits, example, known, unused };
        kinds.into_iter().map(kind).collect()
    }

    fn resource_kinds(&self, arns: Arns) -> BTreeMap<Bits, String> {
        let all: Vec<&Statement> = self.all().map(|read| &read.statement).collect();
        let mut kinds = BTreeMap::new();
        for name in NAMES {
            for resource in resources(&all) {
                let bits = self.bits(|_, read| read.is_on(&resource, name, arns));
                kinds.entry(bits).or_insert(resource);
            }
        }
        kinds
    }

    /// Whether one side allows a request, under a reading, for a user of a name.
    fn allows(&self, before: bool, request: &Request<'_>, name: Username<'_>, arns: Arns) -> bool {
        let speak = self.bits(|_, read| {
            let context = Context { keys: request.context, name: read.username(name) };
            let statement = &read.statement;
            let met = statement.condition.iter().all(|test| test_holds(test, &context));
            met && statement.speaks_of(request.action) && read.is_on(request.resource, name, arns)
        });
        self.decision(speak, before).allowed()
    }

    /// Whether a request shows what a witness of an obligation has to show, whatever the name of the user and
    /// however ARNs are read.
    pub fn bears_out(&self, obligation: &str, request: &Request<'_>) -> bool {
        let (known, unused) = (self.known.contains_key(request.action), self.unused.has(request.action));
        // The value of the variable in the request, or any.
        let names = match request.context.get("aws:username") {
            Some(Some(name)) => vec![Username::Is(name)],
            Some(None) => vec![Username::Absent],
            None => NAMES.to_vec(),
        };
        let cases = Arns::ALL.into_iter().flat_map(|arns| names.iter().map(move |name| (arns, *name)));
        let all = |obligation: &str| {
            cases.clone().all(|(arns, name)| {
                let [was, is] = [true, false].map(|before| self.allows(before, request, name, arns));
                match obligation {
                    "no-escalation" => is && !was,
                    "unused-removed" => is && unused,
                    "used-kept" => known && !unused && was && !is,
                    _ => false,
                }
            })
        };
        match obligation {
            "exact" => ["no-escalation", "unused-removed", "used-kept"].into_iter().any(all),
            own => all(own),
        }
    }
}

/// A request: the action folded, the keys in lower case.
pub struct Request<'a> {
    pub action: &'a str,
    pub resource: &'a str,
    pub context: &'a BTreeMap<String, Option<String>>,
}

#[derive(Clone, Copy, Default)]
struct Decision {
    granted: bool,
    denied: bool,
}

impl Decision {
    fn allowed(self) -> bool {
        self.granted && !self.denied
    }
}

impl Read {
    /// The entries of its condition, each as a text; the Version counts if it makes a difference.
    fn tests(&self) -> Vec<String> {
        let text = |test: &Test| {
            let meaning = format!("{:?}", test.meaning());
            let variable = self.variables && meaning.contains("${");
            format!("{meaning} {variable}")
        };
        self.statement.condition.iter().map(text).collect()
    }

    /// What the variable stands for here.
    fn username<'a>(&self, of_request: Username<'a>) -> Username<'a> {
        if self.variables { of_request } else { Username::Letters }
    }

    fn is_on(&self, resource: &str, name: Username<'_>, arns: Arns) -> bool {
        let statement = &self.statement;
        let name = self.username(name);
        statement.resources.iter().any(|p| resource_matches(p, resource, name, arns))
            != statement.not_resource
    }
}
