//! Replaces the engine that asks Z3 if paredown is built without it: every answer is unknown.

use crate::model::{EffectiveCatalogue, UnusedSet};

use super::Settings;
use super::engine::{Answered, Pair};

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

/// The version of the linked Z3: none.
pub fn z3_version() -> Option<String> {
    None
}
