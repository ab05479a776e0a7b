//! Which statements of a principal's policies grant an action.

use std::collections::BTreeMap;

use paredown_account::{InForce, Period};

use super::super::format::Grant;
use crate::model::{ByHead, Effect, Pattern, Statement};

/// The actions of a statement, by the heads of its patterns.
pub(super) struct Language<'a> {
    negated: bool,
    patterns: ByHead<'a>,
}

impl<'a> Language<'a> {
    pub(super) fn new(statement: &'a Statement) -> Self {
        Self { negated: statement.actions.negated, patterns: ByHead::new(&statement.actions.patterns) }
    }

    pub(super) fn has(&self, folded: &str) -> bool {
        self.patterns.matching(folded).next().is_some() != self.negated
    }
}

/// The policies of a principal, with the languages of their statements once they were asked for.
pub(super) struct Policies<'a> {
    all: &'a [InForce],
    period: Period,
    /// What is denied on every resource, without condition.
    denied: Vec<Language<'a>>,
    /// By policy, version (none for what is in force) and statement; nothing if there is no such Allow statement.
    allowed: BTreeMap<(usize, Option<usize>, usize), Option<Language<'a>>>,
}

impl<'a> Policies<'a> {
    pub(super) fn new(all: &'a [InForce], period: Period) -> Self {
        let statements = all.iter().flat_map(|one| &one.policy.policy.statements);
        let everywhere = statements.filter(|s| s.effect == Effect::Deny && s.scope.is_everywhere());
        Self { all, period, denied: everywhere.map(Language::new).collect(), allowed: BTreeMap::new() }
    }

    /// Whether the statements of some policy are one of these, in force.
    pub(super) fn have(&self, statements: &[Statement]) -> bool {
        let same = |(a, b): (&Statement, &Statement)| {
            let spelled = |s: &'_ Statement| -> Vec<String> {
                s.actions.patterns.iter().map(|pattern: &Pattern| pattern.spelling().to_owned()).collect()
            };
            a.effect == b.effect
                && a.actions.negated == b.actions.negated
                && a.scope == b.scope
                && spelled(a) == spelled(b)
        };
        self.all
            .iter()
            .map(|one| &one.policy.policy.statements)
            .any(|own| own.len() == statements.len() && own.iter().zip(statements).all(same))
    }

    /// Whether a statement on every resource and without condition denies the action.
    pub(super) fn deny(&self, folded: &str) -> bool {
        self.denied.iter().any(|language| language.has(folded))
    }

    /// Whether an action is granted as it is said; without a version before the period only if `idle`.
    pub(super) fn grant(&mut self, folded: &str, grant: &Grant, idle: bool) -> bool {
        let before = match grant.before {
            Some((version, statement)) => {
                self.is_old(grant.policy, version)
                    && self.allows((grant.policy, Some(version), statement), folded)
            }
            None => idle,
        };
        before && self.allows((grant.policy, None, grant.statement), folded)
    }

    /// Whether a version of a policy was there before the period.
    fn is_old(&self, policy: usize, version: usize) -> bool {
        let version = self.all.get(policy).and_then(|policy| policy.versions.get(version));
        version.is_some_and(|version| !self.period.is_younger(version.since))
    }

    /// Whether the statement at a place is an Allow statement and has the action.
    fn allows(&mut self, place: (usize, Option<usize>, usize), folded: &str) -> bool {
        let all = self.all;
        let language = self.allowed.entry(place).or_insert_with(|| {
            let (policy, version, statement) = place;
            let policy = all.get(policy)?;
            let document = match version {
                Some(version) => policy.versions.get(version)?.policy.as_ref()?,
                None => &policy.policy,
            };
            let statement = document.policy.statements.get(statement)?;
            (statement.effect == Effect::Allow).then(|| Language::new(statement))
        });
        language.as_ref().is_some_and(|language| language.has(folded))
    }
}
