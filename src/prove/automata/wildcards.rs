//! Shortest and tight: whether the introduced wildcards are cut where they should be.

use crate::model::Pattern;
use crate::prove::{Evidence, Witness};

use super::generalisation::misplaced;
use super::origin::{Origin, Safety};
use super::outcome::Outcome;
use super::search::{Unclear, inside};
use super::subject::Subject;

/// The introduced wildcards.
fn wildcards<'a>(subject: &Subject<'a, '_>) -> Result<impl Iterator<Item = &'a Pattern>, Unclear> {
    Ok(subject.patterns(&subject.introduced)?.into_iter().filter(|pattern| !pattern.is_literal()))
}

/// The replaced patterns of which an introduced one is a narrowing; all of them if it is one of none.
fn origins_of<'s, 'a>(subject: &'s Subject<'a, '_>, introduced: &Pattern) -> Vec<&'s Origin<'a>> {
    let around = subject.origins_around(introduced.head()).into_iter();
    let around = around.filter_map(|number| subject.origins.get(number));
    let own: Vec<&Origin<'a>> = around.filter(|origin| introduced.is_narrowing_of(origin.pattern)).collect();
    if own.is_empty() { subject.origins.iter().collect() } else { own }
}

/// Refuted by a pattern that is no generalisation, unless that is so of none.
fn unless_misplaced(subject: &Subject<'_, '_>, unclear: Option<Unclear>, evidence: Vec<Evidence>) -> Outcome {
    match misplaced(subject) {
        Ok(Some(pattern)) => Outcome::refuted(Witness::Misplaced { pattern: pattern.to_string() }),
        Ok(None) => Outcome::unless(unclear.map(Unclear::reason), evidence),
        Err(why) => Outcome::unknown(why.reason()),
    }
}

/// No introduced wildcard has a shorter cut point in scope that is safe and to which another, single pattern
/// of the narrowing contains it.
pub(super) fn shortest(subject: &Subject<'_, '_>) -> Result<Outcome, Unclear> {
    let mut unclear = None;
    let mut evidence = Vec::new();
    for pattern in wildcards(subject)? {
        for origin in origins_of(subject, pattern) {
            match shorter(subject, origin, pattern) {
                Ok(Ok(blocker)) => {
                    evidence.extend(blocker.map(|action| Evidence { pattern: pattern.to_string(), action }));
                }
                Ok(Err(shorter)) => {
                    let pattern = pattern.to_string();
                    return Ok(Outcome::refuted(Witness::Shorter { pattern, shorter }));
                }
                Err(why) => unclear = Some(why),
            }
        }
    }
    Ok(unless_misplaced(subject, unclear, evidence))
}

/// What blocks the next shorter cut point, if anything does; or else a safe and shorter generalisation, if
/// there is one, as the error. What blocks a cut point blocks all shorter ones.
fn shorter<'a>(
    subject: &Subject<'a, '_>,
    origin: &Origin<'a>,
    pattern: &Pattern,
) -> Result<Result<Option<String>, String>, Unclear> {
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
/// which a single pattern of its narrowing matches all of these; and none matches one known action only.
pub(super) fn tight(subject: &Subject<'_, '_>) -> Result<Outcome, Unclear> {
    for pattern in wildcards(subject)? {
        let head = pattern.head();
        let known = subject.known.get(subject.range(head)).ok_or(Unclear::Internal)?;
        let matched = || known.iter().filter(|one| pattern.matches(one.action.folded()));
        if let (Some(only), None) = (matched().next(), matched().nth(1)) {
            let (pattern, action) = (pattern.to_string(), only.action.to_string());
            return Ok(Outcome::refuted(Witness::Single { pattern, action }));
        }
        let below: Vec<&str> =
            matched().filter(|one| one.intended()).map(|one| one.action.folded()).collect();
        let (Some(first), Some(last)) = (below.first(), below.last()) else { continue };
        for cut in origins_of(subject, pattern).iter().flat_map(|o| o.cuts_of(first, &subject.known)) {
            // What begins the first and the last begins all between.
            if cut.folded.len() <= head.len() || !last.starts_with(cut.folded) {
                continue;
            }
            let narrowed = pattern.narrow(cut.spelling).into_iter();
            let mut all = narrowed.filter(|one| below.iter().all(|folded| one.matches(folded)));
            if let Some(longer) = all.next() {
                let (pattern, longer) = (pattern.to_string(), longer.to_string());
                return Ok(Outcome::refuted(Witness::Longer { pattern, longer }));
            }
        }
    }
    Ok(unless_misplaced(subject, None, Vec::new()))
}
