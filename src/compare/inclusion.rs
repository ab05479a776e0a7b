//! Whether everything that one side allows the other allows as well.

use paredown_request::{Request, Rule};

use crate::model::Reading;

use super::minimal;
use super::world::World;

/// Whether every request that one side allows is allowed by the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Included,
    /// It is not: this one, for instance. The evaluator has confirmed it.
    Outside(Request),
    /// It is not known, for this reason.
    Unknown(String),
}

/// Whether every request that the rules of `inner` allow is allowed by those of `outer`, under both readings of ARNs.
pub fn included(inner: &[Rule], outer: &[Rule]) -> Answer {
    let mut open = None;
    let mut differs = None;
    for reading in Reading::ALL {
        let world = World::new(inner, outer, reading);
        match minimal::outside(&world) {
            Ok(Some(request)) => return Answer::Outside(request),
            Ok(None) => {}
            Err(reason) => open = open.or(Some(reason)),
        }
        match world.depends_on_reading() {
            None => break,
            Some(text) => differs = Some(text.to_owned()),
        }
    }
    match (open, differs) {
        (Some(reason), _) => Answer::Unknown(reason),
        (None, _) => Answer::Included,
    }
}
