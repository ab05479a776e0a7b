//! What a recommendation means for actions that no catalogue knows yet.
//!
//! Wildcards reach beyond the catalogue. That the original and the recommendation differ there is not an error,
//! but is reported. Every example is checked by direct matching.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    ActionElement, ByHead, Effect, EffectiveCatalogue, Pattern, Policy, Statement, UnusedSet,
};

use super::idle::idle;

use super::{Change, Recommendation, StatementChange};

/// The number of actions kept only by wildcards that are named for a policy. With `*` and NotAction these can be
/// all actions of AWS, once for each statement.
pub const MOST_UNNAMED: usize = 10_000;

/// What happens to actions that AWS has not published yet, and what else only wildcards decide.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Future {
    /// The wildcards of the recommended policy, by statement and pattern.
    pub wildcards: Vec<Wildcard>,
    /// The wildcards of the original that were removed, and what was lost with them.
    pub given_up: Vec<GivenUp>,
    /// What is unused but not allowed by any Allow statement of the original, sorted: an action, or `service:*`.
    pub idle: Vec<String>,
}

/// A wildcard of the recommended policy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wildcard {
    /// The number of the statement in the original.
    pub statement: usize,
    /// The pattern; `None` for a NotAction element, which allows what its patterns do not match.
    pub pattern: Option<String>,
    /// The number of known actions that it matches.
    pub known: usize,
    /// The intended actions among these that the statement does not name literally, sorted: only wildcards keep
    /// them. Cut after [`MOST_UNNAMED`] in the policy.
    pub unnamed: Vec<String>,
    /// The number of these actions.
    pub unnamed_count: usize,
    /// An invented action that is in no catalogue and not unused, and that the statement allows as the original
    /// did. `None` if none was found.
    pub example: Option<String>,
}

/// A wildcard of the original that was removed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GivenUp {
    /// The number of the statement in the original.
    pub statement: usize,
    /// The pattern.
    pub pattern: String,
    /// An invented action that is in no catalogue and not unused, and that the statement no longer allows. `None`
    /// if none was found.
    pub example: Option<String>,
}

/// What a recommendation for `original` means for unknown actions.
pub fn future(
    original: &Policy,
    unused: &UnusedSet,
    recommendation: &Recommendation,
    known: &EffectiveCatalogue,
) -> Future {
    let mut room = MOST_UNNAMED;
    let mut found = Future { idle: idle(original, unused), ..Future::default() };
    let statements = original.statements.iter().zip(&recommendation.changes).enumerate();
    for (place, (before, change)) in statements.filter(|(_, (before, _))| before.effect == Effect::Allow) {
        let after = change.apply(before);
        let after = after.as_ref().map(|after| &after.actions);
        let view = View {
            place,
            before,
            after,
            before_index: Index::new(&before.actions),
            after_index: after.map(Index::new),
            known,
            unused,
        };
        found.wildcards.extend(view.wildcards(&mut room));
        found.given_up.extend(view.given_up(change));
    }
    found.given_up.sort();
    found.given_up.dedup();
    found
}

/// The patterns of an element, indexed by what they match.
struct Index<'a> {
    negated: bool,
    patterns: ByHead<'a>,
}

impl<'a> Index<'a> {
    fn new(element: &'a ActionElement) -> Self {
        Self { negated: element.negated, patterns: ByHead::new(&element.patterns) }
    }

    /// Whether the element speaks of a folded string.
    fn matches(&self, string: &str) -> bool {
        self.patterns.matching(string).next().is_none() == self.negated
    }
}

/// One Allow statement, before and after.
struct View<'a> {
    place: usize,
    before: &'a Statement,
    after: Option<&'a ActionElement>,
    before_index: Index<'a>,
    after_index: Option<Index<'a>>,
    known: &'a EffectiveCatalogue,
    unused: &'a UnusedSet,
}

impl View<'_> {
    /// Its wildcards, sorted. There is `room` for this many names.
    fn wildcards(&self, room: &mut usize) -> Vec<Wildcard> {
        let (Some(after), Some(index)) = (self.after, &self.after_index) else { return Vec::new() };
        let before = |string: &str| self.before_index.matches(string);
        if after.negated {
            let example = self.example(made_up("*"), |string| index.matches(string) && before(string));
            return vec![self.excluding(after, example, room)];
        }
        let literals = after.patterns.iter().filter(|pattern| pattern.is_literal());
        let mut named: Vec<&str> = literals.map(Pattern::folded).collect();
        named.sort_unstable();
        let mut wildcard = |pattern: &Pattern| {
            // What one of its patterns matches, the statement allows.
            let example =
                self.example(made_up(pattern.spelling()), |string| pattern.matches(string) && before(string));
            let mut found = Wildcard {
                statement: self.place,
                pattern: Some(pattern.spelling().to_owned()),
                known: 0,
                unnamed: Vec::new(),
                unnamed_count: 0,
                example,
            };
            for (action, unused) in self.known.matching(pattern) {
                found.known += 1;
                if !unused && named.binary_search(&action.folded()).is_err() {
                    found.unnamed_count += 1;
                    if *room > 0 {
                        *room -= 1;
                        found.unnamed.push(action.to_string());
                    }
                }
            }
            found
        };
        let wide = after.patterns.iter().filter(|pattern| !pattern.is_literal());
        let wide: BTreeMap<&str, &Pattern> = wide.map(|pattern| (pattern.spelling(), pattern)).collect();
        wide.values().map(|pattern| wildcard(pattern)).collect()
    }

    /// What a NotAction allows: all known actions except those that its patterns match, so only the latter are
    /// looked up.
    fn excluding(&self, after: &ActionElement, example: Option<String>, room: &mut usize) -> Wildcard {
        let patterns = after.patterns.iter();
        let excluded: BTreeSet<&str> = patterns
            .flat_map(|pattern| self.known.matching(pattern))
            .map(|(action, _)| action.folded())
            .collect();
        let count = self.known.len() - excluded.len();
        let left = self.known.iter().filter(|(action, _)| !excluded.contains(action.folded()));
        let unnamed: Vec<String> = left.map(|(action, _)| action.to_string()).take(*room).collect();
        *room -= unnamed.len();
        Wildcard {
            statement: self.place,
            pattern: None,
            known: count,
            unnamed,
            unnamed_count: count,
            example,
        }
    }

    fn given_up(&self, change: &StatementChange) -> Vec<GivenUp> {
        let (StatementChange::Refine(changes) | StatementChange::Remove(changes)) = change else {
            return Vec::new();
        };
        let gone = self.before.actions.patterns.iter().zip(changes).filter(|(pattern, change)| {
            !pattern.is_literal() && matches!(change, Change::Unused { .. } | Change::Replace { .. })
        });
        let given_up = |(pattern, _): (&Pattern, &Change)| {
            // A new action next to unused ones is least likely to be allowed.
            let below = self.unused.with_prefix(pattern.head()).filter(|a| pattern.matches(a.folded()));
            let beside = below.flat_map(|action| made_up(&format!("{action}*")));
            let candidates = made_up(pattern.spelling()).chain(beside.take(1_000));
            let lost = |string: &str| {
                pattern.matches(string)
                    && !self.after_index.as_ref().is_some_and(|after| after.matches(string))
            };
            GivenUp {
                statement: self.place,
                pattern: pattern.spelling().to_owned(),
                example: self.example(candidates, lost),
            }
        };
        gone.map(given_up).collect()
    }

    /// The first candidate that is in no catalogue, not unused, and meets the condition.
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

/// Actions that a pattern matches and that AWS is unlikely to have, with an invented word for its wildcards.
fn made_up(pattern: &str) -> impl Iterator<Item = String> + use<> {
    let pattern = pattern.to_owned();
    let fill = move |word: &str, every: bool| {
        let mut filled = String::new();
        let mut first = true;
        for c in pattern.chars() {
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
    let words = ["Example", "NewThing", "Zebra", "Q7"].into_iter().flat_map(|word| {
        // A pattern may begin with its wildcard: then the word is a service and a name.
        [word.to_owned(), format!("{}:{word}", word.to_ascii_lowercase())]
    });
    let all = words.flat_map(move |word| [true, false].map(|every| fill(&word, every)));
    all.filter(|action| action.matches(':').count() == 1)
}
