//! Whether the introduced patterns are generalisations of the original ones, and a cover.

use crate::model::Pattern;
use crate::prove::Fault;

use super::original_wildcard::{OriginalWildcard, Safety};
use super::search::Unclear;
use super::view::View;

/// An introduced pattern that is not a generalisation of an original one, if there is one.
pub(super) fn misplaced<'a>(view: &View<'a, '_>) -> Result<Option<&'a Pattern>, Unclear> {
    for pattern in view.patterns(&view.introduced)? {
        if !is_generalisation(view, pattern)? {
            return Ok(Some(pattern));
        }
    }
    Ok(None)
}

/// Whether a pattern is a known action that an original pattern matches, or a pattern of the narrowing of an
/// original wildcard to a safe cut point in reach, in any spelling of its wildcards.
fn is_generalisation(view: &View<'_, '_>, pattern: &Pattern) -> Result<bool, Unclear> {
    let original = view.pair.original;
    if original.negated {
        return Ok(false);
    }
    if pattern.is_literal() {
        let known = view.known.get(view.range(pattern.folded())).ok_or(Fault)?;
        return Ok(known
            .first()
            .is_some_and(|one| one.action.folded() == pattern.folded() && one.facts.before));
    }
    let normal = pattern.normal();
    let narrowed_from = |wildcard: &OriginalWildcard<'_>| -> Result<bool, Unclear> {
        for cut in wildcard.cuts_of(pattern.head())? {
            let same = wildcard.narrowed(cut).iter().any(|narrowed| narrowed.normal() == normal);
            if same && wildcard.safety(cut, &view.known, view.unused)? == Safety::Safe {
                return Ok(true);
            }
        }
        Ok(false)
    };
    for wildcard in view.wildcards_around(pattern.head())? {
        if narrowed_from(wildcard)? {
            return Ok(true);
        }
    }
    let kept = original.patterns.iter().filter(|wide| {
        !wide.is_literal() && pattern.head().starts_with(wide.head()) && pattern.is_inside(wide)
    });
    for wide in kept {
        if narrowed_from(&OriginalWildcard::new(wide, &view.known)?)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the introduced patterns are generalisations and, with the kept ones, match every intended action; then
/// leaving one out or merging some leaves a cover.
pub(super) fn is_cover(view: &View<'_, '_>) -> Result<bool, Unclear> {
    for (place, _) in view.known.iter().enumerate().filter(|(_, one)| one.intended()) {
        if view.covers(place)?.is_empty() {
            return Ok(false);
        }
    }
    match misplaced(view) {
        Err(Unclear::TooLarge) => Ok(false),
        found => Ok(found?.is_none()),
    }
}
