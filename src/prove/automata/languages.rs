//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.
//!
//! What is said of known actions is seen by looking at each of them. What is said of all strings is
//! decided by the product of the statements' automata.

use crate::model::matches;
use crate::prove::Witness;

use super::outcome::Outcome;
use super::search::{Search, TooLarge, Truth, and, not};
use super::subject::{Known, Subject};
use super::union::Union;

/// What a string may look like for a person to believe it: with a service and a name.
const PLAUSIBLE: &str = "?*:?*";

/// The recommendation matches what the original does not match.
pub(super) fn no_escalation(subject: &Subject<'_, '_>) -> Outcome {
    if let Some(found) = known(subject, |one| one.after && !one.before) {
        return Outcome::refuted(found);
    }
    let (before, after) = signs(subject);
    let wanted = move |truths: &[Truth]| match truths {
        [b, a, shape @ ..] => and(all(shape), and(after(*a), not(before(*b)))),
        _ => None,
    };
    let find = |shape: &[&Union<'_>]| {
        let unions: Vec<&Union<'_>> =
            [&subject.before, &subject.after].into_iter().chain(shape.iter().copied()).collect();
        Search::new(&unions, wanted).find()
    };
    let stands = |string: &str| {
        subject.pair.recommended.actions.matches(string) && !subject.pair.original.actions.matches(string)
    };
    over_all_strings(find, stands)
}

/// The recommendation matches what is unused.
pub(super) fn unused_removed(subject: &Subject<'_, '_>) -> Outcome {
    if let Some(found) = known(subject, |one| one.after && one.unused) {
        return Outcome::refuted(found);
    }
    let (_, after) = signs(subject);
    let wanted = move |truths: &[Truth]| match truths {
        [a, shape @ ..] => and(all(shape), after(*a)),
        _ => None,
    };
    let find = |shape: &[&Union<'_>]| {
        let unions: Vec<&Union<'_>> = std::iter::once(&subject.after).chain(shape.iter().copied()).collect();
        subject.unused.find(&unions, wanted)
    };
    let stands = |string: &str| {
        subject.pair.recommended.actions.matches(string) && subject.unused.set.contains(string)
    };
    over_all_strings(find, stands)
}

/// Every intended action is matched by the recommendation.
pub(super) fn used_kept(subject: &Subject<'_, '_>) -> Outcome {
    known(subject, |one| one.intended() && !one.after).map_or_else(Outcome::proved, Outcome::refuted)
}

/// Of the known actions, the recommendation matches the intended ones and no other.
pub(super) fn exact(subject: &Subject<'_, '_>) -> Outcome {
    known(subject, |one| one.intended() != one.after).map_or_else(Outcome::proved, Outcome::refuted)
}

/// The first known action that violates an obligation, re-checked by direct matching with each pattern.
fn known(subject: &Subject<'_, '_>, violates: impl Fn(&Known<'_>) -> bool) -> Option<Witness> {
    let again = |one: &Known<'_>| {
        let string = one.action.folded();
        let speaks = |patterns: &[crate::model::Pattern], negated: bool| {
            patterns.iter().any(|pattern| matches(pattern.folded(), string)) != negated
        };
        let (before, after) = (&subject.pair.original.actions, &subject.pair.recommended.actions);
        violates(&Known {
            action: one.action,
            unused: subject.unused.set.contains(string),
            before: speaks(&before.patterns, before.negated),
            after: speaks(&after.patterns, after.negated),
        })
    };
    let found = subject.known.iter().filter(|one| violates(one)).find(|one| again(one))?;
    Some(Witness::Action { action: found.action.to_string(), known: true })
}

/// What is so of a statement, by what is so of the union of its patterns.
fn signs(subject: &Subject<'_, '_>) -> (impl Fn(Truth) -> Truth + Copy, impl Fn(Truth) -> Truth + Copy) {
    let sign = |negated: bool| move |truth: Truth| if negated { not(truth) } else { truth };
    (sign(subject.pair.original.actions.negated), sign(subject.pair.recommended.actions.negated))
}

/// Whether all hold.
fn all(truths: &[Truth]) -> Truth {
    truths.iter().copied().fold(Some(true), and)
}

/// Decides whether there is a string, and re-checks it: one that looks like an action if there is one.
fn over_all_strings(
    find: impl Fn(&[&Union<'_>]) -> Result<Option<String>, TooLarge>,
    stands: impl Fn(&str) -> bool,
) -> Outcome {
    let found = match find(&[]) {
        Ok(None) => return Outcome::proved(),
        Err(TooLarge) => return Outcome::unknown(TooLarge::REASON),
        Ok(Some(found)) => found,
    };
    let plausible = find(&[&Union::new([PLAUSIBLE])]).ok().flatten();
    match plausible.into_iter().chain([found]).find(|string| stands(string)) {
        Some(action) => Outcome::refuted(Witness::Action { action, known: false }),
        None => Outcome::unknown("the string that was found does not stand up to direct matching"),
    }
}
