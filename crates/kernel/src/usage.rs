//! What a certificate says of usage: why its unused actions are unused.
//!
//! The step from an account's exports to the unused set. Places count from 0: policies in the order of
//! [`Account::policies_of`](paredown_account::Account::policies_of), statements in their policy, versions in the order
//! of the export, files in the order of `exports`.

use serde::{Deserialize, Serialize};

use crate::envelope::{Digest, Subject};

/// Why the unused actions of a certificate are unused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Usage {
    /// The ARN of the principal.
    pub principal: String,
    /// The days that were looked at.
    pub period: Days,
    /// What is evidence.
    pub evidence: Evidence,
    /// The digest of the canonical text of the table of what can be observed.
    pub observable: Digest,
    /// The files that what is known of the principal comes from, sorted by digest; the names are labels.
    pub exports: Vec<Subject>,
    /// The exceptions in force that are about the principal: labels. An exception only makes less unused, and the digest
    /// of the unused set covers what is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionLabel>,
    /// What grants the actions.
    pub grants: Vec<Grant>,
    /// What would have shown a use of them.
    pub sources: Vec<SourceOfUse>,
    /// The services that are unused as a whole, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<WholeService>,
    /// Runs of unused actions: of those that the unused set names, and of the known ones in whole services that the
    /// originals allow and do not deny everywhere; sorted.
    pub rows: Vec<UsageRow>,
}

/// The days before a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// How many, 1 to 365.
    pub days: u32,
    /// The last moment: the time of the analysis.
    pub until: String,
}

/// What is evidence of something not being used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Only what would have shown a use.
    #[default]
    Strict,
    /// What IAM Access Analyzer takes: also that a service was not accessed, for its actions that nothing observes.
    AccessAnalyzer,
}

impl Evidence {
    /// Its name, as on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::AccessAnalyzer => "access-analyzer",
        }
    }
}

/// An exception, for people: nothing certified depends on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionLabel {
    /// The principals that it is about.
    pub principal: String,
    /// The actions that it keeps.
    pub actions: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// Why they are kept.
    pub reason: String,
    /// Until when.
    pub until: String,
}

/// What grants actions: a statement of a policy in force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The number of the policy.
    pub policy: usize,
    /// Its name: a label.
    pub name: String,
    /// The number of the statement.
    pub statement: usize,
    /// The version of the same policy that was there before the period, and the number of its statement that grants them
    /// too. Absent only where the role is idle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<(usize, usize)>,
}

/// A source that would have shown a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceOfUse {
    /// What it says.
    pub kind: SourceKind,
    /// The number of the file.
    pub export: usize,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// When the role was last used: it was not in the period, so none of its actions was.
    RoleLastUsed,
    /// When services were last accessed: that of the action was not in the period.
    ServiceLastAccessed,
    /// When actions were last accessed: the action was not in the period.
    ActionLastAccessed,
}

/// A service that is unused as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeService {
    /// The service, folded.
    pub service: String,
    /// The number of the source that would have shown a use: the role's last use, or the service's last access.
    pub seen: usize,
}

/// A run of unused actions that are granted and seen alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsageRow {
    /// The first of them.
    pub first: String,
    /// How many there are, itself included.
    pub count: usize,
    /// The number of what grants them.
    pub granted: usize,
    /// The number of the source that would have shown a use of each.
    pub seen: usize,
}
