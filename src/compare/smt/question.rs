//! The question as one formula over Booleans: one for each action pattern, each resource pattern and each entry of a
//! condition, which says whether it matches the request.

use std::collections::BTreeSet;

use crate::compare::pattern::Kind;
use crate::compare::patterns::{Element, Number};
use crate::compare::world::{Compared, World};
use crate::model::Effect;

use super::dimension::Membership;
use super::z3::{Assertions, Term, Values, Variable};

/// The Booleans of the question.
pub(super) struct Question<'w, 'a> {
    world: &'w World<'a>,
    pub(super) actions: Vec<Variable>,
    pub(super) resources: Vec<Variable>,
    pub(super) entries: Vec<Variable>,
}

/// What matters of an answer: whatever request these are true of, the inner side allows and the outer side does not.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) actions: BTreeSet<Membership>,
    pub(super) resources: BTreeSet<Membership>,
    pub(super) entries: BTreeSet<(usize, bool)>,
    /// The action that they are of.
    pub(super) action: String,
}

impl<'w, 'a> Question<'w, 'a> {
    /// Asserts that the inner side allows the request and the outer side does not.
    pub(super) fn new(world: &'w World<'a>, assertions: &mut Assertions) -> Self {
        let mut some = |count: usize| (0..count).map(|_| assertions.boolean()).collect::<Vec<_>>();
        let actions = some(world.actions.iter().count());
        let resources = some(world.resources.iter().count());
        let entries = some(world.entries.len());
        let question = Self { world, actions, resources, entries };
        assertions.assert(&question.allowed(true));
        assertions.assert(&question.allowed(false).is(false));
        // Other actions that are restricted are looked at once they are found.
        for (action, types) in world.restricted_patterns() {
            let Some(action) = question.actions.get(action) else { continue };
            let own = types.iter().filter_map(|number| question.resources.get(*number));
            let some = own.map(|variable| (*variable, true));
            assertions.assert_clause([(*action, false)].into_iter().chain(some));
        }
        question
    }

    /// That one side allows the request: some Allow statement matches, and no Deny statement.
    fn allowed(&self, inner: bool) -> Term {
        let any = |effect| {
            let rules =
                self.world.of(inner, effect).into_iter().filter_map(|rule| self.world.rules.get(rule));
            Term::Or(rules.map(|rule| self.matching(rule)).collect())
        };
        Term::And(vec![any(Effect::Allow), any(Effect::Deny).is(false)])
    }

    fn matching(&self, rule: &Compared) -> Term {
        let element = |element: &Element, variables: &[Variable]| {
            let some = element.patterns.iter().filter_map(|number| variables.get(*number));
            Term::Or(some.map(|variable| Term::Is(*variable)).collect()).is(!element.negated)
        };
        let entries = rule.entries.iter().filter_map(|entry| self.entries.get(*entry));
        let scope = [element(&rule.actions, &self.actions), element(&rule.resources, &self.resources)];
        Term::And(scope.into_iter().chain(entries.map(|entry| Term::Is(*entry))).collect())
    }

    /// What matters of an answer.
    pub(super) fn facts(&self, values: &Values) -> Facts {
        let mut reading = Reading { question: self, values, facts: Facts::default() };
        let [allows, denies] = [Effect::Allow, Effect::Deny].map(|effect| self.world.of(true, effect));
        let [theirs, hindering] = [Effect::Allow, Effect::Deny].map(|effect| self.world.of(false, effect));
        let rules =
            |numbers: Vec<usize>| numbers.into_iter().filter_map(|number| self.world.rules.get(number));
        if let Some(allow) = rules(allows).find(|rule| reading.matches(rule)) {
            reading.match_it(allow);
        }
        let hindering = rules(hindering).find(|rule| reading.matches(rule));
        if let Some(deny) = hindering {
            reading.match_it(deny);
        }
        let missed = rules(denies).chain(rules(if hindering.is_some() { Vec::new() } else { theirs }));
        missed.for_each(|rule| reading.miss(rule));
        reading.facts
    }
}

/// Reads what matters out of an answer.
struct Reading<'r, 'w, 'a> {
    question: &'r Question<'w, 'a>,
    values: &'r Values,
    facts: Facts,
}

impl Reading<'_, '_, '_> {
    fn action(&self, number: Number) -> bool {
        self.question.actions.get(number).is_some_and(|variable| self.values.is(*variable))
    }

    fn resource(&self, number: Number) -> bool {
        self.question.resources.get(number).is_some_and(|variable| self.values.is(*variable))
    }

    fn entry(&self, number: usize) -> bool {
        self.question.entries.get(number).is_some_and(|variable| self.values.is(*variable))
    }

    fn has_action(&self, rule: &Compared) -> bool {
        rule.actions.patterns.iter().any(|number| self.action(*number)) != rule.actions.negated
    }

    fn has_resource(&self, rule: &Compared) -> bool {
        rule.resources.patterns.iter().any(|number| self.resource(*number)) != rule.resources.negated
    }

    fn matches(&self, rule: &Compared) -> bool {
        self.has_action(rule)
            && self.has_resource(rule)
            && rule.entries.iter().all(|entry| self.entry(*entry))
    }

    fn match_it(&mut self, rule: &Compared) {
        self.actions(rule);
        self.resources(rule);
        self.facts.entries.extend(rule.entries.iter().map(|entry| (*entry, true)));
    }

    /// Adds why a rule does not match: a reason that is there already, if there is one; otherwise one that is exact.
    fn miss(&mut self, rule: &Compared) {
        let failed: Vec<usize> = rule.entries.iter().copied().filter(|entry| !self.entry(*entry)).collect();
        if failed.iter().any(|entry| self.facts.entries.contains(&(*entry, false))) {
            return;
        }
        if !self.has_action(rule) {
            self.actions(rule);
            return;
        }
        let exact = |number: &Number| self.question.world.resources.is_exact(*number);
        let lacks = !self.has_resource(rule);
        match failed.first() {
            Some(entry) if !(lacks && rule.resources.patterns.iter().all(exact)) => {
                self.facts.entries.insert((*entry, false));
            }
            _ if lacks => self.resources(rule),
            _ => {}
        }
    }

    /// Adds why the action is in an element, or is not.
    fn actions(&mut self, rule: &Compared) {
        let patterns = &rule.actions.patterns;
        if let Some(number) = patterns.iter().find(|number| self.action(**number)) {
            self.facts.actions.insert((*number, true));
        } else {
            self.facts.actions.extend(patterns.iter().map(|number| (*number, false)));
        }
    }

    /// Adds why the resource is in an element, or is not.
    fn resources(&mut self, rule: &Compared) {
        let patterns = &rule.resources.patterns;
        let exact = |number: &&Number| {
            self.question.world.resources.get(**number).is_some_and(|pattern| pattern.kind == Kind::Exact)
        };
        let mut matching = patterns.iter().filter(|number| self.resource(**number));
        let first = matching.clone().next();
        if let Some(number) = matching.find(exact).or(first) {
            self.facts.resources.insert((*number, true));
        } else {
            self.facts.resources.extend(patterns.iter().map(|number| (*number, false)));
        }
    }
}
