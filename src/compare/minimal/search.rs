//! The search for a request that one side allows and the other does not.
//!
//! Such a request matches an Allow statement of the inner side, no Deny statement of it, and either no Allow statement of
//! the outer side, or some Deny statement of it. So it matches one or two *given* rules, and none of some others, the
//! *covers*. A match of a cover only ever hinders, so it is enough to look at requests that match as little as they can:
//! at words in which a letter that no pattern names stands for all that patterns leave open ([`Words`]).
//! NotAction and NotResource are the exception, as they are matched where their patterns are not: for each such cover that
//! hinders, words that one of its patterns matches are looked at as well.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use crate::compare::pattern::Pattern;
use crate::compare::patterns::{Element, Number, Patterns};
use crate::compare::symbols::{TooMany, Word};
use crate::compare::world::{Compared, RuleNumber, World};
use crate::deadline;
use crate::model::Effect;

use super::cells::{Cell, Cells};
use super::found::{Found, Rules};
use super::words::{Case, Words};

/// The reason if there are too many words to look at.
const TOO_MANY_WORDS: &str = "patterns overlap in too many ways";

/// The largest number of words with which a search is continued.
const MOST_CASES: usize = 200_000;

/// The reason if there are too many combinations.
const TOO_MANY_CASES: &str = "statements overlap in too many ways";

/// A search.
pub(super) struct Search<'w, 'a> {
    world: &'w World<'a>,
    actions: Words<'w>,
    resources: Words<'w>,
    cells: Cells<'w, 'a>,
    /// For each pattern of actions, the rules that have it in their lists.
    by_pattern: Vec<Vec<RuleNumber>>,
    /// What was found where the same rules are left.
    known: HashMap<Key, Found>,
    cases: usize,
}

/// Given rules, covers that have the action, and the patterns of the resources on which it can be requested.
type Key = (Vec<RuleNumber>, Vec<RuleNumber>, Option<Vec<Number>>);

/// What words are about.
#[derive(Clone, Copy)]
enum Dimension {
    Actions,
    Resources,
}

impl Dimension {
    fn of(self, rule: &Compared) -> &Element {
        match self {
            Self::Actions => &rule.actions,
            Self::Resources => &rule.resources,
        }
    }
}

impl<'w, 'a> Search<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>) -> Self {
        let mut by_pattern = vec![Vec::new(); world.actions.iter().count()];
        for (number, rule) in world.rules.iter().enumerate() {
            for pattern in &rule.actions.patterns {
                by_pattern.get_mut(*pattern).into_iter().for_each(|rules: &mut Vec<_>| rules.push(number));
            }
        }
        Self {
            world,
            actions: Words::new(&world.actions, false),
            resources: Words::new(&world.resources, true),
            cells: Cells::new(world),
            by_pattern,
            known: HashMap::new(),
            cases: 0,
        }
    }

    /// A request that the inner side allows and the outer side does not.
    pub(super) fn run(&mut self) -> Found {
        self.each(Self::actions)
    }

    /// The same for one folded action.
    pub(super) fn of_action(&mut self, action: &str) -> Found {
        let word: Word = action.chars().collect();
        let case = self.actions.literal(&word);
        let having = self.having(&case);
        let has = |number: &RuleNumber| having.get(*number).copied().unwrap_or(false);
        self.each(|search, given, covers| {
            if !given.iter().all(has) {
                return Ok(Found::Nothing(Rules::default()));
            }
            search.known_cell(given, covers.iter().copied().filter(has).collect(), &case)
        })
    }

    /// For each rule, whether it surely has the action of a case.
    fn having(&self, case: &Case) -> Vec<bool> {
        let mut having: Vec<bool> = self.world.rules.iter().map(|rule| rule.actions.negated).collect();
        for rule in case.matching.iter().filter_map(|pattern| self.by_pattern.get(*pattern)).flatten() {
            let negated = self.world.rules.get(*rule).is_some_and(|rule| rule.actions.negated);
            if let Some(has) = having.get_mut(*rule) {
                *has = !negated;
            }
        }
        having
    }

    /// Goes through what a request may match.
    fn each(
        &mut self,
        mut look: impl FnMut(&mut Self, &[RuleNumber], &[RuleNumber]) -> Result<Found, TooMany>,
    ) -> Found {
        let [allows, denies] = [Effect::Allow, Effect::Deny].map(|effect| self.world.of(true, effect));
        let [theirs, hindering] = [Effect::Allow, Effect::Deny].map(|effect| self.world.of(false, effect));
        let mut open = None;
        for allow in allows {
            let mut covers = [denies.as_slice(), theirs.as_slice()].concat();
            covers.sort_unstable();
            let alone = std::iter::once((vec![allow], covers));
            let denied = hindering.iter().map(|deny| (vec![allow, *deny], denies.clone()));
            for (given, covers) in alone.chain(denied) {
                deadline::check();
                match look(self, &given, &covers) {
                    Ok(Found::Nothing(_)) => {}
                    Ok(Found::Request(request)) => return Found::Request(request),
                    Ok(Found::Open(reason, _)) => open = open.or(Some(reason)),
                    Err(TooMany) => open = open.or(Some(TOO_MANY_WORDS.to_owned())),
                }
            }
        }
        let nowhere = Rules::default();
        match open {
            Some(reason) => Found::Open(reason, nowhere),
            None => Found::Nothing(nowhere),
        }
    }

    /// What was found for given rules, covers that have the action, and the resources on which it can be requested.
    fn known_cell(
        &mut self,
        given: &[RuleNumber],
        left: Vec<RuleNumber>,
        case: &Case,
    ) -> Result<Found, TooMany> {
        let action: String = case.word.iter().collect();
        let types = self.world.types(&action);
        let key = (given.to_vec(), left, types.map(<[Number]>::to_vec));
        // A request is of one action.
        if let Some(found) = self.known.get(&key).filter(|found| !matches!(found, Found::Request(_))) {
            return Ok(found.clone());
        }
        let found = self.by_resource(given, &key.1, case)?;
        self.known.insert(key, found.clone());
        Ok(found)
    }

    fn rules<'r>(
        &'r self,
        numbers: &'r [RuleNumber],
    ) -> impl Iterator<Item = (RuleNumber, &'w Compared)> + 'r {
        numbers.iter().filter_map(|number| Some((*number, self.world.rules.get(*number)?)))
    }

    /// Action by action.
    fn actions(&mut self, given: &[RuleNumber], covers: &[RuleNumber]) -> Result<Found, TooMany> {
        let next = |search: &mut Self, left: Vec<RuleNumber>, case: &Case, _: &[Number]| {
            search.known_cell(given, left, case)
        };
        self.by_word(Dimension::Actions, None, given, covers, next)
    }

    /// Resource by resource, for an action that is in these covers.
    fn by_resource(
        &mut self,
        given: &[RuleNumber],
        covers: &[RuleNumber],
        action: &Case,
    ) -> Result<Found, TooMany> {
        let next = |search: &mut Self, left: Vec<RuleNumber>, case: &Case, musts: &[Number]| {
            // What is found where the covers fail as well that may have the resource is certain.
            let more = search.uncertain(given, covers, &left);
            let mut look = |covers: &[RuleNumber]| {
                search.cells.look(&Cell { given, covers, action, resource: case, musts })
            };
            if !more.is_empty()
                && let found @ Found::Request(_) = look(&sorted([left.as_slice(), &more].concat()))
            {
                return Ok(found);
            }
            Ok(match look(&left) {
                // With another action or resource, what is not known of them may make no difference.
                Found::Open(reason, _) => Found::Open(reason, Rc::new(search.doubtful(covers))),
                found => found,
            })
        };
        let word: String = action.word.iter().collect();
        self.by_word(Dimension::Resources, self.world.types(&word), given, covers, next)
    }

    /// The covers that do not surely have a resource, but may, and whose conditions may fail where those of the given rules are
    /// met.
    fn uncertain(
        &self,
        given: &[RuleNumber],
        covers: &[RuleNumber],
        certain: &[RuleNumber],
    ) -> Vec<RuleNumber> {
        let met = |entry: &usize| self.rules(given).any(|(_, rule)| rule.entries.contains(entry));
        let may = |(number, rule): &(RuleNumber, &Compared)| {
            let mut patterns = rule.resources.patterns.iter();
            !certain.contains(number)
                && !rule.resources.negated
                && patterns.any(|pattern| !self.world.resources.is_exact(*pattern))
                && !rule.entries.iter().all(met)
        };
        self.rules(covers).filter(may).map(|(number, _)| number).collect()
    }

    /// The covers of which it is not known which resources they have.
    fn doubtful(&self, covers: &[RuleNumber]) -> Vec<RuleNumber> {
        let in_doubt = |(_, rule): &(RuleNumber, &Compared)| {
            rule.resources.patterns.iter().any(|pattern| !self.world.resources.is_exact(*pattern))
        };
        self.rules(covers).filter(in_doubt).map(|(number, _)| number).collect()
    }

    /// Goes on with each word that stands for what all given rules have in one dimension, and with the covers that have it
    /// too.
    fn by_word(
        &mut self,
        dimension: Dimension,
        within: Option<&[Number]>,
        given: &[RuleNumber],
        covers: &[RuleNumber],
        mut next: impl FnMut(&mut Self, Vec<RuleNumber>, &Case, &[Number]) -> Result<Found, TooMany>,
    ) -> Result<Found, TooMany> {
        let elements: Vec<&Element> = self.rules(given).map(|(_, rule)| dimension.of(rule)).collect();
        let excluded: Vec<Number> =
            elements.iter().filter(|one| one.negated).flat_map(|one| one.patterns.iter().copied()).collect();
        let patterns = match dimension {
            Dimension::Actions => &self.world.actions,
            Dimension::Resources => &self.world.resources,
        };
        // What no given rule and no cover names need not be told apart.
        let of_covers = self.rules(covers).map(|(_, rule)| dimension.of(rule));
        let ones = patterns.with_ones(elements.iter().copied().chain(of_covers));
        let mut open = bases(&elements, patterns);
        if let Some(within) = within {
            let also = |musts: &Vec<Number>| -> Vec<Vec<Number>> {
                within.iter().map(|one| sorted([musts.as_slice(), &[*one]].concat())).collect()
            };
            open = open.iter().flat_map(also).collect();
        }
        let mut seen: HashSet<Vec<Number>> = open.iter().cloned().collect();
        let mut core: Vec<RuleNumber> = Vec::new();
        let mut unknown = None;
        // In the order of the document: what comes first is found first.
        let mut open = VecDeque::from(open);
        while let Some(musts) = open.pop_front() {
            let cases = match dimension {
                Dimension::Actions => self.actions.of(&musts, &ones)?,
                Dimension::Resources => self.resources.of(&musts, &ones)?,
            };
            for case in cases.iter() {
                if case.is_one_of(&excluded) {
                    continue;
                }
                deadline::check();
                self.cases += 1;
                if self.cases > MOST_CASES {
                    return Ok(Found::Open(TOO_MANY_CASES.to_owned(), Rules::default()));
                }
                let left = self.rules(covers).filter(|(_, rule)| case.is_in(dimension.of(rule)));
                let left: Vec<RuleNumber> = left.map(|(number, _)| number).collect();
                let because = match next(self, left, case, &musts)? {
                    Found::Request(request) => return Ok(Found::Request(request)),
                    Found::Open(reason, because) => {
                        unknown = unknown.or(Some(reason));
                        because
                    }
                    Found::Nothing(because) => because,
                };
                for (_, cover) in self.rules(&because).filter(|(_, rule)| dimension.of(rule).negated) {
                    for pattern in &dimension.of(cover).patterns {
                        let more = sorted([musts.as_slice(), &[*pattern]].concat());
                        if seen.insert(more.clone()) {
                            open.push_back(more);
                        }
                    }
                }
                core.extend(because.iter());
            }
        }
        core.sort_unstable();
        core.dedup();
        let core = Rc::new(core);
        Ok(match unknown {
            Some(reason) => Found::Open(reason, core),
            None => Found::Nothing(core),
        })
    }
}

/// The patterns that something has to match to be in all of these elements: in each way one of each, apart from those
/// that have what their patterns do not match.
fn bases(elements: &[&Element], patterns: &Patterns) -> Vec<Vec<Number>> {
    let mut all: Vec<Vec<Number>> = vec![Vec::new()];
    for element in elements.iter().filter(|element| !element.negated) {
        all = all.iter().flat_map(|before| extended(before, element, patterns)).collect();
    }
    let mut all: Vec<Vec<Number>> = all.into_iter().map(sorted).collect();
    all.sort();
    all.dedup();
    all
}

fn sorted(mut numbers: Vec<Number>) -> Vec<Number> {
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The ways to go on from one pattern to one of an element: where one of the two is a literal that the other matches, the
/// literal is enough.
fn extended(before: &[Number], element: &Element, patterns: &Patterns) -> Vec<Vec<Number>> {
    let both = |number: &Number| [before, &[*number]].concat();
    let [single] = before else { return element.patterns.iter().map(both).collect() };
    let literal = |number: Number| patterns.get(number).and_then(Pattern::literal);
    if let Some(word) = literal(*single) {
        let matching = patterns.matching(&word);
        let has = |number: &&Number| matching.contains(number);
        let certain = element.patterns.iter().any(|number| has(&number));
        let others = element.patterns.iter().filter(|number| !patterns.is_exact(**number)).map(both);
        return certain.then(|| before.to_vec()).into_iter().chain(others).collect();
    }
    let way = |number: &Number| match literal(*number) {
        Some(word) if patterns.is_exact(*single) => patterns.get(*single)?.has(&word).then(|| vec![*number]),
        _ => Some(both(number)),
    };
    element.patterns.iter().filter_map(way).collect()
}
