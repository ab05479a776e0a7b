//! Requests that show a difference are shown only if the evaluator confirms them.

use paredown_request::{Decision, Request, decide};

use super::world::World;

/// The reason if what was found does not do.
pub(super) const NOT_CONFIRMED: &str = "the request that was found is not confirmed by the evaluator";

/// Whether the inner side allows a request and the outer side does not, as the evaluator finds under both readings of
/// ARNs.
///
/// # Errors
/// The reason why this is not confirmed.
pub(super) fn confirm(world: &World<'_>, request: &Request) -> Result<(), String> {
    let inner = decide(&[world.inner], request, &world.keys);
    let outer = decide(&[world.outer], request, &world.keys);
    match (inner.allowed(), outer.allowed(), inner, outer) {
        (Some(true), Some(false), ..) => Ok(()),
        (None, _, Decision::Open(opaque), _) | (_, None, _, Decision::Open(opaque)) => {
            Err(opaque.to_string())
        }
        _ => Err(NOT_CONFIRMED.to_owned()),
    }
}
