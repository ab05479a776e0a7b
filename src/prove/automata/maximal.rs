//! Maximal: whether a safe generalisation was lost.

use crate::model::Pattern;
use crate::prove::Witness;

use super::list::List;
use super::origin::{Cut, Origin, Safety};
use super::outcome::Outcome;
use super::search::{Search, TooLarge, Truth, and, inside, not};
use super::subject::Subject;
use super::union::Union;

/// Every safe cut point in scope with two or more known actions below it has its narrowing inside the
/// recommendation and what is denied anyway, or excused.
pub(super) fn maximal(subject: &Subject<'_, '_>) -> Outcome {
    let mut unclear = false;
    for origin in &subject.origins {
        let contained = contained(subject, origin);
        let mut excused: Vec<Pattern> = Vec::new();
        for (&cut, contained) in origin.cuts.iter().zip(contained) {
            if contained || origin.below(cut).len() < 2 {
                continue;
            }
            match origin.safety(cut, &subject.known, subject.unused) {
                Ok(Safety::Blocked(_)) => {}
                Err(TooLarge) => unclear = true,
                Ok(Safety::Safe) => match lost(subject, origin, cut, &mut excused) {
                    Ok(Some(witness)) => return Outcome::refuted(witness),
                    Ok(None) => {}
                    Err(TooLarge) => unclear = true,
                },
            }
        }
    }
    Outcome::unless(unclear.then_some(TooLarge::REASON), Vec::new())
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
) -> Result<Option<Witness>, TooLarge> {
    let recommended = subject.pair.recommended;
    for narrowed in origin.pattern.narrow(cut.spelling) {
        let matched = |place: &&usize| {
            subject.known.get(**place).is_some_and(|one| narrowed.matches(one.action.folded()))
        };
        let below: Vec<usize> = origin.below(cut).iter().filter(matched).copied().collect();
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
        return Err(TooLarge);
    }
    Ok(None)
}

/// A string that a pattern matches, and that is neither recommended nor denied anyway.
fn outside(pattern: &Pattern, subject: &Subject<'_, '_>) -> Result<Option<String>, TooLarge> {
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
fn is_excused(subject: &Subject<'_, '_>, narrowed: &Pattern, below: &[usize]) -> Result<bool, TooLarge> {
    let mut beyond: Vec<Option<bool>> = vec![None; subject.covering.len()];
    let mut any = false;
    for &place in below {
        let mut found = false;
        for &number in subject.covers(place) {
            let (Some(pattern), Some(slot)) = (subject.pattern(number), beyond.get_mut(number)) else {
                continue;
            };
            let is_beyond = match *slot {
                Some(known) => known,
                None => !inside(pattern.folded(), narrowed.folded())?,
            };
            *slot = Some(is_beyond);
            found |= is_beyond;
        }
        any |= found;
        let kept =
            |number: &usize| subject.pattern(*number).is_some_and(|p| !p.is_literal() && subject.is_kept(p));
        if !found && !subject.covers(place).iter().any(kept) {
            return Ok(false);
        }
    }
    Ok(any)
}
