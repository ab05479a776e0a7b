//! The gate for changes: what a change of policies newly allows, brings back or takes away, rule by rule.

mod accepted;
mod access;
mod actions;
mod attachments;
mod certified;
mod committed;
mod config;
mod contents;
mod escalation;
mod files;
mod fillings;
mod finding;
mod fits;
mod forbid;
mod forbidden;
mod matching;
mod outcome;
mod place;
mod policy;
mod principals;
mod rule;
mod run;
mod table;
mod usage;

pub(crate) use accepted::{Accepted, accept};
pub(crate) use committed::Committed;
pub(crate) use config::{Config, init};
pub(crate) use contents::{Contents, Side};
pub(crate) use files::{Files, FilesError, in_revision, of_path, of_revision, of_tree};
pub(crate) use forbid::{Forbidden, forbidden};
pub(crate) use outcome::{
    Certainty, Change, Conclusion, Finding, NewAccess, Outcome, Place, PolicyChange, SuppressedBy,
    Suppression,
};
pub(crate) use rule::{Level, Rule};
pub(crate) use run::{Demands, Sides, run};
pub(crate) use usage::{Usage, UsageError};
