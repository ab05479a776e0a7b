//! Replaces the engine that asks Z3 if paredown is built without it: it knows nothing.

use std::time::Duration;

use paredown_request::Request;

use super::world::World;

/// The reason for unknown.
pub(super) fn outside(_: &World<'_>, _: Duration) -> Result<Option<Request>, String> {
    Err("paredown was built without its feature `z3`".to_owned())
}
