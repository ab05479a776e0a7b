//! What a check is asked for.

use std::path::PathBuf;

use paredown_intake::Request;
use paredown_kernel::format::Requirement;

/// What is to be checked, and against what.
#[derive(Clone, Debug)]
pub struct Options {
    /// The certificate, or `-`.
    pub certificate: PathBuf,
    /// The policies, what is unused, what is kept, and the catalogue.
    pub inputs: Request,
    /// What is recommended; nothing for what is detached, or does not change.
    pub recommended: Vec<PathBuf>,
    /// That the recommendation is to detach the policies.
    pub detached: bool,
    /// How much the certificate has to claim.
    pub require: Requirement,
}
