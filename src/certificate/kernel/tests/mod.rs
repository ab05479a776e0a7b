//! Small certificates made by hand, and what the kernel says when one row of them is wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod excuses;
mod fewest;
mod general;
mod hostile;
mod inclusion;
mod languages;
mod negated;
mod policies;
mod shorter;
mod statements;
mod tight;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Check, Document, Inputs, verify};
use crate::certificate::format::{PREDICATE_TYPE, STATEMENT_TYPE};
use crate::model::{
    AccessLevel, Action, ActionElement, Catalogue, Effect, Pattern, Policy, ResourceElement, Scope,
    Statement, UnusedSet,
};

/// What a certificate is about, and what it says of the statements.
#[derive(Clone)]
struct Sample {
    originals: Vec<Document>,
    recommended: Vec<Vec<Document>>,
    unused: UnusedSet,
    catalogue: Catalogue,
    claim: &'static str,
    mode: &'static str,
    /// Of each policy, the rows of its statements.
    rows: Vec<Value>,
}

impl Sample {
    /// One policy and its recommendation, with the evidence on its one statement. What is known and what is
    /// unused are words; `service:*` is a whole service.
    fn new(known: &str, unused: &str, original: &str, recommended: &str, row: Value) -> Self {
        let mut row = row;
        row["original"] = json!(0);
        row["recommended"] = json!([0]);
        Self {
            originals: vec![document("original", &[original])],
            recommended: vec![vec![document("recommended", &[recommended])]],
            unused: set(unused, ""),
            catalogue: catalogue(known),
            claim: "least-general",
            mode: "shortest",
            rows: vec![json!([row])],
        }
    }

    fn claiming(self, claim: &'static str) -> Self {
        Self { claim, ..self }
    }

    fn certificate(&self) -> Value {
        let digest = |document: &Document| json!({ "sha256": document.sha256 });
        let digests = |documents: &[Document]| documents.iter().map(digest).collect::<Vec<_>>();
        let mut subjects = digests(&self.recommended.concat());
        if subjects.is_empty() {
            subjects = digests(&self.originals);
        }
        let subject = |digest| json!({ "name": "a policy", "digest": digest });
        let policy = |((original, recommended), rows): ((&Document, &Vec<Document>), &Value)| {
            json!({
                "name": "a policy",
                "original": digest(original),
                "recommended": digests(recommended),
                "statements": rows,
            })
        };
        let policies = self.originals.iter().zip(&self.recommended).zip(&self.rows).map(policy);
        let identity = self.catalogue.identity();
        json!({
            "_type": STATEMENT_TYPE,
            "subject": subjects.into_iter().map(subject).collect::<Vec<_>>(),
            "predicateType": PREDICATE_TYPE,
            "predicate": {
                "paredown": "0",
                "claim": self.claim,
                "mode": self.mode,
                "catalogue": {
                    "source": identity.source,
                    "version": identity.version,
                    "date": identity.date,
                    "sha256": identity.sha256,
                },
                "unused": { "sha256": self.unused.sha256() },
                "policies": policies.collect::<Vec<_>>(),
            },
        })
    }

    /// What the kernel says of the certificate with some changes. The place of one is a JSON pointer, from
    /// the row of the first statement, or with `#` from the certificate; `null` takes away.
    fn verify(&self, changes: &[(&str, Value)]) -> Check {
        let mut certificate = self.certificate();
        for (place, value) in changes {
            let path = place.strip_prefix('#').map_or_else(
                || format!("/predicate/policies/0/statements/0{place}"),
                std::borrow::ToOwned::to_owned,
            );
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

    /// It is rejected, at a place within the row of the first statement, or with `#` within the predicate.
    #[track_caller]
    fn rejects(&self, place: &str, changes: &[(&str, Value)]) {
        let wanted = place
            .strip_prefix('#')
            .map_or_else(|| format!("policies[0].statements[0].{place}"), std::borrow::ToOwned::to_owned);
        let rejection = self.verify(changes).expect_err(&format!("accepted: {changes:?}"));
        assert_eq!(rejection.place, wanted, "{changes:?}: {rejection}");
        assert!(!rejection.why.is_empty());
        assert_eq!(rejection.to_string(), format!("{wanted}: {}", rejection.why));
    }
}

/// A policy: each statement is a line of patterns, behind `deny`, `not` (for `NotAction`) and `@` with a
/// resource, where there are any.
fn document(name: &str, statements: &[&str]) -> Document {
    let statements = statements.iter().map(|line| statement(line)).collect();
    Document {
        policy: Policy { version: Some("2012-10-17".to_owned()), statements },
        sha256: format!("digest of {name}"),
    }
}

fn statement(line: &str) -> Statement {
    let mut statement = Statement {
        sid: None,
        effect: Effect::Allow,
        actions: ActionElement { negated: false, patterns: Vec::new() },
        scope: Scope::default(),
    };
    for word in line.split_whitespace() {
        match word {
            "deny" => statement.effect = Effect::Deny,
            "not" => statement.actions.negated = true,
            _ if word.starts_with('@') => {
                let patterns = vec![word.trim_start_matches('@').to_owned()];
                statement.scope.resource = Some(ResourceElement { negated: false, patterns });
            }
            _ => statement.actions.patterns.push(Pattern::new(word)),
        }
    }
    statement
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

/// What most of these tests begin with: `s3:GetObject` is unused, so `s3:Get*` becomes `s3:GetBucket*`.
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
