//! Maximal: whether a safe generalisation was lost.

use crate::model::Pattern;
use crate::prove::Witness;

use super::list::List;
use super::origin::{Cut, Origin, Safety};
use super::outcome::Outcome;
use super::search::{Search, Truth, Unclear, and, inside, not};
use super::subject::Subject;
use super::union::Union;

/// Every safe cut point in scope with two or more known actions below it has its narrowing inside the
/// recommendation and what is denied anyway, or excused.
pub(super) fn maximal(subject: &Subject<'_, '_>) -> Outcome {
    let mut unclear = None;
    for origin in &subject.origins {
        let contained = contained(subject, origin);
        let mut excused: Vec<Pattern> = Vec::new();
        for (&cut, contained) in origin.cuts.iter().zip(contained) {
            if contained {
                continue;
            }
            match origin.below(cut) {
                Ok(below) if below.len() < 2 => continue,
                Ok(_) => {}
                Err(why) => {
                    unclear = Some(why);
                    continue;
                }
            }
            match origin.safety(cut, &subject.known, subject.unused) {
                Ok(Safety::Blocked(_)) => {}
                Err(why) => unclear = Some(why),
                Ok(Safety::Safe) => match lost(subject, origin, cut, &mut excused) {
                    Ok(Some(witness)) => return Outcome::refuted(witness),
                    Ok(None) => {}
                    Err(why) => unclear = Some(why),
                },
            }
        }
    }
    Outcome::unless(unclear.map(Unclear::reason), Vec::new())
}

/// For each cut point of an origin that is a prefix, whether a prefix of the recommendation contains all
/// that begins with it.
fn contained(subject: &Subject<'_, '_>, origin: &Origin<'_>) -> Vec<bool> {
    let mut contained = vec![false; origin.cuts.len()];
    if origin.pattern.as_prefix().is_none() || subject.pair.recommended.negated {
        return contained;
    }
    let prefixes = subject.covering.iter().filter(|pattern| pattern.as_prefix().is_some());
    let prefixes = Union::new(prefixes.map(|pattern| pattern.folded()));
    prefixes.sweep(origin.cuts.iter().map(|cut| cut.folded), |place, found| {
        if let Some(slot) = contained.get_mut(place) {
            *slot = !found.is_empty();
        }
    });
    contained
}

/// A pattern of the narrowing to a safe cut point that is neither inside the recommendation nor excused.
fn lost<'a>(
    subject: &Subject<'a, '_>,
    origin: &Origin<'a>,
    cut: Cut<'a>,
    excused: &mut Vec<Pattern>,
) -> Result<Option<Witness>, Unclear> {
    let recommended = subject.pair.recommended;
    for narrowed in origin.pattern.narrow(cut.spelling) {
        let mut below = Vec::new();
        for &place in origin.below(cut)? {
            if narrowed.matches(subject.known(place)?.action.folded()) {
                below.push(place);
            }
        }
        let above = |wide: &Pattern| wide.narrow(cut.folded).iter().any(|p| p.folded() == narrowed.folded());
        if below.len() < 2 || excused.iter().any(above) {
            continue;
        }
        if is_excused(subject, &narrowed, &below)? {
            excused.push(narrowed);
            continue;
        }
        let Some(action) = outside(&narrowed, subject)? else { continue };
        let denied = subject.pair.denied.after.iter().any(|list| list.matches(&action));
        if narrowed.matches(&action) && !recommended.matches(&action) && !denied {
            let generalisation = narrowed.spelling().to_owned();
            return Ok(Some(Witness::Lost { generalisation, action }));
        }
        return Err(Unclear::TooLarge);
    }
    Ok(None)
}

/// A string that a pattern matches, and that is neither recommended nor denied anyway.
fn outside(pattern: &Pattern, subject: &Subject<'_, '_>) -> Result<Option<String>, Unclear> {
    let pattern = Union::new([pattern.folded()]);
    let lists: Vec<&List<'_>> = std::iter::once(&subject.after).chain(&subject.denied_after).collect();
    let unions: Vec<&Union<'_>> =
        std::iter::once(&pattern).chain(lists.iter().map(|list| &list.union)).collect();
    let wanted = |truths: &[Truth]| match truths {
        [inner, rest @ ..] => {
            let others = lists.iter().zip(rest).map(|(list, truth)| not(list.truth(*truth)));
            others.fold(*inner, and)
        }
        [] => None,
    };
    Search::new(&unions, wanted).find()
}

/// Whether each known action below a safe generalisation is matched by a pattern of the recommendation that
/// does not lie inside it, or by a wildcard that the original has too, and one at least by the former.
fn is_excused(subject: &Subject<'_, '_>, narrowed: &Pattern, below: &[usize]) -> Result<bool, Unclear> {
    let mut beyond: Vec<Option<bool>> = vec![None; subject.covering.len()];
    let mut any = false;
    for &place in below {
        let mut found = false;
        let covers = subject.covers(place)?;
        for &number in covers {
            let pattern = subject.pattern(number)?;
            let slot = beyond.get_mut(number).ok_or(Unclear::Internal)?;
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
            let pattern = subject.pattern(number)?;
            kept |= !pattern.is_literal() && subject.is_kept(pattern);
        }
        if !kept {
            return Ok(false);
        }
    }
    Ok(any)
}
