//! The policies of a file, and what the file says about them.

use super::step::RecommendedStep;
use crate::model::{PolicyKind, Principal, PrincipalKind, Time};
use crate::parse::diagnostic::Diagnostic;
use crate::parse::names::Stated;
use crate::parse::policy::ParsedPolicy;

/// The policies of a file.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// The description of the file, such as "answer of iam get-policy-version".
    pub shape: &'static str,
    /// The ARN of the principal of the policies, if the file says.
    pub principal: Option<Stated<String>>,
    /// At least one, in the order of the file.
    pub policies: Vec<FoundPolicy>,
    /// What the user should look at in the file, apart from the policies.
    pub warnings: Vec<Diagnostic>,
}

/// A policy, and what the file says about it.
#[derive(Clone, Debug)]
pub struct FoundPolicy {
    /// The identity of the policy.
    pub identity: PolicyIdentity,
    /// The policy.
    pub parsed: ParsedPolicy,
    /// The step that AWS recommends for it.
    pub recommended: Option<RecommendedStep>,
}

/// The identity of a policy, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyIdentity {
    /// Its name.
    pub name: Option<String>,
    /// Its ARN, which only managed policies have.
    pub arn: Option<String>,
    /// The principal that has it.
    pub holder: Holder,
    /// The version of it that this is.
    pub version: Option<String>,
    /// Whether this version is the one in force; `None` if the file does not say.
    pub in_force: Option<Stated<bool>>,
    /// When this version was made, or when the policy was last changed.
    pub updated: Option<Stated<Time>>,
}

impl PolicyIdentity {
    /// The principal of the policy, as far as it is known. The account is that of a managed policy, unless AWS
    /// owns the policy.
    pub fn principal(&self) -> Principal {
        let holder = match &self.holder {
            Holder::Inline(kind, name) => Some((*kind, name.clone())),
            Holder::Unknown | Holder::Managed => None,
        };
        Principal { holder, account: self.arn.as_deref().and_then(account), path: None }
    }
}

/// The partition and the account of the ARN of a managed policy.
fn account(arn: &str) -> Option<(String, String)> {
    let mut fields = arn.split(':').skip(1);
    let (partition, _, _, account) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let own = !account.is_empty() && account.chars().all(|c| c.is_ascii_digit());
    own.then(|| (partition.to_owned(), account.to_owned()))
}

/// The holder of a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    /// The file does not say.
    #[default]
    Unknown,
    /// It is a managed policy, which several principals may have.
    Managed,
    /// It is an inline policy of the role, user or group with this name.
    Inline(PrincipalKind, String),
}

impl Holder {
    /// The principal that holds it, if it is an inline policy.
    pub fn inline(&self) -> Option<(PrincipalKind, String)> {
        match self {
            Self::Unknown | Self::Managed => None,
            Self::Inline(kind, name) => Some((*kind, name.clone())),
        }
    }

    /// The kind that determines the limits; managed if the file does not say.
    pub fn policy_kind(&self) -> PolicyKind {
        match self {
            Self::Unknown | Self::Managed => PolicyKind::Managed,
            Self::Inline(PrincipalKind::Role, _) => PolicyKind::InlineRole,
            Self::Inline(PrincipalKind::User, _) => PolicyKind::InlineUser,
            Self::Inline(PrincipalKind::Group, _) => PolicyKind::InlineGroup,
        }
    }
}
