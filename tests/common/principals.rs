//! Small random principals: several policies with everything that a statement may have, their recommendation, and
//! ways in which that may be wrong.

use std::collections::{BTreeMap, BTreeSet};

use paredown::model::{Action, Catalogue, EffectiveCatalogue, Policy, UnusedSet};
use paredown::parse;
use paredown::recommend::{Disposition, Mode, edits, recommend_known};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::oracle::{Document, Statement, Test, Word};
use super::twin::{self, Known};
use super::worlds::{inner_pattern, names, pattern};

/// The data of one test case.
#[derive(Clone, Debug)]
pub struct Principal {
    /// `service:Action`, distinct when folded.
    pub catalogue: Vec<String>,
    pub policies: Vec<Document>,
    pub unused: BTreeSet<String>,
    pub unused_services: BTreeSet<String>,
    /// How the documents are spelled.
    pub spelling: u64,
}

/// What statements may have.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    /// Conditions.
    pub conditions: bool,
    /// Resources for which the two readings of ARNs, or variables, make a difference.
    pub odd_resources: bool,
    /// Wildcards inside patterns, and NotAction.
    pub inner: bool,
}

impl Principal {
    pub fn catalogue(&self) -> Catalogue {
        super::catalogue(self.catalogue.iter().map(String::as_str))
    }

    pub fn unused(&self) -> UnusedSet {
        let mut unused = UnusedSet::default();
        self.unused_services.iter().for_each(|service| unused.add_service(service));
        self.unused.iter().for_each(|action| unused.add_action(Action::new(action)));
        unused
    }

    /// What is unused, for the oracle.
    pub fn twin_unused(&self) -> twin::Unused {
        twin::Unused {
            actions: self.unused.iter().map(|action| action.to_ascii_lowercase()).collect(),
            services: self.unused_services.clone(),
            keep: Vec::new(),
        }
    }

    /// A+, for the oracle: one for all policies, and nothing that only a recommendation names.
    pub fn known(&self) -> Known {
        let named = self.policies.iter().flat_map(|policy| &policy.statements).flat_map(|s| &s.actions);
        let literals = named.filter(|pattern| !pattern.contains(['*', '?']));
        let mut known = BTreeMap::new();
        for action in self.catalogue.iter().chain(literals).chain(&self.unused) {
            known.entry(action.to_ascii_lowercase()).or_insert_with(|| action.clone());
        }
        known
    }

    /// The policies as texts.
    pub fn texts(&self) -> Vec<String> {
        texts(&self.policies, self.spelling)
    }

    /// The recommendation for all of them, without detached policies.
    pub fn recommended(&self, mode: Mode) -> Vec<Document> {
        let texts = self.texts();
        let policies = read(&texts);
        let (unused, catalogue) = (self.unused(), self.catalogue());
        let known = EffectiveCatalogue::of_all(&catalogue, &policies, [], &unused);
        let refined = |(text, policy): (&String, &Policy)| {
            let refined = recommend_known(policy, &unused, &known, mode);
            if refined.outcome == Disposition::Detach {
                return None;
            }
            let document = parse::policy(&super::source(text)).unwrap().document;
            Some(Document::read(&document.edited(&edits(&refined)).unwrap()))
        };
        texts.iter().zip(&policies).filter_map(refined).collect()
    }
}

/// Documents as texts, each spelled in its own way. A document without statements is not a policy.
pub fn texts(documents: &[Document], spelling: u64) -> Vec<String> {
    let there = documents.iter().filter(|document| !document.statements.is_empty());
    there.zip(0..).map(|(document, at)| document.written(spelling.rotate_left(11 * at))).collect()
}

/// Reads policies as the library does.
pub fn read(texts: &[String]) -> Vec<Policy> {
    texts.iter().map(|text| super::policy(text)).collect()
}

fn resources(odd: bool) -> BoxedStrategy<Vec<String>> {
    let plain = [
        "*",
        "arn:aws:a:::x",
        "arn:aws:a:::xy",
        "arn:aws:a:::x*",
        "arn:aws:a:::*y",
        "arn:aws:a:::?",
        "arn:aws:b:r:1:x",
        "arn:aws:a:::*",
    ];
    let strange = [
        "arn:aws:a:*:1:x",
        "arn:aws:*:::x",
        "arn:aws:a",
        "arn:aws:a:::${aws:username}",
        "arn:aws:a:::${aws:username}*",
    ];
    let mut all: Vec<&str> = plain.iter().chain(&plain).copied().collect();
    all.extend(strange.iter().filter(|_| odd));
    let several = prop::collection::vec(select(all), 1..=2);
    let list = several.prop_map(|all| all.into_iter().map(str::to_owned).collect());
    prop_oneof![1 => Just(vec!["*".to_owned()]), 2 => list].boxed()
}

/// An entry of a condition. Keys are few, so that statements share some of them.
pub fn test() -> impl Strategy<Value = Test> {
    let text = |text: &str| Word::Text(text.to_owned());
    let number = |spelling: &str| Word::Number(spelling.to_owned());
    let tests = [
        ("StringEquals", "aws:PrincipalTag/Team", vec![text("p")]),
        ("StringEquals", "aws:RequestedRegion", vec![text("p"), text("q")]),
        ("Bool", "aws:SecureTransport", vec![text("true")]),
        ("NumericEquals", "s3:max-keys", vec![number("100")]),
        ("NumericEquals", "aws:MultiFactorAuthAge", vec![number("1e2")]),
        ("NumericEquals", "aws:MultiFactorAuthAge", vec![text("1e2")]),
        ("StringNotEquals", "aws:SourceVpc", vec![text("p")]),
        ("Null", "aws:TokenIssueTime", vec![text("true")]),
        ("StringLike", "s3:prefix", vec![text("${aws:username}")]),
    ];
    select(tests.to_vec()).prop_map(|(operator, key, values)| Test {
        operator: operator.to_owned(),
        key: key.to_owned(),
        values,
    })
}

fn condition(kinds: Kinds) -> BoxedStrategy<Vec<Test>> {
    if !kinds.conditions {
        return Just(Vec::new()).boxed();
    }
    let one = test().prop_map(|test| vec![test]);
    prop_oneof![3 => Just(Vec::new()), 1 => one].boxed()
}

pub fn statement(pool: Vec<String>, kinds: Kinds) -> impl Strategy<Value = Statement> {
    let one = if kinds.inner { inner_pattern(pool) } else { pattern(pool).boxed() };
    let actions = prop::collection::vec(one, 1..=3);
    let not = |likely: bool| prop::bool::weighted(if likely { 0.15 } else { 0.0 });
    let flags = (prop::bool::weighted(0.75), not(kinds.inner), not(true));
    (flags, actions, resources(kinds.odd_resources), condition(kinds)).prop_map(
        |((allow, not_action, not_resource), actions, resources, condition)| {
            // NotResource of everything is nothing.
            let not_resource = not_resource && !resources.contains(&"*".to_owned());
            Statement { allow, not_action, actions, not_resource, resources, condition }
        },
    )
}

/// Some policies with some statements each, many of one scope.
fn policies(pool: Vec<String>, kinds: Kinds) -> impl Strategy<Value = Vec<Document>> {
    let statements = prop::collection::vec((statement(pool, kinds), any::<Option<Index>>()), 1..=5);
    (statements, prop::collection::vec(any::<Index>(), 5), 1..=3_usize, any::<bool>()).prop_map(
        |(statements, deal, count, old)| {
            let mut all: Vec<Statement> = Vec::new();
            for (mut statement, like) in statements {
                // Half of them have the scope of an earlier one.
                if let Some(other) = like.filter(|_| !all.is_empty()).map(|at| at.get(&all).clone()) {
                    let Statement { not_resource, resources, condition, .. } = other;
                    statement = Statement { not_resource, resources, condition, ..statement };
                }
                all.push(statement);
            }
            let version = if old { "2008-10-17" } else { "2012-10-17" };
            let empty = Document { version: Some(version.to_owned()), statements: Vec::new() };
            let mut policies = vec![empty; count];
            for (statement, card) in all.into_iter().zip(&deal) {
                card.get_mut(&mut policies).statements.push(statement);
            }
            // One may have another version than the others.
            if let (true, [_, second, ..]) = (old, policies.as_mut_slice()) {
                second.version = Some("2012-10-17".to_owned());
            }
            policies.retain(|policy| !policy.statements.is_empty());
            policies
        },
    )
}

/// A principal.
pub fn principal(kinds: Kinds) -> impl Strategy<Value = Principal> {
    let sets = names().prop_flat_map(|pool| {
        let count = pool.len();
        let part = || subsequence(pool.clone(), 0..=count);
        (Just(pool.clone()), subsequence(pool.clone(), count.div_ceil(2)..=count), part())
    });
    sets.prop_flat_map(move |(pool, catalogue, unused)| {
        let services = prop_oneof![4 => Just(vec![]), 1 => subsequence(vec!["a", "b", "c"], 1..=2)];
        (Just(catalogue), policies(pool, kinds), Just(unused), services, any::<u64>())
    })
    .prop_map(|(catalogue, policies, unused, services, spelling)| Principal {
        catalogue,
        policies,
        unused: unused.into_iter().collect(),
        unused_services: services.into_iter().map(str::to_owned).collect(),
        spelling,
    })
}
