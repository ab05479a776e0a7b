//! Replaces the engine that asks Z3 if paredown is built without it: every answer is unknown.

use std::time::Duration;

use crate::model::{EffectiveCatalogue, Reading, UnusedSet};

use super::engine::{Answered, Pair};
use super::requests::{Group, Outside, RequestSet};
use super::{Engine, Settings};

/// The reason for unknown.
const REASON: &str = "paredown was built without its feature `z3`";

/// Unknown for every obligation on each pair.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    _: &EffectiveCatalogue,
    _: &UnusedSet,
    _: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    pairs.iter().map(|pair| pair.unknown(REASON)).collect()
}

/// Finds no requests, and gives the reason.
pub(super) struct Requests;

impl Requests {
    pub(super) fn new(_: Duration) -> Self {
        Self
    }
}

impl Outside for Requests {
    fn settings(&self) -> (Engine, Duration) {
        (Engine::Smt, Duration::ZERO)
    }

    fn outside(
        &mut self,
        _: &RequestSet<'_>,
        _: &[Group<'_>],
        _: &[Reading],
    ) -> Result<Option<(String, String)>, String> {
        Err(REASON.to_owned())
    }
}

/// The version of the linked Z3: none.
pub fn z3_version() -> Option<String> {
    None
}
