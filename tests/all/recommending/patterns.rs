//! Patterns: matching, narrowing, inclusion and meeting, against the twin and against `regex-automata`.

use std::sync::OnceLock;

use crate::common::{twin, worlds::cases};
use paredown::model::Pattern;
use proptest::prelude::*;
use regex_automata::meta::Regex;

/// All strings of up to eight letters.
fn strings() -> &'static [String] {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..8 {
            last = last.iter().flat_map(|text| ["a", "b", "c"].map(|c| format!("{text}{c}"))).collect();
            all.extend(last.clone());
        }
        all
    })
}

/// A pattern as a regular expression, another way to say what it matches.
fn regex(pattern: &str) -> Regex {
    let part = |c: char| match c {
        '*' => "[^\\n]*".to_owned(),
        '?' => "[^\\n]".to_owned(),
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c.to_string(),
        c => format!("\\{c}"),
    };
    Regex::new(&format!("^(?:{})$", pattern.chars().map(part).collect::<String>())).unwrap()
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn matches_what_the_twin_and_a_regular_expression_match(
        pattern in "[abAB:?*é-]{0,7}",
        text in "[ab:é-]{0,9}",
        fill in "[ab:]{0,3}",
    ) {
        let parsed = Pattern::new(pattern.as_str());
        // One string at random, and one that is more likely to match.
        let filled = parsed.folded().replace('?', "é").replace('*', &fill);
        for string in [&text, &filled] {
            let expected = twin::glob(parsed.folded(), string);
            prop_assert_eq!(regex(parsed.folded()).is_match(string), expected);
            prop_assert_eq!(parsed.matches(string), expected, "`{}` and `{}`", pattern, string);
        }
    }

    #[test]
    fn narrowing_keeps_exactly_what_begins_with_the_prefix(pattern in "[abA?*]{0,6}", prefix in "[abc]{0,4}") {
        let pattern = Pattern::new(pattern.as_str());
        let narrowed = pattern.narrow(&prefix);
        for string in strings().iter().filter(|string| string.len() <= 7) {
            let expected = string.starts_with(&prefix) && twin::glob(pattern.folded(), string);
            let found = narrowed.iter().any(|narrow| twin::glob(narrow.folded(), string));
            prop_assert_eq!(found, expected, "{:?} to `{}` is {:?} for `{}`", pattern, prefix, narrowed, string);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn inclusion_is_decided_rightly(left in "[abA?*]{0,4}", right in "[ab?*]{0,4}") {
        let (left, right) = (Pattern::new(left.as_str()), Pattern::new(right.as_str()));
        let mine = |pattern: &Pattern, string: &str| twin::glob(pattern.folded(), string);
        let outside = strings().iter().find(|s| mine(&left, s) && !mine(&right, s));
        prop_assert_eq!(left.is_inside(&right), outside.is_none(), "{:?} in {:?}: {:?}", left, right, outside);
    }
}

#[test]
fn knows_a_prefix_when_it_sees_one() {
    for (pattern, head, prefix, literal, service) in [
        ("s3:Get*", "s3:get", Some("s3:get"), false, Some("s3")),
        ("s3:GetObject", "s3:getobject", None, true, Some("s3")),
        ("*", "", Some(""), false, None),
        ("s?:Get*", "s", None, false, None),
        ("s3:*Tags", "s3:", None, false, Some("s3")),
        ("s3:Get**", "s3:get", None, false, Some("s3")),
        ("", "", None, true, None),
    ] {
        let parsed = Pattern::new(pattern);
        assert_eq!(parsed.head(), head, "{pattern}");
        assert_eq!(parsed.as_prefix(), prefix, "{pattern}");
        assert_eq!(parsed.is_literal(), literal, "{pattern}");
        assert_eq!(parsed.service(), service, "{pattern}");
        assert_eq!(parsed.spelling(), pattern);
    }
}
