//! Tasks: one part of one pair, the unit of work of a thread.

use std::sync::OnceLock;

use crate::model::{EffectiveCatalogue, UnusedSet};
use crate::prove::Fault;
use crate::prove::engine::Pair;

use super::comparison::Comparison;
use super::generalisation::is_cover;
use super::list::Lists;
use super::part::Part;
use super::parts::parts;
use super::view::View;

/// A pair, prepared for questions about its parts.
pub(super) struct Prepared<'a> {
    pub(super) pair: Pair<'a>,
    pub(super) lists: Lists<'a>,
    pub(super) comparison: Comparison<'a>,
    /// Whether the recommendation is a cover, once a part has asked.
    is_cover: OnceLock<Result<bool, Fault>>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(pair: Pair<'a>) -> Self {
        let comparison = Comparison::new(pair.original, pair.recommended);
        Self { pair, lists: Lists::new(&pair), comparison, is_cover: OnceLock::new() }
    }

    /// Whether the introduced patterns are generalisations and, with the kept ones, match every intended action,
    /// in all parts.
    pub(super) fn is_cover(&self, known: &EffectiveCatalogue, unused: &UnusedSet) -> Result<bool, Fault> {
        *self.is_cover.get_or_init(|| {
            for part in parts(&self.lists, known, unused, false)? {
                if !is_cover(&View::new(&part, &self.lists, &self.comparison, known, unused)?)? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }
}

/// One part of one pair, the unit of work of a thread.
pub(super) struct Task<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) part: Part,
    /// A rough measure of the work, so that the largest tasks come first.
    pub(super) weight: usize,
}
