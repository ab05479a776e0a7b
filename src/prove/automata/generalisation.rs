//! Whether the introduced patterns are generalisations of the original ones, and a cover.

use crate::model::Pattern;

use super::origin::{Origin, Safety};
use super::search::Unclear;
use super::subject::Subject;

/// An introduced pattern that is no generalisation of an original one, if there is any.
pub(super) fn misplaced<'a>(subject: &Subject<'a, '_>) -> Result<Option<&'a Pattern>, Unclear> {
    for pattern in subject.patterns(&subject.introduced)? {
        if !is_generalisation(subject, pattern)? {
            return Ok(Some(pattern));
        }
    }
    Ok(None)
}

/// Whether a pattern is a known action that an original pattern matches, or one pattern of the narrowing
/// of an original wildcard to a safe cut point in scope, whichever way its wildcards are written.
fn is_generalisation(subject: &Subject<'_, '_>, pattern: &Pattern) -> Result<bool, Unclear> {
    let original = subject.pair.original;
    if original.negated {
        return Ok(false);
    }
    if pattern.is_literal() {
        let known = subject.known.get(subject.range(pattern.folded())).ok_or(Unclear::Internal)?;
        return Ok(known
            .first()
            .is_some_and(|one| one.action.folded() == pattern.folded() && one.facts.before));
    }
    let normal = pattern.normal();
    let narrowed_from = |origin: &Origin<'_>| -> Result<bool, Unclear> {
        for cut in origin.cuts_of(pattern.head(), &subject.known) {
            let same = origin.narrowed(cut).iter().any(|narrowed| narrowed.normal() == normal);
            if same && origin.safety(cut, &subject.known, subject.unused)? == Safety::Safe {
                return Ok(true);
            }
        }
        Ok(false)
    };
    for number in subject.origins_around(pattern.head()) {
        if let Some(origin) = subject.origins.get(number)
            && narrowed_from(origin)?
        {
            return Ok(true);
        }
    }
    let kept = original.patterns.iter().filter(|wide| {
        !wide.is_literal() && pattern.head().starts_with(wide.head()) && pattern.is_inside(wide)
    });
    for wide in kept {
        if narrowed_from(&Origin::new(wide, &subject.known))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the introduced patterns are generalisations, and with the kept ones match every intended action:
/// then leaving one out or merging some leaves a cover.
pub(super) fn is_cover(subject: &Subject<'_, '_>) -> Result<bool, Unclear> {
    for (place, _) in subject.known.iter().enumerate().filter(|(_, one)| one.intended()) {
        if subject.covers(place)?.is_empty() {
            return Ok(false);
        }
    }
    Ok(matches!(misplaced(subject), Ok(None)))
}
