//! How an account is analysed.

use paredown_account::{Observability, Period};
use paredown_kernel::format::Evidence;

use super::exceptions::Exception;
use crate::model::{Catalogue, Pattern};

/// How it is gone about.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The actions that are known.
    pub catalogue: &'a Catalogue,
    /// The days that are looked at.
    pub period: Period,
    /// What is evidence.
    pub evidence: Evidence,
    /// Principals with one of these tags are left out: the key, and the value; with any value if that is empty.
    pub exclude_tags: Vec<(String, String)>,
    /// Principals whose ARN one of these matches are left out.
    pub exclude: Vec<Pattern>,
    /// What is kept for a while; those that ran out keep nothing.
    pub exceptions: Vec<Exception>,
    /// What can be observed at all.
    pub observable: Observability,
}

impl Settings<'_> {
    /// The exceptions in force that are about a principal with this folded ARN.
    pub(super) fn exceptions_of(&self, arn: &str) -> Vec<&Exception> {
        let in_force = self.exceptions.iter().filter(|exception| !exception.is_expired(self.period.end));
        in_force.filter(|exception| exception.is_about(arn)).collect()
    }
}
