//! The statements with which a proof may end.

use paredown_kernel::comparison::format::Side;
use paredown_kernel::comparison::statement::{Sides, Statement};

use crate::model::Effect;

/// A statement that ends a proof if it matches: a Deny statement of the inner side, or an Allow statement of the outer side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'s, 'a> {
    pub(super) side: Side,
    pub(super) number: usize,
    pub(super) statement: &'s Statement<'a>,
}

/// The Allow statements of the outer side.
pub(super) fn allows<'s, 'a>(sides: &'s Sides<'a>) -> Vec<Candidate<'s, 'a>> {
    let with = |(number, statement)| Candidate { side: Side::Outer, number, statement };
    numbered(&sides.outer, Effect::Allow).map(with).collect()
}

/// The Deny statements of the inner side.
pub(super) fn denies<'s, 'a>(sides: &'s Sides<'a>) -> Vec<Candidate<'s, 'a>> {
    let with = |(number, statement)| Candidate { side: Side::Inner, number, statement };
    numbered(&sides.inner, Effect::Deny).map(with).collect()
}

/// The statements of a side with an effect, with their numbers.
pub(super) fn numbered<'s, 'a>(
    side: &'s [Statement<'a>],
    effect: Effect,
) -> impl Iterator<Item = (usize, &'s Statement<'a>)> {
    side.iter().enumerate().filter(move |(_, statement)| statement.effect == effect)
}
