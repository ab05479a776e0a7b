//! What is done to put the recommendations for a principal into effect, and to undo it.
//!
//! New policies are created and attached before old ones are detached, so that at no moment what is used
//! is denied, nor anything that was denied allowed. [`super::steps`] has the order, [`super::script`] does it.

use crate::model::{PolicyArn, PrincipalKind};

/// A document in a file of the plan's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedDocument {
    /// The file, from the plan's folder; nothing if the plan is only shown.
    pub file: Option<String>,
    /// The digest of its canonical text ([`crate::parse::canonical`]).
    pub digest: String,
}

/// Whose policies are changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Role, user or group.
    pub kind: PrincipalKind,
    /// Its name.
    pub name: String,
    /// The account that it is in.
    pub account: String,
}

/// A managed policy that is created and attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Its ARN. The name carries the digest of the document, so that one name stands for one document.
    pub arn: PolicyArn,
    /// The document.
    pub document: PlannedDocument,
    /// The policy that it takes the place of, whose description and tags it gets.
    pub from: Original,
}

/// A managed policy and the document that was judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Its ARN.
    pub arn: PolicyArn,
    /// The digest of the document.
    pub digest: String,
}

/// A managed policy that gets a new version in force; the old one is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// The policy as it was.
    pub original: Original,
    /// The document of the new version.
    pub document: PlannedDocument,
}

/// An inline policy that is written over, or deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its name.
    pub name: String,
    /// The document that was judged.
    pub original: PlannedDocument,
    /// What it is written over with; nothing to delete it.
    pub document: Option<PlannedDocument>,
}

/// What to do with the policies of one principal: something at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whose they are.
    pub owner: Owner,
    /// How many managed policies may be attached at once.
    pub attached_limit: usize,
    /// No two of them have the same name.
    pub created: Vec<Created>,
    /// Those that get a new version.
    pub versioned: Vec<Versioned>,
    /// In an order in which all together never get larger than before or after.
    pub inline: Vec<Inline>,
    /// Those that are detached in the end.
    pub detached: Vec<Original>,
}

/// What becomes of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planning {
    /// Nothing is to be done.
    Nothing,
    /// This is to be done.
    Plan(Box<Plan>),
    /// There is none.
    Unplanned(Unplanned),
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplanned {
    /// What is missing or in the way: a sentence without capital and full stop.
    pub message: String,
    /// What would do.
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

    /// Why there is none.
    pub fn unplanned(&self) -> Option<&Unplanned> {
        match self {
            Self::Unplanned(unplanned) => Some(unplanned),
            Self::Nothing | Self::Plan(_) => None,
        }
    }
}
