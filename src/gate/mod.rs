//! The gate for changes: what a change of policies newly allows, brings back or takes away, rule by rule.

mod outcome;
mod rule;

pub(crate) use outcome::{
    Certainty, Change, Conclusion, Finding, NewAccess, Outcome, Place, PolicyChange, SuppressedBy,
    Suppression,
};
pub(crate) use rule::{Level, Rule};
