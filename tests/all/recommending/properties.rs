//! The promises of a recommendation, on small random policies, compared with the twin of `common/twin.rs`.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::common::worlds::{Kinds, World, cases, world};
use crate::common::{MODES, edited, policy, twin};
use paredown::model::{ActionElement, Effect, Policy, Statement};
use paredown::recommend::{Disposition, Mode, Recommendation, recommend};
use proptest::prelude::*;

const ONE_PATTERN: Kinds = Kinds { statements: 1, patterns: 1, not_action: false };
const ALL_KINDS: Kinds = Kinds { statements: 3, patterns: 4, not_action: true };

fn refined(world: &World, mode: Mode) -> Recommendation {
    recommend(&world.policy(), &world.unused(), &world.catalogue(), mode)
}

/// Each Allow statement with what became of it.
fn pairs(world: &World, recommendation: &Recommendation) -> Vec<(Statement, Statement)> {
    let original = world.policy();
    let pair = |(statement, change): (&Statement, &paredown::recommend::StatementChange)| {
        let nothing = ActionElement { negated: false, patterns: Vec::new() };
        let emptied = Statement { actions: nothing, ..statement.clone() };
        (statement.clone(), change.apply(statement).unwrap_or(emptied))
    };
    let all = original.statements.iter().zip(&recommendation.changes).map(pair);
    all.filter(|(statement, _)| statement.effect == Effect::Allow).collect()
}

/// All strings of up to three of the letters that the tiny names consist of, and all of up to four after the name
/// of a service.
fn short_strings() -> &'static [String] {
    fn up_to(length: usize, letters: &[&str], start: &str) -> Vec<String> {
        let mut all = vec![start.to_owned()];
        let mut last = all.clone();
        for _ in 0..length {
            last = last.iter().flat_map(|text| letters.iter().map(move |c| format!("{text}{c}"))).collect();
            all.extend(last.clone());
        }
        all
    }
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = up_to(3, &["a", "b", ":", "x", "y", "s"], "");
        for service in ["a:", "b:", "c:"] {
            all.extend(up_to(4, &["x", "y", "s"], service));
        }
        all
    })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn nothing_new_and_nothing_unused_is_allowed(world in world(ALL_KINDS)) {
        let unused = world.twin_unused();
        for mode in MODES {
            let refined = refined(&world, mode);
            let deciding = world.deciding(&refined.policy);
            for (before, after) in pairs(&world, &refined) {
                for string in deciding.iter().chain(short_strings()) {
                    let allowed = twin::speaks(&after, string);
                    prop_assert!(!allowed || twin::speaks(&before, string), "`{string}` is new: {after:?}");
                    prop_assert!(!allowed || !unused.has(string), "`{string}` is unused: {after:?}");
                }
            }
        }
    }

    #[test]
    fn exactly_what_is_used_is_left_of_the_known_actions(world in world(ALL_KINDS)) {
        let unused = world.twin_unused();
        for mode in MODES {
            for (before, after) in pairs(&world, &refined(&world, mode)) {
                for action in world.known().keys() {
                    let intended = twin::speaks(&before, action) && !unused.has(action);
                    prop_assert_eq!(twin::speaks(&after, action), intended, "`{}`: {:?}", action, after);
                }
            }
        }
    }

    #[test]
    fn one_pattern_becomes_its_frontier_which_is_the_smallest_cover(world in world(ONE_PATTERN)) {
        let original = world.policy();
        let pattern = original.statements[0].actions.patterns[0].folded();
        let (known, unused) = (world.known(), world.twin_unused());
        let scope = twin::Scope { pattern, known: &known, unused: &unused };
        for mode in MODES {
            let refined = refined(&world, mode);
            if refined.outcome == Disposition::Unchanged {
                let touched = world.deciding(&refined.policy).into_iter().find(|s| twin::glob(pattern, s) && unused.has(s));
                prop_assert_eq!(touched, None);
                continue;
            }
            let left = refined.policy.statements.iter().flat_map(|s| &s.actions.patterns);
            let left: Vec<&str> = left.map(paredown::model::Pattern::folded).collect();
            let found: BTreeSet<String> = left.iter().map(|&p| p.to_owned()).collect();
            prop_assert_eq!(found, scope.frontier(mode == Mode::Tight), "{}", pattern);
            prop_assert_eq!(left.len(), scope.fewest(), "{}: {:?}", pattern, left);
        }
    }

    #[test]
    fn a_recommendation_is_not_refined_again(world in world(ALL_KINDS)) {
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

    #[test]
    fn the_same_input_gives_the_same_answer(world in world(ALL_KINDS)) {
        for mode in MODES {
            let (first, second) = (refined(&world, mode), refined(&world, mode));
            prop_assert_eq!(first.changes, second.changes);
            prop_assert_eq!(first.policy, second.policy);
        }
    }

    #[test]
    fn more_unused_never_allows_more(world in world(ALL_KINDS), more in world(ALL_KINDS)) {
        let mut wider = world.clone();
        // What is kept is not unused: a finding that names more of that only makes more known.
        let kept = |action: &String| {
            wider.keep.iter().any(|p| twin::glob(&p.to_ascii_lowercase(), &action.to_ascii_lowercase()))
        };
        let added: Vec<String> = more.unused.into_iter().filter(|action| !kept(action)).collect();
        wider.unused.extend(added);
        wider.unused_services.extend(more.unused_services);
        for mode in MODES {
            let (fewer, more) = (refined(&wider, mode), refined(&world, mode));
            let mut strings = wider.deciding(&fewer.policy);
            strings.extend(wider.deciding(&more.policy));
            for ((_, fewer), (_, more)) in pairs(&wider, &fewer).iter().zip(pairs(&world, &more)) {
                for string in strings.iter().chain(short_strings()) {
                    let grown = twin::speaks(fewer, string) && !twin::speaks(&more, string);
                    prop_assert!(!grown, "`{string}`: {fewer:?} from {more:?}");
                }
            }
        }
    }

    #[test]
    fn the_document_changes_only_in_its_actions(world in world(ALL_KINDS)) {
        for mode in MODES {
            let refined = refined(&world, mode);
            let Some(document) = edited(&world.policy, &refined) else { continue };
            prop_assert_eq!(&policy(&document), &refined.policy, "{}", document);
            if refined.outcome == Disposition::Unchanged {
                prop_assert_eq!(&document, &world.policy);
            }
            if refined.policy.statements.len() == refined.changes.len() {
                prop_assert_eq!(skeleton(&document), skeleton(&world.policy), "{}", document);
            }
            prop_assert_eq!(line_ends(&document), line_ends(&world.policy), "{:?}", document);
        }
    }
}

/// A document without the values of its Action and NotAction elements.
fn skeleton(document: &str) -> String {
    let mut parts = document.split("Action\":");
    let mut left = parts.next().unwrap().to_owned();
    for part in parts {
        let value = part.trim_start();
        let end =
            if value.starts_with('[') { value.find(']') } else { value[1..].find('"').map(|at| at + 1) };
        left.push_str(&value[end.unwrap() + 1..]);
    }
    left
}

/// Which line ends a document has: with and without a carriage return.
fn line_ends(document: &str) -> (bool, bool) {
    let crlf = document.matches("\r\n").count();
    (crlf > 0, document.matches('\n').count() > crlf)
}

#[test]
fn the_twin_knows_the_words_of_the_contract() {
    for (action, expected) in [
        ("s3:GetObjectAcl", &["s3:", "s3:get", "s3:getobject", "s3:getobjectacl"][..]),
        ("waf:ListACLs", &["waf:", "waf:list", "waf:listacls"]),
        (
            "mturk:ListHITsForType",
            &["mturk:", "mturk:list", "mturk:listhits", "mturk:listhitsfor", "mturk:listhitsfortype"],
        ),
        ("ec2:GetIpv6Pool", &["ec2:", "ec2:get", "ec2:getipv6", "ec2:getipv6pool"]),
        ("waf:GetIPSet", &["waf:", "waf:get", "waf:getip", "waf:getipset"]),
        ("x:A-bC", &["x:", "x:a", "x:a-", "x:a-b", "x:a-bc"]),
    ] {
        assert_eq!(twin::cuts(action), expected);
    }
    let known: Policy =
        policy(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:Get*","Resource":"*"}}"#);
    assert!(twin::allows(&known, "a:get") && !twin::allows(&known, "a:ge"));
}

proptest! {
    #![proptest_config(cases(2000))]

    #[test]
    fn the_twin_cuts_where_the_library_cuts(name in "[A-Ca-cs0-1_-]{0,9}") {
        let action = format!("svc:{name}");
        let library: Vec<String> =
            paredown::model::cut_points(&action).map(|len| action[..len].to_ascii_lowercase()).collect();
        prop_assert_eq!(library, twin::cuts(&action));
    }
}
