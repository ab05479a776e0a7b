//! Relations and words of random languages, by direct matching.

use std::time::Duration;

use proptest::prelude::*;

use super::dimension::{Dimension, Kind, Membership, Realised};
use super::language::Language;
use super::relations::relate;
use super::z3::{Answer, Assertions, Literal};
use crate::compare::pattern::Pattern;
use crate::prove::smt::solver;

const LIMIT: Duration = Duration::from_secs(30);

fn pattern() -> impl Strategy<Value = String> {
    let symbol = prop_oneof![3 => Just('a'), 3 => Just('b'), 2 => Just('*'), 1 => Just('?')];
    prop::collection::vec(symbol, 0..5).prop_map(|symbols| symbols.into_iter().collect())
}

fn word() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![Just('a'), Just('b'), Just('z')], 0..6)
        .prop_map(|letters| letters.into_iter().collect())
}

fn dimension(patterns: &[String]) -> Dimension {
    let languages = patterns.iter().map(|text| Language::of_pattern(&Pattern::action(text))).collect();
    Dimension { languages, kind: Kind::Actions }
}

/// Which languages a word is in, as a plain glob says.
fn memberships(patterns: &[String], word: &str) -> Vec<Membership> {
    patterns.iter().map(|pattern| crate::model::matches(pattern, word)).enumerate().collect()
}

/// All words of a few letters that are not too long to tell short patterns apart.
fn words() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut longest = all.clone();
    for _ in 0..6 {
        longest = longest.iter().flat_map(|word| ['a', 'b', 'z'].map(|c| format!("{word}{c}"))).collect();
        all.extend(longest.iter().cloned());
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_asserted_is_so(patterns in prop::collection::vec(pattern(), 1..12), words in prop::collection::vec(word(), 1..5)) {
        let dimension = dimension(&patterns);
        let mut assertions = Assertions::new(LIMIT);
        let booleans: Vec<usize> = patterns.iter().map(|_| assertions.boolean()).collect();
        relate(&dimension, &booleans, &mut assertions);
        // Literals too, so that more is said.
        for word in patterns.iter().map(|pattern| pattern.replace(['*', '?'], "a")).chain(words) {
            let memberships = memberships(&patterns, &word);
            let assumed: Vec<Literal> = memberships.iter().map(|(number, is)| (booleans[*number], *is)).collect();
            let found = assertions.check(&assumed);
            prop_assert!(matches!(found, Ok(Answer::Values(_))), "{word} {patterns:?}");
        }
    }

    #[test]
    fn a_word_is_found_or_none_of_the_memberships_can_be_spared(
        patterns in prop::collection::vec((pattern(), any::<bool>()), 1..6)
    ) {
        let (patterns, is): (Vec<String>, Vec<bool>) = patterns.into_iter().unzip();
        let all: Vec<Membership> = is.into_iter().enumerate().collect();
        let dimension = dimension(&patterns);
        let mut strings = solver(LIMIT);
        let candidates = words();
        let some = |wanted: &[Membership]| {
            candidates.iter().find(|word| {
                let of = memberships(&patterns, word);
                wanted.iter().all(|membership| of.contains(membership))
            })
        };
        match dimension.realise(&all, strings.as_mut()).unwrap() {
            Realised::Word(word) => prop_assert_eq!(memberships(&patterns, &word), all),
            Realised::Never(core) => {
                prop_assert_eq!(some(&core), None);
                prop_assert!(core.iter().all(|membership| all.contains(membership)));
                for spared in &core {
                    let fewer: Vec<Membership> = core.iter().copied().filter(|other| other != spared).collect();
                    prop_assert!(some(&fewer).is_some(), "{patterns:?} {core:?} without {spared:?}");
                }
            }
        }
    }
}
