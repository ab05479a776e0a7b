//! What must stay denied.

use paredown_request::Rule as Limit;

use super::access::Newly;
use super::finding::{Objection, actions, by_statement};
use super::forbid::Forbidden;
use super::outcome::{Certainty, NewAccess};
use super::policy::Policy;
use super::rule::Rule;
use super::run::Gate;
use crate::model::Effect;

impl Gate<'_> {
    /// What a policy allows that must stay denied: of what is new, or of everything.
    pub(super) fn forbidden(&mut self, forbidden: &[Forbidden], before: Option<&Policy>, policy: &Policy) {
        let before: Vec<&Policy> = before.into_iter().collect();
        for one in forbidden {
            let (allows, excepted): (Vec<&Limit>, Vec<&Limit>) =
                one.rules.iter().partition(|rule| rule.effect == Effect::Allow);
            for rule in allows {
                let within = within(rule, &excepted);
                let answer = self.access.newly_within(&before, &[policy], &within);
                let why = one.reason.as_ref().map_or_else(String::new, |reason| format!(" ({reason})"));
                match answer {
                    Newly::Nothing => {}
                    // Whether a request meets them is not looked at.
                    Newly::Allowed(allowed, _) if !rule.entries.is_empty() => {
                        let message =
                            format!("may allow {}, which {} forbids{why}", actions(&allowed), one.label);
                        let reason = "it is forbidden under conditions, which are not compared".to_owned();
                        self.forbid(policy, Certainty::Open, message, Some(reason), allowed);
                    }
                    Newly::Allowed(allowed, values) => {
                        for group in by_statement(allowed) {
                            let message =
                                format!("allows {}, which {} forbids{why}", actions(&group), one.label);
                            self.forbid(policy, Certainty::Shown, message, values.clone(), group);
                        }
                    }
                    Newly::Open(reason, allowed) => {
                        let message = format!("may allow what {} forbids{why}", one.label);
                        self.forbid(policy, Certainty::Open, message, Some(reason), allowed);
                    }
                }
            }
        }
    }

    fn forbid(
        &mut self,
        policy: &Policy,
        certainty: Certainty,
        message: String,
        reason: Option<String>,
        allowed: Vec<NewAccess>,
    ) {
        let place = allowed.iter().map(|new| new.place.clone()).min().unwrap_or_else(|| policy.place());
        let objection = Objection {
            rule: Rule::Forbid,
            certainty,
            message,
            reason,
            policy: policy.name(),
            place,
            allowed,
        };
        self.object(objection);
    }
}

/// Deny statements that leave of a policy what an Allow statement allows, apart from its Condition, and what is excepted takes
/// away.
fn within(rule: &Limit, excepted: &[&Limit]) -> Vec<Limit> {
    let all = Limit::everything(Effect::Deny);
    let mut actions = rule.actions.clone();
    actions.negated = !actions.negated;
    let mut resources = rule.resources.clone();
    resources.negated = !resources.negated;
    let others = [Limit { actions, ..all.clone() }, Limit { resources, ..all }];
    others.into_iter().chain(excepted.iter().map(|&one| one.clone())).collect()
}
