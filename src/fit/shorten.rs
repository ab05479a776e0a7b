//! Fewer and shorter patterns that cover the same intended actions.

use crate::model::{EffectiveCatalogue, Pattern, UnusedSet, cut_points};
use crate::recommend::nested;

use super::draft::{Draft, Element, Fitting};
use super::fitted::Rewritten;

/// Drops patterns with a language inside that of another pattern of the same statement; of equal ones the first
/// stays. The statements keep their meaning, over all strings.
pub(super) fn drop_nested(drafts: &mut [Draft<'_>]) -> Vec<Rewritten> {
    let mut dropped = Vec::new();
    for (statement, draft) in drafts.iter_mut().enumerate() {
        let Draft::List(elements) = draft else { continue };
        let patterns: Vec<&Pattern> = elements.iter().flat_map(|element| &element.patterns).collect();
        let holders = nested(&patterns);
        let mut rows = Vec::new();
        for (pattern, holder) in patterns.iter().zip(&holders) {
            let by = holder.and_then(|at| patterns.get(at));
            rows.extend(by.map(|by| Rewritten {
                statement,
                pattern: pattern.to_string(),
                by: by.to_string(),
            }));
        }
        let mut next = holders.into_iter();
        for element in elements {
            element.patterns.retain(|_| next.next().flatten().is_none());
        }
        dropped.extend(rows);
    }
    dropped
}

/// Replaces the literals that were introduced for a safe cut point by the wildcard of that cut point, where that
/// is shorter. The wildcard matches the same single known action, is inside the original, and matches nothing
/// unused; its cut point is the shortest safe one, so it is as general as the mode requires.
pub(super) fn widen(fitting: &Fitting<'_>, drafts: &mut [Draft<'_>]) -> Vec<Rewritten> {
    let mut rewritten = Vec::new();
    for (statement, draft) in drafts.iter_mut().enumerate() {
        let Draft::List(elements) = draft else { continue };
        // In a pattern with an inner wildcard, a shorter cut point may be safe.
        let inner = elements.iter().map(|element| element.original);
        let inner: Vec<&Pattern> = inner.filter(|p| p.has_inner_wildcard()).collect();
        for Element { original, patterns, .. } in elements.iter_mut().filter(|element| !element.kept) {
            for pattern in patterns {
                let wide = wildcard(original, pattern, fitting.known, fitting.unused);
                let Some(wide) = wide.filter(|wide| !inner.iter().any(|p| wide.is_inside(p))) else {
                    continue;
                };
                rewritten.push(Rewritten { statement, pattern: pattern.to_string(), by: wide.to_string() });
                *pattern = wide;
            }
        }
    }
    rewritten
}

/// The wildcard of the shortest safe cut point of a literal, within the original pattern; `None` if there is none
/// that is shorter, or if it matches other known actions. Only for prefixes, since narrowing anything else may
/// take two patterns.
fn wildcard(
    original: &Pattern,
    literal: &Pattern,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Option<Pattern> {
    let scope = original.as_prefix()?.len();
    if !literal.is_literal() {
        return None;
    }
    let safe = |cut: &str| unused.touching(&Pattern::new(format!("{cut}*"))).is_none();
    let mut cuts = cut_points(literal.spelling()).filter(|&len| len >= scope);
    let cut = cuts.find(|&len| literal.folded().get(..len).is_some_and(safe))?;
    let mut below = known.with_prefix(literal.folded().get(..cut)?).map(|(action, _)| action);
    let alone = below.all(|action| action.folded() == literal.folded());
    (alone && cut + 1 < literal.spelling().len())
        .then(|| Pattern::new(format!("{}*", literal.spelling().get(..cut).unwrap_or_default())))
}
