//! Looks for what the kernel then checks: why a fact follows, why a statement matches, what is impossible.

use paredown_kernel::comparison::facts::{Fact, Facts, implies};
use paredown_kernel::comparison::format::{Dimension, Match, Tree, Why};
use paredown_kernel::comparison::pattern::Pattern;
use paredown_kernel::comparison::statement::Statement;

/// Why a fact follows from others.
pub(super) fn why(facts: &[Fact<'_>], wanted: &Fact<'_>) -> Option<Why> {
    if !wanted.negated {
        let everything = wanted.patterns.iter().position(|pattern| pattern.is_everything());
        return everything.map(Why::Everything).or_else(|| {
            // What was assumed last is narrowest.
            positive(facts).rev().find_map(|(number, fact)| {
                let places = fact.patterns.iter().map(|one| container(one, wanted));
                places.collect::<Option<Vec<usize>>>().map(|places| Why::Within(number, places))
            })
        });
    }
    let is_apart = |fact: &Fact<'_>| {
        wanted.patterns.iter().all(|pattern| fact.patterns.iter().all(|one| one.is_apart(pattern)))
    };
    if let Some((number, _)) = positive(facts).rev().find(|(_, fact)| is_apart(fact)) {
        return Some(Why::Apart(number));
    }
    let each = wanted.patterns.iter().map(|pattern| outside(facts, pattern));
    each.collect::<Option<Vec<_>>>().map(Why::Outside)
}

/// The facts that one of some patterns matches, with their numbers.
fn positive<'f, 'a>(facts: &'f [Fact<'a>]) -> impl DoubleEndedIterator<Item = (usize, &'f Fact<'a>)> {
    facts.iter().enumerate().filter(|(_, fact)| !fact.negated)
}

/// The place of a pattern that contains another.
fn container(inner: &Pattern<'_>, outer: &Fact<'_>) -> Option<usize> {
    outer.patterns.iter().position(|pattern| inner.lies_in(pattern))
}

/// Why nothing matches a pattern.
fn outside(facts: &[Fact<'_>], pattern: &Pattern<'_>) -> Option<(usize, Option<usize>)> {
    facts.iter().enumerate().find_map(|(number, fact)| {
        if fact.negated {
            return container(pattern, fact).map(|place| (number, Some(place)));
        }
        fact.patterns.iter().all(|one| one.is_apart(pattern)).then_some((number, None))
    })
}

/// Why the facts imply that a statement matches.
pub(super) fn matching(facts: &Facts<'_>, statement: &Statement<'_>) -> Option<Match> {
    let entries = holding(facts, statement)?;
    let resources = why(&facts.resources, &Fact::of(&statement.resources))?;
    let actions = why(&facts.actions, &Fact::of(&statement.actions))?;
    Some(Match { actions, resources, entries })
}

/// For each entry of a statement one among those that hold from which it follows, if all of them do.
pub(super) fn holding(facts: &Facts<'_>, statement: &Statement<'_>) -> Option<Vec<usize>> {
    let entry = |wanted| facts.holding.iter().position(|known| implies(known, wanted));
    statement.entries.iter().map(entry).collect()
}

/// Why the facts are impossible together, if that is plain.
pub(super) fn impossible(facts: &Facts<'_>) -> Option<Tree> {
    let contrary = facts.failing.iter().enumerate().find_map(|(fails, failing)| {
        let holds = facts.holding.iter().position(|holding| implies(holding, failing))?;
        Some(Tree::Contrary { holds, fails })
    });
    contrary.or_else(|| {
        [Dimension::Resources, Dimension::Actions].into_iter().find_map(|of| {
            let known = facts.about(of);
            if known.len() < 2 {
                return None;
            }
            let mut last_first = known.iter().enumerate().rev();
            last_first.find_map(|(fact, one)| {
                why(known, &one.negation()).map(|why| Tree::Impossible { of, fact, why })
            })
        })
    })
}
