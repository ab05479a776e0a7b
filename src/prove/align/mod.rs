//! Which statement of the original each recommended statement refines.
//!
//! The pairing is found by search and needs no trust: whatever it is, statements are only paired when
//! they differ in nothing but their actions, and then the obligations of the pairs imply the claim
//! about the whole policy.

mod costs;
mod search;
#[cfg(test)]
mod tests;

use crate::model::{EffectiveCatalogue, Policy, UnusedSet};

use costs::Costs;

pub(super) use costs::Classes;

/// How the statements of a recommendation correspond to those of the original. Where one became several
/// of the same scope, the recommendation's are counted once these are put together again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// For each statement of the original, the place of the recommended statement that refines it.
    pub refined_by: Vec<Option<usize>>,
    /// The recommended statements that refine none.
    pub strangers: Vec<usize>,
}

/// The order-preserving alignment with the fewest strangers, and among these the one whose pairs look
/// most like refinements.
///
/// Nearly linear where nothing intended was lost. Where thousands of statements differ beyond that, the
/// alignment is cut into pieces at pairs that fit exactly, and need not be the best.
pub fn align(
    original: &Policy,
    recommended: &Policy,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Alignment {
    let (before, after) = (&original.statements, &recommended.statements);
    let in_place =
        before.len() == after.len() && before.iter().zip(after).all(|(s, r)| s.is_comparable_to(r));
    let pairs = if in_place {
        (0..before.len()).map(|place| (place, place)).collect()
    } else {
        search::pairs(&Costs::new(before, after, known, unused), search::MOST_PAIRS)
    };
    let mut refined_by = vec![None; before.len()];
    let mut stranger = vec![true; after.len()];
    for (place, partner) in pairs {
        let (Some(s), Some(r)) = (before.get(place), after.get(partner)) else { continue };
        if !s.is_comparable_to(r) {
            continue;
        }
        if let (Some(slot), Some(flag)) = (refined_by.get_mut(place), stranger.get_mut(partner)) {
            (*slot, *flag) = (Some(partner), false);
        }
    }
    let strangers = stranger.iter().enumerate().filter(|(_, stranger)| **stranger);
    Alignment { refined_by, strangers: strangers.map(|(place, _)| place).collect() }
}
