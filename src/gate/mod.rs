//! The gate for changes: what a change of policies newly allows, brings back or takes away, rule by rule.

mod accepted;
mod config;
mod escalation;
mod forbid;
mod outcome;
mod rule;
mod table;

pub(crate) use accepted::{Accepted, accept};
pub(crate) use config::{Config, init};
pub(crate) use forbid::{Forbidden, forbidden};
pub(crate) use outcome::{
    Certainty, Change, Conclusion, Finding, NewAccess, Outcome, Place, PolicyChange, SuppressedBy,
    Suppression,
};
pub(crate) use rule::{Level, Rule};
