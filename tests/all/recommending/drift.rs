//! How a newer catalogue affects a recommendation, and what a recommendation means for actions that no catalogue
//! knows: on real catalogues, and against brute force.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::worlds::{Kinds, World, cases, world};
use crate::common::{Case, MODES, policy, twin, unused};
use paredown::drift::{Drift, Row, drift};
use paredown::model::{Catalogue, Effect, EffectiveCatalogue, Policy, Statement, UnusedSet};
use paredown::recommend::{Future, Mode, future, recommend};
use proptest::prelude::*;

const KINDS: Kinds = Kinds { statements: 3, patterns: 4, not_action: true };

fn row(action: &str, statement: usize, pattern: &str) -> Row {
    Row { action: action.to_owned(), statement, pattern: Some(pattern.to_owned()) }
}

#[test]
fn the_blog_example_drifts_from_2024_to_2026() {
    let case = Case::named("blog");
    let (original, unused) = (case.policy("policy.json"), case.unused());
    let (old, new) = (case.catalogue("catalogue-2024.json"), Catalogue::embedded().unwrap());
    let found = drift(&original, &unused, &case.policy("expected.json"), &old, &new);
    assert!(found.was_exact && !found.exact);
    assert_eq!(
        found.missed,
        [row("s3:GetBucketAbac", 1, "s3:Get*"), row("s3:GetBucketMetadataTableConfiguration", 1, "s3:Get*")]
    );
    // What is published below a kept wildcard, and the wildcard that keeps it.
    assert!(!found.admitted.is_empty());
    for row in &found.admitted {
        assert!(
            new.service("s3").iter().chain(new.service("lambda")).any(|e| e.action.spelling() == row.action)
        );
        let pattern = row.pattern.clone().unwrap().to_ascii_lowercase();
        assert!(twin::glob(&pattern, &row.action.to_ascii_lowercase()), "{row:?}");
    }
    let admitted: Vec<&str> = found.admitted.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        admitted,
        [
            "s3:GetObjectAnnotation",
            "s3:GetObjectVersionAnnotation",
            "s3:GetObjectVersionAnnotationForReplication",
            "s3:ListObjectAnnotations",
            "s3:ListObjectVersionAnnotations",
        ]
    );
    // Made with the catalogue of 2026, it is exact there.
    let again = drift(&original, &unused, &case.policy("expected-2026.json"), &new, &new);
    assert_eq!(again, Drift { was_exact: true, exact: true, ..Drift::default() });
}

#[test]
fn a_literal_that_is_gone_from_the_catalogue_is_named() {
    let original = policy(
        r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["a:Old","a:Get*"],"Resource":"*"},
            {"Effect":"Deny","Action":"a:OLD","Resource":"*"}]}"#,
    );
    let (then, now) =
        (crate::common::catalogue(["a:Old", "a:GetX"]), crate::common::catalogue(["a:GetX", "a:GetY"]));
    let found = drift(&original, &UnusedSet::default(), &original, &then, &now);
    assert_eq!(found.vanished, [row("a:Old", 0, "a:Old"), row("a:Old", 1, "a:OLD")]);
    assert_eq!((found.published, found.admitted), (1, vec![row("a:GetY", 0, "a:Get*")]));
    assert!(found.exact && found.was_exact && found.missed.is_empty());
}

#[test]
fn a_new_action_of_a_service_that_is_unused_is_not_missed() {
    let original =
        policy(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#);
    let unused = unused(r#"[{"serviceNamespace":"a"}]"#);
    let (then, now) = (
        crate::common::catalogue(["a:X", "b:Get"]),
        crate::common::catalogue(["a:X", "a:Y", "b:Get", "b:Put", "c:Z"]),
    );
    let refined = recommend(&original, &unused, &then, Mode::Shortest);
    let found = drift(&original, &unused, &refined.policy, &then, &now);
    assert_eq!(found.missed, [row("b:Put", 0, "*"), row("c:Z", 0, "*")]);
    assert!(found.admitted.is_empty() && !found.exact);
}

/// The places of the Allow statements that match an action.
fn speakers(policy: &Policy, action: &str) -> Vec<usize> {
    let speaks = |(_, s): &(usize, &Statement)| s.effect == Effect::Allow && twin::speaks(s, action);
    policy.statements.iter().enumerate().filter(speaks).map(|(place, _)| place).collect()
}

/// A+ of a world whose catalogue has these actions.
fn known(world: &World, catalogue: &[String]) -> twin::Known {
    World { catalogue: catalogue.to_vec(), ..world.clone() }.known()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn drift_is_what_brute_force_says(world in world(KINDS), newer in world(KINDS), keep in any::<u64>()) {
        let kept = world.catalogue.iter().enumerate().filter(|(at, _)| keep >> (at % 64) & 1 == 1);
        let now: BTreeMap<String, String> = kept.map(|(_, action)| action).chain(&newer.catalogue)
            .map(|action| (action.to_ascii_lowercase(), action.clone())).collect();
        let now: Vec<String> = now.into_values().collect();
        let (then_known, now_known) = (known(&world, &world.catalogue), known(&world, &now));
        let (original, unused) = (world.policy(), world.twin_unused());
        let refined = recommend(&original, &world.unused(), &world.catalogue(), Mode::Shortest).policy;
        let found = drift(&original, &world.unused(), &refined, &world.catalogue(),
            &crate::common::catalogue(now.iter().map(String::as_str)));
        let (mut admitted, mut missed) = (BTreeSet::new(), BTreeSet::new());
        let mut exact = true;
        for action in now_known.keys() {
            let (before, after) = (speakers(&original, action), speakers(&refined, action));
            let scopes = |policy: &Policy, places: &[usize]| -> Vec<String> {
                let scopes = places.iter().map(|&place| format!("{:?}", policy.statements[place].scope));
                scopes.collect::<BTreeSet<_>>().into_iter().collect()
            };
            let wanted = if unused.has(action) { Vec::new() } else { scopes(&original, &before) };
            exact &= wanted == scopes(&refined, &after);
            if !then_known.contains_key(action) {
                admitted.extend(after.iter().map(|&place| (action.clone(), place)));
                let partner = |place: &usize| scopes(&refined, &after).contains(&scopes(&original, &[*place])[0]);
                if !unused.has(action) {
                    missed.extend(before.iter().filter(|place| !partner(place)).map(|&place| (action.clone(), place)));
                }
            }
        }
        let rows = |rows: &[Row]| -> BTreeSet<(String, usize)> {
            rows.iter().map(|row| (row.action.to_ascii_lowercase(), row.statement)).collect()
        };
        prop_assert_eq!(rows(&found.admitted), admitted);
        prop_assert_eq!(rows(&found.missed), missed);
        prop_assert!(found.was_exact);
        prop_assert_eq!(found.exact, exact, "{:?}", found);
        let has = |all: &[String], action: &str| all.iter().any(|known| known.eq_ignore_ascii_case(action));
        for (place, statement) in refined.statements.iter().enumerate() {
            for pattern in statement.actions.patterns.iter().filter(|pattern| pattern.is_literal()) {
                let gone = has(&world.catalogue, pattern.folded()) && !has(&now, pattern.folded());
                let named = found.vanished.iter().any(|row| {
                    row.statement == place && row.pattern.as_deref() == Some(pattern.spelling())
                });
                prop_assert_eq!(named, gone, "{}", pattern);
            }
        }
    }

    #[test]
    fn examples_of_the_future_are_what_they_are_called(world in world(KINDS)) {
        let (original, unused) = (world.policy(), world.twin_unused());
        let known = EffectiveCatalogue::new(&world.catalogue(), &original, &world.unused());
        for mode in MODES {
            let refined = recommend(&original, &world.unused(), &world.catalogue(), mode);
            let found = future(&original, &world.unused(), &refined, &known);
            let speaks = |place: usize, action: &str| {
                let before = &original.statements[place];
                let after = refined.changes[place].apply(before);
                (twin::speaks(before, action), after.is_some_and(|after| twin::speaks(&after, action)))
            };
            let new = |action: &str| !world.known().contains_key(action) && !unused.has(action);
            let mut wildcards = 0;
            for wildcard in &found.wildcards {
                let nothing = original.statements[wildcard.statement].actions.patterns.iter().any(|p| p.folded() == "*");
                if wildcard.pattern.is_none() && nothing {
                    prop_assert_eq!((&wildcard.example, wildcard.known), (&None, 0));
                    continue;
                }
                let example = wildcard.example.clone().unwrap().to_ascii_lowercase();
                prop_assert!(new(&example) && speaks(wildcard.statement, &example) == (true, true), "{wildcard:?}");
                prop_assert!(wildcard.unnamed.iter().all(|a| speaks(wildcard.statement, &a.to_ascii_lowercase()).1));
                let after = refined.changes[wildcard.statement].apply(&original.statements[wildcard.statement]).unwrap();
                let names = |action: &str| after.actions.patterns.iter().any(|p| p.is_literal() && p.folded() == action);
                let expected = world.known().into_keys().filter(|action| match &wildcard.pattern {
                    Some(pattern) => {
                        twin::glob(&pattern.to_ascii_lowercase(), action) && !unused.has(action) && !names(action)
                    }
                    None => twin::speaks(&after, action),
                });
                let unnamed: Vec<String> = wildcard.unnamed.iter().map(|a| a.to_ascii_lowercase()).collect();
                prop_assert_eq!(&unnamed, &expected.collect::<Vec<_>>(), "{:?}", wildcard);
                prop_assert_eq!(wildcard.unnamed_count, unnamed.len());
                wildcards += usize::from(wildcard.pattern.is_some());
            }
            for lost in &found.given_up {
                // `*` gives up something of every service, so there is always an example.
                let example = lost.example.clone().map(|example| example.to_ascii_lowercase());
                let service = lost.pattern.split_once(':').is_some_and(|(s, _)| unused.services.contains(&s.to_ascii_lowercase()));
                prop_assert!(example.is_some() || service, "{lost:?}");
                let Some(example) = example else { continue };
                prop_assert!(twin::glob(&lost.pattern.to_ascii_lowercase(), &example), "{lost:?}");
                prop_assert!(new(&example) && speaks(lost.statement, &example) == (true, false), "{lost:?}");
            }
            let patterns = refined.changes.iter().zip(&original.statements).filter(|(_, s)| s.effect == Effect::Allow);
            let after = patterns.filter_map(|(change, s)| change.apply(s)).filter(|s| !s.actions.negated);
            let distinct = after.map(|s| {
                let wide = s.actions.patterns.iter().filter(|p| !p.is_literal());
                wide.map(|p| p.spelling().to_owned()).collect::<BTreeSet<_>>().len()
            });
            prop_assert_eq!(wildcards, distinct.sum::<usize>());
            let idle: BTreeSet<String> = unused.actions.iter().filter(|a| unused.has(a) && !twin::allows(&original, a)).cloned().collect();
            let said: BTreeSet<String> = found.idle.iter().filter(|a| !a.ends_with('*')).map(|a| a.to_ascii_lowercase()).collect();
            prop_assert_eq!(said, idle);
        }
    }
}

#[test]
fn the_blog_example_says_what_it_keeps_and_gives_up() {
    let case = Case::named("blog");
    let (original, unused) = (case.policy("policy.json"), case.unused());
    let catalogue = case.catalogue("catalogue-2024.json");
    let refined = recommend(&original, &unused, &catalogue, Mode::Shortest);
    let known = EffectiveCatalogue::new(&catalogue, &original, &unused);
    let Future { wildcards, given_up, idle } = future(&original, &unused, &refined, &known);
    let patterns: Vec<&str> = wildcards.iter().filter_map(|wildcard| wildcard.pattern.as_deref()).collect();
    assert_eq!(
        patterns,
        ["lambda:Invoke*", "s3:GetAccess*", "s3:GetMulti*", "s3:GetObject*", "s3:GetStorage*", "s3:List*"]
    );
    let storage = &wildcards[4];
    assert_eq!((storage.statement, storage.known, storage.unnamed.len()), (1, 4, 4));
    assert_eq!(storage.example.as_deref(), Some("s3:GetStorageExample"));
    let [get] = given_up.as_slice() else { panic!("{given_up:?}") };
    assert_eq!((get.pattern.as_str(), get.example.as_deref()), ("s3:Get*", Some("s3:GetExample")));
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn the_program_says_what_changed_and_whether_it_is_still_exact() {
    let blog = crate::common::Case::named("blog");
    let files = [("-p", "policy.json"), ("-u", "unused.json"), ("-r", "expected.json")];
    let arguments = files.map(|(option, file)| [option.to_owned(), blog.arg(file)]).concat();
    let with = |certified: &str, newer: &str, format: &str| {
        let mut all = vec!["drift".to_owned()];
        all.extend(arguments.clone());
        all.extend(["--certified".to_owned(), blog.arg(certified), "-c".to_owned(), blog.arg(newer)]);
        all.extend(["--format".to_owned(), format.to_owned()]);
        crate::common::paredown(all)
    };
    let same = with("catalogue-2024.json", "catalogue-2024.json", "text");
    assert_eq!(same.status.code(), Some(0), "{}", crate::common::text(&same.stderr));
    assert!(crate::common::text(&same.stdout).contains("0 actions of these services were published since"));
    let all = crate::common::root().join("crates/policy/data/catalogue.txt");
    let newer = with("catalogue-2024.json", all.to_str().unwrap(), "json");
    let report: serde_json::Value = serde_json::from_slice(&newer.stdout).unwrap();
    let exact = report["exact"].as_bool().unwrap();
    assert_eq!(newer.status.code(), Some(i32::from(!exact)));
    assert!(report["published"].as_u64().unwrap() > 10, "{report}");
}
