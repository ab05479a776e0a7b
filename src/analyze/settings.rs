//! How an account is analysed.

use std::collections::BTreeMap;

use super::exceptions::Exception;
use super::period::Period;
use crate::model::{Action, Catalogue, Pattern};

/// What is evidence of something not being used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evidence {
    /// Only what would have shown a use.
    #[default]
    Strict,
    /// What IAM Access Analyzer takes: also that a service was not accessed, for its actions that nothing observes.
    AccessAnalyzer,
}

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
    /// What is known of single actions beside the built-in rules, by folded action: whether it can never be observed.
    pub never_observed: BTreeMap<String, bool>,
}

impl Settings<'_> {
    /// The exceptions in force that are about a principal with this folded ARN.
    pub(super) fn exceptions_of(&self, arn: &str) -> Vec<&Exception> {
        let in_force = self.exceptions.iter().filter(|exception| !exception.is_expired(self.period.end));
        in_force.filter(|exception| exception.is_about(arn)).collect()
    }

    /// Whether nothing that AWS records can show that an action is used: it is checked within a call of another name,
    /// as `iam:PassRole` is.
    ///
    /// Source: IAM User Guide, "Refine permissions using last accessed information": `iam:PassRole` "is not tracked".
    pub(super) fn is_never_observed(&self, action: &Action) -> bool {
        let passes = || {
            let name = action.spelling().split_once(':').and_then(|(_, name)| name.strip_prefix("Pass"));
            name.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        let said = self.never_observed.get(action.folded()).copied();
        said.unwrap_or_else(|| action.folded() == "iam:passrole" || passes())
    }
}
