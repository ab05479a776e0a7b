//! What a proof may look at next: something that would let a statement match that ends it.

use paredown_kernel::comparison::facts::{Fact, Facts, implies};
use paredown_kernel::comparison::format::{Atom, Dimension, Part};
use paredown_kernel::comparison::pattern::{Element, Pattern};

use super::candidate::Candidate;
use super::why::why;

/// An atom, the facts if it is so, and the facts if it is not.
type Choice<'s> = (Atom, Facts<'s>, Facts<'s>);

/// The first thing that a statement lacks which lacks least of all that may end a proof.
pub(super) fn next_atom<'s>(ends: &[Candidate<'s, '_>], facts: &Facts<'s>) -> Option<Choice<'s>> {
    let lacking = ends.iter().filter_map(|one| lacking(facts, one));
    lacking.min_by_key(Vec::len)?.into_iter().next()
}

/// What a statement lacks to match; `None` if it cannot, or if it lacks nothing that may be assumed.
fn lacking<'s>(facts: &Facts<'s>, candidate: &Candidate<'s, '_>) -> Option<Vec<Choice<'s>>> {
    let Candidate { side, number: statement, statement: one } = *candidate;
    let mut all = Vec::new();
    for (number, entry) in one.entries.iter().enumerate() {
        if facts.holding.iter().any(|known| implies(known, entry)) {
            continue;
        }
        if facts.failing.iter().any(|failing| implies(entry, failing)) {
            return None;
        }
        let (mut so, mut not) = (facts.clone(), facts.clone());
        so.holding.push(entry);
        not.failing.push(entry);
        all.push((Atom { side, statement, part: Part::Entry, number }, so, not));
    }
    for (of, part, element) in [
        (Dimension::Resources, Part::Resource, &one.resources),
        (Dimension::Actions, Part::Action, &one.actions),
    ] {
        let known = facts.about(of);
        let wanted = Fact::of(element);
        if why(known, &wanted).is_some() {
            continue;
        }
        if why(known, &wanted.negation()).is_some() {
            return None;
        }
        let open = undecided(known, element);
        if open.is_empty() {
            return None;
        }
        all.extend(open.into_iter().map(|(number, pattern)| {
            let assumed = |so| facts.with_fact(of, Fact::about(pattern, so));
            (Atom { side, statement, part, number }, assumed(true), assumed(false))
        }));
    }
    (!all.is_empty()).then_some(all)
}

/// The patterns of an element of which it is not known whether they match.
fn undecided<'s>(known: &[Fact<'_>], element: &'s Element<'s>) -> Vec<(usize, &'s Pattern<'s>)> {
    let open = |(_, pattern): &(usize, &'s Pattern<'s>)| {
        [true, false].into_iter().all(|so| why(known, &Fact::about(pattern, so)).is_none())
    };
    element.patterns.iter().enumerate().filter(open).collect()
}
