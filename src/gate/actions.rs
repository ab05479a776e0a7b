//! Rules about single actions: what was unused and comes back, what is used and is lost, and ways to gain privileges.

use std::collections::BTreeMap;

use super::access::Newly;
use super::escalation;
use super::finding::{Objection, actions, by_statement};
use super::matching::Matched;
use super::outcome::{Certainty, NewAccess};
use super::policy::Policy;
use super::rule::Rule;
use super::run::Gate;
use super::usage::Usage;
use crate::model::{Action, Effect, Pattern};
use crate::parse::Diagnostic;

impl Gate<'_> {
    /// What a policy allows that is unused: of what is new, or of everything.
    pub(super) fn unused_back(&mut self, usage: &Usage, policy: &Policy, newly: &Newly) {
        if usage.unused.is_empty() {
            return;
        }
        let sets = Usage::of(&usage.unused, policy);
        let unused = |action: &str| sets.iter().any(|set| set.contains(&action.to_ascii_lowercase()));
        match newly {
            Newly::Nothing => {}
            Newly::Allowed(allowed, values) => {
                let back: Vec<NewAccess> =
                    allowed.iter().filter(|new| unused(&new.action)).cloned().collect();
                for group in by_statement(back) {
                    let Some(place) = group.iter().map(|new| new.place.clone()).min() else { continue };
                    self.object(Objection {
                        rule: Rule::NoUnusedBack,
                        certainty: Certainty::Shown,
                        message: format!("allows {}, which nobody used", actions(&group)),
                        reason: values.clone(),
                        policy: policy.name(),
                        place,
                        allowed: group,
                    });
                }
            }
            Newly::Open(reason, _) => {
                if let Some(action) = self.matched(policy, unused) {
                    self.object(Objection {
                        rule: Rule::NoUnusedBack,
                        certainty: Certainty::Open,
                        message: format!("may allow again what nobody used, such as `{action}`"),
                        reason: Some(reason.clone()),
                        policy: policy.name(),
                        place: policy.place(),
                        allowed: Vec::new(),
                    });
                }
            }
        }
    }

    /// A known action of a kind that an Allow statement of a policy matches.
    fn matched(&self, policy: &Policy, kind: impl Fn(&str) -> bool) -> Option<String> {
        let known = self.access.known(&[], &[policy]);
        let statements = || policy.parsed.policy.statements.iter();
        let allowed =
            |action: &str| statements().any(|one| one.effect == Effect::Allow && one.actions.matches(action));
        let mut all = known.iter().map(|(action, _)| action);
        all.find(|action| kind(action.folded()) && allowed(action.folded())).map(ToString::to_string)
    }

    /// What a change of a policy takes away that is used.
    pub(super) fn used_lost(&mut self, usage: &Usage, one: Matched<'_>) {
        let (Some(before), false) = (one.before, usage.used.is_empty()) else { return };
        let after: Vec<&Policy> = one.after.into_iter().collect();
        let lists: Vec<&Vec<Pattern>> = Usage::of(&usage.used, before);
        let used = |action: &str| {
            let folded = action.to_ascii_lowercase();
            lists.iter().any(|list| list.iter().any(|pattern| pattern.matches(&folded)))
        };
        let policy = one.policy().unwrap_or(before);
        // What a principal keeps by another policy is not lost.
        let whole = self.principals.of(one).unwrap_or_else(|| vec![(vec![before], after)]);
        let (mut lost, mut values, mut open) = (Vec::new(), None, None);
        for (had, has) in &whole {
            match self.access.newly(has, had) {
                Newly::Nothing => {}
                Newly::Allowed(more, given) => {
                    lost.extend(more);
                    values = values.or(given);
                }
                Newly::Open(reason, _) => open = open.or(Some(reason)),
            }
        }
        if lost.is_empty() && open.is_none() {
            return;
        }
        let (certainty, reason) = match open {
            Some(reason) if !lost.iter().any(|lost: &NewAccess| used(&lost.action)) => {
                (Certainty::Open, Some(reason))
            }
            _ => (Certainty::Shown, values),
        };
        let lost: Vec<NewAccess> = lost.into_iter().filter(|lost| used(&lost.action)).collect();
        if lost.is_empty() && (certainty == Certainty::Shown || self.matched(before, used).is_none()) {
            return;
        }
        let what = if lost.is_empty() {
            "what is used".to_owned()
        } else {
            format!("{}, which is used", actions(&lost))
        };
        let verb = if certainty == Certainty::Shown { "no longer allows" } else { "may no longer allow" };
        self.object(Objection {
            rule: Rule::NoUsedLost,
            certainty,
            message: format!("{verb} {what}"),
            reason,
            policy: policy.name(),
            place: policy.place(),
            allowed: Vec::new(),
        });
    }

    /// Ways to gain privileges that some policies open together and others did not.
    ///
    /// # Errors
    /// The list of ways cannot be read, which a test excludes.
    pub(super) fn escalates(
        &mut self,
        name: &str,
        before: &[&Policy],
        after: &[&Policy],
    ) -> Result<(), Diagnostic> {
        let Some(policy) = after.first() else { return Ok(()) };
        let asked = escalation::actions()?;
        let (had, has) = (self.access.allows(before, &asked), self.access.allows(after, &asked));
        let tell = |allows: &BTreeMap<String, Option<bool>>, action: &str| {
            allows.get(&action.to_ascii_lowercase()).copied().unwrap_or(Some(false))
        };
        let opened = escalation::opened(&|action| tell(&had, action), &|action| tell(&has, action))?;
        for one in opened {
            self.object(Objection {
                rule: Rule::Escalation,
                certainty: one.certainty,
                message: format!("lets its principal gain privileges: {}", one.path.describes()),
                reason: Some(format!("published by {}", one.path.source())),
                policy: name.to_owned(),
                place: place_of(policy, after, &one.new),
                allowed: Vec::new(),
            });
        }
        Ok(())
    }
}

/// The first place in some policies where one of these actions is allowed.
fn place_of(policy: &Policy, after: &[&Policy], actions: &[&Action]) -> super::outcome::Place {
    let found = after.iter().find_map(|policy| {
        let statements = policy.parsed.policy.statements.iter().enumerate();
        statements.filter(|(_, one)| one.effect == Effect::Allow).find_map(|(number, one)| {
            let element = one
                .actions
                .patterns
                .iter()
                .position(|pattern| actions.iter().any(|action| pattern.matches(action.folded())));
            element.filter(|_| !one.actions.negated).map(|element| policy.element(number, element))
        })
    });
    found.unwrap_or_else(|| policy.place())
}
