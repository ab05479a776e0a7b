//! Tests of `unused.rs`.

use crate::model::{Action, Pattern, UnusedSet};

fn set(actions: &[&str], services: &[&str], keep: &[&str]) -> UnusedSet {
    let mut set = UnusedSet::default();
    for pattern in keep {
        set.keep(Pattern::new(*pattern));
    }
    for action in actions {
        set.add_action(Action::new(action));
    }
    for service in services {
        set.add_service(service);
    }
    set
}

#[test]
fn the_order_makes_no_difference() {
    let first = set(&["s3:GetObject", "s3:PutObject"], &["sqs"], &["S3:Get*", "*:List*"]);
    let mut second = set(&["s3:PutObject", "s3:GetObject"], &["sqs"], &[]);
    second.keep(Pattern::new("*:List*"));
    second.keep(Pattern::new("S3:Get*"));
    assert_eq!(first, second);
}

#[test]
fn what_is_kept_is_not_unused_and_still_named() {
    let unused = set(&["s3:GetObject", "s3:PutObject"], &["sqs"], &["s3:Get*", "sqs:List*", "sns:Tag"]);
    for (string, is_unused) in [
        ("s3:getobject", false),
        ("s3:putobject", true),
        ("sqs:", true),
        ("sqs:list", false),
        ("sqs:listqueues", false),
        ("sqs:lis", true),
        ("sns:tag", false),
        ("sqs", false),
    ] {
        assert_eq!(unused.contains(string), is_unused, "{string}");
    }
    let named: Vec<String> = unused.named().map(|action| action.to_string()).collect();
    assert_eq!(named, ["s3:PutObject", "s3:GetObject", "sns:Tag"]);
}

#[test]
fn names_what_touches_a_pattern() {
    let unused = set(&["s3:PutObject"], &["sqs", "sns"], &["sqs:List*", "sqs:*Queue", "s3:Get*"]);
    for (pattern, touching) in [
        ("s3:Get*", None),
        ("s3:*", Some("s3:PutObject")),
        ("sns:Tag*", Some("sns:*")),
        ("sqs:ListQ*", None),
        ("sqs:List*Queue", None),
        ("sqs:Get*Queue", None),
        ("sqs:GetQueue", None),
        ("sqs:Get*", Some("sqs:get")),
        ("sqs:*", Some("sqs:x")),
        ("sqs:GetQueue*", Some("sqs:getqueuex")),
        ("*:List?", Some("sns:*")),
        ("sqs:?ist*", Some("sqs:xist")),
        ("sq?:List?", None),
    ] {
        assert_eq!(unused.touching(&Pattern::new(pattern)).as_deref(), touching, "{pattern}");
    }
}

#[test]
fn a_service_that_is_kept_whole_touches_nothing() {
    for keep in [&["sqs:*"][..], &["*"], &["sqs:*?", "s?s:"]] {
        let unused = set(&[], &["sqs"], keep);
        assert_eq!(unused.touching(&Pattern::new("sqs:*")), None, "{keep:?}");
        assert!(unused.is_empty());
    }
}

proptest::proptest! {
    #[test]
    fn looking_up_by_heads_finds_what_going_through_all_does(
        keep in proptest::collection::vec("(a:)?[ab*?]{0,3}", 0..6),
        actions in proptest::collection::vec("[ab]:[ab]{0,3}", 0..6),
        services in proptest::collection::vec("[ab]", 0..2),
        late: bool,
    ) {
        let keep: Vec<Pattern> = keep.into_iter().map(Pattern::new).collect();
        let mut found = UnusedSet::default();
        if !late {
            found.keep_all(keep.clone());
        }
        for action in &actions {
            found.add_action(Action::new(action));
        }
        for service in &services {
            found.add_service(service);
        }
        if late {
            for pattern in &keep {
                found.keep(pattern.clone());
            }
        }
        let is_kept = |string: &str| keep.iter().any(|pattern| pattern.matches(string));
        let mut strings = ["a:", "b:", "a:a", "a:b", "a:ab", "b:a", "b:ba", "a:aab", "b", "ab:a"];
        strings.sort_unstable();
        let each: Vec<bool> = found.contains_each(strings.into_iter()).collect();
        for (string, each) in strings.into_iter().zip(each) {
            proptest::prop_assert_eq!(found.contains(string), each, "{}", string);
            let named = actions.iter().any(|action| action == string)
                || services.iter().any(|service| string.starts_with(&format!("{service}:")));
            proptest::prop_assert_eq!(found.contains(string), named && !is_kept(string), "{}", string);
        }
        for (service, kept) in found.services_less_kept() {
            let narrowed: std::collections::BTreeSet<&Pattern> = keep.iter().collect();
            let narrowed: Vec<Pattern> =
                narrowed.iter().flat_map(|pattern| pattern.narrow(&format!("{service}:"))).collect();
            proptest::prop_assert_eq!(kept, narrowed.as_slice());
        }
    }
}
