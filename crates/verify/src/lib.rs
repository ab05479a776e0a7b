//! `paredown verify` and `paredown-verify`: reads a certificate and its inputs, and has the kernel check it.
//!
//! [`check`] is all of the command but its words on the command line; both programs call it.

#![forbid(unsafe_code)]

mod check;
mod documents;
mod report;

pub use check::{Checked, Options, check};
pub use report::Catalogue;
