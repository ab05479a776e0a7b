//! The frontiers of small patterns, with the reasons why they are not more general.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use super::Mode;
use super::frontier::frontier;
use crate::model::{AccessLevel, Action, Catalogue, EffectiveCatalogue, Pattern, Policy, UnusedSet};

/// The known and unused actions, separated by spaces; `service:*` is a whole service.
fn drawn(pattern: &str, known: &str, unused: &str, keep: &str, mode: Mode) -> Vec<String> {
    let mut services: BTreeMap<String, Vec<(String, AccessLevel)>> = BTreeMap::new();
    for (service, name) in known.split_whitespace().filter_map(|word| word.split_once(':')) {
        services.entry(service.to_owned()).or_default().push((name.to_owned(), AccessLevel::Unknown));
    }
    let mut set = UnusedSet::default();
    for word in unused.split_whitespace() {
        match word.strip_suffix(":*") {
            Some(service) => set.add_service(service),
            None => set.add_action(Action::new(word)),
        }
    }
    keep.split_whitespace().for_each(|word| set.keep(Pattern::new(word)));
    let statement = crate::model::Statement {
        sid: None,
        effect: crate::model::Effect::Allow,
        actions: crate::model::ActionElement { negated: false, patterns: vec![Pattern::new(pattern)] },
        scope: crate::model::Scope::everywhere(),
    };
    let policy = Policy { version: None, statements: vec![statement] };
    let catalogue = Catalogue::from_services("test", services).unwrap();
    let known = EffectiveCatalogue::new(&catalogue, &policy, &set);
    let found = frontier(&Pattern::new(pattern), &known, &set, mode);
    let line = |introduced: super::Introduced| {
        let blocked = introduced.blocked.unwrap();
        format!("{} {}: {} has {}", introduced.pattern, introduced.actions, blocked.shorter, blocked.unused)
    };
    found.into_iter().map(line).collect()
}

fn shortest(pattern: &str, known: &str, unused: &str) -> Vec<String> {
    drawn(pattern, known, unused, "", Mode::Shortest)
}

fn tight(pattern: &str, known: &str, unused: &str) -> Vec<String> {
    drawn(pattern, known, unused, "", Mode::Tight)
}

#[test]
fn a_prefix_becomes_its_shortest_safe_cut_points() {
    let known = "s3:GetBucketAbac s3:GetBucketAcl s3:GetObject s3:GetTime s3:ListBucket";
    assert_eq!(
        shortest("s3:Get*", known, "s3:GetObject"),
        ["s3:GetBucket* 2: s3:Get* has s3:GetObject", "s3:GetTime 1: s3:Get* has s3:GetObject"]
    );
    assert_eq!(shortest("s3:List*", known, "s3:ListBucket"), [""; 0]);
}

#[test]
fn an_action_on_an_unsafe_cut_point_is_a_literal() {
    let known = "s3:GetObject s3:GetObjectAcl";
    assert_eq!(
        shortest("s3:Get*", known, "s3:GetObjectAcl"),
        ["s3:GetObject 1: s3:GetObject* has s3:GetObjectAcl"]
    );
    assert_eq!(
        shortest("s3:Get*", known, "s3:GetObject"),
        ["s3:GetObjectAcl 1: s3:GetObject* has s3:GetObject"]
    );
}

#[test]
fn a_whole_unused_service_is_reached_into_by_what_is_not_kept() {
    let known = "s3:GetA s3:GetB sqs:ListA sqs:ListB";
    assert_eq!(shortest("*", known, "sqs:*"), ["s3:* 2: * has sqs:*"]);
    assert_eq!(shortest("sqs:*", known, "sqs:*"), [""; 0]);
    let kept = |keep| drawn("sqs:*", known, "sqs:*", keep, Mode::Shortest);
    assert_eq!(kept("sqs:List*"), ["sqs:List* 2: sqs:* has sqs:x"]);
    assert_eq!(
        kept("sqs:ListA sqs:ListB"),
        ["sqs:ListA 1: sqs:ListA* has sqs:listax", "sqs:ListB 1: sqs:ListB* has sqs:listbx"]
    );
    assert_eq!(
        drawn("sqs:*", &format!("{known} sqs:Get"), "sqs:*", "sqs:List*", Mode::Shortest),
        ["sqs:List* 2: sqs:* has sqs:Get"]
    );
}

#[test]
fn an_inner_wildcard_may_become_several_patterns() {
    let known = "a:DelGetX a:PutGetX a:PutGetOneGetX a:PutGetTwoGetX a:PutMyGetX a:RunGetX";
    assert_eq!(
        shortest("a:*GetX", known, "a:DelGetX a:PutMyGetX"),
        [
            "a:PutGet*GetX 2: a:Put*GetX has a:PutMyGetX",
            "a:PutGetX 1: a:Put*GetX has a:PutMyGetX",
            "a:RunGetX 1: a:*GetX has a:DelGetX",
        ]
    );
}

#[test]
fn tight_goes_to_the_longest_cut_point_in_common() {
    let known = "s3:GetBucketAclOne s3:GetBucketAclTwo s3:PutObject";
    assert_eq!(shortest("s3:*", known, "s3:PutObject"), ["s3:Get* 2: s3:* has s3:PutObject"]);
    assert_eq!(tight("s3:*", known, "s3:PutObject"), ["s3:GetBucketAcl* 2: s3:* has s3:PutObject"]);
}

#[test]
fn tight_leaves_nothing_out() {
    let known = |last: &str| format!("a:DelGetX a:PutGetOneGetX {last}");
    assert_eq!(
        tight("a:*GetX", &known("a:PutGetTwoGetX"), "a:DelGetX"),
        ["a:PutGet*GetX 2: a:*GetX has a:DelGetX"]
    );
    // `a:PutGet` would need two patterns.
    assert_eq!(tight("a:*GetX", &known("a:PutGetX"), "a:DelGetX"), ["a:Put*GetX 2: a:*GetX has a:DelGetX"]);
}
