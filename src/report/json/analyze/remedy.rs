//! What is recommended for a principal: a line of `recommendations.jsonl`, and `proof/result.json` in the principal's
//! own folder, by which a later run sees whether anything has changed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analyze::UnusedService;
use crate::job::Outcome;
use crate::prove::Conclusion;
use crate::report::json::counts::Change;

/// The format of the row.
pub const REMEDY_FORMAT: &str = "paredown-remedy/1";

/// What is recommended for a principal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RemedyRow {
    /// [`REMEDY_FORMAT`].
    pub format: String,
    /// The version of paredown.
    pub paredown: String,
    /// SHA-256 of all that it depends on: policies, unused set, keep list, credentials, catalogue and options.
    pub inputs: String,
    /// SHA-256 of what the certificate says of usage rests on beside that: the files of the export, the age, what is evidence;
    /// absent if nothing was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The ARN of the principal.
    pub principal: String,
    /// Its folder, relative to that of the analysis; null if nothing was written for it.
    pub folder: Option<String>,
    /// What became of the recommendation for its policies; absent if none of its permissions is unused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<PoliciesRow>,
    /// What of it is to be retired: deactivated first, and deleted later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retire: Vec<RetireRow>,
    /// The steps that retire it, in order, and how to undo them; nothing if there is no script for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retire_steps: Vec<String>,
    /// Why nothing is recommended, or no plan is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of the recommendation for a principal's policies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PoliciesRow {
    /// The verdict.
    pub verdict: RemedyVerdict,
    /// Each policy, with what to do with it.
    pub policies: Vec<PolicyRow>,
    /// The known actions that its own policies allow, by access level.
    pub actions: BTreeMap<String, Change>,
    /// The obligations, each with its worst verdict.
    pub obligations: BTreeMap<String, String>,
    /// How many of the unused actions each group of a user goes on allowing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_to_groups: BTreeMap<String, usize>,
    /// Whether there is a plan that puts it into effect.
    pub planned: bool,
}

/// A policy, with what to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct PolicyRow {
    /// Its name.
    pub name: String,
    /// replace, detach or unchanged; or does-not-fit.
    pub outcome: String,
    /// SHA-256 of the original's text.
    pub original: String,
    /// SHA-256 of each document that replaces it.
    pub recommended: Vec<String>,
    /// Of several policies, the verdict on the recommendation for this one alone; it is that on all together that decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<String>,
    /// How many others have the policy too. They keep it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub other_holders: u64,
    /// Some of these, by ARN.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Something to be retired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RetireRow {
    /// role, key or password.
    pub what: String,
    /// The id of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// What became of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemedyVerdict {
    /// It is proved.
    Proved,
    /// It is proved, but AWS would refuse it.
    DoesNotFit,
    /// It could not be decided.
    Unknown,
    /// It is refuted, which would be a fault of paredown.
    Refuted,
}

impl RemedyVerdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Proved, Self::DoesNotFit, Self::Unknown, Self::Refuted];

    /// The verdict on an outcome. What was not certified is unknown.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome.conclusion() {
            Some(Conclusion::Proved) if outcome.fits() => Self::Proved,
            Some(Conclusion::Proved) => Self::DoesNotFit,
            Some(Conclusion::Refuted) => Self::Refuted,
            Some(Conclusion::Unknown | Conclusion::Disagreement) | None => Self::Unknown,
        }
    }

    /// For people.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::DoesNotFit => "does not fit",
            Self::Unknown => "undecided",
            Self::Refuted => "refuted",
        }
    }
}

/// What is unused, as `--unused` reads it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnusedEntry<'a> {
    service_namespace: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<&'a str>>,
}

impl<'a> From<&'a UnusedService> for UnusedEntry<'a> {
    fn from(service: &'a UnusedService) -> Self {
        let names = |actions: &'a Vec<(String, _)>| actions.iter().map(|(name, _)| name.as_str()).collect();
        Self { service_namespace: &service.namespace, actions: service.actions.as_ref().map(names) }
    }
}
