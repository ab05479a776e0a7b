//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.
//!
//! What is said of known actions is seen by looking at each of them. What is said of all strings is
//! decided by the product of the statements' automata.

use crate::model::Action;
use crate::prove::{Obligation, Witness};

use super::list::PLAUSIBLE;
use super::outcome::Outcome;
use super::search::{Search, Truth, Unclear, and, not};
use super::subject::{Known, Subject};
use super::union::Union;

/// The recommendation matches what the original does not match, and it is not denied anyway.
pub(super) fn no_escalation(subject: &Subject<'_, '_>) -> Outcome {
    let obligation = Obligation::NoEscalation;
    if let Some(found) = known(subject, obligation) {
        return Outcome::refuted(found);
    }
    if each_is_held(subject) {
        return Outcome::proved();
    }
    let wanted = |truths: &[Truth]| match truths {
        [before, rest @ ..] => and(not(subject.before.truth(*before)), allowed(subject, rest)),
        [] => None,
    };
    let find = |shape: &[&Union<'_>]| {
        let mut unions = vec![&subject.before.union];
        unions.extend(allowing(subject));
        unions.extend(shape);
        Search::new(&unions, wanted).find()
    };
    over_all_strings(find, |string| subject.pair.facts(string).violates(obligation, false, false))
}

/// The recommendation matches what is unused, and it is not denied anyway.
pub(super) fn unused_removed(subject: &Subject<'_, '_>) -> Outcome {
    let obligation = Obligation::UnusedRemoved;
    if let Some(found) = known(subject, obligation) {
        return Outcome::refuted(found);
    }
    if matches_nothing_unused(subject) {
        return Outcome::proved();
    }
    let wanted = |truths: &[Truth]| allowed(subject, truths);
    let find = |shape: &[&Union<'_>]| {
        let unions: Vec<&Union<'_>> = allowing(subject).chain(shape.iter().copied()).collect();
        subject.unused.find(&unions, wanted)
    };
    let stands = |string: &str| {
        subject.pair.facts(string).violates(obligation, subject.unused.set.contains(string), false)
    };
    over_all_strings(find, stands)
}

/// Every intended action is matched by the recommendation, unless it is denied anyway.
pub(super) fn used_kept(subject: &Subject<'_, '_>) -> Outcome {
    known(subject, Obligation::UsedKept).map_or_else(Outcome::proved, Outcome::refuted)
}

/// Of the known actions, the recommendation allows the intended ones and no other, less what is denied on
/// either side.
pub(super) fn exact(subject: &Subject<'_, '_>) -> Outcome {
    known(subject, Obligation::Exact).map_or_else(Outcome::proved, Outcome::refuted)
}

/// Whether single patterns show that the recommendation matches no more than the original: mostly all that there
/// is to show, and cheaper than automata. False says nothing.
fn each_is_held(subject: &Subject<'_, '_>) -> bool {
    match (&subject.before, &subject.after) {
        (before, after) if !before.negated && !after.negated => before.union.holds_each_of(&after.union),
        // What is not listed is less, the more is listed.
        (before, after) if before.negated && after.negated => after.union.holds_each_of(&before.union),
        _ => false,
    }
}

/// Whether only single actions are unused, and the recommendation matches none of them, by direct matching. False
/// says nothing.
fn matches_nothing_unused(subject: &Subject<'_, '_>) -> bool {
    let unused = subject.unused.set;
    if subject.after.negated || unused.services().next().is_some() {
        return false;
    }
    let mut nothing = true;
    let actions = unused.actions().map(Action::folded);
    subject.after.union.sweep(actions, |_, matching| nothing &= matching.is_empty());
    nothing
}

/// The unions that say what is allowed: the recommendation, then D(R).
fn allowing<'s, 'a>(subject: &'s Subject<'a, '_>) -> impl Iterator<Item = &'s Union<'a>> {
    std::iter::once(&subject.after.union).chain(subject.denied_after.iter().map(|list| &list.union))
}

/// Whether a string is recommended, not denied anyway, and has a shape, by what is so of these unions.
fn allowed(subject: &Subject<'_, '_>, truths: &[Truth]) -> Truth {
    let [after, rest @ ..] = truths else { return None };
    let (denied, shape) = rest.split_at_checked(subject.denied_after.len()).unwrap_or((rest, &[]));
    let denied = subject.denied_after.iter().zip(denied).map(|(list, truth)| not(list.truth(*truth)));
    and(denied.fold(subject.after.truth(*after), and), all(shape))
}

/// The first known action that violates an obligation, re-checked by direct matching with each pattern.
fn known(subject: &Subject<'_, '_>, obligation: Obligation) -> Option<Witness> {
    let again = |one: &Known<'_>| {
        let string = one.action.folded();
        subject.pair.facts(string).violates(obligation, subject.unused.set.contains(string), true)
    };
    let found = subject.known.iter().filter(|one| one.violates(obligation)).find(|one| again(one))?;
    Some(Witness::Action { action: found.action.to_string(), known: true })
}

/// Whether all hold.
fn all(truths: &[Truth]) -> Truth {
    truths.iter().copied().fold(Some(true), and)
}

/// Decides whether there is a string, and re-checks it: one that looks like an action if there is one.
fn over_all_strings(
    find: impl Fn(&[&Union<'_>]) -> Result<Option<String>, Unclear>,
    stands: impl Fn(&str) -> bool,
) -> Outcome {
    let found = match find(&[]) {
        Ok(None) => return Outcome::proved(),
        Err(why) => return Outcome::unknown(why.reason()),
        Ok(Some(found)) => found,
    };
    let plausible = find(&[&Union::new([PLAUSIBLE])]).ok().flatten();
    match plausible.into_iter().chain([found]).find(|string| stands(string)) {
        Some(action) => Outcome::refuted(Witness::Action { action, known: false }),
        None => Outcome::unknown("the string that was found does not stand up to direct matching"),
    }
}
