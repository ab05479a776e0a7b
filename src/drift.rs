//! What a newer catalogue does to a recommendation that was certified with an older one.
//!
//! A finding cannot speak of actions that were published after it, so a new action counts as intended iff
//! the original allows it (and its service is not unused as a whole). Everything here is finite and decided
//! by direct matching, statement by statement: what Allow statements with equal scope allow is compared, and
//! Deny statements are not looked at. To certify relative to the newer catalogue, give that one to
//! [`crate::prove::certify`].

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{
    Catalogue, Effect, EffectiveCatalogue, Pattern, Policy, Scope, Statement, UnusedSet, service_of,
};

/// What changed between two catalogues, as far as a recommendation is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// How many actions were published in the services that a statement of either policy names.
    pub published: usize,
    /// Those that the recommendation allows: the statement is one of the recommendation.
    pub admitted: Vec<Row>,
    /// Those that the original allows and that are not unused, and that the recommendation does not allow
    /// where the original does: the statement is one of the original.
    pub missed: Vec<Row>,
    /// Actions that the recommendation names and that the newer catalogue has no more: the statement is one
    /// of the recommendation.
    pub vanished: Vec<Row>,
    /// Whether the recommendation is exact relative to the catalogue that it was certified with.
    pub was_exact: bool,
    /// Whether it is exact relative to the newer one.
    pub exact: bool,
}

/// An action in a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Row {
    /// The action, spelled as its catalogue spells it.
    pub action: String,
    /// The statement, by its place.
    pub statement: usize,
    /// The first pattern of the statement that matches it; nothing for a NotAction element, which allows
    /// what its patterns do not match.
    pub pattern: Option<String>,
}

/// Compares what a recommendation says under the catalogue that it was certified with and under another.
pub fn drift(
    original: &Policy,
    unused: &UnusedSet,
    recommended: &Policy,
    certified: &Catalogue,
    newer: &Catalogue,
) -> Drift {
    let known = |catalogue| {
        EffectiveCatalogue::of_all(catalogue, std::slice::from_ref(original), [recommended], unused)
    };
    let (then, now) = (known(certified), known(newer));
    let policies = (original, recommended);
    let (before, after) = (Allowed::new(original, &now), Allowed::new(recommended, &now));
    let mut found = Drift {
        vanished: vanished(recommended, certified, newer),
        was_exact: is_exact(
            policies,
            &Allowed::new(original, &then),
            &Allowed::new(recommended, &then),
            &then,
        ),
        exact: is_exact(policies, &before, &after, &now),
        ..Drift::default()
    };
    let published = now.iter().enumerate().filter(|(_, (action, _))| !then.contains(action.folded()));
    for (at, (action, is_unused)) in published {
        let row = |(statement, pattern): &Speaker<'_>| Row {
            action: action.to_string(),
            statement: *statement,
            pattern: pattern.map(|pattern| pattern.spelling().to_owned()),
        };
        found.published += 1;
        found.admitted.extend(after.at(at).iter().map(row));
        if !is_unused {
            let lost = before.at(at).iter().filter(|one| !answered(original, one, recommended, after.at(at)));
            found.missed.extend(lost.map(row));
        }
    }
    for rows in [&mut found.admitted, &mut found.missed, &mut found.vanished] {
        rows.sort();
        rows.dedup();
    }
    found
}

/// A statement that allows an action, and the pattern that does.
type Speaker<'a> = (usize, Option<&'a Pattern>);

/// For each known action, by its place, the Allow statements of a policy that speak of it.
struct Allowed<'a>(BTreeMap<usize, Vec<Speaker<'a>>>);

impl<'a> Allowed<'a> {
    fn new(policy: &'a Policy, known: &EffectiveCatalogue) -> Self {
        let folded: Vec<&str> = known.iter().map(|(action, _)| action.folded()).collect();
        let mut speakers: BTreeMap<usize, Vec<Speaker<'a>>> = BTreeMap::new();
        let allows = policy.statements.iter().enumerate().filter(|(_, s)| s.effect == Effect::Allow);
        for (place, statement) in allows {
            for (at, pattern) in spoken_of(statement, &folded) {
                speakers.entry(at).or_default().push((place, pattern));
            }
        }
        Self(speakers)
    }

    fn at(&self, action: usize) -> &[Speaker<'a>] {
        self.0.get(&action).map_or(&[], Vec::as_slice)
    }
}

/// The known actions that a statement speaks of, by their places, each with the first pattern that matches.
fn spoken_of<'a>(statement: &'a Statement, known: &[&str]) -> BTreeMap<usize, Option<&'a Pattern>> {
    let mut matched = BTreeMap::new();
    for pattern in &statement.actions.patterns {
        let from = known.partition_point(|action| *action < pattern.head());
        let below = known.iter().enumerate().skip(from).take_while(|(_, a)| a.starts_with(pattern.head()));
        for (at, _) in below.filter(|(_, action)| pattern.matches(action)) {
            matched.entry(at).or_insert(Some(pattern));
        }
    }
    if statement.actions.negated {
        return (0..known.len()).filter(|at| !matched.contains_key(at)).map(|at| (at, None)).collect();
    }
    matched
}

/// Whether one of the other policy's statements allows what this one does, where this one does.
fn answered(policy: &Policy, (place, _): &Speaker<'_>, other: &Policy, speakers: &[Speaker<'_>]) -> bool {
    let own = scope(policy, *place);
    speakers.iter().any(|(place, _)| scope(other, *place) == own)
}

fn scope(policy: &Policy, place: usize) -> Option<&Scope> {
    policy.statements.get(place).map(|statement| &statement.scope)
}

/// Whether each known action is allowed where it was, if it is not unused, and nowhere else.
fn is_exact(
    (original, recommended): (&Policy, &Policy),
    before: &Allowed<'_>,
    after: &Allowed<'_>,
    known: &EffectiveCatalogue,
) -> bool {
    known.iter().enumerate().all(|(at, (_, unused))| {
        let (was, is) = (before.at(at), after.at(at));
        let kept = unused || was.iter().all(|one| answered(original, one, recommended, is));
        let new = is.iter().any(|one| unused || !answered(recommended, one, original, was));
        kept && !new
    })
}

/// The literals of a policy that one catalogue has and the other has not.
fn vanished(policy: &Policy, then: &Catalogue, now: &Catalogue) -> Vec<Row> {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut gone = |folded: &str| {
        let service = service_of(folded);
        let names = services.entry(service.to_owned()).or_insert_with(|| {
            let left: BTreeSet<String> =
                now.service(service).iter().map(|entry| entry.action.folded().to_owned()).collect();
            let all = then.service(service).into_iter().map(|entry| entry.action);
            let lost = all.filter(|action| !left.contains(action.folded()));
            lost.map(|action| (action.folded().to_owned(), action.to_string())).collect()
        });
        names.get(folded).cloned()
    };
    let mut rows = Vec::new();
    for (statement, read) in policy.statements.iter().enumerate() {
        for pattern in read.actions.patterns.iter().filter(|pattern| pattern.is_literal()) {
            let action = gone(pattern.folded());
            let pattern = Some(pattern.spelling().to_owned());
            rows.extend(action.map(|action| Row { action, statement, pattern }));
        }
    }
    rows
}
