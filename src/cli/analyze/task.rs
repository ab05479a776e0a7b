//! What is to be recommended for, and from what.

use std::collections::BTreeMap;
use std::path::Path;

use paredown_account::{Account, Identity};

use super::super::args::RemedyArgs;
use crate::analyze::{Analysis, Finding, Settings};

/// What recommendations are made from.
pub(super) struct Scene<'a> {
    pub(super) args: &'a RemedyArgs,
    pub(super) settings: &'a Settings<'a>,
    pub(super) accounts: &'a [Account],
    pub(super) analyses: &'a [Analysis],
    pub(super) findings: &'a [Finding],
    /// The folder of the analysis.
    pub(super) place: &'a Path,
    /// Whether files that no earlier run wrote may be replaced.
    pub(super) force: bool,
}

/// A principal with active findings.
pub(super) struct Task<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) identity: &'a Identity,
    pub(super) account: &'a Account,
    pub(super) findings: Vec<&'a Finding>,
    /// The name of its folder, which no other principal's has.
    pub(super) name: String,
    /// Who has each managed policy, by the ARN of the policy.
    pub(super) holders: &'a Holders<'a>,
}

/// The ARNs of those who have a managed policy, by the ARN of the policy.
pub(super) type Holders<'a> = BTreeMap<&'a str, Vec<&'a str>>;
