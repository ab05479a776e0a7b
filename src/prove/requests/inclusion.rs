//! Questions as inclusions of what two sets of rules allow, for what products of actions and resources do not settle:
//! conditions, policy variables, and many statements.
//!
//! | question | is every request that these rules allow … | … allowed by these |
//! | --- | --- | --- |
//! | no-escalation | the statement, and the Deny statements of `after` | `before` |
//! | unused-removed | the same | a NotAction with all that is unused; an Allow of all that is kept |
//! | used-kept | the statement for known actions that are not unused, and the Deny statements of `before` | `after` |
//! | denied still | the Deny statement as an Allow | the Deny statements of `after` as Allows |
//! | denied no more | the Deny statement as an Allow, for known actions that are not unused | the Deny statements of `before` as Allows |
//!
//! Where something is denied no longer, only a request that one side allows and the other does not refutes: that is
//! another inclusion, of all that the two sides allow.

use std::collections::BTreeSet;
use std::time::Duration;

use paredown_request::{Keys, Request, Rule};

use crate::compare::{self, Pair};
use crate::model::{ActionElement, Effect, Pattern, Scope, Statement};
use crate::prove::{ContextEntry, Engine, Witness};

use super::answer::Answer;
use super::context::keys_of;
use super::question::{Kind, Question};

impl Question<'_> {
    /// Decides it by one engine, which has so long for each question to Z3.
    pub(super) fn by_inclusion(&self, engine: Engine, timeout: Duration) -> Answer {
        let settings = compare::Settings { engine, timeout };
        let (inner, outer) = self.sides();
        let pair = self.pair(&inner, &outer);
        match pair.included(&settings) {
            compare::Answer::Included => Answer::proved(),
            compare::Answer::Unknown(reason) | compare::Answer::Disagreement(reason) => {
                Answer::unknown(reason)
            }
            compare::Answer::Outside(request) if !self.kind.is_about_denies() => {
                Answer::refuted(self.witness(&self.usual(request, &pair)))
            }
            compare::Answer::Outside(_) => {
                let (inner, outer) = (self.allowed(true), self.allowed(false));
                let pair = self.pair(&inner, &outer);
                match pair.included(&settings) {
                    compare::Answer::Outside(request) => {
                        Answer::refuted(self.witness(&self.usual(request, &pair)))
                    }
                    compare::Answer::Unknown(reason) | compare::Answer::Disagreement(reason) => {
                        Answer::unknown(reason)
                    }
                    compare::Answer::Included => Answer::unknown(self.kind.changed_denies()),
                }
            }
        }
    }

    /// A part of what is compared: which keys have several values is said by all of it.
    fn pair<'p>(&self, inner: &'p [Rule], outer: &'p [Rule]) -> Pair<'p> {
        let all = self.whole.before.iter().chain(&self.whole.after);
        Pair::with_keys(inner, outer, Keys::new(all.flat_map(|statement| statement.scope.tests())))
    }

    /// A request for a known action, if there is one; otherwise this one.
    fn usual(&self, request: Request, pair: &Pair<'_>) -> Request {
        if self.whole.known.contains(&request.action) {
            return request;
        }
        let known: BTreeSet<String> =
            self.hint.iter().chain(&self.known).map(|&action| action.to_owned()).collect();
        pair.one_newly_allowed(&known).unwrap_or(request)
    }

    /// The rules whose requests are to be allowed, and those that are to allow them.
    fn sides(&self) -> (Vec<Rule>, Vec<Rule>) {
        let own_side = self.kind.allowed_before();
        match self.kind {
            Kind::NoEscalation | Kind::UnusedRemoved | Kind::UsedKept => {
                let mut inner = vec![Rule::new(&self.counted(self.statement))];
                inner.extend(self.whole.on(own_side, Effect::Deny).into_iter().map(Rule::new));
                let outer = match self.kind {
                    Kind::UnusedRemoved => self.not_unused(),
                    _ => rules(self.whole.side(!own_side)),
                };
                (inner, outer)
            }
            Kind::DeniedStill | Kind::DeniedNoMore => {
                let others = self.whole.on(self.kind == Kind::DeniedNoMore, Effect::Deny);
                let inner = allowing(&self.counted(self.statement));
                (vec![inner], others.into_iter().map(allowing).collect())
            }
        }
    }

    /// What the side that allows a refuting request allows, for the actions that count; or what the other side allows.
    fn allowed(&self, refuting: bool) -> Vec<Rule> {
        let side = self.whole.side(refuting == self.kind.allowed_before());
        if !refuting {
            return rules(side);
        }
        let counted = side.iter().map(|statement| match statement.effect {
            Effect::Allow => Rule::new(&self.counted(statement)),
            Effect::Deny => Rule::new(statement),
        });
        counted.collect()
    }

    /// A statement for the actions that count.
    fn counted(&self, statement: &Statement) -> Statement {
        if !matches!(self.kind, Kind::UsedKept | Kind::DeniedNoMore) {
            return statement.clone();
        }
        let known = self.known.iter().filter(|action| statement.actions.matches(action));
        let actions = ActionElement { negated: false, patterns: known.map(Pattern::new).collect() };
        Statement { actions, ..statement.clone() }
    }

    /// Rules that allow everything but what is unused.
    fn not_unused(&self) -> Vec<Rule> {
        let unused = self.whole.unused;
        let services = unused.services().map(|service| Pattern::new(format!("{service}:*")));
        let named = unused.actions().map(|action| Pattern::new(action.spelling()));
        let all = [(true, named.chain(services).collect()), (false, unused.keep_list().cloned().collect())];
        let rule = |(negated, patterns): (bool, Vec<Pattern>)| Statement {
            sid: None,
            effect: Effect::Allow,
            actions: ActionElement { negated, patterns },
            scope: Scope::everywhere(),
        };
        all.map(|one| Rule::new(&rule(one))).into()
    }

    /// A request with every key that the answer may depend on.
    fn witness(&self, request: &Request) -> Witness {
        let mut context = request.context.clone();
        let all = self.whole.before.iter().chain(&self.whole.after);
        for statement in all.filter(|statement| statement.actions.matches(&request.action)) {
            for key in keys_of(statement) {
                context.entry(key).or_default();
            }
        }
        let mut known = self.whole.known.with_prefix(&request.action).map(|(known, _)| known);
        let known = known.find(|known| known.folded() == request.action);
        Witness::Request {
            action: known.map_or_else(|| request.action.clone(), ToString::to_string),
            known: known.is_some(),
            resource: request.resource.clone(),
            context: context.into_iter().map(|(key, values)| ContextEntry { key, values }).collect(),
        }
    }
}

fn rules(statements: &[&Statement]) -> Vec<Rule> {
    statements.iter().map(|statement| Rule::new(statement)).collect()
}

/// A Deny statement as the Allow statement of the same requests.
fn allowing(statement: &Statement) -> Rule {
    Rule { effect: Effect::Allow, ..Rule::new(statement) }
}
