//! What the tests of the formats share, and what holds for `findings.rs`.

pub(in crate::report) mod sample;

use super::findings::{Counts, Region, by_importance, levels, sentence, spot};
use crate::gate::{Certainty, Level, Outcome, Rule};
use sample::{accesses, finding, large, place, rich};

#[test]
fn counts_are_those_of_what_counts() {
    let told = |outcome: &Outcome| Counts::of(&outcome.findings).told();
    assert_eq!(told(&rich()), "8 errors, 7 warnings, 7 notes (10 not known); 5 suppressed");
    assert_eq!(told(&Outcome::default()), "no findings");
    assert_eq!(told(&large(1, 0)), "1 error");
    let all = rich();
    let mut rest = Counts::of(&all.findings);
    rest.subtract(&Counts::of(all.findings.iter().take(9)));
    assert_eq!(rest.told(), Counts::of(all.findings.iter().skip(9)).told());
}

#[test]
fn what_matters_most_is_first_and_nothing_is_lost() {
    let outcome = rich();
    let sorted = by_importance(&outcome);
    assert_eq!(sorted.len(), outcome.findings.len());
    let last_counting = sorted.iter().rposition(|one| one.suppressed.is_none()).unwrap();
    assert!(sorted[..last_counting].iter().all(|one| one.suppressed.is_none()));
    let first: Vec<_> = sorted.iter().take(9).map(|one| (one.level, one.certainty)).collect();
    assert_eq!(first[..5], [(Level::Error, Certainty::Shown); 5]);
    assert_eq!(first[5..8], [(Level::Error, Certainty::Open); 3]);
    assert_eq!(first[8], (Level::Warning, Certainty::Shown));
}

#[test]
fn access_is_told_from_the_most_dangerous_on() {
    let told = "31 actions: 5 permissions management, 3 write, 4 tagging, 12 read, 1 list, 6 of unknown access level";
    assert_eq!(levels(&accesses()), told);
}

#[test]
fn a_sentence_says_whether_it_is_known() {
    let mut one = finding(1, Rule::Fits, Level::Error, Certainty::Shown);
    one.message = "a\nb".into();
    assert_eq!(sentence(&one), "a\\u{a}b");
    one.reason = Some("c\u{202e}".into());
    assert_eq!(sentence(&one), "a\\u{a}b (c\\u{202e})");
    one.certainty = Certainty::Open;
    assert_eq!(sentence(&one), "a\\u{a}b (not known: c\\u{202e})");
    one.reason = None;
    assert_eq!(sentence(&one), "a\\u{a}b (not known)");
}

#[test]
fn regions_have_numbers_that_others_take() {
    let cases = [
        // (start, end), then the same as it is given to others, and the last line with a character.
        (((1, 1), (1, 5)), ((1, 1), (1, 5)), 1),
        (((1, 1), (3, 1)), ((1, 1), (3, 1)), 2),
        (((1, 1), (3, 2)), ((1, 1), (3, 2)), 3),
        (((0, 0), (0, 0)), ((1, 1), (1, 1)), 1),
        (((4, 2), (3, 9)), ((4, 2), (4, 2)), 4),
        (((4, 1), (4, 1)), ((4, 1), (4, 1)), 4),
    ];
    for ((start, end), (from, to), last) in cases {
        let region = Region::from(&place("a", start, end, ""));
        assert_eq!((region, region.last_line()), (Region { start: from, end: to }, last));
    }
    assert_eq!(spot(&place("a\tb", (1, 2), (1, 2), "")), "a\\u{9}b:1:2");
}
