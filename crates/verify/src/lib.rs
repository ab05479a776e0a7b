//! `paredown verify` and `paredown-verify`: reads a certificate and its inputs, and has the kernel check it.
//!
//! [`check`] is the whole command except for its command line; both programs call it.

#![forbid(unsafe_code)]

mod check;
mod documents;
mod error_report;
mod options;
mod report;
mod usage;

pub use check::{Checked, check};
pub use error_report::ErrorReport;
pub use options::Options;
pub use report::Catalogue;
pub use usage::{UsageOptions, UsageReport};
