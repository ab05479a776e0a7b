//! Stands in for the engine that asks Z3 where paredown is built without it: every answer is unknown.

use std::time::Duration;

use crate::model::{EffectiveCatalogue, Reading, UnusedSet};

use super::engine::{Answered, Pair};
use super::requests::{Group, Outside, RequestSet};
use super::{Settings, Verdict};

/// Why nothing is known.
const REASON: &str = "paredown was built without its feature `z3`";

/// For each pair, unknown for every obligation.
pub(super) fn decide(
    pairs: &[Pair<'_>],
    _: &EffectiveCatalogue,
    _: &UnusedSet,
    _: &Settings<'_>,
) -> Vec<Vec<Answered>> {
    let unknown = |obligation| Answered {
        obligation,
        verdict: Verdict::Unknown,
        witness: None,
        reason: Some(REASON.to_owned()),
        evidence: Vec::new(),
        spent: Duration::ZERO,
    };
    pairs.iter().map(|pair| pair.obligations.iter().map(unknown).collect()).collect()
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
