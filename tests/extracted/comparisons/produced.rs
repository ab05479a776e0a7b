//! The evidence that the program writes, for cases, random sides and pairs of real policies, and changes to it.

use paredown::compare::evidence;
use serde_json::Value;

use super::worlds::{like, side};
use super::{Pair, changes};
use crate::common::Case;
use crate::common::corpus::{policies, shared};
use crate::common::dice::Dice;
use crate::lines::{Lines, checker};

/// How many pairs of sides are drawn, how many changes are tried on each, and every so many policies of the corpus are
/// looked at.
const PAIRS: u64 = 600;
const CHANGES: usize = 8;
const STEP: usize = 19;

/// Adds what the program writes for a pair, which the kernel accepts, and changes to it; whether it writes something.
fn add(lines: &mut Lines, pair: &Pair, changes: usize, dice: &mut Dice) -> bool {
    let [inner, outer] = pair.rules();
    let Some(evidence) = evidence(&inner, &outer) else {
        lines.uncertified += 1;
        return false;
    };
    assert!(pair.add(lines, "produced", false, &evidence), "{}", pair.name);
    pair.add(lines, "beside others", true, &evidence);
    for _ in 0..changes {
        if let Some(changed) = (0..4).find_map(|_| changes::changed(&evidence, dice)) {
            pair.add(lines, "changed", dice.often(20), &changed);
        }
    }
    true
}

#[test]
fn agrees_with_the_kernel_on_recommendations() {
    let Some(checker) = checker() else { return };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(41));
    let mut written = 0;
    for case in Case::all("cases") {
        for expected in ["expected.json", "expected-tight.json"] {
            let Some(text) = case.text(expected).filter(|text| text.contains("\"Statement\"")) else {
                continue;
            };
            let inner = crate::common::policy(&text);
            let pair =
                Pair { name: format!("{} {expected}", case.name), inner, outer: case.policy("policy.json") };
            assert!(add(&mut lines, &pair, CHANGES, &mut dice), "{}", pair.name);
            written += 1;
        }
    }
    assert!(written > 30 && lines.rejected > written, "{written}");
    lines.check(&checker, "produced for cases");
}

#[test]
fn agrees_with_the_kernel_on_what_is_written_of_random_sides() {
    let Some(checker) = checker() else { return };
    let mut lines = Lines::default();
    for seed in 0..PAIRS {
        let mut dice = Dice::new(70_000 + seed);
        let inner = side(&mut dice);
        let outer = if dice.often(80) { like(&inner, &mut dice) } else { side(&mut dice) };
        add(&mut lines, &Pair::new(format!("produced {seed}"), &inner, &outer), CHANGES, &mut dice);
    }
    assert!(lines.accepted > 300 && lines.rejected > 1_000, "{} {}", lines.accepted, lines.rejected);
    lines.check(&checker, "produced");
}

#[test]
fn agrees_with_the_kernel_on_what_is_written_of_real_policies() {
    let Some(checker) = checker() else { return };
    let (Some(pairs), Some(policies)) = (shared("corpus/requests/pairs.jsonl"), policies(STEP)) else {
        return;
    };
    let (mut lines, mut dice) = (Lines::default(), Dice::new(43));
    for (number, line) in std::fs::read_to_string(pairs).unwrap().lines().enumerate() {
        let pair: Value = serde_json::from_str(line).unwrap();
        let truth = pair["every request that a allows, b allows"].as_bool();
        let both = Pair::new(format!("pair {number}"), &pair["a"], &pair["b"]);
        let written = add(&mut lines, &both, CHANGES, &mut dice);
        assert!(!written || truth != Some(false), "{number}: {}", pair["about"]);
    }
    let mut of_all = 0;
    for (id, policy) in &policies {
        let Some(itself) = Pair::of_corpus(id, policy, policy) else { continue };
        of_all += usize::from(add(&mut lines, &itself, 3, &mut dice));
        if let Some(more) = Pair::of_corpus(id, policy, &like(policy, &mut dice)) {
            add(&mut lines, &more, 3, &mut dice);
        }
    }
    assert!(of_all * 10 > policies.len() * 8, "{of_all} of {}", policies.len());
    lines.check(&checker, "produced for real policies");
}
