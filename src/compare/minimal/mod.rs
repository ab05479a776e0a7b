//! The engine without a solver: minimal requests.

mod cells;
mod contexts;
mod found;
mod search;
mod states;
mod texts;
mod values;
mod words;

use paredown_request::Request;

use super::world::World;
use found::Found;
use search::Search;

/// A request that the inner side of a world allows and the outer side does not; `None` if there is none.
///
/// # Errors
/// The reason why that is not known.
pub(super) fn outside(world: &World<'_>) -> Result<Option<Request>, String> {
    match Search::new(world).run() {
        Found::Nothing(_) => Ok(None),
        Found::Request(request) => Ok(Some(request)),
        Found::Open(reason) => Err(reason),
    }
}
