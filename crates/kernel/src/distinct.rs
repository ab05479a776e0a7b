//! Rejects duplicates in a certificate.
//!
//! A duplicate proves nothing more, so the kernel (whose twin in Coq reads the same certificates) need not ask.
//! But a reader of a certificate should not have to wonder which of two rows counts, and nobody should be able to
//! make a certificate as long as they like. So duplicates are rejected before the kernel runs.

use super::check::Rejection;
use super::format::{Container, DenyEvidence, Kept, PatternEvidence, Predicate, RowEvidence};

type Check = Result<(), Rejection>;

/// Accepts evidence in which each row occurs once.
///
/// # Errors
/// The second of two equal rows, by its place.
pub fn distinct(predicate: &Predicate) -> Check {
    let Predicate { keep, usage, denies, rows, .. } = predicate;
    once("keep", keep.iter().map(|label| &label.pattern))?;
    if let Some(usage) = usage {
        once("grants", usage.grants.iter().map(|grant| (grant.policy, grant.statement, grant.before)))
            .and_then(|()| once("sources", &usage.sources))
            .map_err(|fault| fault.within("usage"))?;
    }
    once("denies", denies.iter().map(|deny| deny.statement))?;
    once("rows", rows.iter().map(key))?;
    each("denies", denies, deny)?;
    each("rows", rows, row)
}

/// What a row is about.
fn key(row: &RowEvidence) -> (&[usize], Option<usize>, Vec<(usize, usize)>) {
    (&row.original, row.recommended, row.patterns.iter().map(|pattern| pattern.at).collect())
}

fn deny(deny: &DenyEvidence) -> Check {
    each("within", &deny.within, container)
}

fn row(row: &RowEvidence) -> Check {
    once("original", &row.original)?;
    once("patterns", row.patterns.iter().map(|pattern| pattern.at))?;
    each("patterns", &row.patterns, pattern)?;
    each("excluded", &row.excluded, container)?;
    once("origins", row.origins.iter().map(|origin| origin.pattern))?;
    each("origins", &row.origins, |origin| {
        once("blocked", origin.blocked.iter().map(|(cut, _)| cut.to_ascii_lowercase()))?;
        once("kept", origin.kept.iter().map(|(cut, _)| cut.to_ascii_lowercase()))?;
        each("kept", &origin.kept, |(_, kept)| each("1", kept, became))
    })?;
    // The kernel requires each action to have one weight.
    once("fewest", row.fewest.iter().map(|packing| (packing.capacity, &packing.weights)))
}

fn pattern(pattern: &PatternEvidence) -> Check {
    container(&pattern.within).map_err(|fault| fault.within("within"))?;
    once("outside", pattern.outside.iter().map(|string| string.to_ascii_lowercase()))?;
    once("apart", pattern.apart.iter().map(|action| action.to_ascii_lowercase()))
}

fn became(kept: &Kept) -> Check {
    match kept {
        Kept::Inside(inside) => container(inside),
        Kept::Excused { excused } => once("excused", excused.iter().map(|(place, _)| *place)),
    }
}

fn container(container: &Container) -> Check {
    match container {
        Container::One(_) => Ok(()),
        Container::Several(simulation) => {
            once("patterns", &simulation.patterns)?;
            once("states", &simulation.states)?;
            each("states", &simulation.states, |(_, sets)| each("1", sets, |set| once("", set)))
        }
    }
}

/// No two of some keys are equal.
fn once<K: Ord>(list: &str, keys: impl IntoIterator<Item = K>) -> Check {
    let mut keys: Vec<(K, usize)> = keys.into_iter().enumerate().map(|(at, key)| (key, at)).collect();
    // Of equal keys the places stay in order.
    keys.sort_by(|a, b| a.0.cmp(&b.0));
    let equal = keys.iter().zip(keys.iter().skip(1)).filter(|(one, next)| one.0 == next.0);
    match equal.min_by_key(|(_, again)| again.1) {
        Some(((_, first), (_, at))) => {
            let why = format!("this is a duplicate of {first}");
            Err(Rejection { place: format!("{list}[{at}]"), why })
        }
        None => Ok(()),
    }
}

/// A check holds for all elements of a list.
fn each<T>(list: &str, all: &[T], check: impl Fn(&T) -> Check) -> Check {
    let check = |(at, one)| check(one).map_err(|fault| fault.within(&format!("{list}[{at}]")));
    all.iter().enumerate().try_for_each(check)
}
