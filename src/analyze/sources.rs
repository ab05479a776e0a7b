//! What shows that something was used, or was not.

use crate::model::Time;

/// What shows that something was used, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownBy {
    /// When the role was last used.
    RoleLastUsed,
    /// When the service was last accessed.
    ServiceReport,
    /// When the action was last accessed.
    ActionReport,
}

impl ShownBy {
    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::RoleLastUsed => "role-last-used",
            Self::ServiceReport => "service-last-accessed",
            Self::ActionReport => "action-last-accessed",
        }
    }
}

/// Something that a finding rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// When it was made, if it says so: it shows nothing of what was done after that.
    pub made: Option<Time>,
    /// Whether what it does not show was not used in all of the period.
    pub covers: bool,
}

/// What a finding can rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// When access was last used, of the role, of services or of actions.
    LastAccessed(ShownBy),
    /// When credentials were last used.
    CredentialReport,
}

impl SourceKind {
    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastAccessed(shown_by) => shown_by.name(),
            Self::CredentialReport => "credential-report",
        }
    }
}
