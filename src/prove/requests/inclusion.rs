//! Questions as inclusions of what two sets of rules allow:
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
//!
//! An inclusion is proved for all requests. One that does not hold refutes only by a request that AWS makes: for an action
//! on a resource of a type that it has, as the reference says. If there is none, it is unknown.

use std::collections::BTreeSet;

use paredown_request::{Keys, Request, Rule};

use crate::compare::{self, Pair, Settings};
use crate::model::{ActionElement, Effect, Pattern, Scope, Statement};
use crate::prove::{ContextEntry, Fault, Witness};

use super::answer::Answer;
use super::question::{Kind, Question};

/// The reason if only requests that AWS does not make refute.
pub(super) const NEVER_MADE: &str =
    "it fails only for requests on resources of types that their actions do not have, as AWS lists them";

impl Question<'_> {
    /// Decides it.
    pub(super) fn answer(&self, settings: &Settings) -> Answer {
        match self.outside(Self::sides, settings) {
            Ok(None) => Answer::proved(),
            Err(reason) => Answer::unknown(reason),
            Ok(Some(request)) if self.kind.is_about_denies() => self.granted(&request, settings),
            Ok(Some(request)) => Answer::refuted(self.witness(&request)),
        }
    }

    /// Whether it matters that one side denies a request and the other does not.
    fn granted(&self, denied: &Request, settings: &Settings) -> Answer {
        let sides = |question: &Self| (question.allowed(true), question.allowed(false));
        match self.outside(sides, settings) {
            Ok(Some(request)) => Answer::refuted(self.witness(&request)),
            Err(reason) => Answer::unknown(reason),
            Ok(None) => Answer::unknown(format!(
                "a Deny statement {}, for one `{}` on `{}`: whether that matters depends on what else the principal is \
                 granted, by its other policies or by those of resources",
                self.kind.changed_denies(),
                self.spelling(&denied.action).unwrap_or_else(|| denied.action.clone()),
                denied.resource
            )),
        }
    }

    /// A request that AWS makes, which the inner side allows and the outer side does not; `None` if there is no request at
    /// all.
    ///
    /// # Errors
    /// The reason if neither is known.
    fn outside(
        &self,
        sides: impl Fn(&Self) -> (Vec<Rule>, Vec<Rule>),
        settings: &Settings,
    ) -> Result<Option<Request>, String> {
        let (inner, outer) = sides(self);
        let open = match self.pair(&inner, &outer).included(settings) {
            compare::Answer::Included => return Ok(None),
            compare::Answer::Disagreement(reason) => return Err(reason),
            compare::Answer::Unknown(reason) => Some(reason),
            compare::Answer::Outside(_) => None,
        };
        let question = self.on_their_resources().map_err(|Fault| Fault::REASON)?;
        let (inner, outer) = sides(&question);
        let pair = self.pair(&inner, &outer);
        let hint: BTreeSet<String> = self.hint.iter().map(|&action| action.to_owned()).collect();
        let known = self.known_in(&inner);
        // A known action shows more than one that AWS may add: exact is about known ones.
        let first: BTreeSet<String> = hint.intersection(&known).cloned().collect();
        let found = [&first, &known, &hint].into_iter().find_map(|actions| pair.one_newly_allowed(actions));
        let found = match (found, open) {
            (Some(request), _) => request,
            (None, Some(reason)) => return Err(reason),
            (None, None) => match pair.included_where(&known, settings) {
                compare::Answer::Outside(request) => request,
                compare::Answer::Included => return Err(NEVER_MADE.to_owned()),
                compare::Answer::Unknown(reason) | compare::Answer::Disagreement(reason) => {
                    return Err(reason);
                }
            },
        };
        Ok(Some(pair.plausible(found)))
    }

    /// A part of what is compared: which keys have several values is said by all of it.
    fn pair<'p>(&self, inner: &'p [Rule], outer: &'p [Rule]) -> Pair<'p> {
        let all = self.whole.before.iter().chain(&self.whole.after);
        Pair::with_keys(inner, outer, Keys::new(all.flat_map(|statement| statement.scope.tests())))
    }

    /// The known actions, folded, that some Allow rules match.
    fn known_in(&self, rules: &[Rule]) -> BTreeSet<String> {
        let known = self.whole.known;
        let all = || known.iter().map(|(action, _)| action.folded());
        let mut found = BTreeSet::new();
        for rule in rules.iter().filter(|rule| rule.effect == Effect::Allow) {
            let listed = known.matched(&rule.actions.patterns);
            let matched = all().zip(listed).filter(|(_, listed)| *listed != rule.actions.negated);
            found.extend(matched.map(|(action, _)| action.to_owned()));
        }
        found
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
        for rule in all.map(|statement| Rule::new(statement)) {
            if rule.actions.matches(&request.action) {
                for key in rule.looked_at() {
                    context.entry(key.to_owned()).or_default();
                }
            }
        }
        let known = self.spelling(&request.action);
        Witness::Request {
            known: known.is_some(),
            action: known.unwrap_or_else(|| request.action.clone()),
            resource: request.resource.clone(),
            context: context.into_iter().map(|(key, values)| ContextEntry { key, values }).collect(),
        }
    }

    /// How a folded action is spelled, if it is known.
    fn spelling(&self, folded: &str) -> Option<String> {
        let mut known = self.whole.known.with_prefix(folded).map(|(known, _)| known);
        known.find(|known| known.folded() == folded).map(ToString::to_string)
    }
}

fn rules(statements: &[&Statement]) -> Vec<Rule> {
    statements.iter().map(|statement| Rule::new(statement)).collect()
}

/// A Deny statement as the Allow statement of the same requests.
fn allowing(statement: &Statement) -> Rule {
    Rule { effect: Effect::Allow, ..Rule::new(statement) }
}
