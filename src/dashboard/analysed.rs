//! What the page is made of.

use std::collections::BTreeMap;

use super::recommendation::Recommendation;
use crate::analyze::{Analysis, Finding, Settings, Statistics, Status};

/// An analysis, whole.
#[derive(Clone, Copy, Debug)]
pub struct Analysed<'a> {
    /// How it was gone about.
    pub settings: &'a Settings<'a>,
    /// The principals.
    pub analyses: &'a [Analysis],
    /// The findings, those of an earlier analysis among them.
    pub findings: &'a [Finding],
    /// The statistics of the findings.
    pub statistics: &'a Statistics,
    /// The findings of an earlier analysis, by id, if there was one.
    pub before: Option<&'a BTreeMap<String, Status>>,
    /// What was recommended, by the ARN of the principal.
    pub recommendations: &'a BTreeMap<String, Recommendation>,
    /// The files beside the page that it links to.
    pub files: &'a [&'a str],
}
