//! `paredown verify` and `paredown-verify`: reads a certificate and its inputs, and has the kernel check it.
//!
//! [`check`] is the whole command except for its command line, for certificates of recommendations, and [`check_comparison`]
//! for those of comparisons; both programs call them.

#![forbid(unsafe_code)]

mod check;
mod comparison;
mod documents;
mod error_report;
mod options;
mod report;
mod usage;

pub use check::{Checked, check};
pub use comparison::{ComparisonChecked, ComparisonOptions, check_comparison};
pub use error_report::ErrorReport;
pub use options::{Options, Required};
pub use report::Catalogue;
pub use usage::{UsageOptions, UsageReport};
