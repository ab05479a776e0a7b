//! Requests to AWS: an action on a resource in a context of condition keys.
//!
//! [`reference`] says on which resources an action can be requested, and of which type a condition key is.

#![forbid(unsafe_code)]

pub mod reference;
