//! Shortest and tight: whether the introduced wildcards are cut where the mode requires.

use crate::model::Pattern;
use crate::prove::{Evidence, Fault, Witness};

use super::generalisation::misplaced;
use super::original_wildcard::{OriginalWildcard, Safety};
use super::outcome::Outcome;
use super::search::{Unclear, inside};
use super::view::View;

/// The introduced wildcards.
fn wildcards<'a>(view: &View<'a, '_>) -> Result<impl Iterator<Item = &'a Pattern>, Unclear> {
    Ok(view.patterns(&view.introduced)?.into_iter().filter(|pattern| !pattern.is_literal()))
}

/// The replaced wildcards that an introduced pattern narrows; all of them if it narrows none.
fn wildcards_of<'s, 'a>(
    view: &'s View<'a, '_>,
    introduced: &Pattern,
) -> Result<Vec<&'s OriginalWildcard<'a>>, Fault> {
    let mut own = view.wildcards_around(introduced.head())?;
    own.retain(|wildcard| introduced.is_narrowing_of(wildcard.pattern));
    Ok(if own.is_empty() { view.replaced.iter().collect() } else { own })
}

/// Refuted by a pattern that is not a generalisation; without one, proved with the evidence, or unknown.
fn unless_misplaced(view: &View<'_, '_>, unclear: Option<Unclear>, evidence: Vec<Evidence>) -> Outcome {
    match misplaced(view) {
        Ok(Some(pattern)) => Outcome::refuted(Witness::Misplaced { pattern: pattern.to_string() }),
        Ok(None) => Outcome::unless(unclear.map(Unclear::reason), evidence),
        Err(why) => Outcome::unknown(why.reason()),
    }
}

/// Shortest: no introduced wildcard has a shorter cut point in reach that is safe and for which another, single
/// pattern of the narrowing contains the wildcard.
pub(super) fn shortest(view: &View<'_, '_>) -> Result<Outcome, Unclear> {
    let mut unclear = None;
    let mut evidence = Vec::new();
    for pattern in wildcards(view)? {
        for wildcard in wildcards_of(view, pattern)? {
            match shorter(view, wildcard, pattern) {
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
    Ok(unless_misplaced(view, unclear, evidence))
}

/// What blocks the next shorter cut point, if there is one. The error is a safe and shorter generalisation. What
/// blocks a cut point blocks all shorter ones.
fn shorter<'a>(
    view: &View<'a, '_>,
    wildcard: &OriginalWildcard<'a>,
    pattern: &Pattern,
) -> Result<Result<Option<String>, String>, Unclear> {
    let head = pattern.head();
    let cuts = wildcard.cuts_of(head)?.into_iter();
    let shorter = cuts.filter(|cut| cut.folded.len() < head.len());
    for (place, cut) in shorter.rev().enumerate() {
        if let Safety::Blocked(by) = wildcard.safety(cut, &view.known, view.unused)? {
            return Ok(Ok((place == 0).then_some(by)));
        }
        for wide in wildcard.narrowed(cut) {
            let other = wide.folded() != pattern.folded();
            if other && inside(pattern.folded(), wide.folded())? {
                return Ok(Err(wide.to_string()));
            }
        }
    }
    Ok(Ok(None))
}

/// Tight: no introduced wildcard matches only one known action, or has a longer cut point that begins every
/// intended action below it and for which a single pattern of the narrowing matches all of these.
pub(super) fn tight(view: &View<'_, '_>) -> Result<Outcome, Unclear> {
    for pattern in wildcards(view)? {
        let head = pattern.head();
        let known = view.known.get(view.range(head)).ok_or(Fault)?;
        let matched = || known.iter().filter(|one| pattern.matches(one.action.folded()));
        if let (Some(only), None) = (matched().next(), matched().nth(1)) {
            let (pattern, action) = (pattern.to_string(), only.action.to_string());
            return Ok(Outcome::refuted(Witness::Single { pattern, action }));
        }
        let below: Vec<&str> =
            matched().filter(|one| one.intended()).map(|one| one.action.folded()).collect();
        let (Some(first), Some(last)) = (below.first(), below.last()) else { continue };
        let mut cuts = Vec::new();
        for wildcard in wildcards_of(view, pattern)? {
            cuts.extend(wildcard.cuts_of(first)?);
        }
        for cut in cuts {
            // A common prefix of the first and the last begins all in between.
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
    Ok(unless_misplaced(view, None, Vec::new()))
}
