//! The answers of certifying on small random policies: recommendations are proved, and tampered ones are refuted
//! exactly when they differ, with correct witnesses. Decided without the library by the twin of `common/twin.rs`.

use crate::common::tampering::{tamper, tampering};
use crate::common::worlds::{Kinds, World, cases, world};
use crate::common::{ENGINES, MODES, certified_by, doubts, statement_of, twin};
use paredown::model::{Policy, Statement};
use paredown::prove::{Certification, Judgement, Obligation, Requirement, Subject, Verdict, Witness};
use paredown::recommend::{Mode, recommend};
use proptest::prelude::*;
use proptest::sample::Index;

const ALL_KINDS: Kinds = Kinds { statements: 3, patterns: 3, not_action: false };
const WITH_NOT_ACTION: Kinds = Kinds { statements: 2, patterns: 3, not_action: true };

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

/// Compares a judgement on a row with the definition, on all strings that can make a difference. Each statement
/// has its own resource, so no other grants what it does not.
fn check(
    proof: &Certification,
    judgement: &Judgement,
    world: &World,
    original: &Policy,
    recommended: &Policy,
) -> Result<(), TestCaseError> {
    let Some(place) = statement_of(proof, judgement.subject) else {
        // No Deny was touched.
        prop_assert_eq!((judgement.subject, judgement.verdict), (Subject::Denies, Verdict::Proved));
        return Ok(());
    };
    let statement = &original.statements[place];
    let pair = (statement, partner(statement, recommended));
    let mut strings = world.deciding(recommended).into_iter();
    let violation = strings.find(|string| violates(judgement.obligation, world, pair, string));
    let expected = if violation.is_some() { Verdict::Refuted } else { Verdict::Proved };
    prop_assert_eq!(judgement.verdict, expected, "{:?} should be violated by {:?}", judgement, violation);
    match &judgement.witness {
        None => prop_assert!(violation.is_none()),
        Some(Witness::Request { action, known, resource, context }) => {
            let folded = action.to_ascii_lowercase();
            prop_assert!(violates(judgement.obligation, world, pair, &folded), "{judgement:?}");
            prop_assert_eq!(*known, world.known().contains_key(&folded), "{:?}", judgement);
            prop_assert_eq!(&statement.scope.resource().patterns, std::slice::from_ref(resource));
            prop_assert!(context.is_empty());
        }
        Some(other) => prop_assert!(false, "{other:?} is no request"),
    }
    Ok(())
}

fn proves_its_own(world: &World) -> Result<(), TestCaseError> {
    let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
    for (mode, engine) in MODES.into_iter().flat_map(|mode| ENGINES.map(|engine| (mode, engine))) {
        let refined = recommend(&original, &unused, &catalogue, mode);
        let proof = certified_by(engine, &original, &unused, &refined.policy, &catalogue);
        let verdict = proof.verdict(Requirement::LeastGeneral, mode);
        let doubts = doubts(&proof, mode);
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
        tamper(&mut recommended, &tampering, &world);
        for engine in ENGINES {
            let proof = certified_by(engine, &original, &unused, &recommended, &catalogue);
            for judgement in proof.deciding(Requirement::Exact, Mode::Shortest) {
                check(&proof, &judgement, &world, &original, &recommended)?;
            }
        }
    }
}
