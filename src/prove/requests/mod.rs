//! Requests against whole policies, with action and resource together: decides the obligations that rows do not
//! settle.
//!
//! Five questions are asked about all statements of both sides ([`Whole`]). Each has the form: is there a request
//! that some statements of one side apply to, but other statements surely do not? An engine ([`Outside`]) answers
//! this for actions and resources; what it cannot answer (conditions, policy variables, the two readings of ARNs)
//! is handled here, so that both answers are sound:
//! - *proved* if there is no such request under either reading, where a statement counts only if its conditions
//!   are met whenever those of the statement asked about are, and whatever patterns match that are not understood;
//! - *refuted* if there is one with a context in which, under both readings, one side allows it and the other
//!   does not, as decided by a plain [evaluator](evaluate) that shares nothing with the engines;
//! - *unknown* otherwise, with what it depends on.

mod answer;
mod assumptions;
mod conditions;
mod context;
mod counting;
mod evaluate;
mod grants;
mod inclusion;
mod proof;
mod question;
mod reasons;
mod reduction;
mod refute;
mod request_set;
mod whole;

#[cfg(test)]
pub(crate) mod tests;

pub(super) use answer::Answer;
pub(crate) use grants::grants;
pub(super) use question::Kind;
pub(super) use reduction::{Products, outside};
pub(super) use request_set::{Counting, Group, Outside, RequestSet, Resources};
pub(super) use whole::Whole;
