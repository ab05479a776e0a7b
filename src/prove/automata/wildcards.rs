//! Shortest and tight: whether the introduced wildcards are cut where they should be.

use crate::model::Pattern;
use crate::prove::{Evidence, Witness};

use super::origin::{Origin, Safety};
use super::outcome::Outcome;
use super::search::{TooLarge, inside};
use super::subject::Subject;

/// The introduced wildcards.
fn wildcards<'a>(subject: &Subject<'a, '_>) -> impl Iterator<Item = &'a Pattern> {
    let numbers = subject.introduced.iter().filter_map(|&number| subject.pattern(number));
    numbers.filter(|pattern| !pattern.is_literal())
}

/// The patterns of the original that an introduced one narrows: those that contain it, and of these those
/// that it is literally a narrowing of, if there are any. Where a pattern that names no service was
/// introduced, those of the original that name none are looked at by themselves as well.
fn origins_of<'s, 'a>(
    subject: &'s Subject<'a, '_>,
    introduced: &Pattern,
) -> Result<Vec<&'s Origin<'a>>, TooLarge> {
    let mut around = Vec::new();
    for number in subject.origins_around(introduced.head()) {
        let Some(origin) = subject.origins.get(number) else { continue };
        if inside(introduced.folded(), origin.pattern.folded())? {
            around.push(origin);
        }
    }
    let narrowings = |around: &[&'s Origin<'a>]| {
        let literally = |origin: &&&'s Origin<'a>| introduced.is_narrowing_of(origin.pattern);
        let literally: Vec<&'s Origin<'a>> = around.iter().filter(literally).copied().collect();
        if literally.is_empty() { around.to_vec() } else { literally }
    };
    let mut found = if introduced.service().is_some() { narrowings(&around) } else { Vec::new() };
    if subject.names_no_service {
        around.retain(|origin| origin.pattern.service().is_none());
        for origin in narrowings(&around) {
            if !found.iter().any(|known| std::ptr::eq(*known, origin)) {
                found.push(origin);
            }
        }
    }
    Ok(found)
}

/// No introduced wildcard has a shorter cut point in scope that is safe and to which another, single pattern
/// of the narrowing contains it.
pub(super) fn shortest(subject: &Subject<'_, '_>) -> Outcome {
    let mut unclear = false;
    let mut evidence = Vec::new();
    for pattern in wildcards(subject) {
        let Ok(origins) = origins_of(subject, pattern) else {
            unclear = true;
            continue;
        };
        for origin in origins {
            match shorter(subject, origin, pattern) {
                Ok(Ok(blocker)) => {
                    evidence.extend(blocker.map(|action| Evidence { pattern: pattern.to_string(), action }));
                }
                Ok(Err(shorter)) => {
                    let pattern = pattern.to_string();
                    return Outcome::refuted(Witness::Shorter { pattern, shorter });
                }
                Err(TooLarge) => unclear = true,
            }
        }
    }
    Outcome::unless(unclear.then_some(TooLarge::REASON), evidence)
}

/// What blocks the next shorter cut point, if anything does; or else a safe and shorter generalisation, if
/// there is one, as the error. What blocks a cut point blocks all shorter ones.
fn shorter<'a>(
    subject: &Subject<'a, '_>,
    origin: &Origin<'a>,
    pattern: &Pattern,
) -> Result<Result<Option<String>, String>, TooLarge> {
    let head = pattern.head();
    let cuts = origin.cuts_of(head, &subject.known).into_iter();
    let shorter = cuts.filter(|cut| cut.folded.len() < head.len());
    for (place, cut) in shorter.rev().enumerate() {
        if let Safety::Blocked(by) = origin.safety(cut, &subject.known, subject.unused)? {
            return Ok(Ok((place == 0).then_some(by)));
        }
        for wide in origin.narrowed(cut) {
            let other = wide.folded() != pattern.folded();
            if other && inside(pattern.folded(), wide.folded())? {
                return Ok(Err(wide.to_string()));
            }
        }
    }
    Ok(Ok(None))
}

/// No introduced wildcard has a longer cut point that every intended action below it begins with, and to
/// which a single pattern of its narrowing matches all of these.
pub(super) fn tight(subject: &Subject<'_, '_>) -> Outcome {
    let mut unclear = false;
    for pattern in wildcards(subject) {
        let head = pattern.head();
        let known = subject.known.get(subject.range(head)).unwrap_or_default();
        let intended = known.iter().filter(|one| one.intended()).map(|one| one.action.folded());
        let below: Vec<&str> = intended.filter(|folded| pattern.matches(folded)).collect();
        let (Some(first), Some(last)) = (below.first(), below.last()) else { continue };
        let Ok(origins) = origins_of(subject, pattern) else {
            unclear = true;
            continue;
        };
        for cut in origins.iter().flat_map(|origin| origin.cuts_of(first, &subject.known)) {
            // What begins the first and the last begins all between.
            if cut.folded.len() <= head.len() || !last.starts_with(cut.folded) {
                continue;
            }
            let narrowed = pattern.narrow(cut.spelling).into_iter();
            let mut all = narrowed.filter(|one| below.iter().all(|folded| one.matches(folded)));
            if let Some(longer) = all.next() {
                let (pattern, longer) = (pattern.to_string(), longer.to_string());
                return Outcome::refuted(Witness::Longer { pattern, longer });
            }
        }
    }
    Outcome::unless(unclear.then_some(TooLarge::REASON), Vec::new())
}
