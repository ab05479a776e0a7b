//! Irredundant: whether all introduced patterns are needed.

use std::collections::BTreeMap;

use crate::model::Pattern;
use crate::prove::{Evidence, Fault, Witness};

use super::outcome::Outcome;
use super::view::View;

/// For each introduced pattern, by its number, the place of the first intended action that no other pattern of
/// the recommendation matches, if there is one.
pub(super) type Representatives = BTreeMap<usize, usize>;

pub(super) fn representatives(view: &View<'_, '_>) -> Result<Representatives, Fault> {
    let mut found = Representatives::new();
    let mut introduced = vec![false; view.covering.len()];
    for &number in &view.introduced {
        *introduced.get_mut(number).ok_or(Fault)? = true;
    }
    for (place, _) in view.known.iter().enumerate().filter(|(_, one)| one.intended()) {
        if let &[only] = view.covers(place)?
            && *introduced.get(only).ok_or(Fault)?
        {
            found.entry(only).or_insert(place);
        }
    }
    Ok(found)
}

/// Every introduced pattern has an intended action that no other pattern of the recommendation matches.
pub(super) fn irredundant(view: &View<'_, '_>, representatives: &Representatives) -> Result<Outcome, Fault> {
    Ok(match unneeded(view, &view.introduced, representatives)? {
        Some(pattern) => Outcome::refuted(Witness::Redundant { pattern: pattern.to_string() }),
        None => Outcome::unless(None, exhibit(view, &view.introduced, representatives)?),
    })
}

/// The first of some introduced patterns that no intended action needs.
pub(super) fn unneeded<'a>(
    view: &View<'a, '_>,
    introduced: &[usize],
    representatives: &Representatives,
) -> Result<Option<&'a Pattern>, Fault> {
    let mut without = introduced.iter().filter(|number| !representatives.contains_key(number));
    without.next().map(|&number| view.pattern(number)).transpose()
}

/// Some introduced patterns with their representatives.
pub(super) fn exhibit(
    view: &View<'_, '_>,
    introduced: &[usize],
    own: &Representatives,
) -> Result<Vec<Evidence>, Fault> {
    let row =
        |number: &usize| {
            let place = *own.get(number)?;
            let both = view.pattern(*number).and_then(|pattern| Ok((pattern, view.known(place)?.action)));
            Some(both.map(|(pattern, action)| Evidence {
                pattern: pattern.to_string(),
                action: action.to_string(),
            }))
        };
    introduced.iter().filter_map(row).collect()
}
