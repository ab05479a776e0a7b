//! The principals of templates, with the policies that they have there.

use std::collections::{BTreeMap, BTreeSet};

use paredown_infra::{Attached, WrittenKind};

use super::access::{Access, Newly};
use super::contents::Contents;
use super::matching::Matched;
use super::policy::Policy;

/// A principal: the path of its file, and its address there.
type Name = (String, String);

/// What a principal has.
#[derive(Clone, Debug, Default)]
pub(super) struct Has<'p> {
    /// The policies that are in its file.
    pub(super) policies: Vec<&'p Policy>,
    /// Others that are attached to it.
    pub(super) elsewhere: BTreeSet<String>,
}

/// The principals of both sides.
#[derive(Debug)]
pub(super) struct Principals<'p> {
    before: BTreeMap<Name, Has<'p>>,
    after: BTreeMap<Name, Has<'p>>,
}

impl<'p> Principals<'p> {
    /// Those of both sides.
    pub(super) fn new(before: &'p Contents, after: &'p Contents) -> Self {
        Self { before: principals(before), after: principals(after) }
    }

    /// For each principal that a policy belongs to, all that it had in the file, and all that it has; `None` if the policy may
    /// belong to others too.
    pub(super) fn of(&self, one: Matched<'_>) -> Option<Vec<(Vec<&'p Policy>, Vec<&'p Policy>)>> {
        let policies = || one.before.into_iter().chain(one.after);
        if !policies().all(is_own) {
            return None;
        }
        let names: BTreeSet<(&str, &str)> = policies()
            .flat_map(|policy| policy.principals.iter().map(|name| (policy.path.as_str(), name.as_str())))
            .collect();
        Some(
            names.into_iter().map(|(path, name)| (self.before(path, name), self.after(path, name))).collect(),
        )
    }

    /// Whether a policy belongs to principals of its file alone, each of which is allowed nothing new by all of its policies
    /// together, and denied all that they denied it.
    pub(super) fn allow_no_more(&self, access: Access<'_>, one: Matched<'_>) -> bool {
        self.of(one).is_some_and(|all| {
            all.iter().all(|(before, after)| {
                access.newly(before, after) == Newly::Nothing && access.undenied(before, after).is_none()
            })
        })
    }

    /// The policies of its file that a principal had before.
    pub(super) fn before(&self, path: &str, principal: &str) -> Vec<&'p Policy> {
        of(&self.before, path, principal)
    }

    /// The policies of its file that a principal has.
    pub(super) fn after(&self, path: &str, principal: &str) -> Vec<&'p Policy> {
        of(&self.after, path, principal)
    }

    /// The principals after the change, each with what it had before.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Name, Option<&Has<'p>>, &Has<'p>)> {
        self.after.iter().map(|(name, after)| (name, self.before.get(name), after))
    }
}

/// Whether a policy belongs to principals of its file alone. A managed one may be attached to others that nobody here knows of.
pub(super) fn is_own(policy: &Policy) -> bool {
    policy.kind == Some(WrittenKind::Inline) && !policy.principals.is_empty()
}

fn of<'p>(all: &BTreeMap<Name, Has<'p>>, path: &str, principal: &str) -> Vec<&'p Policy> {
    all.get(&(path.to_owned(), principal.to_owned())).map(|has| has.policies.clone()).unwrap_or_default()
}

fn principals(contents: &Contents) -> BTreeMap<Name, Has<'_>> {
    let mut all: BTreeMap<Name, Has<'_>> = BTreeMap::new();
    for policy in &contents.policies {
        for principal in &policy.principals {
            all.entry((policy.path.clone(), principal.clone())).or_default().policies.push(policy);
        }
    }
    for (path, _, attachment) in &contents.attachments {
        let has = all.entry((path.clone(), attachment.principal.clone())).or_default();
        match &attachment.policy {
            Attached::Here(address) => {
                let here =
                    |policy: &&Policy| policy.path == *path && policy.address.as_ref() == Some(address);
                let known = |policy: &&Policy, has: &Has<'_>| {
                    !has.policies.iter().any(|other| other.address == policy.address)
                };
                if let Some(policy) = contents.policies.iter().find(here).filter(|policy| known(policy, has))
                {
                    has.policies.push(policy);
                }
            }
            Attached::Elsewhere(name) | Attached::Open(name) => {
                has.elsewhere.insert(name.clone());
            }
        }
    }
    all
}
