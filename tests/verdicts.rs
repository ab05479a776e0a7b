//! What certifying says, on small random policies: recommendations are proved, tampered ones are
//! refuted exactly when they differ, with witnesses that stand. Decided without the library by the twin
//! of `common/twin.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::worlds::{Kinds, World, cases, pattern, recased, world};
use common::{MODES, certified, twin};
use paredown::model::{Effect, Pattern, Policy, Statement};
use paredown::prove::{Judgement, Obligation, Requirement, Verdict, Witness};
use paredown::recommend::{Mode, recommend};
use proptest::prelude::*;
use proptest::sample::Index;

const ALL_KINDS: Kinds = Kinds { statements: 3, patterns: 3, not_action: false };
const WITH_NOT_ACTION: Kinds = Kinds { statements: 2, patterns: 3, not_action: true };

/// What is done to one statement of a recommendation.
#[derive(Clone, Debug)]
enum Tampering {
    Drop(Index),
    Add(String),
    Widen(Index, usize),
    Narrow(Index, Index),
    Recase(u64),
    Reverse,
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let pool =
        ["a:Get", "a:GetObject", "b:ListACLs", "b:X", "a:XyXX", "c:Get", "a:y"].map(str::to_owned).to_vec();
    prop_oneof![
        2 => any::<Index>().prop_map(Tampering::Drop),
        2 => pattern(pool).prop_map(Tampering::Add),
        3 => (any::<Index>(), 1..5_usize).prop_map(|(at, letters)| Tampering::Widen(at, letters)),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(at, action)| Tampering::Narrow(at, action)),
        1 => any::<u64>().prop_map(Tampering::Recase),
        1 => Just(Tampering::Reverse),
    ]
}

impl Tampering {
    fn apply(&self, statement: &mut Statement, world: &World) {
        let patterns = &mut statement.actions.patterns;
        match self {
            Self::Drop(at) if patterns.len() > 1 => drop(patterns.remove(at.index(patterns.len()))),
            Self::Drop(_) => {}
            Self::Add(pattern) => patterns.push(Pattern::new(pattern.as_str())),
            Self::Widen(at, letters) => {
                let pattern = at.get_mut(patterns);
                let head = pattern.spelling().trim_end_matches('*').to_owned();
                let head: String = head.chars().take(head.len().saturating_sub(*letters)).collect();
                *pattern = Pattern::new(format!("{head}*"));
            }
            Self::Narrow(at, action) => {
                let pattern = at.get_mut(patterns);
                let known: Vec<String> = world.known().into_values().collect();
                let inside: Vec<&String> =
                    known.iter().filter(|a| twin::glob(pattern.folded(), &a.to_ascii_lowercase())).collect();
                if !inside.is_empty() && pattern.spelling().ends_with('*') {
                    let longer = action.get(&inside);
                    let end = pattern.spelling().len().min(longer.len());
                    *pattern = Pattern::new(format!("{}*", &longer[..end]));
                }
            }
            Self::Recase(bits) => {
                for pattern in patterns {
                    *pattern = Pattern::new(recased(pattern.spelling(), *bits));
                }
            }
            Self::Reverse => patterns.reverse(),
        }
    }
}

/// The recommended statement that a statement of the original became, by its resource.
fn partner<'a>(statement: &Statement, recommended: &'a Policy) -> Option<&'a Statement> {
    recommended.statements.iter().find(|other| other.scope == statement.scope)
}

/// Whether an obligation is violated by a string, by its definition.
fn violates(
    obligation: Obligation,
    world: &World,
    pair: (&Statement, Option<&Statement>),
    string: &str,
) -> bool {
    let (before, after) = (twin::speaks(pair.0, string), pair.1.is_some_and(|r| twin::speaks(r, string)));
    let (unused, known) = (world.twin_unused().has(string), world.known().contains_key(string));
    match obligation {
        Obligation::NoEscalation => after && !before,
        Obligation::UnusedRemoved => after && unused,
        Obligation::UsedKept => known && before && !unused && !after,
        Obligation::Exact => known && (before && !unused) != after,
        _ => false,
    }
}

/// Compares a judgement with the definition, on all strings that can make a difference.
fn check(
    judgement: &Judgement,
    world: &World,
    original: &Policy,
    recommended: &Policy,
) -> Result<(), TestCaseError> {
    let statement = &original.statements[judgement.statement.unwrap()];
    let pair = (statement, partner(statement, recommended));
    let mut strings = world.deciding(recommended).into_iter();
    let violation = strings.find(|string| violates(judgement.obligation, world, pair, string));
    let expected = if violation.is_some() { Verdict::Refuted } else { Verdict::Proved };
    prop_assert_eq!(judgement.verdict, expected, "{:?} should be violated by {:?}", judgement, violation);
    match &judgement.witness {
        None => prop_assert!(violation.is_none()),
        Some(Witness::Action { action, known }) => {
            let folded = action.to_ascii_lowercase();
            prop_assert!(violates(judgement.obligation, world, pair, &folded), "{judgement:?}");
            prop_assert_eq!(*known, world.known().contains_key(&folded), "{:?}", judgement);
        }
        Some(other) => prop_assert!(false, "{other:?} is no witness about strings"),
    }
    Ok(())
}

fn proves_its_own(world: &World) -> Result<(), TestCaseError> {
    let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
    for mode in MODES {
        let refined = recommend(&original, &unused, &catalogue, mode);
        let proof = certified(&original, &unused, &refined.policy, &catalogue);
        let verdict = proof.verdict(Requirement::LeastGeneral, mode);
        let doubts = |j: &&Judgement| j.verdict != Verdict::Proved && j.obligation.belongs_to(mode);
        let doubts: Vec<&Judgement> = proof.judgements.iter().filter(doubts).collect();
        prop_assert_eq!(verdict, Verdict::Proved, "{:?}: {:?} {:#?}", mode, refined.policy, doubts);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn every_recommendation_is_proved_least_general(world in world(ALL_KINDS)) {
        proves_its_own(&world)?;
    }

    #[test]
    fn every_recommendation_with_not_action_is_proved_least_general(world in world(WITH_NOT_ACTION)) {
        proves_its_own(&world)?;
    }

    #[test]
    fn tampering_is_refuted_exactly_when_it_matters(
        world in world(ALL_KINDS),
        tampering in prop::collection::vec((any::<Index>(), tampering()), 1..=2),
    ) {
        let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
        let mut recommended = recommend(&original, &unused, &catalogue, Mode::Shortest).policy;
        for (at, tampering) in &tampering {
            let mut allows: Vec<&mut Statement> =
                recommended.statements.iter_mut().filter(|s| s.effect == Effect::Allow).collect();
            if !allows.is_empty() {
                let place = at.index(allows.len());
                tampering.apply(allows[place], &world);
            }
        }
        let proof = certified(&original, &unused, &recommended, &catalogue);
        let about_strings = |j: &&Judgement| Requirement::Exact.includes(j.obligation, Mode::Shortest);
        for judgement in proof.judgements.iter().filter(about_strings) {
            check(judgement, &world, &original, &recommended)?;
        }
    }
}
