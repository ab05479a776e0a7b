//! Stands in for the engine that asks Z3 where paredown is built without it: every answer is unknown.

use std::time::Duration;

use crate::model::{EffectiveCatalogue, Reading, UnusedSet};

use super::Settings;
use super::engine::{Answered, Pair};
use super::requests::{Group, Outside, RequestSet};

/// Why nothing is known.
const REASON: &str = "paredown was built without its feature `z3`";

/// For each pair, unknown for every obligation.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    _: &EffectiveCatalogue,
    _: &UnusedSet,
    _: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    pairs.iter().map(|pair| pair.unknown(REASON)).collect()
}

/// Finds no requests, and says why.
pub(super) struct Requests;

impl Requests {
    pub(super) fn new(_: Duration) -> Self {
        Self
    }
}

impl Outside for Requests {
    fn outside(
        &mut self,
        _: &RequestSet<'_>,
        _: &[Group<'_>],
        _: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        Err(REASON.to_owned())
    }
}

/// The version of the Z3 that is linked: none.
pub fn z3_version() -> Option<String> {
    None
}
