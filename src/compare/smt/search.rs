//! Asks for Booleans, looks for a request of which they are true, and learns from what does not exist.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use paredown_request::Request;

use crate::compare::capture::captured;
use crate::compare::fill::fill;
use crate::compare::pair::NOT_CONFIRMED;
use crate::compare::pattern::Pattern;
use crate::compare::patterns::Number;
use crate::compare::wishes::{Fit, KeyWish, Wish};
use crate::compare::world::World;
use crate::model::service_of;
use crate::prove::smt::solver::Solver;

use super::dimension::{Dimension, Kind, Membership, Realised};
use super::keys::{Outcome, fit};
use super::language::Language;
use super::question::{Facts, Question};
use super::relations::relate;
use super::variables::{musts, needed, needed_by, relate_variables};
use super::z3::{Answer, Assertions, Literal, Values, Variable};

/// The largest number of times that Booleans are asked for.
const MOST_ROUNDS: usize = 2_000;

/// The reason if that is not enough.
const TOO_MANY_ROUNDS: &str = "patterns and conditions overlap in too many ways";

/// The largest number of requests that are tried and not confirmed.
const MOST_TRIED: usize = 30;

/// What is wished of a key, and whether it has to be there.
type OfKey = (Vec<(usize, bool)>, String, bool);

/// A search for a request that the inner side allows and the outer side does not.
pub(super) struct Search<'w, 'a> {
    world: &'w World<'a>,
    limit: Duration,
    strings: Box<dyn Solver>,
    assertions: Assertions,
    question: Question<'w, 'a>,
    actions: Dimension,
    resources: Dimension,
    /// What was found of keys, by what was wished.
    found: HashMap<OfKey, Outcome>,
}

impl<'w, 'a> Search<'w, 'a> {
    pub(super) fn new(world: &'w World<'a>, limit: Duration, strings: Box<dyn Solver>) -> Self {
        let mut assertions = Assertions::new(limit);
        let question = Question::new(world, &mut assertions);
        let languages =
            |patterns: &mut dyn Iterator<Item = &Pattern>| patterns.map(Language::of_pattern).collect();
        let actions = Dimension { languages: languages(&mut world.actions.iter()), kind: Kind::Actions };
        let resources =
            Dimension { languages: languages(&mut world.resources.iter()), kind: Kind::Resources };
        relate(&actions, &question.actions, &mut assertions);
        relate(&resources, &question.resources, &mut assertions);
        Self { world, limit, strings, assertions, question, actions, resources, found: HashMap::new() }
    }

    /// A request that the inner side allows and the outer side does not; `None` if there is none.
    ///
    /// # Errors
    /// The reason why that is not known.
    pub(super) fn run(mut self) -> Result<Option<Request>, String> {
        relate_variables(
            self.world,
            &self.resources,
            &self.question.resources,
            self.strings.as_mut(),
            &mut self.assertions,
        )?;
        let mut open: Option<String> = None;
        let mut tried = 0;
        for _ in 0..MOST_ROUNDS {
            let values = match self.assertions.check(&[])? {
                Answer::Values(values) => values,
                Answer::None(_) => return open.map_or(Ok(None), Err),
            };
            let mut facts = self.question.facts(&values);
            if self.learn_action(&mut facts, &values)? || self.learn(&facts)? {
                continue;
            }
            match self.request(&facts) {
                Ok(request) => return Ok(Some(request)),
                Err(reason) => open = open.or(Some(reason)),
            }
            tried += 1;
            if tried >= MOST_TRIED {
                break;
            }
            // It is unknown now, unless a request is confirmed. Another action would hardly help.
            let not = clause(&facts.resources, &self.question.resources);
            let entries = clause(&facts.entries, &self.question.entries);
            let actions = if facts.entries.is_empty() && facts.resources.is_empty() {
                clause(&facts.actions, &self.question.actions)
            } else {
                Vec::new()
            };
            self.assertions.assert_clause([not, entries, actions].concat());
        }
        Err(open.unwrap_or_else(|| TOO_MANY_ROUNDS.to_owned()))
    }

    /// Whether no action has these facts; what is in the way of it is then asserted. Otherwise the action is noted, and a
    /// resource type that it has if it is restricted to its types.
    fn learn_action(&mut self, facts: &mut Facts, values: &Values) -> Result<bool, String> {
        let actions: Vec<Membership> = facts.actions.iter().copied().collect();
        let word = match self.actions.realise(&actions, self.strings.as_mut())? {
            Realised::Word(word) => word,
            Realised::Never(core) => {
                self.assertions.assert_clause(clause(&core, &self.question.actions));
                return Ok(true);
            }
        };
        facts.action = word;
        if self.world.types(&facts.action).is_none() {
            return Ok(false);
        }
        let has = |(action, _): &(&str, _)| self.actions.has(action, &actions);
        let restricted: Vec<(&str, &[Number])> = self.world.restricted().filter(has).collect();
        let others: Vec<&str> = restricted.iter().map(|(action, _)| *action).collect();
        if let Some(word) = self.actions.word(&actions, &others, self.strings.as_mut())? {
            facts.action = word;
            return Ok(false);
        }
        let is = |number: &Number| {
            self.question.resources.get(*number).is_some_and(|variable| values.is(*variable))
        };
        for (action, types) in &restricted {
            if let Some(number) = types.iter().copied().find(is) {
                (*action).clone_into(&mut facts.action);
                facts.resources.insert((number, true));
                return Ok(false);
            }
        }
        let mut types: Vec<Number> = restricted.iter().flat_map(|(_, types)| types.iter().copied()).collect();
        types.sort_unstable();
        types.dedup();
        let types = types.iter().filter_map(|number| Some((*self.question.resources.get(*number)?, true)));
        let not = clause(&actions, &self.question.actions);
        self.assertions.assert_clause(not.into_iter().chain(types));
        Ok(true)
    }

    /// Whether no request has these facts; what is in the way of it is then asserted.
    fn learn(&mut self, facts: &Facts) -> Result<bool, String> {
        let resources: Vec<Membership> = facts.resources.iter().copied().collect();
        let mut learned = false;
        if let Realised::Never(core) = self.resources.realise(&resources, self.strings.as_mut())? {
            let clause = clause(&core, &self.question.resources);
            self.assertions.assert_clause(clause);
            learned = true;
        }
        let musts = musts(&resources);
        let needed: BTreeSet<String> = needed(self.world, &musts).into_iter().collect();
        let entries: Vec<(usize, bool)> = facts.entries.iter().copied().collect();
        for key in self.keys(&entries, &needed) {
            let own = self.of_key(&entries, &key);
            let is_needed = needed.contains(&key);
            let Outcome::Never(core, because_needed) = self.key(&key, &own, is_needed)? else { continue };
            let core: Vec<(usize, bool)> =
                core.iter().filter_map(|number| own.get(*number)).copied().collect();
            let mut clause = clause(&core, &self.question.entries);
            if because_needed {
                let by = musts.iter().find(|must| needed_by(self.world, **must).contains(&key.as_str()));
                clause.extend(by.and_then(|by| self.question.resources.get(*by)).map(|by| (*by, false)));
            }
            self.assertions.assert_clause(clause);
            learned = true;
        }
        Ok(learned)
    }

    /// The keys of some entries, and those that are needed.
    fn keys(&self, entries: &[(usize, bool)], needed: &BTreeSet<String>) -> BTreeSet<String> {
        let own = entries.iter().filter_map(|(number, _)| self.world.entries.get(*number));
        own.map(|entry| entry.key().to_owned()).chain(needed.iter().cloned()).collect()
    }

    fn of_key(&self, entries: &[(usize, bool)], key: &str) -> Vec<(usize, bool)> {
        let own = |number: usize| self.world.entries.get(number).is_some_and(|entry| entry.key() == key);
        entries.iter().filter(|(number, _)| own(*number)).copied().collect()
    }

    fn wishes(&self, entries: &[(usize, bool)]) -> Vec<Wish<'a>> {
        let wish = |(number, wish): &(usize, bool)| Some((*self.world.entries.get(*number)?, *wish));
        entries.iter().filter_map(wish).collect()
    }

    /// What is found of one key.
    fn key(&mut self, key: &str, own: &[(usize, bool)], needed: bool) -> Result<Outcome, String> {
        let known = (own.to_vec(), key.to_owned(), needed);
        if let Some(found) = self.found.get(&known) {
            return Ok(found.clone());
        }
        let several = self.world.keys().has_several(key);
        let wish = KeyWish { key, several, needed, wishes: self.wishes(own) };
        let found = fit(&wish, self.limit, self.strings.as_mut())?;
        self.found.insert(known, found.clone());
        Ok(found)
    }

    /// A request with these facts, if it is confirmed.
    fn request(&mut self, facts: &Facts) -> Result<Request, String> {
        let actions: Vec<Membership> = facts.actions.iter().copied().collect();
        let resources: Vec<Membership> = facts.resources.iter().copied().collect();
        let entries: Vec<(usize, bool)> = facts.entries.iter().copied().collect();
        let free = |action: &String| self.world.types(action).is_none();
        let action = if free(&facts.action) {
            let usual = self.actions.usual(&actions, "", self.strings.as_mut()).into_iter();
            usual.filter(free).chain([facts.action.clone()]).next().unwrap_or_default()
        } else {
            facts.action.clone()
        };
        let mut reason = None;
        for resource in self.resources.usual(&resources, service_of(&action), self.strings.as_mut()) {
            match self.with_context(&action, resource, &musts(&resources), &entries) {
                Ok(request) => return Ok(request),
                Err(not) => reason = reason.or(Some(not)),
            }
        }
        Err(reason.unwrap_or_else(|| NOT_CONFIRMED.to_owned()))
    }

    fn with_context(
        &mut self,
        action: &str,
        resource: String,
        musts: &[Number],
        entries: &[(usize, bool)],
    ) -> Result<Request, String> {
        let letters: Vec<char> = resource.chars().collect();
        let captured = captured(self.world, &letters, musts).ok_or(NOT_CONFIRMED)?;
        let mut request = Request {
            action: action.to_owned(),
            resource,
            context: captured.into_iter().map(|(key, value)| (key, vec![value])).collect(),
        };
        let wishes = self.wishes(entries);
        let (limit, strings) = (self.limit, self.strings.as_mut());
        let mut failed = None;
        let mut fits = |wish: &KeyWish<'_>| match fit(wish, limit, strings) {
            Ok(Outcome::Fit(fit)) => fit,
            Ok(Outcome::Never(..)) => Fit::Impossible,
            Err(reason) => {
                failed = failed.take().or(Some(reason));
                Fit::Impossible
            }
        };
        let filled = fill(self.world, &wishes, &mut request, &mut fits);
        if let (Err(_), Some(reason)) = (&filled, failed) {
            return Err(reason);
        }
        filled?;
        self.world.pair.confirm(&request).map(|_| request)
    }
}

/// That not all of some facts are true.
fn clause<'f>(facts: impl IntoIterator<Item = &'f Membership>, variables: &[Variable]) -> Vec<Literal> {
    facts.into_iter().filter_map(|(number, is)| Some((*variables.get(*number)?, !*is))).collect()
}
