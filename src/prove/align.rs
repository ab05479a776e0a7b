//! Which statement of the original each recommended statement refines.
//!
//! The pairing is found by search and needs no trust: whatever it is, statements are only paired when
//! they differ in nothing but their actions, and then the obligations of the pairs imply the claim
//! about the whole policy.

use crate::model::{ActionElement, Effect, EffectiveCatalogue, Policy, Statement, UnusedSet};

/// How the statements of a recommendation correspond to those of the original.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// For each statement of the original, the place of the recommended statement that refines it.
    pub refined_by: Vec<Option<usize>>,
    /// The recommended statements that refine none.
    pub strangers: Vec<usize>,
}

/// With more pairs than this to compare, only equally long policies are compared place by place.
const MOST_PAIRS: usize = 4_000_000;

/// What it costs to leave a recommended statement, or a Deny of the original, without a partner.
const STRANGER: u32 = 1_000_000;

/// The order-preserving alignment with the fewest strangers, and among these the one whose pairs look
/// most like refinements.
pub fn align(
    original: &Policy,
    recommended: &Policy,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Alignment {
    let (before, after) = (&original.statements, &recommended.statements);
    let in_place = before.len() == after.len() && before.iter().zip(after).all(|(s, r)| comparable(s, r));
    if in_place || before.len().saturating_mul(after.len()) > MOST_PAIRS {
        let partner =
            |(place, s): (usize, &Statement)| after.get(place).filter(|r| comparable(s, r)).map(|_| place);
        return finish(before.iter().enumerate().map(partner).collect(), after.len());
    }
    // cost[i][j]: the least cost of aligning the original from i on with the recommendation from j on.
    let width = after.len() + 1;
    let mut cost = vec![0_u32; (before.len() + 1) * width];
    let mut taken = vec![false; cost.len()];
    let at = |i: usize, j: usize| i * width + j;
    let cell = |cost: &[u32], i: usize, j: usize| cost.get(at(i, j)).copied().unwrap_or(u32::MAX / 2);
    for i in (0..=before.len()).rev() {
        let lost = before.get(i).map_or(0, |statement| cost_of_losing(statement, known, unused));
        for j in (0..=after.len()).rev() {
            let skip_original = before.get(i).map(|_| cell(&cost, i + 1, j) + lost);
            let skip_recommended = after.get(j).map(|_| cell(&cost, i, j + 1) + STRANGER);
            let paired = match (before.get(i), after.get(j)) {
                (Some(s), Some(r)) if comparable(s, r) => {
                    Some(cell(&cost, i + 1, j + 1) + cost_of_pair(s, r, known, unused))
                }
                _ => None,
            };
            let skipped = skip_original.into_iter().chain(skip_recommended).min();
            let least = skipped.into_iter().chain(paired).min().unwrap_or(0);
            if let (Some(slot), Some(flag)) = (cost.get_mut(at(i, j)), taken.get_mut(at(i, j))) {
                *slot = least;
                *flag = paired.is_some_and(|paired| paired == least);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut refined_by = vec![None; before.len()];
    while i < before.len() && j < after.len() {
        if taken.get(at(i, j)).copied().unwrap_or(false) {
            if let Some(slot) = refined_by.get_mut(i) {
                *slot = Some(j);
            }
            (i, j) = (i + 1, j + 1);
        } else {
            let lost = before.get(i).map_or(0, |statement| cost_of_losing(statement, known, unused));
            let skips_original = cell(&cost, i, j) == cell(&cost, i + 1, j) + lost;
            (i, j) = if skips_original { (i + 1, j) } else { (i, j + 1) };
        }
    }
    finish(refined_by, after.len())
}

fn finish(refined_by: Vec<Option<usize>>, recommended: usize) -> Alignment {
    let strangers = (0..recommended).filter(|place| !refined_by.contains(&Some(*place))).collect();
    Alignment { refined_by, strangers }
}

/// Whether two statements differ in nothing but their actions; two Deny statements not even in those.
/// A Sid only names a statement.
fn comparable(original: &Statement, recommended: &Statement) -> bool {
    original.effect == recommended.effect
        && original.scope == recommended.scope
        && (original.effect == Effect::Allow || same_patterns(&original.actions, &recommended.actions))
}

/// Whether two elements have the same patterns, whatever their order and case.
fn same_patterns(left: &ActionElement, right: &ActionElement) -> bool {
    let folded = |element: &ActionElement| {
        let mut all: Vec<String> = element.patterns.iter().map(|p| p.folded().to_owned()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    left.negated == right.negated && folded(left) == folded(right)
}

fn cost_of_losing(statement: &Statement, known: &EffectiveCatalogue, unused: &UnusedSet) -> u32 {
    match statement.effect {
        Effect::Deny => STRANGER,
        Effect::Allow => {
            let nothing = ActionElement { negated: false, patterns: Vec::new() };
            2 * differences(&statement.actions, &nothing, known, unused)
        }
    }
}

fn cost_of_pair(
    original: &Statement,
    recommended: &Statement,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> u32 {
    let differs = match original.effect {
        Effect::Deny => 0,
        Effect::Allow => 2 * differences(&original.actions, &recommended.actions, known, unused),
    };
    differs + u32::from(original.sid != recommended.sid)
}

/// How many known actions are intended and not recommended, or recommended and not intended.
fn differences(
    original: &ActionElement,
    recommended: &ActionElement,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> u32 {
    let differs = known.iter().filter(|(action, _)| {
        let folded = action.folded();
        (original.matches(folded) && !unused.contains(folded)) != recommended.matches(folded)
    });
    u32::try_from(differs.count()).unwrap_or(u32::MAX).min(STRANGER / 4)
}
