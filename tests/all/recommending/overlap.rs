//! Statements whose patterns overlap in part, with wildcards anywhere: the recommendation is exact, has the
//! fewest patterns, and is proved to have. Compared with the twin of `common/twin.rs`.

use std::collections::BTreeSet;

use crate::common::worlds::{Kinds, World, cases, inner_world};
use crate::common::{MODES, certified, doubts, twin};
use paredown::model::{Effect, Statement};
use paredown::prove::{Requirement, Verdict};
use paredown::recommend::{Disposition, Mode, Recommendation, recommend};
use proptest::prelude::*;

const ONE_STATEMENT: Kinds = Kinds { statements: 1, patterns: 5, not_action: false };
const SEVERAL: Kinds = Kinds { statements: 2, patterns: 4, not_action: false };

fn refined(world: &World, mode: Mode) -> Recommendation {
    recommend(&world.policy(), &world.unused(), &world.catalogue(), mode)
}

/// Each Allow statement of the original with the patterns that are left of it, folded.
fn pairs(world: &World, refined: &Recommendation) -> Vec<(Statement, BTreeSet<String>)> {
    let original = world.policy();
    let left = |(statement, change): (&Statement, &paredown::recommend::StatementChange)| {
        let after = change.apply(statement);
        let patterns = after.iter().flat_map(|s| &s.actions.patterns).map(|p| p.folded().to_owned());
        (statement.clone(), patterns.collect())
    };
    let all = original.statements.iter().zip(&refined.changes).map(left);
    all.filter(|(statement, _)| statement.effect == Effect::Allow).collect()
}

fn matches(patterns: &BTreeSet<String>, string: &str) -> bool {
    patterns.iter().any(|pattern| twin::glob(pattern, string))
}

/// Known actions, and strings that differ from them in a letter or two.
fn strings(world: &World) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for action in world.known().into_keys() {
        for end in 0..=action.len() {
            for tail in ["", "x", "y", "get", "acl", "~"] {
                all.insert(format!("{}{tail}", &action[..end]));
            }
            all.insert(format!("{}~{}", &action[..end], &action[end..]));
        }
    }
    all
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn exactly_what_is_used_is_left_and_nothing_else_is_new_or_unused(world in inner_world(SEVERAL)) {
        let (unused, known) = (world.twin_unused(), world.known());
        for mode in MODES {
            for (before, after) in pairs(&world, &refined(&world, mode)) {
                for string in strings(&world) {
                    let (was, is) = (twin::speaks(&before, &string), matches(&after, &string));
                    prop_assert!(!is || was, "`{}` is new: {:?}", string, after);
                    prop_assert!(!is || !unused.has(&string), "`{}` is unused: {:?}", string, after);
                    let intended = was && !unused.has(&string) && known.contains_key(&string);
                    prop_assert!(is || !intended, "`{}` is lost: {:?}", string, after);
                }
            }
        }
    }

    #[test]
    fn no_cover_has_fewer_patterns(world in inner_world(ONE_STATEMENT)) {
        // The twin does not know what may be kept of a whole service.
        let world = if world.unused_services.is_empty() { world } else { World { keep: vec![], ..world } };
        let (unused, known) = (world.twin_unused(), world.known());
        for mode in MODES {
            for (before, after) in pairs(&world, &refined(&world, mode)) {
                let old: Vec<&str> = before.actions.patterns.iter().map(paredown::model::Pattern::folded).collect();
                let (kept, new): (BTreeSet<String>, BTreeSet<String>) =
                    after.iter().cloned().partition(|pattern| old.contains(&pattern.as_str()));
                let open = known.keys().map(String::as_str).filter(|action| {
                    twin::speaks(&before, action) && !unused.has(action) && !matches(&kept, action)
                });
                let fewest = twin::fewest_of_statement(&old, &known, &unused, &open.collect());
                prop_assert_eq!(new.len(), fewest, "{:?} in place of {:?}", new, old);
            }
        }
    }

    #[test]
    fn a_recommendation_is_not_refined_again(world in inner_world(SEVERAL)) {
        for mode in MODES {
            let first = refined(&world, mode);
            if first.outcome == Disposition::Detach {
                continue;
            }
            for again in MODES {
                let second = recommend(&first.policy, &world.unused(), &world.catalogue(), again);
                prop_assert_eq!(second.outcome, Disposition::Unchanged);
                prop_assert_eq!(&second.policy, &first.policy);
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn every_recommendation_is_proved_least_general(world in inner_world(SEVERAL)) {
        let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
        for mode in MODES {
            let refined = recommend(&original, &unused, &catalogue, mode);
            let proof = certified(&original, &unused, &refined.policy, &catalogue);
            let verdict = proof.verdict(Requirement::LeastGeneral, mode);
            let doubts = doubts(&proof, mode);
            prop_assert_eq!(verdict, Verdict::Proved, "{:?}: {:?} {:#?}", mode, refined.policy, doubts);
        }
    }
}
