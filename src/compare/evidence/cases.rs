//! Which patterns of a fact to look at together.

use std::collections::BTreeMap;
use std::rc::Rc;

use paredown_kernel::comparison::facts::{Fact, Facts};
use paredown_kernel::comparison::format::Dimension;
use paredown_kernel::comparison::pattern::Pattern;
use paredown_kernel::comparison::statement::Statement;

use super::search::Search;
use super::why::{matching, why};

/// The patterns of a fact, in groups.
pub(super) struct Cases<'s> {
    pub(super) of: Dimension,
    pub(super) fact: usize,
    /// The places of the patterns of a group, and that one of these matches.
    pub(super) groups: Vec<(Vec<usize>, Fact<'s>)>,
}

/// What a proof about one pattern may end with: that it is impossible, a statement that matches, or parts of statements.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Impossible,
    Ends(usize),
    Open(Vec<bool>),
}

/// Groups of patterns with which a proof may go on in different ways; `None` if there is one group only.
pub(super) fn groups<'s>(search: &Search<'s, '_>, facts: &Facts<'s>) -> Option<Cases<'s>> {
    [Dimension::Actions, Dimension::Resources].into_iter().find_map(|of| {
        let known = facts.about(of);
        // What was assumed last is narrowest.
        known.iter().enumerate().rev().filter(|(_, fact)| !fact.negated && fact.patterns.len() > 1).find_map(
            |(number, fact)| {
                let mut groups: BTreeMap<Way, Vec<usize>> = BTreeMap::new();
                for (place, pattern) in fact.patterns.iter().enumerate() {
                    groups.entry(way(search, facts, of, pattern)).or_default().push(place);
                }
                let fact_of = |places: &Vec<usize>| {
                    let patterns = places.iter().filter_map(|place| fact.patterns.get(*place).copied());
                    Fact { negated: false, patterns: patterns.collect::<Rc<[_]>>() }
                };
                let with_fact = |places: Vec<usize>| {
                    let fact = fact_of(&places);
                    (places, fact)
                };
                (groups.len() > 1).then(|| Cases {
                    of,
                    fact: number,
                    groups: groups.into_values().map(with_fact).collect(),
                })
            },
        )
    })
}

fn way<'s>(search: &Search<'s, '_>, facts: &Facts<'s>, of: Dimension, pattern: &'s Pattern<'s>) -> Way {
    let one = Fact::about(pattern, true);
    if why(facts.about(of), &one.negation()).is_some() {
        return Way::Impossible;
    }
    let facts = facts.with_fact(of, one);
    let ends: Vec<&Statement<'_>> = search.ends().collect();
    if let Some(first) = ends.iter().position(|statement| matching(&facts, statement).is_some()) {
        return Way::Ends(first);
    }
    let fits = |statement: &&Statement<'_>| {
        let wanted = match of {
            Dimension::Actions => Fact::of(&statement.actions),
            Dimension::Resources => Fact::of(&statement.resources),
        };
        why(facts.about(of), &wanted).is_some()
    };
    Way::Open(ends.iter().map(fits).collect())
}
