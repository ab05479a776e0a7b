//! Fewest: whether no cover has fewer patterns.

use crate::model::Pattern;
use crate::prove::{Evidence, Fault, Witness};

use super::cover_problem::{CoverProblem, Unsettled};
use super::generalisation::is_cover;
use super::irredundant::{Representatives, exhibit, unneeded};
use super::known::Known;
use super::original_wildcard::Safety;
use super::outcome::Outcome;
use super::search::{Unclear, inside};
use super::services::{ServicePart, service_parts};
use super::view::View;

/// No cover has fewer patterns than were introduced.
///
/// Shown by representatives no two of which share a safe generalisation. If some do, either a safe generalisation
/// contains several introduced patterns, or the least cover is searched for.
pub(super) fn fewest(view: &View<'_, '_>, representatives: &Representatives) -> Result<Outcome, Unclear> {
    let mut reason = None;
    let mut evidence = Vec::new();
    let is_cover = is_cover(view)?;
    for part in service_parts(view)? {
        if !is_cover {
            match disjoint_sets(view, &part, representatives)? {
                Some(shown) => evidence.extend(shown),
                None => reason = Some(NO_COVER),
            }
            continue;
        }
        if let Some(pattern) = unneeded(view, &part.introduced, representatives)? {
            return Ok(Outcome::refuted(Witness::Redundant { pattern: pattern.to_string() }));
        }
        match sharing(view, &part, representatives) {
            Ok(Sharing::None) => evidence.extend(exhibit(view, &part.introduced, representatives)?),
            Ok(Sharing::Mergeable(witness)) => return Ok(Outcome::refuted(witness)),
            Err(fault @ Unclear::Internal) => return Err(fault),
            Ok(Sharing::Some) | Err(Unclear::TooLarge) => {
                for component in CoverProblem::components(view, &part)? {
                    match component.smaller_cover(view, representatives) {
                        Ok(Some(witness)) => return Ok(Outcome::refuted(witness)),
                        Ok(None) => {}
                        Err(Unsettled::Internal) => return Err(Unclear::Internal),
                        Err(why) => reason = Some(why.reason()),
                    }
                }
            }
        }
    }
    Ok(Outcome::unless(reason, evidence))
}

/// The reason if the recommendation is not a cover.
const NO_COVER: &str = "the recommendation is not a cover, so it is not compared with the least one";

/// The introduced patterns of a part with their representatives, if these give a lower bound on every cover.
fn disjoint_sets(
    view: &View<'_, '_>,
    part: &ServicePart<'_, '_>,
    representatives: &Representatives,
) -> Result<Option<Vec<Evidence>>, Unclear> {
    let all = unneeded(view, &part.introduced, representatives)?.is_none();
    let none_shared = match sharing(view, part, representatives) {
        Err(Unclear::TooLarge) => false,
        found => matches!(found?, Sharing::None),
    };
    let shown = (all && none_shared).then(|| exhibit(view, &part.introduced, representatives));
    Ok(shown.transpose()?)
}

/// Whether representatives share safe generalisations.
enum Sharing {
    /// No two do.
    None,
    /// Some do, without consequences.
    Some,
    /// Some do, and one generalisation contains several introduced patterns.
    Mergeable(Witness),
}

/// Representatives are sorted, so a cut point that begins two of them begins all in between: comparing neighbours
/// suffices.
fn sharing<'a>(
    view: &View<'a, '_>,
    part: &ServicePart<'_, 'a>,
    representatives: &Representatives,
) -> Result<Sharing, Unclear> {
    let mut places: Vec<usize> =
        part.introduced.iter().filter_map(|number| representatives.get(number).copied()).collect();
    places.sort_unstable();
    let mut sharing = false;
    let known: Result<Vec<&Known<'a>>, Fault> = places.iter().map(|&place| view.known(place)).collect();
    let known = known?;
    for wildcard in &part.replaced {
        let own = known.iter().map(|one| one.action.folded());
        let own: Vec<&str> = own.filter(|action| wildcard.pattern.matches(action)).collect();
        for pair in own.windows(2) {
            let [left, right] = pair else { continue };
            let same = left.chars().zip(right.chars()).take_while(|(l, r)| l == r);
            let common = left.get(..same.map(|(c, _)| c.len_utf8()).sum()).ok_or(Fault)?;
            for cut in wildcard.cuts_of(common)?.into_iter().rev() {
                // If a cut point is unsafe, all shorter ones are.
                if wildcard.safety(cut, &view.known, view.unused)? != Safety::Safe {
                    break;
                }
                let narrowed = wildcard.narrowed(cut);
                if let [wide] = narrowed.as_slice() {
                    sharing = true;
                    if let Some(witness) = mergeable(view, part, wide)? {
                        return Ok(Sharing::Mergeable(witness));
                    }
                } else {
                    let shares = |wide: &Pattern| {
                        let below = own.iter().filter(|action| action.starts_with(cut.folded));
                        below.filter(|action| wide.matches(action)).nth(1).is_some()
                    };
                    sharing |= narrowed.iter().any(shares);
                }
            }
        }
    }
    Ok(if sharing { Sharing::Some } else { Sharing::None })
}

/// The introduced patterns inside a safe generalisation, if there are several.
fn mergeable(
    view: &View<'_, '_>,
    part: &ServicePart<'_, '_>,
    wide: &Pattern,
) -> Result<Option<Witness>, Unclear> {
    let mut patterns = Vec::new();
    for pattern in view.patterns(&part.introduced)? {
        if inside(pattern.folded(), wide.folded())? {
            patterns.push(pattern.to_string());
        }
    }
    let several = patterns.len() > 1;
    Ok(several.then(|| Witness::Mergeable { into: wide.to_string(), patterns }))
}
