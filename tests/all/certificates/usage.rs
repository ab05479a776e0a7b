//! What certificates say of usage, on random accounts: written where an analysis found something unused, and judged as a
//! slow twin judges it.

use std::collections::BTreeMap;

use paredown::analyze::{Class, Evidence, Settings, analyze};
use paredown::prove::Requirement;

use crate::common::catalogue;
use crate::common::dice::Dice;
use crate::common::usage::random::{CATALOGUE, some_unused};
use crate::common::usage::twin::allowed_on;
use crate::common::usage::{Exported, Step, settings, twin};

/// How many accounts are drawn, and how many changes are tried on each.
const ACCOUNTS: u64 = 200;
const CHANGES: usize = 20;

/// What is used or undecided is allowed where it was; how many such actions there are. It is so of what the kernel accepts
/// at claim exact.
fn nothing_is_lost(step: &Step, settings: &Settings<'_>) -> usize {
    if step.certificate.predicate.claim < Requirement::Exact {
        return 0;
    }
    let all = analyze(&step.exported.account(), settings);
    let recommended = step.recommended.concat();
    let classes = all[0].classes.iter().filter(|(_, class)| !matches!(class, Class::Unused { .. }));
    let actions: Vec<&str> = classes.map(|(allowed, _)| allowed.action.folded()).collect();
    for action in &actions {
        let (before, after) = (allowed_on(&step.texts, action), allowed_on(&recommended, action));
        assert!(!before.is_empty() && before == after, "{action}: {before:?} {after:?}");
    }
    actions.len()
}

#[test]
fn a_slow_twin_agrees_on_random_accounts_and_what_is_changed_in_them() {
    let catalogue = catalogue(CATALOGUE);
    let mut seen: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut written, mut whole, mut excluded, mut kept) = (0, 0, 0, 0);
    for seed in 0..ACCOUNTS {
        let mut dice = Dice::new(seed + 1);
        let exported = Exported::random(&mut dice);
        let evidence = dice.one(&[Evidence::Strict, Evidence::Strict, Evidence::AccessAnalyzer]);
        let settings = settings(&exported, &catalogue, evidence, 90);
        let step = match Step::new(exported, &settings, |found| some_unused(found, &mut dice)) {
            Ok(step) => step,
            // Such principals are not judged, and not every recommendation with NotAction has a certificate.
            Err(why) if !why.contains("usage") => {
                excluded += 1;
                continue;
            }
            Err(why) => panic!("seed {seed}: {why}"),
        };
        kept += nothing_is_lost(&step, &settings);
        written += usize::from(!step.usage()["rows"].as_array().unwrap().is_empty());
        whole += usize::from(step.usage().get("services").is_some());
        assert_eq!(step.answers(&catalogue), (true, true), "seed {seed}");
        assert!(twin::holds(&step), "seed {seed}: {:#}", step.usage());
        for _ in 0..CHANGES {
            let Some((what, changed)) = step.changed(&mut dice) else { continue };
            let (base, with) = changed.answers(&catalogue);
            assert!(base, "seed {seed}, {what}: the rest of the certificate is the same");
            assert_eq!(with, twin::holds(&changed), "seed {seed}, {what}: {:#}", changed.usage());
            seen.entry(what).or_default()[usize::from(with)] += 1;
        }
    }
    eprintln!("{written} with rows, {whole} with whole services, {excluded} without a certificate");
    for (what, [rejected, accepted]) in &seen {
        eprintln!("{what}: {rejected} rejected, {accepted} accepted");
        assert!(*rejected > 0, "{what} is never noticed");
    }
    assert!(seen.len() == 13 && kept > 150 && written > 80 && whole > 40 && excluded < 40);
}
