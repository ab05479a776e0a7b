//! Searches for a request that refutes a claim.
//!
//! What is found is shown only if the evaluator confirms that one side allows it and the other does not.

use std::collections::BTreeSet;

use crate::model::{Effect, Reading, Statement};
use crate::prove::{ContextEntry, Witness};

use super::assumptions::{Assumption, groups};
use super::conditions::{share_a_key, surely_met};
use super::context::{Choices, context, fail, keys_of, meet, naming};
use super::evaluate::{Context, Request, allowed, speaks_of};
use super::proof::Open;
use super::question::{Kind, Question};
use super::request_set::{Counting, Group, Outside, RequestSet};

/// The largest number of values of variables to try.
const MOST_VALUES: usize = 8;

/// The largest number of actions to try one by one.
const MOST_ACTIONS: usize = 32;

/// What to search for: a request that all these statements apply to.
pub(super) struct Refuting<'r, 'q> {
    question: &'r Question<'q>,
    /// Actions to try before others.
    first: Vec<&'r str>,
    /// The Deny statements of the side that allows it.
    denies: Vec<&'q Statement>,
    /// The Deny statements of the other side.
    other_denies: Vec<&'q Statement>,
}

impl<'r, 'q> Refuting<'r, 'q> {
    pub(super) fn new(question: &'r Question<'q>, open: &'r Open) -> Self {
        let before = question.kind.allowed_before();
        let mut first: Vec<&str> = question.hint.into_iter().collect();
        // A known action is more plausible than an invented one.
        if let Open::At { action, .. } = open
            && question.whole.known.contains(action)
        {
            first.push(action);
        }
        first.dedup();
        let denies = question.whole.on(before, Effect::Deny);
        let other_denies = question.whole.on(!before, Effect::Deny);
        Self { question, first, denies, other_denies }
    }

    /// A request that refutes the claim, if one is found.
    pub(super) fn witness(&self, engine: &mut dyn Outside) -> Option<Witness> {
        if !self.question.kind.is_about_denies() {
            return self.together(&[self.question.statement], engine);
        }
        // Some statement has to grant what the Deny statement applies to.
        let grants = self.question.whole.on(self.question.kind.allowed_before(), Effect::Allow);
        grants.into_iter().find_map(|grant| self.together(&[self.question.statement, grant], engine))
    }

    /// A request that all these statements apply to.
    fn together(&self, statements: &[&'q Statement], engine: &mut dyn Outside) -> Option<Witness> {
        let whole = self.question.whole;
        let all: Vec<&Statement> = whole.before.iter().chain(&whole.after).copied().collect();
        let values = naming(&all);
        let mut given = std::iter::once(None).chain(values.iter().take(MOST_VALUES).map(Some));
        given.find_map(|given| self.with_values(&meet(statements, &all, given)?, statements, engine))
    }

    /// The same, with values that meet the conditions of the statements.
    fn with_values(
        &self,
        choices: &Choices,
        statements: &[&'q Statement],
        engine: &mut dyn Outside,
    ) -> Option<Witness> {
        let values = context(choices);
        // First a request that the other side does not allow whatever its conditions; then one that it does not
        // allow if they are not met.
        for any_condition in [true, false] {
            let mut grants = self.question.allowed_by_other();
            if !any_condition {
                let given: Vec<_> = statements.iter().map(|statement| &statement.scope).collect();
                let all = grants.len();
                grants.retain(|grant| surely_met(grant, &given));
                if grants.len() == all {
                    break;
                }
            }
            let search = Search { refuting: self, statements, grants, choices, values: &values };
            if let Some(witness) = search.witness(engine) {
                return Some(witness);
            }
        }
        None
    }
}

/// One way of searching.
struct Search<'s, 'q> {
    refuting: &'s Refuting<'s, 'q>,
    statements: &'s [&'q Statement],
    /// The statements of the other side that have to be avoided.
    grants: Vec<&'q Statement>,
    /// Choices that meet the conditions of the statements, and the same as a context.
    choices: &'s Choices,
    values: &'s Context,
}

impl Search<'_, '_> {
    fn witness(&self, engine: &mut dyn Outside) -> Option<Witness> {
        let question = self.refuting.question;
        for action in &self.refuting.first {
            if let Ok(Some(witness)) = self.one(Counting::These(vec![action]), Some(action), engine) {
                return Some(witness);
            }
        }
        // The known ones together; if what is found does not suffice, one by one.
        match self.one(Counting::These(question.known.clone()), None, engine) {
            Ok(Some(witness)) => return Some(witness),
            Ok(None) => {}
            Err(Missed) => {
                let mut each = question.known.iter().take(MOST_ACTIONS);
                let found = each.find_map(|action| {
                    self.one(Counting::These(vec![action]), Some(action), engine).ok().flatten()
                });
                if found.is_some() {
                    return found;
                }
            }
        }
        match question.counting() {
            Counting::These(_) => None,
            counting => self.one(counting, None, engine).ok().flatten(),
        }
    }

    /// A request for one of some actions. An error if one was found that does not suffice, or may exist.
    fn one(
        &self,
        counting: Counting<'_>,
        action: Option<&str>,
        engine: &mut dyn Outside,
    ) -> Result<Option<Witness>, Missed> {
        let with_values = |others| Assumption::Values(self.values.clone(), Box::new(others));
        let (fewest, most) = (with_values(Assumption::Fewest), with_values(Assumption::Most));
        let target = RequestSet {
            actions: self.statements.iter().map(|statement| &statement.actions).collect(),
            resources: self.statements.iter().map(|s| fewest.resources(&s.scope)).collect(),
            counting,
        };
        let mut around: Vec<&Statement> = self.grants.clone();
        around.extend(self.refuting.denies.iter().filter(|deny| !self.can_be_unmet(deny, action)));
        let others: Vec<Group<'_>> = groups(&around, &most);
        match engine.outside(&target, &others, &Reading::ALL) {
            Ok(Some((action, resource))) => self.checked(&action, &resource).map(Some).ok_or(Missed),
            Ok(None) => Ok(None),
            Err(_) => Err(Missed),
        }
    }

    /// Whether a Deny statement may be avoided by not meeting its Condition: the other side has it too, and none
    /// of its keys is in the Condition that has to be met, or in another Deny statement for the action.
    fn can_be_unmet(&self, deny: &Statement, action: Option<&str>) -> bool {
        let both = || self.refuting.other_denies.iter().any(|other| other.is_comparable_to(deny));
        let apart = || !self.statements.iter().any(|statement| share_a_key(statement, deny));
        let alone = || {
            let all = self.refuting.denies.iter().chain(&self.refuting.other_denies);
            let mut others = all.filter(|other| !other.is_comparable_to(deny));
            // Without an action, this is checked again once there is one.
            !action.is_some_and(|action| {
                others.any(|other| other.actions.matches(action) && share_a_key(other, deny))
            })
        };
        !deny.scope.tests().is_empty() && both() && apart() && alone()
    }

    /// The request with a context, if the evaluator confirms that it refutes.
    fn checked(&self, action: &str, resource: &str) -> Option<Witness> {
        let (refuting, question) = (self.refuting, self.refuting.question);
        let speaks = |statement: &Statement, values: Option<&Context>| {
            let on = |reading| speaks_of(&statement.scope, resource, values, reading) != Some(false);
            statement.actions.matches(action) && Reading::ALL.into_iter().any(on)
        };
        let hinders = |statement: &&&Statement| {
            !statement.scope.tests().is_empty() && speaks(statement, Some(self.values))
        };
        let denies = refuting.denies.iter().filter(hinders);
        if denies.clone().any(|deny| !self.can_be_unmet(deny, Some(action))) {
            return None;
        }
        let grants = question.allowed_by_other();
        let unmet: Vec<&Statement> = denies.chain(grants.iter().filter(hinders)).copied().collect();
        let mut choices = fail(self.choices.clone(), &unmet)?;
        // Every key that the answer may depend on is shown.
        let all = question.whole.before.iter().chain(&question.whole.after);
        let asked = all.filter(|statement| speaks(statement, None)).flat_map(|statement| keys_of(statement));
        let asked: BTreeSet<String> = asked.collect();
        choices.retain(|key, _| asked.contains(key));
        for key in asked {
            choices.entry(key).or_insert(None);
        }
        self.refutes(action, resource, &choices).then(|| {
            let known = question.whole.known.with_prefix(action).map(|(known, _)| known);
            let known = known.into_iter().find(|known| known.folded() == action);
            Witness::Request {
                action: known.map_or_else(|| action.to_owned(), ToString::to_string),
                known: known.is_some(),
                resource: resource.to_owned(),
                context: choices
                    .into_iter()
                    .map(|(key, value)| ContextEntry { key, values: value.into_iter().collect() })
                    .collect(),
            }
        })
    }

    /// Whether one side allows the request and the other does not, under both readings.
    fn refutes(&self, action: &str, resource: &str, choices: &Choices) -> bool {
        let question = self.refuting.question;
        let (before, after) = (&question.whole.before, &question.whole.after);
        let (from, to) = if question.kind.allowed_before() { (before, after) } else { (after, before) };
        let request =
            Request { action: action.to_owned(), resource: resource.to_owned(), context: context(choices) };
        // An unused action refutes even if the other side allows it.
        let missing = question.kind != Kind::UnusedRemoved;
        question.counts(action)
            && Reading::ALL.into_iter().all(|reading| {
                allowed(from, &request, reading) == Some(true)
                    && (!missing || allowed(to, &request, reading) == Some(false))
            })
    }
}

/// A request was found that does not suffice, or it is not known whether there is one.
struct Missed;
