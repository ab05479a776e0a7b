//! Two sides of policies, compared: what one allows more than the other, with the statements named.

mod assumed;
mod certificate;
mod direction;
mod outcome;
mod pairs;
mod relation;
mod shown;

pub(crate) use certificate::certificate;
pub(crate) use direction::{Direction, New, newly_allowed};
pub(crate) use outcome::{Outcome, Sides, compare};
pub(crate) use pairs::{Answer, Counts, Options, run};
pub(crate) use relation::Relation;
pub(crate) use shown::Shown;
