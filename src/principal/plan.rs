//! Plans: what to do to put the recommendation for a principal into effect, and to undo it.
//!
//! New policies are created and attached before old ones are detached, so that at no moment anything used is
//! denied, or anything denied allowed. [`super::steps`] lists the steps in order; [`super::script`] executes
//! them.

use crate::model::{PolicyArn, PrincipalKind};

/// A document in the folder of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDocument {
    /// The file, relative to the plan's folder; `None` if the plan is only shown.
    pub file: Option<String>,
    /// The digest of its canonical text ([`crate::parse::canonical`]).
    pub digest: String,
}

/// The principal of the policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Role, user or group.
    pub kind: PrincipalKind,
    /// Its name.
    pub name: String,
    /// The account of the principal.
    pub account: String,
}

/// A managed policy to be created and attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its ARN. The name contains the digest of the document, so one name stands for one document.
    pub arn: PolicyArn,
    /// The document.
    pub document: PlannedDocument,
    /// The policy that it replaces, from which it takes the description and the tags.
    pub from: Original,
}

/// A managed policy with the judged document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its ARN.
    pub arn: PolicyArn,
    /// The digest of the document.
    pub digest: String,
}

/// A managed policy that gets a new version, which is put in force; the old version is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// The policy as it was.
    pub original: Original,
    /// The document of the new version.
    pub document: PlannedDocument,
}

/// An inline policy to be overwritten or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its name.
    pub name: String,
    /// The judged document.
    pub original: PlannedDocument,
    /// The new document; `None` to delete the policy.
    pub document: Option<PlannedDocument>,
}

/// What to do with the policies of one principal; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The principal.
    pub owner: Owner,
    /// The quota of attached managed policies.
    pub attached_limit: usize,
    /// Policies to be created, with distinct names.
    pub created: Vec<Created>,
    /// Policies that get a new version.
    pub versioned: Vec<Versioned>,
    /// Inline policies, in an order in which the total is never larger than before or after.
    pub inline: Vec<Inline>,
    /// Policies that are detached in the end.
    pub detached: Vec<Original>,
}

/// The result of planning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planning {
    /// There is nothing to do.
    Nothing,
    /// There is a plan.
    Plan(Box<Plan>),
    /// There is no plan.
    Unplanned(Unplanned),
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplanned {
    /// What is missing or in the way: a sentence without capital and full stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Unplanned {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

impl Planning {
    /// The plan, if there is one.
    pub fn plan(&self) -> Option<&Plan> {
        match self {
            Self::Plan(plan) => Some(plan),
            Self::Nothing | Self::Unplanned(_) => None,
        }
    }

    /// The reason why there is none.
    pub fn unplanned(&self) -> Option<&Unplanned> {
        match self {
            Self::Unplanned(unplanned) => Some(unplanned),
            Self::Nothing | Self::Plan(_) => None,
        }
    }
}
