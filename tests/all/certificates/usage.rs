//! What certificates say of usage, on random accounts: written where an analysis found something unused, and judged as a
//! slow twin judges it.

use std::collections::BTreeMap;

use paredown::analyze::Evidence;

use crate::common::catalogue;
use crate::common::dice::Dice;
use crate::common::usage::random::{CATALOGUE, some_unused};
use crate::common::usage::{Exported, Step, settings, twin};

/// How many accounts are drawn, and how many changes are tried on each.
const ACCOUNTS: u64 = 300;
const CHANGES: usize = 20;

#[test]
fn a_slow_twin_agrees_on_random_accounts_and_what_is_changed_in_them() {
    let catalogue = catalogue(CATALOGUE);
    let mut seen: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let (mut written, mut whole, mut excluded) = (0, 0, 0);
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
    assert!(seen.len() == 13 && written > 100 && whole > 50 && excluded < 60);
}
