//! The engine that asks Z3.
//!
//! The question, whether some request is allowed by one side and not by the other, is one formula over Booleans: one for
//! each pattern and each entry of a condition, which says whether it matches the request ([`question`]). Z3 finds values
//! for them; whether there is a request for these is asked dimension by dimension: an action and a resource by one
//! membership of one string in a regular expression each ([`dimension`]), the conditions key by key ([`keys`]). Where there
//! is none, as few of the Booleans as possible that are to blame are forbidden together, and Z3 is asked again. If no
//! values are left, there is no request. Of a request that is found the evaluator has to say that it is one.
//!
//! | what is compared | Booleans |
//! | --- | --- |
//! | actions, ARNs, `*` | exact: every request is a choice of values, and every choice that is left is asked for |
//! | resources with policy variables, opaque ones | widened: free, but for what is so whatever the variables are ([`variables`]) |
//! | a resource with a variable without default | the key has to be there, with one value |
//! | a variable in a resource, and conditions on its key | widened: independent |
//! | conditions | as the tables of [`keys`] and [`slot`] say |
//!
//! A widening adds choices of values to those that requests have, and takes none away. So if no choice is left, there is
//! no request, widened or not; and a choice that no request has only ever leads to a request that the evaluator does not
//! confirm: then the answer is unknown, never that there is none.

mod dimension;
mod keys;
mod language;
mod meaning;
mod question;
mod relations;
mod resources;
mod search;
mod slot;
#[cfg(test)]
mod tests;
mod variables;
mod z3;

use std::time::Duration;

use paredown_request::Request;

use super::world::World;
use crate::deadline;
use crate::prove::smt::solver;
use search::Search;

/// A request that the inner side of a world allows and the outer side does not; `None` if there is none. Z3 gives up on a
/// question after `limit`.
///
/// # Errors
/// The reason why that is not known.
pub(super) fn outside(world: &World<'_>, limit: Duration) -> Result<Option<Request>, String> {
    let found = z3::apart(|| Search::new(world, limit, solver(limit)).run());
    found.unwrap_or_else(|_| Err(deadline::REASON.to_owned()))
}
