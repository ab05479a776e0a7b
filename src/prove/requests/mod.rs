//! Requests against whole policies, with action and resource together: decides the obligations that rows do not
//! settle.
//!
//! Five questions are asked about all statements of both sides ([`Whole`]), each as inclusions of what rules allow, which
//! [`crate::compare`] decides:
//! - *proved* if there is no request that contradicts the claim, under either reading of ARNs, whatever conditions,
//!   policy variables and patterns that are not understood are;
//! - *refuted* if there is one that AWS makes, with a context, which under both readings one side allows and the other
//!   does not, as decided by the evaluator of [`paredown_request`], which shares nothing with the engines;
//! - *unknown* otherwise, with what it depends on.

mod answer;
mod counting;
mod grants;
mod inclusion;
mod question;
mod whole;

#[cfg(test)]
pub(crate) mod tests;

pub(super) use answer::Answer;
pub(crate) use grants::grants;
pub(super) use question::Kind;
pub(super) use whole::Whole;
