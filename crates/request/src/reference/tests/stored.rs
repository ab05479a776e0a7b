//! The stored form: what is damaged, and what is stored and read again.

use std::borrow::Cow;

use paredown_policy::model::{AccessLevel, ArnPattern, Catalogue, ResourcePattern};
use proptest::prelude::*;

use super::super::{Reference, StarResource};
use super::encode::{Facts, encode, facts_of, stored};

fn arn(text: &str) -> ArnPattern {
    match ResourcePattern::new(text) {
        Some(ResourcePattern::Arn(arn)) => arn,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn what_is_damaged_is_refused_with_its_line() {
    let (text, catalogue) = stored();
    let good = Reference::from_text(text.clone(), catalogue.clone()).unwrap();
    assert_eq!(good.resource_types("a:two").unwrap().iter().count(), 2);
    for (from, to, line, said) in [
        ("paredown-reference 1", "paredown-reference 2", 1, "format 1 only"),
        ("paredown-reference 1", "paredown-catalogue 1", 1, "expected `paredown-reference …`"),
        ("source ", "sauce ", 2, "expected `source …`"),
        ("source -", "source \t", 2, "expected `source …`"),
        ("source -", "source \u{e9}", 0, "other characters than ASCII's"),
        ("blocks 3", "blocks three", 7, "expected a number"),
        ("blocks 3", "blocks 03", 7, "expected a number"),
        ("blocks 3", "blocks 2", 14, "expected an empty line"),
        ("types 3", "types 4", 8, "does not add up"),
        ("actions 5", "actions 4", 9, "does not add up"),
        ("keys 4", "keys 5", 10, "does not add up"),
        ("\n\n* ", "\n* ", 11, "expected an empty line"),
        ("\na 2 ", "\na two ", 13, "expected `name types sets actions keys bytes`"),
        ("\na 2 ", "\na 2 2 ", 13, "expected nothing after"),
        ("2 1 37\n", "2 1 37 \n", 14, "expected nothing after"),
        ("\nb 1 ", "\na 1 ", 14, "not sorted"),
        ("\nb 1 ", "\n 1 ", 14, "not sorted"),
        ("0arn:*:a:::one first", "0arn:*:a:::one", 15, "not as long as the index says"),
        ("0arn:*:a:::one first", "1arn:*:a:::one first", 17, "not a resource type"),
        ("0arn:*:a:::one first", " arn:*:a:::one first", 17, "not a resource type"),
        ("0arn:*:a:::one first", "0arn_*:a:::one first", 17, "not the pattern of an ARN"),
        ("0arn:*:a:::one first", "0arn:*:a:::one_first", 17, "not a resource type"),
        ("0arn:*:a:::one first", "0arn:*:a:::zwo first", 18, "not sorted, or one is a duplicate"),
        ("-0 1\n", "!0 1\n", 19, "not a set"),
        ("-0 1\n", "-0 2\n", 19, "there is no such type"),
        ("-0 1\n", "-1 1\n", 19, "not sorted"),
        ("-0 1\n", "*0 1\n", 19, "if, and only if"),
        ("-0 1\n", "-0_1\n", 19, "not a set"),
        ("0x2 1\n", "0x2 3\n", 21, "not the number of a set"),
        ("0x2 1\n", "0x3 1\n", 21, "more actions"),
        ("0x2 1\n", "00000\n", 21, "not the number of a set"),
        ("0x2 1\n", "0x0 1\n", 21, "fewer actions"),
        ("0SColour\n", "0xColour\n", 22, "not a condition key"),
        ("0SColour\n", "9SColour\n", 22, "not a condition key"),
        ("6ss/*\n", "4ss/*\n", 23, "not sorted, or one is a duplicate"),
        ("0SColour\n", "0ScolouR\n", 6, "SHA-256"),
        ("0SColour\n", "0sColour\n", 6, "SHA-256"),
        ("arn:*:a:::one first", "arn:*:a:::onf first", 6, "SHA-256"),
        ("-0 1\n", "?0 1\n", 6, "SHA-256"),
    ] {
        assert_eq!(text.matches(from).count(), 1, "{from:?} in\n{text}");
        let refused = Reference::from_text(text.replace(from, to), catalogue.clone());
        let refused = refused.err().unwrap_or_else(|| panic!("{from:?} → {to:?} is taken"));
        assert!(refused.message.contains(said), "{from:?} → {to:?}: {refused:?}");
        assert_eq!(refused.line, line, "{from:?} → {to:?}: {refused:?}");
    }
    for length in 0..text.len() {
        assert!(
            Reference::from_text(text[..length].to_owned(), catalogue.clone()).is_err(),
            "{length} bytes"
        );
    }
    let other = Catalogue::from_services("", [("a".into(), vec![("One".into(), AccessLevel::Read)])].into());
    let refused = Reference::from_text(text, other.unwrap()).unwrap_err();
    assert_eq!((refused.line, refused.message.as_str()), (5, "the reference belongs to another catalogue"));
}

/// A damaged block is found when it is decoded; of what it says nothing is known then, and the rest is not affected.
#[test]
fn nothing_is_known_of_what_a_damaged_block_says() {
    let (text, catalogue) = stored();
    let damaged = text.replace("-0 1\n", "-0 2\n");
    let reference = Reference::open(Cow::Owned(damaged), catalogue).unwrap();
    assert!(reference.resource_types("a:one").is_none());
    assert_eq!(reference.key_type("a:Colour"), None);
    assert!(reference.resource_types("b:only").is_some());
}

fn some_facts() -> impl Strategy<Value = Facts> {
    let pattern = "arn:\\*:[ab]:[ab*]?:[ab*]?:[ab*/:]{1,6}";
    let types = proptest::collection::btree_set((pattern, "[ab]( [ab])?"), 0..4);
    let action = (types, any::<bool>()).prop_map(|(types, required)| {
        let star = match (types.is_empty(), required) {
            (true, _) => StarResource::Only,
            (false, true) => StarResource::Never,
            (false, false) => StarResource::Perhaps,
        };
        (star, types.into_iter().collect::<Vec<_>>())
    });
    let actions = proptest::collection::btree_map("[ab]{1,4}", action, 1..9);
    let actions = actions
        .prop_map(|actions| actions.into_iter().map(|(name, (star, types))| (name, star, types)).collect());
    let keys = proptest::collection::btree_map("[abc*]:[ab/]{1,2}\\*?[ab]{0,2}", "[SABDNIsabdni]", 0..9);
    let services = proptest::collection::btree_map("[abc]", actions, 1..4);
    (services, keys).prop_map(|(actions, keys)| Facts { actions, keys })
}

proptest! {
    #[test]
    fn what_is_stored_is_read_again(facts in some_facts()) {
        let catalogue = facts.catalogue();
        let identity = facts.identity(&catalogue);
        let reference = Reference::from_text(encode(&facts, &identity), catalogue).unwrap();
        prop_assert_eq!(facts_of(&reference), facts.clone());
        for (service, actions) in &facts.actions {
            for (name, star, types) in actions {
                let found = reference.resource_types(&format!("{service}:{name}")).unwrap();
                let mut patterns: Vec<ArnPattern> = types.iter().map(|(pattern, _)| arn(pattern)).collect();
                prop_assert_eq!(found.star(), *star);
                for one in found.iter() {
                    let at = patterns.iter().position(|pattern| *pattern == one.pattern);
                    patterns.remove(at.unwrap());
                }
                prop_assert!(patterns.is_empty());
            }
        }
    }

    #[test]
    fn no_text_breaks_the_reader(change in "[ -~\n]{0,3}", at in 0_usize..600, cut in 0_usize..3) {
        let (text, catalogue) = stored();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        let changed = format!("{}{change}{}", &text[..at], &text[end..]);
        let same = changed == text;
        // A change of a number may cancel itself out, as from `1` to `1x1`; what is read is then the same.
        if let Ok(read) = Reference::from_text(changed.clone(), catalogue) {
            let good = Reference::from_text(text, read.catalogue.clone()).unwrap();
            prop_assert!(same || facts_of(&read) == facts_of(&good), "{}", changed);
        }
    }
}
