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

impl<'s, 'a> Candidate<'s, 'a> {
    /// The Allow statements of the outer side, and the Deny statements of the inner side.
    pub(super) fn of(sides: &'s Sides<'a>) -> [Vec<Self>; 2] {
        let allows = numbered(&sides.outer, Effect::Allow);
        let denies = numbered(&sides.inner, Effect::Deny);
        [
            allows.map(|(number, statement)| Self { side: Side::Outer, number, statement }).collect(),
            denies.map(|(number, statement)| Self { side: Side::Inner, number, statement }).collect(),
        ]
    }
}

/// The statements of a side with an effect, with their numbers.
pub(super) fn numbered<'s, 'a>(
    side: &'s [Statement<'a>],
    effect: Effect,
) -> impl Iterator<Item = (usize, &'s Statement<'a>)> {
    side.iter().enumerate().filter(move |(_, statement)| statement.effect == effect)
}
