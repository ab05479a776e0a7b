//! Policies in every shape in which AWS's interfaces hand them out.

mod encoded;
pub(in crate::parse) mod envelope;
mod facts;
mod iam;
mod inputs;
mod recommendation;
mod security_hub;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use facts::{PolicyFacts, policy_facts};
pub use recommendation::{RecommendationFile, Step, recommendation};

use jiff::Timestamp;

use super::diagnostic::{Diagnostic, Source};
use super::json::Strictness;
use super::kinds::{Asked, name};
use super::located::Located;
use super::names::Stated;
use super::policy::{ParsedPolicy, policy_json, whole};
use super::trivia::leniency;
use crate::model::{PolicyKind, Principal, PrincipalKind};

/// How a bare policy is called among the shapes.
pub const BARE: &str = "policy document";

/// The policies of a file.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// What the file is, for people, such as "answer of iam get-policy-version".
    pub shape: &'static str,
    /// The ARN of the principal whose policies they are, if the file says.
    pub principal: Option<Stated<String>>,
    /// At least one, in the order of the file.
    pub policies: Vec<FoundPolicy>,
    /// What is worth a look in the file around the policies.
    pub warnings: Vec<Diagnostic>,
}

/// A policy, and what the file says about it.
#[derive(Clone, Debug)]
pub struct FoundPolicy {
    /// Which policy it is.
    pub identity: PolicyIdentity,
    /// The policy.
    pub parsed: ParsedPolicy,
    /// What AWS recommends to do with it.
    pub recommended: Option<RecommendedStep>,
}

/// Which policy it is, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyIdentity {
    /// Its name.
    pub name: Option<String>,
    /// Its ARN, which managed policies only have.
    pub arn: Option<String>,
    /// Who has it.
    pub holder: Holder,
    /// Which version of it this is.
    pub version: Option<String>,
    /// That this version of it is the one in force, or is not; nothing if the file does not say.
    pub in_force: Option<Stated<bool>>,
    /// When this version was made, or when the policy was changed last.
    pub updated: Option<Stated<Timestamp>>,
}

impl PolicyIdentity {
    /// Whose policy it is, as far as that is known. The account is that of a managed policy, unless it is
    /// AWS's own.
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

/// Who has a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Holder {
    /// The file does not say.
    #[default]
    Unknown,
    /// It is a managed policy, which several may have.
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

    /// The kind whose limits count; managed if the file does not say.
    pub fn policy_kind(&self) -> PolicyKind {
        match self {
            Self::Unknown | Self::Managed => PolicyKind::Managed,
            Self::Inline(PrincipalKind::Role, _) => PolicyKind::InlineRole,
            Self::Inline(PrincipalKind::User, _) => PolicyKind::InlineUser,
            Self::Inline(PrincipalKind::Group, _) => PolicyKind::InlineGroup,
        }
    }
}

/// What AWS recommends to do with a policy.
#[derive(Clone, Debug)]
pub struct RecommendedStep {
    /// What to do.
    pub action: RecommendedAction,
    /// The policy to create.
    pub policy: Option<ParsedPolicy>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendedAction {
    /// Create a policy in place of the existing one.
    Create,
    /// Detach the existing policy.
    Detach,
}

/// Reads the policies of a file: a bare document, or what the AWS CLI prints for `iam
/// get-policy-version`, `get-role-policy`, `get-user-policy`, `get-group-policy`, and `securityhub
/// get-recommended-policy-v2` (of which the existing policies count). In these a policy may be an
/// object, or stand in a string, as JSON or as URL-encoded JSON; and the whole file may be such a
/// string, or URL-encoded.
///
/// Places in a policy that stands in the file as an object are places in the file. Of one that was
/// decoded, they are places in the decoded text, whose name is `FILE (PolicyVersion.Document)`.
///
/// # Errors
/// The first thing that is no JSON of this strictness, has none of these shapes, or is no identity
/// policy.
pub fn policies(source: &Arc<Source>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    policies_as(source, strictness, Asked::Policy)
}

/// The same; messages say what the file was given as.
pub(super) fn policies_as(
    source: &Arc<Source>,
    strictness: Strictness,
    asked: Asked,
) -> Result<PolicyFile, Diagnostic> {
    let one = |shape, parsed| PolicyFile {
        shape,
        principal: None,
        policies: vec![FoundPolicy { identity: PolicyIdentity::default(), parsed, recommended: None }],
        warnings: Vec::new(),
    };
    if encoded::is_url_encoded(&source.text) {
        return Ok(one("URL-encoded policy document", encoded::file(source, strictness)?));
    }
    let value = policy_json(source, strictness, asked)?;
    let root = Located::new(&value, source);
    if root.string().is_some() {
        let parsed = encoded::document(root, "decoded", strictness)?;
        return Ok(one("policy document in a JSON string", parsed));
    }
    match root.object().filter(|object| object.get("Statement").is_none()) {
        Some(object) if security_hub::is_answer(&object) => security_hub::policies(&object, strictness),
        Some(object) if iam::is_answer(&object) => iam::policies(&object, strictness),
        Some(object) if inputs::holds_policy(&object) => inputs::policies(&object, strictness),
        None if root.object().is_some() => Ok(one(BARE, whole(root)?)),
        _ => Err(name(root, asked)),
    }
}

/// Reads a file with exactly one policy, in any of the shapes of [`policies`], from strict JSON.
///
/// # Errors
/// As [`policies`]; or there are several.
pub fn policy(source: &Arc<Source>) -> Result<ParsedPolicy, Diagnostic> {
    policy_with(source, Strictness::Strict)
}

/// The same from JSON of another strictness.
///
/// # Errors
/// As [`policies`]; or there are several.
pub fn policy_with(source: &Arc<Source>, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    only(policies(source, strictness)?, source).map(|found| found.parsed)
}

/// The one policy of a file that was read from `source`.
///
/// # Errors
/// It has several.
pub fn only(file: PolicyFile, source: &Arc<Source>) -> Result<FoundPolicy, Diagnostic> {
    let count = file.policies.len();
    let mut policies = file.policies.into_iter();
    if let (Some(only), None) = (policies.next(), policies.next()) {
        return Ok(only);
    }
    let message = format!("the file has {count} policies, not one");
    let start = source.text.len() - source.text.trim_start().len();
    Err(Diagnostic::error(source, start..start + 1, message, format!("the {}", file.shape))
        .with_help("give a file with the one that is meant"))
}

/// The steps of an answer of AWS without those that say nothing more of their policy: one that is to be
/// replaced is named twice, once to create the new policy and once to detach the old. `of` says what a
/// step does, and to which policy.
fn one_each<S>(steps: Vec<S>, of: impl Fn(&S) -> (RecommendedAction, Option<&str>)) -> Vec<S> {
    let creates = |step: &S| of(step).0 == RecommendedAction::Create;
    let created = steps.iter().filter(|step| creates(step));
    let replaced: BTreeSet<String> = created.filter_map(|step| of(step).1.map(str::to_owned)).collect();
    let says_more = |step: &S| creates(step) || of(step).1.is_none_or(|id| !replaced.contains(id));
    steps.into_iter().filter(says_more).collect()
}
