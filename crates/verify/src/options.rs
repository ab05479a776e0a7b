//! The options of a check.

use std::path::PathBuf;

use paredown_intake::Request;
use paredown_kernel::format::Requirement;

use crate::usage::UsageOptions;

/// What to check, and against what.
#[derive(Clone, Debug)]
pub struct Options {
    /// The certificate, or `-`.
    pub certificate: PathBuf,
    /// The policies, what is unused, the keep list, and the catalogue.
    pub inputs: Request,
    /// The recommended documents; none for policies that are detached or unchanged.
    pub recommended: Vec<PathBuf>,
    /// Whether the recommendation is to detach the policies.
    pub detached: bool,
    /// The least claim that is required.
    pub require: Requirement,
    /// What usage is checked against, if the certificate says something of it.
    pub usage: UsageOptions,
}
