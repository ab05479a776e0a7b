//! Findings, as IAM Access Analyzer has them.

use sha2::{Digest as _, Sha256};

use super::sources::Source;
use crate::model::{Time, hex};

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingType {
    /// A role that was not used.
    UnusedRole,
    /// An access key that was not used.
    UnusedAccessKey,
    /// A password that was not used.
    UnusedPassword,
    /// Permissions of an active principal that were not used.
    UnusedPermission,
}

impl FindingType {
    /// All of them, in the order of their names.
    pub const ALL: [Self; 4] =
        [Self::UnusedRole, Self::UnusedAccessKey, Self::UnusedPassword, Self::UnusedPermission];

    /// The name that AWS has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnusedRole => "UnusedIAMRole",
            Self::UnusedAccessKey => "UnusedIAMUserAccessKey",
            Self::UnusedPassword => "UnusedIAMUserPassword",
            Self::UnusedPermission => "UnusedPermission",
        }
    }
}

/// Where a finding is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It waits for somebody.
    Active,
    /// Somebody, or a rule, has put it away.
    Archived,
    /// What it is about is used again, or gone.
    Resolved,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Archived, Self::Resolved];

    /// The name that AWS has for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "ACTIVE",
            Self::Archived => "ARCHIVED",
            Self::Resolved => "RESOLVED",
        }
    }
}

/// The unused permissions of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedService {
    /// Its namespace.
    pub namespace: String,
    /// The unused actions, by name, each with when it was last used; nothing if all of the service is unused.
    pub actions: Option<Vec<(String, Option<Time>)>>,
    /// When the service was last used, if that is known.
    pub last: Option<Time>,
}

/// What a finding says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    /// Of a role, when it was last used.
    Role(Option<Time>),
    /// Of an access key, its id and when it was last used.
    AccessKey(String, Option<Time>),
    /// Of a password, when it was last used.
    Password(Option<Time>),
    /// Service by service.
    Permissions(Vec<UnusedService>),
}

impl Details {
    /// What it is about.
    pub fn kind(&self) -> FindingType {
        match self {
            Self::Role(_) => FindingType::UnusedRole,
            Self::AccessKey(..) => FindingType::UnusedAccessKey,
            Self::Password(_) => FindingType::UnusedPassword,
            Self::Permissions(_) => FindingType::UnusedPermission,
        }
    }
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its id: that of an earlier analysis, or else [its own](Finding::own_id).
    pub id: String,
    /// The ARN of the principal.
    pub resource: String,
    /// The number of its account.
    pub account: String,
    /// Whether the principal is a role; else it is a user.
    pub role: bool,
    /// What it says.
    pub details: Details,
    /// What it rests on; nothing of what an earlier analysis found and this one did not.
    pub sources: Vec<Source>,
    /// Where it is in its life.
    pub status: Status,
    /// When it was first found.
    pub created: Time,
    /// When it changed last.
    pub updated: Time,
}

impl Finding {
    /// What AWS calls the kind of principal.
    pub fn resource_type(&self) -> &'static str {
        if self.role { "AWS::IAM::Role" } else { "AWS::IAM::User" }
    }

    /// Its id: the same for the same access of the same principal, in each analysis.
    ///
    /// `pd-` and 32 hexadecimal digits of the SHA-256 over account, principal, type and key (ANALYZER.md §4).
    pub fn own_id(resource: &str, account: &str, details: &Details) -> String {
        let key = match details {
            Details::AccessKey(id, _) => id.as_str(),
            Details::Role(_) | Details::Password(_) | Details::Permissions(_) => "",
        };
        let mut digest = Sha256::new();
        for part in [account, resource, details.kind().name(), key] {
            digest.update(part.as_bytes());
            digest.update(b"\n");
        }
        let hex = hex(&digest.finalize());
        format!("pd-{}", hex.get(..32).unwrap_or_default())
    }
}
