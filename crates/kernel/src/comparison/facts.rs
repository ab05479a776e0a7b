//! What is known of a request, and what follows from it. Coq: `Facts.v`, and of entries
//! `Entries.v`.

use std::rc::Rc;

use paredown_policy::deadline;
use paredown_policy::model::Comparison;
use paredown_request::Entry;

use super::format::{Dimension, Match, Why};
use super::pattern::{Element, Pattern};
use super::statement::Statement;

/// A fact about the action or the resource of a request.
#[derive(Clone, Debug)]
pub struct Fact<'a> {
    /// Whether it matches none of the patterns; otherwise it matches one of them.
    pub negated: bool,
    /// The patterns.
    pub patterns: Rc<[&'a Pattern<'a>]>,
}

impl<'a> Fact<'a> {
    /// The fact that a request is in an element.
    pub fn of(element: &'a Element<'a>) -> Self {
        Self { negated: element.negated, patterns: element.patterns.iter().collect() }
    }

    /// The fact about one pattern.
    pub fn about(pattern: &'a Pattern<'a>, matches: bool) -> Self {
        Self { negated: !matches, patterns: Rc::new([pattern]) }
    }

    /// The contrary.
    #[must_use]
    pub fn negation(&self) -> Self {
        Self { negated: !self.negated, patterns: self.patterns.clone() }
    }
}

/// What is known of a request.
#[derive(Clone, Debug, Default)]
pub struct Facts<'a> {
    /// About its action.
    pub actions: Vec<Fact<'a>>,
    /// About its resource.
    pub resources: Vec<Fact<'a>>,
    /// The entries of Conditions that hold.
    pub holding: Vec<&'a Entry>,
    /// The entries of Conditions that do not hold.
    pub failing: Vec<&'a Entry>,
}

impl<'a> Facts<'a> {
    /// These facts, and that the request matches a statement.
    #[must_use]
    pub fn with(&self, statement: &'a Statement<'a>) -> Self {
        let mut more = self.clone();
        more.actions.push(Fact::of(&statement.actions));
        more.resources.push(Fact::of(&statement.resources));
        more.holding.extend(statement.entries);
        more
    }

    /// The facts about one dimension.
    pub fn about(&self, dimension: Dimension) -> &[Fact<'a>] {
        match dimension {
            Dimension::Actions => &self.actions,
            Dimension::Resources => &self.resources,
        }
    }

    /// These facts, and one more about a dimension.
    #[must_use]
    pub fn with_fact(&self, dimension: Dimension, fact: Fact<'a>) -> Self {
        let mut more = self.clone();
        match dimension {
            Dimension::Actions => more.actions.push(fact),
            Dimension::Resources => more.resources.push(fact),
        }
        more
    }

    /// Whether it is shown that the request matches a statement.
    pub fn matches(&self, statement: &Statement<'_>, because: &Match) -> bool {
        let holds = |(entry, place): (&Entry, &usize)| {
            self.holding.get(*place).is_some_and(|known| implies(known, entry))
        };
        follows(&self.actions, &Fact::of(&statement.actions), &because.actions)
            && follows(&self.resources, &Fact::of(&statement.resources), &because.resources)
            && statement.entries.len() == because.entries.len()
            && statement.entries.iter().zip(&because.entries).all(holds)
    }

    /// Whether it is shown that a fact is contradicted by the facts about its dimension.
    pub fn contradict(&self, dimension: Dimension, fact: usize, why: &Why) -> bool {
        let facts = self.about(dimension);
        facts.get(fact).is_some_and(|fact| follows(facts, &fact.negation(), why))
    }

    /// Whether an entry holds from which it follows that one holds that does not.
    pub fn are_contrary(&self, holds: usize, fails: usize) -> bool {
        match (self.holding.get(holds), self.failing.get(fails)) {
            (Some(holds), Some(fails)) => implies(holds, fails),
            _ => false,
        }
    }
}

/// Whether it is shown that a fact follows from others.
fn follows(facts: &[Fact<'_>], wanted: &Fact<'_>, why: &Why) -> bool {
    deadline::check();
    // The patterns of a fact, if it is that one of them matches, or that none does.
    let patterns =
        |fact: usize, negated: bool| facts.get(fact).filter(|f| f.negated == negated).map(|f| &f.patterns);
    let apart = |fact: usize, from: &Pattern<'_>| {
        patterns(fact, false).is_some_and(|all| all.iter().all(|one| one.is_apart(from)))
    };
    match why {
        Why::Everything(place) => {
            !wanted.negated && wanted.patterns.get(*place).is_some_and(|pattern| pattern.is_everything())
        }
        Why::Within(fact, places) => patterns(*fact, false).is_some_and(|all| {
            let lies = |(one, place): (&&Pattern<'_>, &usize)| {
                wanted.patterns.get(*place).is_some_and(|outer| one.lies_in(outer))
            };
            !wanted.negated && all.len() == places.len() && all.iter().zip(places).all(lies)
        }),
        Why::Apart(fact) => wanted.negated && wanted.patterns.iter().all(|pattern| apart(*fact, pattern)),
        Why::Outside(each) => {
            let outside = |(pattern, (fact, place)): (&&Pattern<'_>, &(usize, Option<usize>))| match place {
                None => apart(*fact, pattern),
                Some(place) => patterns(*fact, true)
                    .and_then(|all| all.get(*place))
                    .is_some_and(|outer| pattern.lies_in(outer)),
            };
            wanted.negated
                && wanted.patterns.len() == each.len()
                && wanted.patterns.iter().zip(each).all(outside)
        }
    }
}

/// Whether an entry of a Condition holds wherever another does: they are the same, or differ in their values alone, which are
/// alternatives, and of which the one with a negated operator has more and the one without has fewer.
pub fn implies(known: &Entry, wanted: &Entry) -> bool {
    let (fewer, more) = if known.operator().is_negated() { (wanted, known) } else { (known, wanted) };
    known.is_like(wanted)
        && (known.values() == wanted.values()
            || are_alternatives(known)
                && !fewer.values().is_empty()
                && fewer.values().iter().all(|value| more.values().contains(value)))
}

/// Whether a value fits an entry, apart from negation, if one of the values of the entry does, whatever the others are. Of
/// numbers and dates, one that is none may matter.
pub fn are_alternatives(entry: &Entry) -> bool {
    !matches!(entry.operator().comparison(), Comparison::Numeric(_) | Comparison::Date(_) | Comparison::Null)
}
