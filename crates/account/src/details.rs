//! The principals of an account and their policies, as `iam get-account-authorization-details` says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{PrincipalKind, Time};
use crate::parse::{Code, Diagnostic, ParsedPolicy, Stated};

/// Everything that one account's answers say, all pages together.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// Users and roles, in the order of the answers.
    pub identities: Vec<Identity>,
    /// Groups, by name in lower case: names differ in more than case.
    pub groups: BTreeMap<String, Group>,
    /// Managed policies, by ARN.
    pub policies: BTreeMap<String, ManagedPolicy>,
}

/// What is wrong with a policy, which concerns the principals that have it and nobody else.
pub type Unread = Arc<Diagnostic>;

/// A policy document, or what is wrong with it.
pub type Document = Result<Arc<ParsedPolicy>, Unread>;

/// A user or a role.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Which of the two.
    pub kind: PrincipalKind,
    /// Its ARN.
    pub arn: Stated<String>,
    /// The name.
    pub name: String,
    /// The path, such as `/` or `/team/`.
    pub path: String,
    /// The id that no other principal ever has, such as `AROA…`.
    pub unique_id: String,
    /// When it was made.
    pub created: Time,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// The inline policies, in the order of the answer.
    pub inline: Vec<InlinePolicy>,
    /// The ARNs of the managed policies that are attached to it.
    pub attached: Vec<Stated<String>>,
    /// Of a user, the names of its groups.
    pub groups: Vec<Stated<String>>,
    /// The ARN of the policy that is its permissions boundary.
    pub boundary: Option<String>,
    /// Of a role, when it was last used.
    pub last_used: LastUsed,
}

/// When a role was last used, in any region and as far back as AWS keeps that: 400 days.
///
/// Source: IAM API Reference, `RoleLastUsed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LastUsed {
    /// Nothing is said about it.
    #[default]
    NotSaid,
    /// It was not used in that time.
    Never,
    /// It was used at this time, and not after it.
    At(Time),
}

impl LastUsed {
    /// When it was last used, if that is known.
    pub fn time(self) -> Option<Time> {
        match self {
            Self::At(time) => Some(time),
            Self::NotSaid | Self::Never => None,
        }
    }
}

/// A group of users.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its ARN.
    pub arn: Stated<String>,
    /// The name.
    pub name: String,
    /// The inline policies, in the order of the answer.
    pub inline: Vec<InlinePolicy>,
    /// The ARNs of the managed policies that are attached to it.
    pub attached: Vec<Stated<String>>,
}

/// An inline policy.
#[derive(Clone, Debug)]
pub struct InlinePolicy {
    /// The name, which no other inline policy of the principal has.
    pub name: String,
    /// What it says.
    pub document: Document,
}

/// A managed policy: of the account, or AWS's own.
#[derive(Clone, Debug)]
pub struct ManagedPolicy {
    /// Its ARN.
    pub arn: Stated<String>,
    /// The name.
    pub name: String,
    /// How many users, groups and roles it is attached to.
    pub attachments: Option<u64>,
    /// Its versions, in the order of the answer. Just one of them is in force.
    pub versions: Vec<PolicyVersion>,
}

impl ManagedPolicy {
    /// The version that is in force.
    pub fn in_force(&self) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.in_force)
    }
}

/// A version of a managed policy.
#[derive(Clone, Debug)]
pub struct PolicyVersion {
    /// Such as `v3`.
    pub id: String,
    /// When it was made.
    pub created: Time,
    /// Whether it is the one that counts.
    pub in_force: bool,
    /// What it says.
    pub document: Document,
}

impl Details {
    /// The managed policy with this ARN.
    ///
    /// # Errors
    /// It is not in the export.
    pub fn managed(&self, arn: &Stated<String>) -> Result<&ManagedPolicy, Unread> {
        self.policies.get(&arn.value).ok_or_else(|| absent(arn, "policy", "attached here"))
    }

    /// The group with this name.
    ///
    /// # Errors
    /// It is not in the export.
    pub fn group(&self, name: &Stated<String>) -> Result<&Group, Unread> {
        self.groups.get(&name.value.to_ascii_lowercase()).ok_or_else(|| absent(name, "group", "this group"))
    }

    /// Adds a group.
    ///
    /// # Errors
    /// There is one of this name.
    pub(super) fn add_group(&mut self, group: Group) -> Result<(), Diagnostic> {
        let known = self.groups.insert(group.name.to_ascii_lowercase(), group);
        known.map_or(Ok(()), |group| Err(twice(&group.arn)))
    }

    /// Adds a managed policy.
    ///
    /// # Errors
    /// There is one with this ARN.
    pub(super) fn add_policy(&mut self, policy: ManagedPolicy) -> Result<(), Diagnostic> {
        let known = self.policies.insert(policy.arn.value.clone(), policy);
        known.map_or(Ok(()), |policy| Err(twice(&policy.arn)))
    }

    /// Adds another page of the same account.
    ///
    /// # Errors
    /// Something is on both: then they are not pages of one answer.
    pub(super) fn join(&mut self, other: Self) -> Result<(), Diagnostic> {
        self.identities.extend(other.identities);
        for group in other.groups.into_values() {
            self.add_group(group)?;
        }
        for policy in other.policies.into_values() {
            self.add_policy(policy)?;
        }
        self.distinct()
    }

    /// Refuses two users or roles with one ARN, which differ in more than case.
    pub(super) fn distinct(&self) -> Result<(), Diagnostic> {
        let mut seen = BTreeSet::new();
        let again = self.identities.iter().find(|one| !seen.insert(one.arn.value.to_ascii_lowercase()));
        again.map_or(Ok(()), |one| Err(twice(&one.arn)))
    }
}

fn absent(name: &Stated<String>, what: &str, label: &str) -> Unread {
    let error = name.error(format!("the {what} `{}` is not in the export", name.value), label);
    Arc::new(error.with_help("give all of AWS's answer, with all of its pages"))
}

fn twice(arn: &Stated<String>) -> Diagnostic {
    arn.error(format!("duplicate `{}` in what was exported", arn.value), "again, here or on another page")
        .coded(Code::Duplicate)
        .with_help("give the pages of one answer, each once")
}
