//! `paredown verify` and `paredown-verify`: reads a certificate and its inputs, and has the kernel check it.
//!
//! [`check`] is the whole command except for its command line, for certificates of recommendations, and [`check_comparison`]
//! for those of comparisons; both programs ask for either by [`Verification`].

#![forbid(unsafe_code)]

mod check;
mod comparison;
mod documents;
mod error_report;
mod options;
mod report;
mod usage;
mod verification;

pub use check::{Checked, check};
pub use comparison::{ComparisonChecked, ComparisonOptions, check_comparison};
pub use error_report::ErrorReport;
pub use options::{Options, Required};
pub use report::Catalogue;
pub use usage::{UsageOptions, UsageReport};
pub use verification::{Verification, Verified};
