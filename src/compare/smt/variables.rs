//! What is known of resources with policy variables, whatever these are.

use crate::compare::pattern::{Kind, Pattern};
use crate::compare::patterns::Number;
use crate::compare::world::World;
use crate::deadline;
use crate::prove::smt::formula::Formula;
use crate::prove::smt::solver::{Answer, Solver};

use super::dimension::{Dimension, Membership};
use super::language::outside;
use super::z3::{Assertions, Variable};

/// Asserts what is known of patterns with variables, whatever these are.
///
/// | pattern | what is asserted |
/// | --- | --- |
/// | with variables | that it has all that another one has whose sequences, with a letter for each variable, lie in its own |
/// | with a variable without default for a key with several values | that it matches nothing |
/// | opaque, or with variables | that what it matches is in its widest sequences, as with all patterns |
pub(super) fn relate_variables(
    world: &World<'_>,
    resources: &Dimension,
    booleans: &[Variable],
    strings: &mut dyn Solver,
    assertions: &mut Assertions,
) -> Result<(), String> {
    let variables: Vec<(Number, &Pattern)> = world
        .resources
        .iter()
        .enumerate()
        .filter(|(_, pattern)| matches!(pattern.kind, Kind::Variables(_)))
        .collect();
    for (outer, wide) in &variables {
        let Some(whether) = booleans.get(*outer).copied() else { continue };
        if needed(world, &[*outer]).iter().any(|key| world.keys().has_several(key)) {
            assertions.assert_clause([(whether, false)]);
            continue;
        }
        for (inner, narrow) in &variables {
            let Some(own) = booleans.get(*inner).copied() else { continue };
            if inner == outer || !may_be_inside(resources, *inner, *outer) {
                continue;
            }
            let Some(language) = outside(&narrow.forms, &wide.forms) else { continue };
            deadline::check();
            match strings.ask(&Formula::x_in(&language)) {
                Answer::Unsat => assertions.assert_clause([(own, false), (whether, true)]),
                Answer::Sat(_) => {}
                Answer::Unknown(reason) => return Err(reason),
            }
        }
    }
    Ok(())
}

/// Whether the head of one pattern begins with that of another.
fn may_be_inside(resources: &Dimension, inner: Number, outer: Number) -> bool {
    let head = |number: Number| resources.languages.get(number).map(|language| &language.head);
    matches!((head(inner), head(outer)), (Some(inner), Some(outer)) if inner.starts_with(outer))
}

/// The patterns that a resource is to match.
pub(super) fn musts(resources: &[Membership]) -> Vec<Number> {
    resources.iter().filter(|(_, is)| *is).map(|(number, _)| *number).collect()
}

/// The keys that have to have one value for patterns to match.
pub(super) fn needed(world: &World<'_>, musts: &[Number]) -> Vec<String> {
    musts.iter().flat_map(|must| needed_by(world, *must)).map(str::to_owned).collect()
}

pub(super) fn needed_by<'w>(world: &'w World<'_>, must: Number) -> Vec<&'w str> {
    match world.resources.get(must).map(|pattern| &pattern.kind) {
        Some(Kind::Variables(uses)) => {
            uses.iter().filter(|one| !one.has_default).map(|one| one.key.as_str()).collect()
        }
        _ => Vec::new(),
    }
}
