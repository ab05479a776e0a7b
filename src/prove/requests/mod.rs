//! Requests of whole policies, action and resource together: what the obligations come to where rows do not
//! settle them.
//!
//! Five questions are asked of all statements of both sides ([`Whole`]). Each has the form: is there a request
//! that some statements of one side speak of, outside of what other statements surely speak of? An engine
//! ([`Outside`]) answers that for actions and resources; what it cannot answer (conditions, policy
//! variables, the two readings of ARNs) is dealt with here, so that either answer is sound:
//! - *proved*, if under both readings there is none, where a statement counts only if its conditions are met
//!   whenever those of the statement asked about are, and for whatever a pattern that is not understood matches;
//! - *refuted*, if there is one with a context in which, under both readings, the one side allows it and the
//!   other does not, as a plain [evaluator](evaluate) says that shares nothing with the engines;
//! - *unknown* otherwise, with what it depends on.

mod answer;
mod assumptions;
mod conditions;
mod context;
mod counting;
mod evaluate;
mod grants;
mod proof;
mod question;
mod reasons;
mod reduction;
mod refute;
mod request_set;
mod whole;

#[cfg(test)]
mod tests;

pub(super) use answer::Answer;
pub(crate) use grants::grants;
pub(super) use question::Kind;
pub(super) use reduction::{Products, outside};
pub(super) use request_set::{Counting, Group, Outside, RequestSet, Resources};
pub(super) use whole::Whole;
