//! Holds a change against the rules.

use std::collections::BTreeSet;

use super::access::{Access, Newly};
use super::committed::Committed;
use super::config::Config;
use super::contents::{Contents, Open};
use super::finding::{Objection, actions, by_statement};
use super::forbid::Forbidden;
use super::matching::{Matched, matched};
use super::outcome::{Certainty, NewAccess, Outcome, PolicyChange};
use super::policy::{Policy, named};
use super::principals::{Principals, is_own};
use super::rule::Rule;
use super::usage::Usage;
use crate::compare::Settings;
use crate::deadline;
use crate::model::Catalogue;
use crate::parse::Diagnostic;

/// A change: what there was before, and what there is to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sides {
    pub(crate) before: Contents,
    pub(crate) after: Contents,
}

/// What a change is held against.
pub(crate) struct Demands<'a> {
    pub(crate) config: &'a Config,
    pub(crate) usage: &'a Usage,
    pub(crate) forbidden: &'a [Forbidden],
    pub(crate) certificates: &'a [Committed],
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) settings: &'a Settings,
    /// Whether everything counts, not only what the change adds.
    pub(crate) all: bool,
}

/// What holds a change against the rules.
pub(super) struct Gate<'a> {
    pub(super) demands: &'a Demands<'a>,
    pub(super) access: Access<'a>,
    pub(super) sides: &'a Sides,
    pub(super) principals: Principals<'a>,
    pub(super) outcome: Outcome,
}

/// What the rules say of a change.
///
/// # Errors
/// A list that is built in cannot be read, which a test excludes.
pub(crate) fn run(sides: &Sides, demands: &Demands<'_>) -> Result<Outcome, Diagnostic> {
    let Demands { catalogue, settings, .. } = *demands;
    let principals = Principals::new(&sides.before, &sides.after);
    let access = Access { catalogue, settings };
    let mut gate = Gate { demands, access, sides, principals, outcome: Outcome::default() };
    let matched = matched(&sides.before.policies, &sides.after.policies);
    for one in &matched {
        deadline::check();
        gate.policy(*one);
    }
    gate.attached();
    gate.unchecked();
    gate.escalations(&matched)?;
    gate.certified(demands.certificates, &sides.after);
    gate.outcome.finish();
    Ok(gate.outcome)
}

impl Gate<'_> {
    /// What the rules say of one policy.
    fn policy(&mut self, one: Matched<'_>) {
        let change = one.change();
        let Some(policy) = one.policy() else { return };
        self.outcome.policies.push(PolicyChange { policy: policy.name(), change });
        let former = one.before.map(|former| former.elsewhere(&policy.path));
        let one = Matched { before: former.as_ref(), ..one };
        let holes = one.before.is_some_and(|former| !former.holes.is_empty() && former.path != policy.path);
        let changed = holes || one.differs();
        let demands = self.demands;
        if changed {
            let newly = self.changed(one);
            if let Some(after) = one.after.filter(|_| !demands.all) {
                self.unused_back(demands.usage, after, &newly);
            }
            self.used_lost(demands.usage, one);
        }
        let Some(after) = one.after.filter(|_| changed || demands.all) else { return };
        let before = one.before.filter(|_| !demands.all);
        if demands.all {
            let everything = self.access.newly(&[], &[after]);
            self.unused_back(demands.usage, after, &everything);
        }
        self.forbidden(demands.forbidden, before, after);
        self.fits(before, after);
    }

    /// Ways to gain privileges that a principal has now, or a policy that may belong to others too.
    fn escalations(&mut self, matched: &[Matched<'_>]) -> Result<(), Diagnostic> {
        let all = self.demands.all;
        let changed = |one: &&Matched<'_>| all || one.differs();
        let mut asked: Vec<(String, Vec<&Policy>, Vec<&Policy>)> = Vec::new();
        for one in matched.iter().filter(changed) {
            let Some(after) = one.after.filter(|after| !is_own(after)) else { continue };
            let before = one.before.filter(|_| !all).into_iter().collect();
            asked.push((after.name(), before, vec![after]));
        }
        for ((path, principal), had, has) in self.principals.all() {
            let before = had.filter(|_| !all).map(|had| had.policies.clone()).unwrap_or_default();
            let said =
                |policies: &[&Policy]| policies.iter().map(|one| one.says.clone()).collect::<BTreeSet<_>>();
            if said(&before) != said(&has.policies) {
                asked.push((named(path, Some(principal)), before, has.policies.clone()));
            }
        }
        for (name, before, after) in asked {
            deadline::check();
            self.escalates(&name, &before, &after)?;
        }
        Ok(())
    }

    /// What a policy newly allows; objects to that, and to what it no longer denies.
    fn changed(&mut self, one: Matched<'_>) -> Newly {
        let Some(policy) = one.policy() else { return Newly::Nothing };
        let (before, after): (Vec<&Policy>, Vec<&Policy>) =
            (one.before.into_iter().collect(), one.after.into_iter().collect());
        let newly = match after.as_slice() {
            [] => Newly::Nothing,
            _ => self.access.newly(&before, &after),
        };
        let undenied = self.access.undenied(&before, &after);
        if newly == Newly::Nothing && undenied.is_none() {
            return newly;
        }
        // What moved from another policy of the same principal is nothing new.
        if self.principals.allow_no_more(self.access, one) {
            return Newly::Nothing;
        }
        match (&newly, undenied) {
            (Newly::Nothing, None) => {}
            (Newly::Nothing, Some(message)) => self.no_longer_denied(policy, message),
            (Newly::Allowed(allowed, values), _) => {
                for group in by_statement(allowed.clone()) {
                    self.newly_allowed(policy, group, values.clone());
                }
            }
            (Newly::Open(reason, allowed), _) => {
                let perhaps = if allowed.is_empty() {
                    String::new()
                } else {
                    format!(", such as {}", actions(allowed))
                };
                self.object(Objection {
                    rule: Rule::NoNewAccess,
                    certainty: Certainty::Open,
                    message: format!("may newly allow something{perhaps}"),
                    reason: Some(reason.clone()),
                    policy: policy.name(),
                    place: allowed.first().map_or_else(|| policy.place(), |new| new.place.clone()),
                    allowed: allowed.clone(),
                });
            }
        }
        newly
    }

    fn no_longer_denied(&mut self, policy: &Policy, message: String) {
        self.object(Objection {
            rule: Rule::NoNewAccess,
            certainty: Certainty::Open,
            message,
            reason: Some(
                "whether that matters depends on what else the principal is granted, by its other policies or by those \
                 of resources"
                    .to_owned(),
            ),
            policy: policy.name(),
            place: policy.place(),
            allowed: Vec::new(),
        });
    }

    fn newly_allowed(&mut self, policy: &Policy, group: Vec<NewAccess>, values: Option<String>) {
        let Some(first) = group.iter().map(|new| &new.place).min() else { return };
        self.object(Objection {
            rule: Rule::NoNewAccess,
            certainty: Certainty::Shown,
            message: format!("newly allows {}", actions(&group)),
            reason: values,
            policy: policy.name(),
            place: first.clone(),
            allowed: group,
        });
    }

    /// What is not understood, and was not there before in the same words; or is gone.
    fn unchecked(&mut self) {
        let (before, after) = (&self.sides.before.unchecked, &self.sides.after.unchecked);
        let lacks = |others: &[Open], one: &Open| {
            !others.iter().any(|other| (&other.name, &other.says) == (&one.name, &one.says))
        };
        let new = after.iter().filter(|one| lacks(before, one));
        let named = |one: &&Open| !after.iter().any(|other| other.name == one.name);
        let gone = before.iter().filter(|one| lacks(after, one)).filter(named);
        let objection = |one: &Open, message: String| Objection {
            rule: Rule::Checked,
            certainty: Certainty::Open,
            message,
            reason: None,
            policy: one.name.clone(),
            place: one.place.clone(),
            allowed: Vec::new(),
        };
        let new: Vec<Objection> =
            new.map(|one| objection(one, format!("not checked: {}", one.why))).collect();
        let gone = gone
            .map(|one| objection(one, format!("not checked: it was there before and is gone ({})", one.why)));
        let all: Vec<Objection> = new.into_iter().chain(gone).collect();
        for one in all {
            self.object(one);
        }
    }

    pub(super) fn object(&mut self, objection: Objection) {
        self.outcome.object(self.demands.config, objection);
    }
}
