//! Whether the introduced patterns are generalisations of the original ones, and a cover.

use std::borrow::Cow;

use crate::model::Pattern;
use crate::prove::Fault;

use super::original_wildcard::OriginalWildcard;
use super::view::View;

/// A cut point of an original wildcard such that the narrowing to it contains an introduced pattern, in any
/// spelling of its wildcards; with the patterns of the narrowing.
type Source<'v, 'a> = (Cow<'v, OriginalWildcard<'a>>, &'a str, Vec<Pattern>);

/// Whether an introduced pattern is a generalisation.
pub(crate) enum Generalisation<'v, 'a> {
    /// It is a known action that an original pattern matches.
    Action,
    /// It is a pattern of this narrowing.
    Of(Source<'v, 'a>),
    /// It is not a generalisation.
    None,
    /// Whether the cut point is safe is too hard to decide.
    Unclear,
}

/// How an introduced pattern is a generalisation.
pub(crate) fn generalisation<'v, 'a>(
    view: &'v View<'a>,
    pattern: &Pattern,
) -> Result<Generalisation<'v, 'a>, Fault> {
    if pattern.is_literal() {
        return Ok(if view.knows(pattern) { Generalisation::Action } else { Generalisation::None });
    }
    let normal = pattern.normal();
    let mut unclear = false;
    for wildcard in view.around(pattern)? {
        for cut in wildcard.cuts_of(pattern.head()) {
            let narrowed = wildcard.narrowed(cut)?;
            if narrowed.iter().all(|one| one.normal() != normal) {
                continue;
            }
            match wildcard.blocker(cut) {
                None => return Ok(Generalisation::Of((wildcard.clone(), cut, narrowed))),
                Some(blocker) => unclear |= blocker.folded().is_empty(),
            }
        }
    }
    Ok(if unclear { Generalisation::Unclear } else { Generalisation::None })
}

/// Whether the introduced patterns are generalisations and, with the kept ones, match every intended action of
/// this part; then leaving one out or merging some leaves a cover.
pub(crate) fn is_cover(view: &View<'_>) -> Result<bool, Fault> {
    for pattern in view.introduced {
        if !matches!(generalisation(view, pattern)?, Generalisation::Action | Generalisation::Of(_)) {
            return Ok(false);
        }
    }
    Ok(view.intended.iter().all(|action| !view.covering(action.folded()).is_empty()))
}
