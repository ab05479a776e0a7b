//! What a recommendation says about actions that no catalogue knows yet.
//!
//! A wildcard reaches beyond the catalogue: what the original and the recommendation differ in there is no
//! error, but it is said. Every example is checked by direct matching.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{
    Action, ActionElement, Effect, EffectiveCatalogue, Pattern, Policy, Statement, UnusedSet,
};

use super::{Change, Recommendation, StatementChange};

/// What becomes of actions that AWS has not published yet, and what else only a wildcard says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Future {
    /// The wildcards of the recommended policy, by statement and pattern.
    pub wildcards: Vec<Wildcard>,
    /// The wildcards of the original that are gone, with what went with them.
    pub given_up: Vec<GivenUp>,
    /// What is unused and that no Allow statement of the original allowed, sorted: an action, or
    /// `service:*`.
    pub idle: Vec<String>,
}

/// A wildcard of the recommended policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Wildcard {
    /// The statement, by its place in the original.
    pub statement: usize,
    /// The pattern; nothing for a NotAction element, which allows what its patterns do not match.
    pub pattern: Option<String>,
    /// How many known actions it matches.
    pub known: usize,
    /// The intended actions among these that the statement does not name one by one, sorted: they are kept
    /// by wildcards only.
    pub unnamed: Vec<String>,
    /// A made-up action that is in no catalogue and not unused, that the statement allows as the original
    /// did. Nothing if none was found.
    pub example: Option<String>,
}

/// A wildcard of the original that is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GivenUp {
    /// The statement, by its place in the original.
    pub statement: usize,
    /// The pattern.
    pub pattern: String,
    /// A made-up action that is in no catalogue and not unused, that the statement allowed and allows no
    /// more. Nothing if none was found.
    pub example: Option<String>,
}

/// What a recommendation for `original` says about the future.
pub fn future(
    original: &Policy,
    unused: &UnusedSet,
    recommendation: &Recommendation,
    known: &EffectiveCatalogue,
) -> Future {
    let mut found = Future { idle: idle(original, unused), ..Future::default() };
    let statements = original.statements.iter().zip(&recommendation.changes).enumerate();
    for (place, (before, change)) in statements.filter(|(_, (before, _))| before.effect == Effect::Allow) {
        let after = change.apply(before);
        let view = View { place, before, after: after.as_ref().map(|after| &after.actions), known, unused };
        found.wildcards.extend(view.wildcards());
        found.given_up.extend(view.given_up(change));
    }
    found.wildcards.sort();
    found.wildcards.dedup();
    found.given_up.sort();
    found.given_up.dedup();
    found
}

/// What is unused and was not allowed anyway.
fn idle(original: &Policy, unused: &UnusedSet) -> Vec<String> {
    let allows = || original.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let mut allowed: BTreeSet<&str> = BTreeSet::new();
    for element in allows().map(|statement| &statement.actions) {
        if element.negated {
            allowed.extend(unused.actions().map(Action::folded).filter(|action| element.matches(action)));
        } else {
            for pattern in &element.patterns {
                let below = unused.with_prefix(pattern.head()).map(Action::folded);
                allowed.extend(below.filter(|action| pattern.matches(action)));
            }
        }
    }
    let actions = unused.actions().filter(|action| !allowed.contains(action.folded()));
    let reaches = |element: &ActionElement, all: &Pattern| {
        if element.negated {
            return !element.patterns.iter().any(|pattern| all.is_inside(pattern));
        }
        element.patterns.iter().any(|pattern| !pattern.narrow(all.head()).is_empty())
    };
    let services = unused.services().map(|service| Pattern::new(format!("{service}:*")));
    let services = services.filter(|all| !allows().any(|s| reaches(&s.actions, all)));
    let services: Vec<String> = services.map(|all| all.spelling().to_owned()).collect();
    let idle: BTreeSet<String> = actions.map(ToString::to_string).chain(services).collect();
    idle.into_iter().collect()
}

/// One Allow statement, before and after.
struct View<'a> {
    place: usize,
    before: &'a Statement,
    after: Option<&'a ActionElement>,
    known: &'a EffectiveCatalogue,
    unused: &'a UnusedSet,
}

impl View<'_> {
    fn wildcards(&self) -> Vec<Wildcard> {
        let Some(after) = self.after else { return Vec::new() };
        let before = |string: &str| self.before.actions.matches(string);
        if after.negated {
            let matched = self.known.iter().filter(|(action, _)| after.matches(action.folded()));
            let unnamed: Vec<String> = matched.map(|(action, _)| action.to_string()).collect();
            let example =
                self.example(made_up(&Pattern::new("*")), |string| after.matches(string) && before(string));
            return vec![Wildcard {
                statement: self.place,
                pattern: None,
                known: unnamed.len(),
                unnamed,
                example,
            }];
        }
        let literals = after.patterns.iter().filter(|pattern| pattern.is_literal());
        let named: BTreeSet<&str> = literals.map(Pattern::folded).collect();
        let wildcard = |pattern: &Pattern| {
            let matched: Vec<_> = self.known.matching(pattern).collect();
            let unnamed =
                matched.iter().filter(|(action, unused)| !unused && !named.contains(action.folded()));
            Wildcard {
                statement: self.place,
                pattern: Some(pattern.spelling().to_owned()),
                known: matched.len(),
                unnamed: unnamed.map(|(action, _)| action.to_string()).collect(),
                // What one of its patterns matches, the statement allows.
                example: self.example(made_up(pattern), |string| pattern.matches(string) && before(string)),
            }
        };
        after.patterns.iter().filter(|pattern| !pattern.is_literal()).map(wildcard).collect()
    }

    fn given_up(&self, change: &StatementChange) -> Vec<GivenUp> {
        let (StatementChange::Refine(changes) | StatementChange::Remove(changes)) = change else {
            return Vec::new();
        };
        let gone = self.before.actions.patterns.iter().zip(changes).filter(|(pattern, change)| {
            !pattern.is_literal() && matches!(change, Change::Unused { .. } | Change::Replace { .. })
        });
        let given_up = |(pattern, _): (&Pattern, &Change)| {
            // Beside what is unused something new is least likely to be allowed.
            let below = self.unused.with_prefix(pattern.head()).filter(|a| pattern.matches(a.folded()));
            let beside = below.flat_map(|action| made_up(&Pattern::new(format!("{action}*"))));
            let candidates = made_up(pattern).into_iter().chain(beside.take(1_000));
            let lost = |string: &str| {
                pattern.matches(string) && !self.after.is_some_and(|after| after.matches(string))
            };
            GivenUp {
                statement: self.place,
                pattern: pattern.spelling().to_owned(),
                example: self.example(candidates, lost),
            }
        };
        gone.map(given_up).collect()
    }

    /// The first candidate that is in no catalogue, not unused, and as it should be.
    fn example(
        &self,
        candidates: impl IntoIterator<Item = String>,
        fits: impl Fn(&str) -> bool,
    ) -> Option<String> {
        candidates.into_iter().find(|string| {
            let folded = string.to_ascii_lowercase();
            !self.known.contains(&folded) && !self.unused.contains(&folded) && fits(&folded)
        })
    }
}

/// Actions that a pattern matches and that AWS is unlikely to have: with a made-up word for its wildcards.
fn made_up(pattern: &Pattern) -> Vec<String> {
    let fill = |word: &str, every: bool| {
        let mut filled = String::new();
        let mut first = true;
        for c in pattern.spelling().chars() {
            match c {
                '*' if first || every => filled.push_str(word),
                '*' => {}
                '?' => filled.push_str(word.get(..1).unwrap_or_default()),
                c => filled.push(c),
            }
            first &= c != '*';
        }
        filled
    };
    let all = ["Example", "NewThing", "Zebra", "Q7"].into_iter().flat_map(|word| {
        // A pattern may begin with its wildcard: then the word is a service and a name.
        let words = [word.to_owned(), format!("{}:{word}", word.to_ascii_lowercase())];
        words.map(|word| [fill(&word, true), fill(&word, false)]).into_iter().flatten().collect::<Vec<_>>()
    });
    all.filter(|action| action.matches(':').count() == 1).collect()
}
