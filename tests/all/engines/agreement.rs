//! The two engines on the same random input: right and wrong recommendations of policies with patterns of every
//! kind. Each must give the same answer as the other.

use crate::common::tampering::{Tampering, tamper, wild_tampering};
use crate::common::worlds::{Kinds, World, cases, inner_world, world};
use crate::common::{MODES, certified_by};
use paredown::model::{Effect, Policy, ResourceElement, Statement};
use paredown::prove::{Engine, Judgement};
use paredown::recommend::recommend;
use proptest::prelude::*;
use proptest::sample::Index;

const PLAIN: Kinds = Kinds { statements: 3, patterns: 4, not_action: false };
const WITH_NOT_ACTION: Kinds = Kinds { statements: 3, patterns: 3, not_action: true };

/// Changes to a recommendation.
type Changes = Vec<(Index, Tampering)>;

fn changes() -> impl Strategy<Value = Changes> {
    prop::collection::vec((any::<Index>(), wild_tampering()), 0..=3)
}

/// Each engine by itself: their answers must be the same.
fn agree(world: &World, recommended: &Policy) -> Result<(), TestCaseError> {
    let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
    let by = |engine| -> Vec<Judgement> {
        let proof = certified_by(engine, &original, &unused, recommended, &catalogue);
        proof.judgements().cloned().collect()
    };
    let (smt, automata) = (by(Engine::Smt), by(Engine::Automata));
    let verdicts = |all: &[Judgement]| -> Vec<_> {
        all.iter().map(|one| (one.subject, one.obligation, one.verdict)).collect()
    };
    let differ = || {
        let pairs = smt.iter().zip(&automata).filter(|(left, right)| left.verdict != right.verdict);
        format!("{recommended:#?}\n{:#?}", pairs.collect::<Vec<_>>())
    };
    prop_assert!(verdicts(&smt) == verdicts(&automata), "{}", differ());
    for (left, right) in smt.iter().zip(&automata) {
        prop_assert_eq!(left.witness.is_some(), right.witness.is_some());
    }
    Ok(())
}

fn all_agree(world: &World, changes: &Changes) -> Result<(), TestCaseError> {
    let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
    for mode in MODES {
        let mut recommended = recommend(&original, &unused, &catalogue, mode).policy;
        tamper(&mut recommended, changes, world);
        agree(world, &recommended)?;
    }
    Ok(())
}

/// What is done to the resource of a statement, so that it has no partner any more.
#[derive(Clone, Debug)]
enum Elsewhere {
    On(Vec<String>, bool),
    Denied,
    Gone,
}

fn elsewhere() -> impl Strategy<Value = Elsewhere> {
    let resources =
        ["*", "arn:aws:a:::0", "arn:aws:a:::1", "arn:aws:a:::?", "arn:aws:*:::[1-2]", "*:*0", "arn:*"];
    let on = prop::collection::vec(prop::sample::select(resources.map(str::to_owned).to_vec()), 1..=2);
    prop_oneof![
        6 => (on, prop::bool::weighted(0.2)).prop_map(|(on, negated)| Elsewhere::On(on, negated)),
        1 => Just(Elsewhere::Denied),
        1 => Just(Elsewhere::Gone),
    ]
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn on_policies_of_literals_and_prefixes(world in world(PLAIN), changes in changes()) {
        all_agree(&world, &changes)?;
    }

    #[test]
    fn on_policies_with_not_action(world in world(WITH_NOT_ACTION), changes in changes()) {
        all_agree(&world, &changes)?;
    }

    #[test]
    fn on_policies_with_wildcards_anywhere(world in inner_world(PLAIN), changes in changes()) {
        all_agree(&world, &changes)?;
    }

    #[test]
    fn on_policies_with_not_action_and_wildcards_anywhere(
        world in inner_world(WITH_NOT_ACTION),
        changes in changes(),
    ) {
        all_agree(&world, &changes)?;
    }

    #[test]
    fn on_one_policy_in_place_of_another(world in inner_world(PLAIN), other in inner_world(WITH_NOT_ACTION)) {
        agree(&world, &other.policy())?;
    }

    #[test]
    fn on_statements_that_cannot_be_paired(
        world in inner_world(WITH_NOT_ACTION),
        moves in prop::collection::vec((any::<Index>(), elsewhere()), 1..=3),
        changes in changes(),
    ) {
        let (original, unused, catalogue) = (world.policy(), world.unused(), world.catalogue());
        let mut recommended = recommend(&original, &unused, &catalogue, MODES[0]).policy;
        for (at, elsewhere) in moves {
            if recommended.statements.is_empty() {
                break;
            }
            let place = at.index(recommended.statements.len());
            let statement: &mut Statement = &mut recommended.statements[place];
            match elsewhere {
                Elsewhere::On(patterns, negated) => {
                    statement.scope = statement.scope.on(ResourceElement::new(negated, patterns));
                }
                Elsewhere::Denied => statement.effect = Effect::Deny,
                Elsewhere::Gone => drop(recommended.statements.remove(place)),
            }
        }
        tamper(&mut recommended, &changes, &world);
        agree(&world, &recommended)?;
    }
}
