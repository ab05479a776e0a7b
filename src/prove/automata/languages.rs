//! The four obligations that compare languages: no-escalation, unused-removed, used-kept, exact.
//!
//! Claims about known actions are decided by looking at each; claims about all strings by the product of the
//! statements' automata.

use crate::model::Action;
use crate::prove::{Fault, Obligation, Witness};

use super::known::Known;
use super::list::PLAUSIBLE;
use super::outcome::Outcome;
use super::search::{Search, Truth, Unclear, and, not};
use super::union::Union;
use super::view::View;

/// No-escalation: refuted if the recommendation matches what the original does not match and is not denied
/// anyway.
pub(super) fn no_escalation(view: &View<'_, '_>) -> Outcome {
    let obligation = Obligation::NoEscalation;
    if let Some(decided) = by_known_actions(view, obligation) {
        return decided;
    }
    if adds_nothing(view) {
        return Outcome::proved();
    }
    let wanted = |truths: &[Truth]| match truths {
        [before, rest @ ..] => Ok(and(not(view.before.truth(*before)), allowed(view, rest)?)),
        [] => Err(Fault),
    };
    let find = |shape: &[&Union<'_>]| {
        let mut unions = vec![&view.before.union];
        unions.extend(allowing(view));
        unions.extend(shape);
        Search::new(&unions, wanted).find()
    };
    over_all_strings(find, |string| view.pair.facts(string).violates(obligation, false, false))
}

/// Unused-removed: refuted if the recommendation matches something unused that is not denied anyway.
pub(super) fn unused_removed(view: &View<'_, '_>) -> Outcome {
    let obligation = Obligation::UnusedRemoved;
    if let Some(decided) = by_known_actions(view, obligation) {
        return decided;
    }
    if matches_nothing_unused(view) {
        return Outcome::proved();
    }
    let wanted = |truths: &[Truth]| allowed(view, truths);
    let find = |shape: &[&Union<'_>]| {
        let unions: Vec<&Union<'_>> = allowing(view).chain(shape.iter().copied()).collect();
        view.unused.find(&unions, wanted)
    };
    let stands =
        |string: &str| view.pair.facts(string).violates(obligation, view.unused.set.contains(string), false);
    over_all_strings(find, stands)
}

/// Used-kept: the recommendation matches every intended action that is not denied anyway.
pub(super) fn used_kept(view: &View<'_, '_>) -> Outcome {
    by_known_actions(view, Obligation::UsedKept).unwrap_or_else(Outcome::proved)
}

/// Exact: of the known actions, the recommendation allows exactly the intended ones, apart from what is denied on
/// either side.
pub(super) fn exact(view: &View<'_, '_>) -> Outcome {
    by_known_actions(view, Obligation::Exact).unwrap_or_else(Outcome::proved)
}

/// Whether the recommendation obviously matches no more than the original, whatever is denied. Usually each of
/// its patterns is inside one of the original's, and the automata decide only about the others. False means
/// nothing.
fn adds_nothing(view: &View<'_, '_>) -> bool {
    let (inner, outer) = match (&view.before, &view.after) {
        (before, after) if !before.negated && !after.negated => (&after.union, &before.union),
        // The more a NotAction lists, the less it matches.
        (before, after) if before.negated && after.negated => (&before.union, &after.union),
        _ => return false,
    };
    let rest = Union::new(outer.not_held(inner));
    let wanted = |truths: &[Truth]| match truths {
        [rest, outer] => Ok(and(*rest, not(*outer))),
        _ => Err(Fault),
    };
    rest.entries.is_empty() || Search::new(&[&rest, outer], wanted).find() == Ok(None)
}

/// Whether only single actions are unused and the recommendation matches none of them, by direct matching. False
/// means nothing.
fn matches_nothing_unused(view: &View<'_, '_>) -> bool {
    let unused = view.unused.set;
    if view.after.negated || unused.services().next().is_some() {
        return false;
    }
    let mut nothing = true;
    let actions = unused.actions().map(Action::folded);
    view.after.union.sweep(actions, |_, matching| nothing &= matching.is_empty());
    nothing
}

/// The unions that determine what is allowed: the recommendation, then D(R).
fn allowing<'s, 'a>(view: &'s View<'a, '_>) -> impl Iterator<Item = &'s Union<'a>> {
    std::iter::once(&view.after.union).chain(view.denied_after.iter().map(|list| &list.union))
}

/// Whether a string is recommended, not denied anyway, and of a given shape, from the truths about these unions.
fn allowed(view: &View<'_, '_>, truths: &[Truth]) -> Result<Truth, Fault> {
    let [after, rest @ ..] = truths else { return Err(Fault) };
    let (denied, shape) = rest.split_at_checked(view.denied_after.len()).ok_or(Fault)?;
    let denied = view.denied_after.iter().zip(denied).map(|(list, truth)| not(list.truth(*truth)));
    Ok(and(denied.fold(view.after.truth(*after), and), all(shape)))
}

/// Refuted by the first known action that violates an obligation, checked again by direct matching with each
/// pattern; unknown if there are such actions but none passes the check; `None` if there are none.
fn by_known_actions(view: &View<'_, '_>, obligation: Obligation) -> Option<Outcome> {
    let again = |one: &Known<'_>| {
        let string = one.action.folded();
        view.pair.facts(string).violates(obligation, view.unused.set.contains(string), true)
    };
    let mut violating = view.known.iter().filter(|one| one.violates(obligation)).peekable();
    violating.peek()?;
    Some(match violating.find(|one| again(one)) {
        Some(found) => Outcome::refuted(Witness::Action { action: found.action.to_string(), known: true }),
        None => Outcome::unknown(DOES_NOT_STAND),
    })
}

/// Whether all hold.
fn all(truths: &[Truth]) -> Truth {
    truths.iter().copied().fold(Some(true), and)
}

/// Decides whether such a string exists, preferring one that looks like an action, and checks it again.
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
        None => Outcome::unknown(DOES_NOT_STAND),
    }
}

/// The reason if a witness does not pass its check.
const DOES_NOT_STAND: &str = "the string that was found is not confirmed by direct matching";
