//! The checker that is extracted from Coq, on the certificates that the library writes and on changed ones,
//! the extracted frontier on patterns, and the questions for Z3. It has to say what the kernel says, find what the
//! library finds, and ask what the library asks.
//!
//! `make -C proofs ocaml` builds it; `PAREDOWN_EXTRACTED` names another one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]
#![allow(unreachable_pub, missing_docs, reason = "nothing outside sees it")]

use std::collections::BTreeMap;

#[path = "../common/mod.rs"]
mod common;
mod comparisons;
mod jobs;
mod lines;
mod mutants;
mod principals;
mod questions;
mod usage;
mod written;

use common::corpus::jobs;
use common::oracle::{Oracle, Truth};
use common::worlds::{Kinds, inner_world, world};
use common::{Case, MODES};
use jobs::{Certified, Job, Shape, catalogue_json};
use lines::{Lines, checker};
use mutants::{Dice, counted};
use paredown::model::{Catalogue, Pattern};
use paredown::prove::{Requirement, Verdict};
use paredown::recommend::Mode;
use principals::{Principal, same_scope, scoped, spellings};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// How many worlds are drawn, unless `PROPTEST_CASES` says otherwise.
const WORLDS: usize = 150;

/// How many principals are.
const PRINCIPALS: usize = 400;

/// How many changed certificates are tried for each.
const MUTANTS: usize = 6;

/// Every so many jobs of the corpus are looked at, and those that allow at most so many known actions.
const STEP: usize = 41;
const MOST_ACTIONS: u64 = 400;

/// A policy that allows what some patterns match.
fn allow(patterns: &[&str]) -> Value {
    let statement = json!({"Effect": "Allow", "Action": patterns, "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// Worlds of every kind, always the same ones.
fn worlds() -> Vec<common::worlds::World> {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let mut runner = TestRunner::deterministic();
    let all = Kinds { statements: 3, patterns: 4, not_action: true };
    let plain = Kinds { statements: 1, patterns: 3, not_action: false };
    let strategy = prop_oneof![world(all), inner_world(all), inner_world(plain)];
    (0..asked.unwrap_or(WORLDS)).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn agrees_with_the_kernel_on_the_cases() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(1));
    for case in Case::all("cases") {
        let catalogue = case.catalogue("catalogue.json");
        // Few others have excuses and packings.
        let mutants = if case.name.starts_with("overlap") { 20 * MUTANTS } else { MUTANTS };
        lines.add(&Job::of_case(&case, &catalogue), mutants, &mut dice);
    }
    assert!(lines.accepted > 50 && lines.rejected > 100);
    lines.check(&checker, "cases");
}

/// One pattern, and patterns that match together what it does: a star as nothing and as something, or as
/// nothing, as one character and as more.
fn in_parts(dice: &mut Dice) -> (String, Vec<String>) {
    let mut whole = String::from("a:");
    for _ in 0..=dice.below(4) {
        whole.push_str(["x", "y", "?", "*", "x*", "*y"][dice.below(6)]);
    }
    whole.push('*');
    let stars: Vec<usize> = whole.match_indices('*').map(|(at, _)| at).collect();
    let star = stars[dice.below(stars.len())];
    let instead: &[&str] =
        [&["", "?*"][..], &["", "?", "??*"], &["", "*?"], &["?*", "", "x*"]][dice.below(4)];
    let part = |part: &&str| format!("{}{part}{}", &whole[..star], &whole[star + 1..]);
    (whole.clone(), instead.iter().map(part).collect())
}

#[test]
fn agrees_with_the_kernel_on_patterns_that_several_contain() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(4));
    let catalogue = common::catalogue(["a:X", "a:XY", "b:Z"]);
    let mut several = 0;
    for number in 0..WORLDS {
        let (whole, mut patterns) = in_parts(&mut dice);
        if dice.below(3) == 0 {
            patterns.push("b:Z".to_owned());
        }
        let job = Job {
            name: format!("parts {number}"),
            texts: vec![allow(&patterns.iter().map(String::as_str).collect::<Vec<_>>()).to_string()],
            unused: common::unused(r#"[{"serviceNamespace": "b", "actions": ["Z"]}]"#),
            keep: Vec::new(),
            catalogue: &catalogue,
            inline: Some(catalogue_json(&catalogue)),
            shape: Shape::Whole,
        };
        let certified = job.certificate(vec![vec![allow(&[&whole]).to_string()]], Mode::Shortest).unwrap();
        several += usize::from(serde_json::to_string(&certified.certificate).unwrap().contains("states"));
        lines.add_certified(&job, &certified, Mode::Shortest, 2 * MUTANTS, &mut dice);
    }
    assert!(several > WORLDS / 2, "{several} of {WORLDS}");
    lines.check(&checker, "parts");
}

#[test]
fn agrees_with_the_kernel_on_random_worlds() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(2));
    for (number, world) in worlds().iter().enumerate() {
        let catalogue = world.catalogue();
        lines.add(&Job::of_world(number, world, &catalogue), MUTANTS, &mut dice);
    }
    assert!(lines.accepted > lines.uncertified && lines.rejected > 0);
    lines.check(&checker, "worlds");
}

#[test]
fn agrees_with_the_kernel_on_scopes() {
    let Some(checker) = checker() else { return };
    let mut lines = Lines::default();
    let catalogue = common::catalogue(["a:GetX", "a:GetY", "a:ListX"]);
    let job = |name: String, text: String| Job {
        name,
        texts: vec![text],
        unused: common::unused("[]"),
        keep: Vec::new(),
        catalogue: &catalogue,
        inline: Some(catalogue_json(&catalogue)),
        shape: Shape::Whole,
    };
    // Most are tried in policies of one version.
    let versions = (0..3).flat_map(|one| (0..3).map(move |other| (one, other)));
    let spellings = spellings();
    for ((before, after), versions) in versions.flat_map(|versions| {
        let pairs = spellings.iter().flat_map(|before| spellings.iter().map(move |after| (before, after)));
        let wanted = move |(before, after): &(&(usize, &str), &(usize, &str))| {
            versions == (0, 0) || before.0 == after.0
        };
        pairs.filter(wanted).map(move |pair| (pair, versions))
    }) {
        let text = scoped(versions.0, before.1, before.1);
        let job = job(format!("{} and {}", before.1, after.1), text.clone());
        let certified = job.certificate(vec![vec![text]], Mode::Shortest).unwrap();
        for (what, allow, deny) in [("allow", after.1, before.1), ("deny", before.1, after.1)] {
            let recommended = vec![vec![scoped(versions.1, allow, deny)]];
            let (accepted, line) = job.line(what, &Certified { recommended, ..certified.clone() }).unwrap();
            // What was denied keeps its scope in both.
            let same =
                same_scope((before.0, after.0), versions) && same_scope((before.0, before.0), versions);
            assert_eq!(accepted, same, "{what} {versions:?}: {} and {}", before.1, after.1);
            lines.push(accepted, &line);
        }
    }
    lines.check(&checker, "scopes");
}

/// What a certificate claims of languages is so, by reading the policies letter by letter.
fn is_so(principal: &Principal, certified: &Certified) {
    let (known, unused) = principal.twin();
    let after = certified.recommended.concat();
    let exact = certified.certificate.predicate.claim >= Requirement::Exact;
    let truth = Oracle::new(&certified.texts, &after, &known, &unused).truth(exact);
    assert_eq!(truth, Truth::Holds, "exact {exact}: {:#?} {after:#?} {known:?} {unused:?}", certified.texts);
}

#[test]
fn agrees_with_the_kernel_on_principals() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(5));
    let mut done: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for number in 0..PRINCIPALS {
        let principal = Principal::new(&mut dice);
        let job = principal.job(number, &mut dice);
        let mode = MODES[number % 2];
        let [(_, plain), (changes, changed)] = principal.recommended(mode, &mut dice);
        let plain = job.certificate(plain, mode);
        let certified = job.certificate(changed.clone(), mode);
        for change in changes {
            done.entry(change).or_default()[usize::from(certified.is_none())] += 1;
        }
        for one in plain.iter().chain(&certified) {
            is_so(&principal, one);
            lines.add_certified(&job, one, mode, MUTANTS, &mut dice);
        }
        if certified.is_none() {
            lines.uncertified += 1;
            // What was certified of something else.
            let Some(plain) = plain else { continue };
            let wrong = counted(Certified { recommended: changed, ..plain });
            let (accepted, line) = job.line("of another recommendation", &wrong).unwrap();
            if accepted {
                is_so(&principal, &wrong);
            }
            lines.push(accepted, &line);
            lines.add_mutants(&job, &wrong, mode, MUTANTS, &mut dice);
        }
    }
    for (change, [certified, not]) in &done {
        eprintln!("{change}: {certified} certified, {not} not");
    }
    let certified = |change: &str| done.get(change).is_some_and(|[certified, _]| *certified > 0);
    for change in ["merged", "split", "moved", "deny of another scope", "allowed and denied", "denied anew"] {
        assert!(certified(change), "never certified: {change}");
    }
    lines.check(&checker, "principals");
}

#[test]
fn agrees_with_the_kernel_on_real_policies() {
    let Some(checker) = checker() else { return };
    let Some(all) = jobs(STEP) else { return };
    let catalogue = Catalogue::embedded().unwrap();
    let (mut lines, mut dice) = (Lines::default(), Dice::new(3));
    let (mut refused, mut large) = (0, 0);
    for job in &all {
        if job.actions > MOST_ACTIONS {
            large += 1;
        } else if let Some(job) = Job::of_corpus(job, &catalogue) {
            lines.add(&job, 1, &mut dice);
        } else {
            refused += 1;
        }
    }
    eprintln!("{} jobs: {refused} refused as input, {large} too large here", all.len());
    lines.check(&checker, "corpus");
}

#[test]
fn the_extracted_frontier_is_the_one_of_the_library() {
    let Some(checker) = checker() else { return };
    let mut lines = Lines::default();
    for (number, world) in worlds().iter().enumerate() {
        let catalogue = world.catalogue();
        let job = Job::of_world(number, world, &catalogue);
        for line in MODES.iter().flat_map(|mode| job.frontiers(*mode)) {
            lines.push(true, &line);
        }
    }
    for case in Case::all("cases") {
        let catalogue = case.catalogue("catalogue.json");
        // The built-in catalogue is too large for it where everything is allowed.
        if case.path("catalogue.json").exists() {
            let job = Job::of_case(&case, &catalogue);
            for line in MODES.iter().flat_map(|mode| job.frontiers(*mode)) {
                lines.push(true, &line);
            }
        }
    }
    lines.check(&checker, "frontiers");
}

#[test]
fn nothing_is_excused_by_what_is_unsafe() {
    // `a:GetFoo*` is kept, matches two known actions, and was given up. The certificate does not list
    // `a:Get` as unsafe and says that its narrowing is excused: which would excuse `a:GetFoo*` with it.
    let catalogue = common::catalogue(["a:GetFooBar", "a:GetFooXBar", "a:GetZBaz"]);
    let text = allow(&["a:*", "a:GetFoo*Bar", "?:*Baz"]).to_string();
    let keep = vec!["a:GetFoo*".to_owned(), "a:*Baz".to_owned()];
    let mut unused = common::unused(r#"[{"serviceNamespace": "a"}]"#);
    for pattern in &keep {
        unused.keep(Pattern::new(pattern.as_str()));
    }
    let job = Job {
        name: "excused".to_owned(),
        texts: vec![text],
        unused,
        keep,
        inline: Some(catalogue_json(&catalogue)),
        catalogue: &catalogue,
        shape: Shape::Whole,
    };
    let mut certified = job.certified(Mode::Shortest).unwrap();
    certified.recommended = vec![vec![allow(&["a:GetFoo*Bar", "a:*Baz"]).to_string()]];
    let row = |number: usize, pattern: &str, within: usize| json!({"at": [0, number], "pattern": pattern, "within": within, "unused": [0, 0]});
    let mut second = row(1, "a:*Baz", 2);
    second["witness"] = "a:GetZBaz".into();
    let row = json!({
        "original": [0],
        "patterns": [row(0, "a:GetFoo*Bar", 0), second],
        "covers": [[0, 2], [1, 1]],
        "origins": [
            {"pattern": 0, "blocked": [["a:", "a:x"]], "kept": [["a:Get", [{"excused": [[1, "a:xbaz"]]}]]]},
            {"pattern": 2, "blocked": []},
        ],
    });
    certified.certificate.predicate.rows = vec![serde_json::from_value(row).unwrap()];
    let after = common::policy(&certified.recommended[0][0]);
    let proof = common::certified(&job.originals()[0], &job.unused, &after, &catalogue);
    let refuted = proof.verdict(Requirement::LeastGeneral, Mode::Shortest);
    assert_eq!(refuted, Verdict::Refuted);
    if let Some(checker) = checker() {
        let mut lines = Lines::default();
        let (_, line) = job.line("by what is unsafe", &certified).unwrap();
        lines.push(false, &line.replace(r#""expect":"accept""#, r#""expect":"reject""#));
        lines.check(&checker, "excused");
    }
    assert!(!job.accepts(&certified), "the kernel accepts what the solver refutes");
}
