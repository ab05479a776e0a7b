//! Small certificates made by hand, and what the kernel answers if one row of them is wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod denied;
mod denies;
mod excuses;
mod fewest;
mod general;
mod hostile;
mod inclusion;
mod languages;
mod negated;
mod policies;
mod rows;
mod shorter;
mod space;
mod tight;
mod usage;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::rejection::Check;
use super::{Document, Inputs, verify};
use crate::format::{PREDICATE_TYPE, STATEMENT_TYPE};
use crate::model::{
    AccessLevel, Action, ActionElement, Catalogue, ConditionValue, Effect, Language, Operator, Pattern,
    Policy, ResourceElement, Scope, Statement, Test, UnusedSet,
};

/// The inputs of a certificate, and its evidence.
#[derive(Clone)]
struct Sample {
    originals: Vec<Document>,
    recommended: Vec<Vec<Document>>,
    unused: UnusedSet,
    catalogue: Catalogue,
    claim: &'static str,
    mode: &'static str,
    denies: Vec<Value>,
    rows: Vec<Value>,
}

impl Sample {
    /// One policy and its recommendation, with one statement each, and the evidence in their row. Known and
    /// unused actions are separated by spaces; `service:*` is a whole service.
    fn new(known: &str, unused: &str, original: &str, recommended: &str, row: Value) -> Self {
        let mut row = row;
        row["original"] = json!([0]);
        if recommended.starts_with("not ") {
            row["recommended"] = json!(0);
        }
        let patterns = row.get_mut("patterns").and_then(Value::as_array_mut);
        for (number, pattern) in patterns.into_iter().flatten().enumerate() {
            pattern["at"] = json!([0, number]);
        }
        Self {
            originals: vec![document("original", &[original])],
            recommended: vec![vec![document("recommended", &[recommended])]],
            unused: set(unused, ""),
            catalogue: catalogue(known),
            claim: "least-general",
            mode: "shortest",
            denies: Vec::new(),
            rows: vec![row],
        }
    }

    /// Policies and their replacements, without evidence.
    fn of(known: &str, unused: &str, originals: &[&[&str]], recommended: &[&[&[&str]]]) -> Self {
        let documents = |name: &str, all: &[&[&str]]| -> Vec<Document> {
            let named = all.iter().enumerate();
            named.map(|(number, lines)| document(&format!("{name} {number}"), lines)).collect()
        };
        Self {
            originals: documents("original", originals),
            recommended: recommended.iter().map(|all| documents("recommended", all)).collect(),
            unused: set(unused, ""),
            catalogue: catalogue(known),
            claim: "exact",
            mode: "shortest",
            denies: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn claiming(self, claim: &'static str) -> Self {
        Self { claim, ..self }
    }

    fn with_rows(self, rows: impl IntoIterator<Item = Value>) -> Self {
        Self { rows: rows.into_iter().collect(), ..self }
    }

    fn with_denies(self, denies: impl IntoIterator<Item = Value>) -> Self {
        Self { denies: denies.into_iter().collect(), ..self }
    }

    fn certificate(&self) -> Value {
        let digest = |document: &Document| json!({ "sha256": document.sha256 });
        let digests = |documents: &[Document]| documents.iter().map(digest).collect::<Vec<_>>();
        let mut subjects = digests(&self.recommended.concat());
        if subjects.is_empty() {
            subjects = digests(&self.originals);
        }
        let subject = |digest| json!({ "name": "a policy", "digest": digest });
        let policy = |(original, recommended): (&Document, &Vec<Document>)| {
            json!({
                "name": "a policy",
                "original": digest(original),
                "recommended": digests(recommended),
            })
        };
        json!({
            "_type": STATEMENT_TYPE,
            "subject": subjects.into_iter().map(subject).collect::<Vec<_>>(),
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "paredown": "0",
                "claim": self.claim,
                "mode": self.mode,
                "catalogue": { "sha256": self.catalogue.identity().sha256 },
                "unused": { "sha256": self.unused.sha256() },
                "policies": self.originals.iter().zip(&self.recommended).map(policy).collect::<Vec<_>>(),
                "denies": self.denies,
                "rows": self.rows,
            },
        })
    }

    /// The kernel's answer to the certificate with some changes. A change is at a JSON pointer from the first row
    /// or, with `#`, from the certificate; `null` removes.
    fn verify(&self, changes: &[(&str, Value)]) -> Check {
        let mut certificate = self.certificate();
        for (place, value) in changes {
            let path = place
                .strip_prefix('#')
                .map_or_else(|| format!("/predicate/rows/0{place}"), std::borrow::ToOwned::to_owned);
            let (parent, last) = path.rsplit_once('/').unwrap();
            match certificate.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}")) {
                Value::Object(object) if value.is_null() => drop(object.shift_remove(last)),
                Value::Object(object) => drop(object.insert(last.to_owned(), value.clone())),
                Value::Array(rows) if last == "-" => rows.push(value.clone()),
                Value::Array(rows) if value.is_null() => drop(rows.remove(last.parse().unwrap())),
                other => *other.pointer_mut(&format!("/{last}")).unwrap() = value.clone(),
            }
        }
        let Self { originals, recommended, unused, catalogue, .. } = self;
        let read = serde_json::from_value(certificate).unwrap();
        verify(&read, &Inputs { originals, recommended, unused, catalogue })
    }

    #[track_caller]
    fn accepts(&self, changes: &[(&str, Value)]) {
        assert_eq!(self.verify(changes), Ok(()), "{changes:?}");
    }

    /// It is rejected, at a place within the first row, or with `#` within the predicate.
    #[track_caller]
    fn rejects(&self, place: &str, changes: &[(&str, Value)]) {
        let wanted = place
            .strip_prefix('#')
            .map_or_else(|| format!("rows[0].{place}"), std::borrow::ToOwned::to_owned);
        let rejection = self.verify(changes).expect_err(&format!("accepted: {changes:?}"));
        assert_eq!(rejection.place, wanted, "{changes:?}: {rejection}");
        assert!(!rejection.why.is_empty());
        assert_eq!(rejection.to_string(), format!("{wanted}: {}", rejection.why));
    }
}

/// The row of a recommended pattern.
fn pattern(at: [usize; 2], pattern: &str, within: usize, unused: [usize; 2]) -> Value {
    json!({ "at": at, "pattern": pattern, "within": within, "unused": unused })
}

/// A row of some original statements, and some patterns that are all inside the first of theirs.
fn row(original: &[usize], patterns: &[([usize; 2], &str)], covers: &[[usize; 2]]) -> Value {
    let patterns: Vec<Value> =
        patterns.iter().map(|(at, spelled)| pattern(*at, spelled, 0, [0, 0])).collect();
    json!({ "original": original, "patterns": patterns, "covers": covers })
}

/// A policy: each statement is a line of patterns, after the optional words `deny`, `not` (for `NotAction`), `@`
/// with a resource, and `if` for a Condition.
fn document(name: &str, statements: &[&str]) -> Document {
    let statements = statements.iter().map(|line| statement(line)).collect();
    Document {
        policy: Policy { version: Some("2012-10-17".to_owned()), statements },
        sha256: format!("digest of {name}"),
    }
}

fn statement(line: &str) -> Statement {
    let (mut effect, mut negated) = (Effect::Allow, false);
    let (mut resources, mut tests, mut patterns) = (Vec::new(), Vec::new(), Vec::new());
    for word in line.split_whitespace() {
        match word {
            "deny" => effect = Effect::Deny,
            "not" => negated = true,
            "if" => tests.push(Test {
                operator: Operator::new("Bool").unwrap(),
                key: "aws:SecureTransport".to_owned(),
                values: vec![ConditionValue::Text("true".to_owned())],
            }),
            _ if word.starts_with('@') => resources.push(word.trim_start_matches('@').to_owned()),
            _ => patterns.push(Pattern::new(word)),
        }
    }
    if resources.is_empty() {
        resources.push("*".to_owned());
    }
    let scope = Scope::new(ResourceElement::new(false, resources), tests, Language::Of2012);
    Statement { sid: None, effect, actions: ActionElement { negated, patterns }, scope }
}

fn set(unused: &str, keep: &str) -> UnusedSet {
    let mut set = UnusedSet::default();
    for word in unused.split_whitespace() {
        match word.strip_suffix(":*") {
            Some(service) => set.add_service(service),
            None => set.add_action(Action::new(word)),
        }
    }
    keep.split_whitespace().for_each(|word| set.keep(Pattern::new(word)));
    set
}

fn catalogue(known: &str) -> Catalogue {
    let mut services: BTreeMap<String, Vec<(String, AccessLevel)>> = BTreeMap::new();
    for (service, name) in known.split_whitespace().filter_map(|word| word.split_once(':')) {
        services.entry(service.to_owned()).or_default().push((name.to_owned(), AccessLevel::Unknown));
    }
    Catalogue::from_services("test", services).unwrap()
}

/// The sample that most tests begin with: `s3:GetObject` is unused, so `s3:Get*` becomes `s3:GetBucket*`.
fn buckets() -> Sample {
    Sample::new(
        "s3:GetBucketAbac s3:GetBucketAcl s3:GetObject s3:ListBucket s3:PutObject",
        "s3:GetObject s3:PutObject",
        "s3:Get* s3:List*",
        "s3:GetBucket* s3:List*",
        json!({
            "patterns": [
                { "pattern": "s3:GetBucket*", "within": 0, "unused": [0, 0], "witness": "s3:GetBucketAcl" },
                { "pattern": "s3:List*", "within": 1, "unused": [1, 1] },
            ],
            "covers": [[0, 2], [1, 1]],
            "origins": [{
                "pattern": 0,
                "blocked": [["s3:Get", "s3:GetObject"]],
                "kept": [["s3:GetBucket", [0]]],
            }],
        }),
    )
}

#[test]
fn the_sample_is_right() {
    buckets().accepts(&[]);
    buckets().claiming("exact").accepts(&[]);
    buckets().claiming("safe").accepts(&[]);
}

#[test]
fn a_claim_needs_its_own_rows_only() {
    let (covers, origins) = (("/covers", Value::Null), ("/origins", Value::Null));
    buckets().claiming("safe").accepts(&[covers.clone(), origins.clone()]);
    buckets().claiming("exact").accepts(std::slice::from_ref(&origins));
    buckets().claiming("exact").rejects("covers", std::slice::from_ref(&covers));
    buckets().rejects("covers", &[covers]);
    buckets().rejects("origins", &[origins]);
}
