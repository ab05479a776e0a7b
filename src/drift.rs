//! How a newer catalogue affects a recommendation that was certified with an older one.
//!
//! A finding cannot say anything about actions that were published after it, so a new action is intended iff the
//! original allows it (and its service is not unused as a whole). Everything here is finite and decided by direct
//! matching, statement by statement: the Allow statements of each scope are compared, and Deny statements are
//! ignored. To certify relative to the newer catalogue, pass that one to [`crate::prove::certify`].

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ByHead, Catalogue, Effect, EffectiveCatalogue, Pattern, Policy, UnusedSet, service_of};

/// What changed between two catalogues, as far as a recommendation is concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// The number of actions published in the services that a statement of either policy names.
    pub published: usize,
    /// Published actions that the recommendation allows; the statement is one of the recommendation.
    pub admitted: Vec<Row>,
    /// Published actions that the original allows, that are not unused, and that the recommendation does not
    /// allow where the original does; the statement is one of the original.
    pub missed: Vec<Row>,
    /// Actions that the recommendation names and the newer catalogue no longer has; the statement is one of the
    /// recommendation.
    pub vanished: Vec<Row>,
    /// Whether the recommendation is exact relative to the catalogue that it was certified with.
    pub was_exact: bool,
    /// Whether it is exact relative to the newer one.
    pub exact: bool,
}

/// An action in a statement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// The action, spelled as its catalogue spells it.
    pub action: String,
    /// The number of the statement.
    pub statement: usize,
    /// The first pattern of the statement that matches it; `None` for a NotAction element, which allows what its
    /// patterns do not match.
    pub pattern: Option<String>,
}

/// Compares a recommendation under the catalogue that it was certified with and under another.
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
    let mut sides = Sides::new(original, recommended);
    let mut found = Drift {
        vanished: vanished(recommended, certified, newer),
        was_exact: sides.is_exact(&then),
        exact: sides.is_exact(&now),
        ..Drift::default()
    };
    for (action, is_unused) in now.iter().filter(|(action, _)| !then.contains(action.folded())) {
        let row = |(statement, pattern): &Speaker<'_>| Row {
            action: action.to_string(),
            statement: *statement,
            pattern: pattern.map(|pattern| pattern.spelling().to_owned()),
        };
        sides.look_at(action.folded());
        found.published += 1;
        found.admitted.extend(sides.after.speakers.iter().map(row));
        if !is_unused {
            found.missed.extend(sides.lost().map(row));
        }
    }
    for rows in [&mut found.admitted, &mut found.missed, &mut found.vanished] {
        rows.sort();
        rows.dedup();
    }
    found
}

/// A statement that allows an action, and the first pattern that does.
type Speaker<'a> = (usize, Option<&'a Pattern>);

/// The Allow statements of one policy, and those of them that apply to the current action. Actions are considered
/// one at a time, since with many statements there is not enough memory for all.
struct Side<'a> {
    /// All patterns, and the statement of each.
    patterns: ByHead<'a>,
    owners: Vec<(usize, &'a Pattern)>,
    /// The statements with NotAction.
    negated: Vec<usize>,
    /// The number of each statement's scope.
    scopes: Vec<usize>,
    /// The statements that apply to the action, in order.
    speakers: Vec<Speaker<'a>>,
    /// For each scope, the number of the last action that a statement of it applies to.
    seen: Vec<usize>,
}

impl<'a> Side<'a> {
    /// `scopes` numbers the scopes of both policies.
    fn new(policy: &'a Policy, scopes: &mut BTreeMap<&'a str, usize>) -> Self {
        let mut side = Self {
            patterns: ByHead::default(),
            owners: Vec::new(),
            negated: Vec::new(),
            scopes: Vec::new(),
            speakers: Vec::new(),
            seen: Vec::new(),
        };
        for (place, statement) in policy.statements.iter().enumerate() {
            let next = scopes.len();
            side.scopes.push(*scopes.entry(statement.scope.text()).or_insert(next));
            if statement.effect == Effect::Allow {
                side.owners.extend(statement.actions.patterns.iter().map(|pattern| (place, pattern)));
                side.negated.extend(statement.actions.negated.then_some(place));
            }
        }
        side.patterns = ByHead::new(side.owners.iter().map(|(_, pattern)| *pattern));
        side
    }

    /// Finds the statements that apply to an action, the `number`th.
    fn look_at(&mut self, folded: &str, number: usize) {
        // Patterns are numbered by position, so the least number in a statement is its first.
        let mut places: Vec<usize> = self.patterns.matching(folded).map(|(place, _)| place).collect();
        places.sort_unstable();
        let mut matching: Vec<(usize, &'a Pattern)> =
            places.into_iter().filter_map(|place| self.owners.get(place).copied()).collect();
        matching.dedup_by_key(|(statement, _)| *statement);
        let matched = |statement: &usize| matching.binary_search_by_key(statement, |(one, _)| *one).is_ok();
        let negated = |statement: &usize| self.negated.binary_search(statement).is_ok();
        let excluding = self.negated.iter().copied().filter(|one| !matched(one)).map(|one| (one, None));
        let listed = matching.iter().filter(|(one, _)| !negated(one)).map(|(one, p)| (*one, Some(*p)));
        self.speakers = listed.chain(excluding).collect();
        self.speakers.sort_unstable_by_key(|(statement, _)| *statement);
        for (statement, _) in &self.speakers {
            let scope = self.scopes.get(*statement).copied().unwrap_or_default();
            if let Some(seen) = self.seen.get_mut(scope) {
                *seen = number;
            }
        }
    }
}

/// Both policies.
struct Sides<'a> {
    before: Side<'a>,
    after: Side<'a>,
    /// The number of actions considered so far.
    looks: usize,
}

impl<'a> Sides<'a> {
    fn new(original: &'a Policy, recommended: &'a Policy) -> Self {
        let mut scopes = BTreeMap::new();
        let mut before = Side::new(original, &mut scopes);
        let mut after = Side::new(recommended, &mut scopes);
        before.seen.resize(scopes.len(), 0);
        after.seen.resize(scopes.len(), 0);
        Self { before, after, looks: 0 }
    }

    fn look_at(&mut self, folded: &str) {
        self.looks += 1;
        self.before.look_at(folded, self.looks);
        self.after.look_at(folded, self.looks);
    }

    /// The statements of one policy that apply to the action in scopes where none of the other policy does.
    fn unanswered<'s>(&self, own: &'s Side<'a>, other: &Side<'a>) -> impl Iterator<Item = &'s Speaker<'a>> {
        let answered = |statement: usize| {
            let scope = own.scopes.get(statement)?;
            Some(*other.seen.get(*scope)? == self.looks)
        };
        own.speakers.iter().filter(move |(statement, _)| answered(*statement) != Some(true))
    }

    /// Where the original allows the action and the recommendation does not.
    fn lost(&self) -> impl Iterator<Item = &Speaker<'a>> {
        self.unanswered(&self.before, &self.after)
    }

    /// Whether each known action is allowed where it was, if it is not unused, and nowhere else.
    fn is_exact(&mut self, known: &EffectiveCatalogue) -> bool {
        known.iter().all(|(action, unused)| {
            self.look_at(action.folded());
            let kept = unused || self.lost().next().is_none();
            let new = if unused {
                !self.after.speakers.is_empty()
            } else {
                self.unanswered(&self.after, &self.before).next().is_some()
            };
            kept && !new
        })
    }
}

/// The literals of a policy that are in one catalogue but not in the other.
fn vanished(policy: &Policy, then: &Catalogue, now: &Catalogue) -> Vec<Row> {
    let mut services: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut gone = |folded: &str| {
        let service = service_of(folded);
        let names = services.entry(service.to_owned()).or_insert_with(|| {
            let left: BTreeSet<String> =
                now.service(service).iter().map(|entry| entry.action.folded().to_owned()).collect();
            let all = then.service(service).iter().map(|entry| &entry.action);
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
