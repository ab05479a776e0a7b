//! What is unused but was not allowed anyway.

use std::collections::BTreeSet;

use crate::model::{Action, ActionElement, Effect, Pattern, Policy, UnusedSet};

/// The unused actions that no Allow statement of a policy allows, and the whole unused services of which none
/// allows anything (`service:*`); sorted.
///
/// Statements are not asked about every unused action, only about what their patterns match: an Action list takes
/// away what it matches, a NotAction list leaves what it matches.
pub(super) fn idle(original: &Policy, unused: &UnusedSet) -> Vec<String> {
    let allows = original.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let (negated, listed): (Vec<&ActionElement>, Vec<&ActionElement>) =
        allows.map(|statement| &statement.actions).partition(|element| element.negated);
    let actions = idle_actions(&listed, &negated, unused);
    let services = idle_services(&listed, &negated, unused);
    let idle: BTreeSet<String> = actions.into_iter().map(ToString::to_string).chain(services).collect();
    idle.into_iter().collect()
}

fn idle_actions<'a>(
    listed: &[&ActionElement],
    negated: &[&ActionElement],
    unused: &'a UnusedSet,
) -> Vec<&'a Action> {
    let mut left: Option<BTreeSet<&str>> = None;
    for element in negated {
        let excluded = matched(&element.patterns, unused);
        left = Some(match left {
            None => excluded,
            Some(left) => left.intersection(&excluded).copied().collect(),
        });
    }
    let patterns: BTreeSet<&Pattern> = listed.iter().flat_map(|element| &element.patterns).collect();
    let allowed = matched(patterns, unused);
    let stays = |folded: &str| left.as_ref().is_none_or(|left| left.contains(folded));
    unused.actions().filter(|one| stays(one.folded()) && !allowed.contains(one.folded())).collect()
}

/// The unused actions that one of some patterns matches, folded.
fn matched<'a, 'p>(
    patterns: impl IntoIterator<Item = &'p Pattern>,
    unused: &'a UnusedSet,
) -> BTreeSet<&'a str> {
    let mut matched = BTreeSet::new();
    for pattern in patterns {
        let below = unused.with_prefix(pattern.head()).map(Action::folded);
        matched.extend(below.filter(|action| pattern.matches(action)));
    }
    matched
}

/// A pattern with a service matches nothing of another one.
fn idle_services(listed: &[&ActionElement], negated: &[&ActionElement], unused: &UnusedSet) -> Vec<String> {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut others: BTreeSet<&Pattern> = BTreeSet::new();
    for pattern in listed.iter().flat_map(|element| &element.patterns) {
        match pattern.service() {
            Some(service) => drop(named.insert(service)),
            None => drop(others.insert(pattern)),
        }
    }
    let reached = |service: &str| {
        let head = format!("{service}:");
        named.contains(service) || others.iter().any(|pattern| !pattern.narrow(&head).is_empty())
    };
    let mut left: BTreeSet<&str> = unused.services().filter(|service| !reached(service)).collect();
    for element in negated {
        if left.is_empty() {
            break;
        }
        left = excluded_services(element, &left);
    }
    left.into_iter().map(|service| format!("{service}:*")).collect()
}

/// Those of some services that a NotAction excludes completely.
fn excluded_services<'a>(element: &ActionElement, services: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let mut excluded = BTreeSet::new();
    for pattern in &element.patterns {
        let inside = |service: &&&str| Pattern::new(format!("{service}:*")).is_inside(pattern);
        match pattern.service() {
            Some(service) => excluded.extend(services.get(service).into_iter().filter(inside)),
            None => excluded.extend(services.iter().filter(inside)),
        }
    }
    excluded
}
