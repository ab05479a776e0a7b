//! Which policies a change attaches to principals, or takes from them.

use std::collections::BTreeMap;

use paredown_infra::Attached;

use super::access::Newly;
use super::contents::Contents;
use super::finding::{Objection, actions};
use super::outcome::{Certainty, NewAccess, Place};
use super::place::place;
use super::policy::Policy;
use super::rule::Rule;
use super::run::Gate;
use crate::model::known_as;

/// A policy of a principal: the path of the file, the principal, and the policy.
type Edge = (String, String, Attached);

/// All policies of principals, each with where that is said.
fn edges(contents: &Contents) -> BTreeMap<Edge, Place> {
    let mut all = BTreeMap::new();
    for policy in &contents.policies {
        for principal in &policy.principals {
            let Some(address) = &policy.address else { continue };
            let edge = (policy.path.clone(), principal.clone(), Attached::Here(address.clone()));
            all.insert(edge, policy.place());
        }
    }
    for (path, source, one) in &contents.attachments {
        let edge = (path.clone(), one.principal.clone(), one.policy.clone());
        all.insert(edge, place(path, source, &one.span));
    }
    all
}

fn here<'p>(contents: &'p Contents, path: &str, address: &str) -> Option<&'p Policy> {
    contents.policies.iter().find(|policy| policy.path == path && policy.address.as_deref() == Some(address))
}

impl Gate<'_> {
    /// What principals may do because policies were attached to them, or taken from them.
    pub(super) fn attached(&mut self) {
        let sides = self.sides;
        let (before, after) = (edges(&sides.before), edges(&sides.after));
        for ((path, principal, policy), place) in after.iter().filter(|(edge, _)| !before.contains_key(edge))
        {
            match policy {
                Attached::Here(address) => {
                    // What is new itself is compared with nothing already.
                    let Some(own) = here(&sides.after, path, address) else {
                        self.attachment(
                            (path, principal, place),
                            format!("attaches `{address}`"),
                            "what it allows is not known: it is not read".to_owned(),
                        );
                        continue;
                    };
                    if here(&sides.before, path, address).is_some() {
                        self.attached_here((path, principal), own, place);
                    }
                }
                Attached::Elsewhere(name) => self.attachment(
                    (path, principal, place),
                    format!("attaches `{name}`"),
                    "what it allows is not known: it is not in what is compared".to_owned(),
                ),
                Attached::Open(name) => self.attachment(
                    (path, principal, place),
                    format!("attaches the policy that `{}` stands for", plain(name)),
                    "what it allows is not known: it is filled in only when it is deployed".to_owned(),
                ),
            }
        }
        for ((path, principal, policy), place) in before.iter().filter(|(edge, _)| !after.contains_key(edge))
        {
            if !after.keys().any(|(other, name, _)| (other, name) == (path, principal)) {
                // Without any policy it is allowed nothing here.
                continue;
            }
            match policy {
                Attached::Here(_) => self.detached_here((path, principal), place),
                Attached::Elsewhere(name) | Attached::Open(name) => self.attachment(
                    (path, principal, place),
                    format!("no longer attaches `{}`", plain(name)),
                    "if it denies something, that is no longer denied: it is not in what is compared"
                        .to_owned(),
                ),
            }
        }
    }

    fn attached_here(&mut self, (path, principal): (&str, &str), policy: &Policy, place: &Place) {
        let had = self.principals.before(path, principal);
        let (certainty, allowed, reason) = match self.access.newly(&had, &[policy]) {
            Newly::Nothing => return,
            Newly::Allowed(allowed, values) => (Certainty::Shown, allowed, values),
            Newly::Open(reason, allowed) => (Certainty::Open, allowed, Some(reason)),
        };
        let what =
            if allowed.is_empty() { String::new() } else { format!(", which allows {}", actions(&allowed)) };
        let name = policy.address.clone().unwrap_or_default();
        self.object(Objection {
            rule: Rule::NoNewAccess,
            certainty,
            message: format!("attaches `{name}` to `{principal}`{what}"),
            reason,
            policy: policy.name(),
            place: place.clone(),
            allowed: allowed.into_iter().map(|new| NewAccess { place: place.clone(), ..new }).collect(),
        });
    }

    fn detached_here(&mut self, (path, principal): (&str, &str), place: &Place) {
        let (had, has) = (self.principals.before(path, principal), self.principals.after(path, principal));
        if let Some(message) = self.access.undenied(&had, &has) {
            self.attachment(
                (path, principal, place),
                message,
                "whether that matters depends on what else the principal is granted".to_owned(),
            );
        }
    }

    fn attachment(
        &mut self,
        (path, principal, place): (&str, &str, &Place),
        message: String,
        reason: String,
    ) {
        self.object(Objection {
            rule: Rule::NoNewAccess,
            certainty: Certainty::Open,
            message,
            reason: Some(reason),
            policy: super::policy::named(path, Some(principal)),
            place: place.clone(),
            allowed: Vec::new(),
        });
    }
}

/// What stands for a policy, as people know it.
fn plain(name: &str) -> &str {
    known_as(name).trim_start_matches("${").trim_end_matches('}')
}
