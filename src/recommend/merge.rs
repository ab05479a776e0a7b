//! Drops patterns of a statement that are redundant once its frontiers are in one list.

use crate::model::Pattern;

/// A pattern of the new list, and whether it was introduced or kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) pattern: &'a Pattern,
    pub(super) introduced: bool,
}

/// For each candidate, the one that makes it redundant, if there is one. An introduced pattern is dropped if its
/// language is inside another's; a kept pattern only if it is inside an introduced one, so that a list without
/// introduced patterns stays as it was.
///
/// A pattern can only be inside another if that one's head begins its own head, so it suffices to follow the
/// heads in sorted order: nearly linear if few are nested.
pub(super) fn superfluous(candidates: &[Candidate<'_>]) -> Vec<Option<usize>> {
    let heads = candidates.iter().map(|candidate| candidate.pattern.head());
    let mut order: Vec<(&str, usize, &Candidate<'_>)> = heads
        .zip(candidates)
        .enumerate()
        .map(|(place, (head, candidate))| (head, place, candidate))
        .collect();
    order.sort_by_key(|&(head, place, _)| (head, place));
    let mut dropped = vec![None; candidates.len()];
    // First the introduced ones, which may be dropped for any reason; then the kept ones, by those that are left.
    for introduced in [true, false] {
        if candidates.iter().all(|candidate| candidate.introduced != introduced) {
            continue;
        }
        let mut open: Vec<(&str, usize, &Candidate<'_>)> = Vec::new();
        for same_head in order.chunk_by(|(a, ..), (b, ..)| a == b) {
            let Some(&(head, ..)) = same_head.first() else { continue };
            open.retain(|(outer, ..)| head.starts_with(outer));
            open.extend(same_head);
            for &(_, place, candidate) in same_head {
                if candidate.introduced != introduced {
                    continue;
                }
                let holder = open.iter().find(|&&(_, other, outer)| {
                    let stays = dropped.get(other).is_some_and(Option::is_none);
                    other != place
                        && stays
                        && (introduced || outer.introduced)
                        && candidate.pattern.is_inside(outer.pattern)
                        && (!introduced || wins(place, candidate, other, outer))
                });
                if let (Some(&(_, other, _)), Some(slot)) = (holder, dropped.get_mut(place)) {
                    *slot = Some(other);
                }
            }
        }
    }
    dropped
}

/// Of two patterns with the same language the kept one stays, then the first.
fn wins(place: usize, inner: &Candidate<'_>, other: usize, outer: &Candidate<'_>) -> bool {
    !outer.pattern.is_inside(inner.pattern) || !outer.introduced || other < place
}

/// For each pattern, one that stays and contains it, if there is one; of equal ones the first stays.
pub(crate) fn nested(patterns: &[&Pattern]) -> Vec<Option<usize>> {
    let candidates: Vec<Candidate<'_>> =
        patterns.iter().map(|&pattern| Candidate { pattern, introduced: true }).collect();
    superfluous(&candidates)
}
