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
    answer(Search::new(world).run())
}

/// For each of some folded actions, a request for it that the inner side of a world allows and the outer side does not,
/// where there is one; the reason where that is not known.
pub(super) fn outside_by_action<'s>(
    world: &World<'_>,
    actions: impl IntoIterator<Item = &'s str>,
) -> impl Iterator<Item = (&'s str, Result<Option<Request>, String>)> {
    let mut search = Search::new(world);
    actions.into_iter().map(move |action| (action, answer(search.of_action(action))))
}

fn answer(found: Found) -> Result<Option<Request>, String> {
    match found {
        Found::Nothing(_) => Ok(None),
        Found::Request(request) => Ok(Some(request)),
        Found::Open(reason, _) => Err(reason),
    }
}
