//! Which patterns of a fact to look at together.

use std::collections::BTreeMap;
use std::rc::Rc;

use paredown_kernel::comparison::facts::{Fact, Facts};
use paredown_kernel::comparison::format::Dimension;
use paredown_kernel::comparison::pattern::{Element, Pattern};
use paredown_kernel::comparison::statement::Statement;

use super::candidate::Candidate;
use super::why::{holding, why};

/// The patterns of a fact, in groups.
pub(super) struct Cases<'s> {
    pub(super) of: Dimension,
    pub(super) fact: usize,
    /// The places of the patterns of a group, and that one of these matches.
    pub(super) groups: Vec<(Vec<usize>, Fact<'s>)>,
}

/// What a proof about one pattern may end with.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// It is impossible that the pattern matches.
    Impossible,
    /// The statement with this number matches then.
    Ends(usize),
    /// These statements match then, as far as this dimension goes.
    Open(Vec<bool>),
}

/// Groups of patterns with which a proof may go on in different ways; `None` if there is one group only.
pub(super) fn groups<'s>(ends: &[Candidate<'s, '_>], facts: &Facts<'s>) -> Option<Cases<'s>> {
    [Dimension::Actions, Dimension::Resources].into_iter().find_map(|of| {
        let ends: Vec<End<'_>> = ends.iter().map(|one| End::new(one.statement, facts, of)).collect();
        let known = facts.about(of).iter().enumerate();
        // What was assumed last is narrowest.
        let mut several = known.rev().filter(|(_, fact)| !fact.negated && fact.patterns.len() > 1);
        several.find_map(|(number, fact)| {
            let mut others = facts.about(of).to_vec();
            others.remove(number);
            if is_refined(fact, facts.about(of).get(number + 1..).unwrap_or_default()) {
                return None;
            }
            let known: Vec<bool> =
                ends.iter().map(|end| !others.is_empty() && why(&others, &end.wanted).is_some()).collect();
            let mut groups: BTreeMap<Way, Vec<usize>> = BTreeMap::new();
            for (place, pattern) in fact.patterns.iter().enumerate() {
                groups.entry(way(&ends, &known, &others, pattern)).or_default().push(place);
            }
            let with_fact = |places: Vec<usize>| {
                let patterns = places.iter().filter_map(|place| fact.patterns.get(*place).copied());
                let patterns = patterns.collect::<Rc<[_]>>();
                (places, Fact { negated: false, patterns })
            };
            (groups.len() > 1).then(|| Cases {
                of,
                fact: number,
                groups: groups.into_values().map(with_fact).collect(),
            })
        })
    })
}

/// A statement that may end a proof.
struct End<'e> {
    /// What of it is about the dimension.
    wanted: Fact<'e>,
    /// Whether all else of it matches.
    rest: bool,
}

impl<'e> End<'e> {
    fn new(statement: &'e Statement<'_>, facts: &Facts<'_>, of: Dimension) -> Self {
        let element = |of: Dimension| -> &'e Element<'_> {
            match of {
                Dimension::Actions => &statement.actions,
                Dimension::Resources => &statement.resources,
            }
        };
        let other = match of {
            Dimension::Actions => Dimension::Resources,
            Dimension::Resources => Dimension::Actions,
        };
        let rest = holding(facts, statement).is_some()
            && why(facts.about(other), &Fact::of(element(other))).is_some();
        Self { wanted: Fact::of(element(of)), rest }
    }
}

/// Whether a later fact is that one of some patterns of this fact matches: the proof is about these alone then.
fn is_refined(fact: &Fact<'_>, later: &[Fact<'_>]) -> bool {
    let own = |pattern: &Pattern<'_>| fact.patterns.iter().any(|one| std::ptr::eq(*one, pattern));
    later.iter().any(|one| !one.negated && one.patterns.iter().all(|pattern| own(pattern)))
}

/// What a proof may end with if a pattern matches, besides other facts. `known`: for each end, whether it follows from those
/// alone that it matches, as far as this dimension goes.
fn way<'s>(ends: &[End<'_>], known: &[bool], others: &[Fact<'s>], pattern: &'s Pattern<'s>) -> Way {
    let one = [Fact::about(pattern, true)];
    let [matches] = &one;
    if why(others, &matches.negation()).is_some() {
        return Way::Impossible;
    }
    let fits = |(end, known): (&End<'_>, &bool)| *known || why(&one, &end.wanted).is_some();
    let fits: Vec<bool> = ends.iter().zip(known).map(fits).collect();
    let first = ends.iter().zip(&fits).position(|(end, fits)| end.rest && *fits);
    first.map_or(Way::Open(fits), Way::Ends)
}
