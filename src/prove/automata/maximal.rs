//! Maximal: whether a safe generalisation was lost.

use crate::model::Pattern;
use crate::prove::{Fault, Witness};

use super::list::List;
use super::original_wildcard::{Cut, OriginalWildcard, Safety};
use super::outcome::Outcome;
use super::search::{Search, Truth, Unclear, and, inside, not};
use super::union::Union;
use super::view::View;

/// For every safe cut point in reach with two or more known actions below it, the narrowing is inside the
/// recommendation and what is denied anyway, or is excused.
pub(super) fn maximal(view: &View<'_, '_>) -> Outcome {
    let mut unclear = None;
    for wildcard in &view.replaced {
        let mut excused: Vec<Pattern> = Vec::new();
        for cut in not_contained(view, wildcard) {
            match wildcard.below(cut) {
                Ok(below) if below.len() < 2 => continue,
                Ok(_) => {}
                Err(fault) => {
                    unclear = Some(fault.into());
                    continue;
                }
            }
            match wildcard.safety(cut, &view.known, view.unused) {
                Ok(Safety::Blocked(_)) => {}
                Err(why) => unclear = Some(why),
                Ok(Safety::Safe) => match lost(view, wildcard, cut, &mut excused) {
                    Ok(Some(witness)) => return Outcome::refuted(witness),
                    Ok(None) => {}
                    Err(why) => unclear = Some(why),
                },
            }
        }
    }
    Outcome::unless(unclear.map(Unclear::reason), Vec::new())
}

/// The cut points of a wildcard; if it is a prefix, without those of which a prefix pattern of the recommendation
/// contains everything that begins with them.
fn not_contained<'a>(view: &View<'_, '_>, wildcard: &OriginalWildcard<'a>) -> Vec<Cut<'a>> {
    if wildcard.pattern.as_prefix().is_none() || view.pair.recommended.negated {
        return wildcard.cuts.clone();
    }
    let prefixes = view.covering.iter().filter(|pattern| pattern.as_prefix().is_some());
    let prefixes = Union::new(prefixes.map(|pattern| pattern.folded()));
    let mut open = Vec::with_capacity(wildcard.cuts.len());
    prefixes.sweep(wildcard.cuts.iter().map(|cut| cut.folded), |_, found| open.push(found.is_empty()));
    wildcard.cuts.iter().zip(open).filter(|(_, open)| *open).map(|(cut, _)| *cut).collect()
}

/// A pattern of the narrowing to a safe cut point that is neither inside the recommendation nor excused.
fn lost<'a>(
    view: &View<'a, '_>,
    wildcard: &OriginalWildcard<'a>,
    cut: Cut<'a>,
    excused: &mut Vec<Pattern>,
) -> Result<Option<Witness>, Unclear> {
    let recommended = view.pair.recommended;
    for narrowed in wildcard.pattern.narrow(cut.spelling) {
        let below = wildcard.below(cut)?.iter().filter(|(_, folded)| narrowed.matches(folded));
        let below: Vec<usize> = below.map(|(place, _)| *place).collect();
        let above = |wide: &Pattern| wide.narrow(cut.folded).iter().any(|p| p.folded() == narrowed.folded());
        if below.len() < 2 || excused.iter().any(above) {
            continue;
        }
        if is_excused(view, &narrowed, &below)? {
            excused.push(narrowed);
            continue;
        }
        let Some(action) = outside(&narrowed, view)? else { continue };
        let denied = view.pair.denied.after.iter().any(|list| list.matches(&action));
        if narrowed.matches(&action) && !recommended.matches(&action) && !denied {
            let generalisation = narrowed.spelling().to_owned();
            return Ok(Some(Witness::Lost { generalisation, action }));
        }
        return Err(Unclear::TooLarge);
    }
    Ok(None)
}

/// A string that a pattern matches and that is neither recommended nor denied anyway.
fn outside(pattern: &Pattern, view: &View<'_, '_>) -> Result<Option<String>, Unclear> {
    let pattern = Union::new([pattern.folded()]);
    let lists: Vec<&List<'_>> = std::iter::once(&view.after).chain(&view.denied_after).collect();
    let unions: Vec<&Union<'_>> =
        std::iter::once(&pattern).chain(lists.iter().map(|list| &list.union)).collect();
    let wanted = |truths: &[Truth]| match truths {
        [inner, rest @ ..] if rest.len() == lists.len() => {
            let others = lists.iter().zip(rest).map(|(list, truth)| not(list.truth(*truth)));
            Ok(others.fold(*inner, and))
        }
        _ => Err(Fault),
    };
    Search::new(&unions, wanted).find()
}

/// Whether each known action below a safe generalisation is matched by a pattern of the recommendation that is
/// not inside it, or by a wildcard that the original has too, and at least one by the former.
fn is_excused(view: &View<'_, '_>, narrowed: &Pattern, below: &[usize]) -> Result<bool, Unclear> {
    let mut beyond: Vec<Option<bool>> = vec![None; view.covering.len()];
    let mut any = false;
    for &place in below {
        let mut found = false;
        let covers = view.covers(place)?;
        for &number in covers {
            let pattern = view.pattern(number)?;
            let slot = beyond.get_mut(number).ok_or(Fault)?;
            let is_beyond = match *slot {
                Some(known) => known,
                None => !inside(pattern.folded(), narrowed.folded())?,
            };
            *slot = Some(is_beyond);
            found |= is_beyond;
        }
        any |= found;
        if found {
            continue;
        }
        let mut kept = false;
        for &number in covers {
            let pattern = view.pattern(number)?;
            kept |= !pattern.is_literal() && view.is_kept(pattern);
        }
        if !kept {
            return Ok(false);
        }
    }
    Ok(any)
}
