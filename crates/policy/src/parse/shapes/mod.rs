//! Policies in all shapes in which AWS's interfaces return them.

pub(in crate::parse) mod encoded;
pub(in crate::parse) mod envelope;
mod facts;
mod found;
mod iam;
mod inputs;
mod recommendation;
mod security_hub;
mod step;

use std::sync::Arc;

pub use facts::{PolicyFacts, policy_facts};
pub use found::{FoundPolicy, Holder, PolicyFile, PolicyIdentity};
pub use recommendation::{RecommendationFile, Step, recommendation};
pub use step::{RecommendedAction, RecommendedStep};

use super::diagnostic::{Diagnostic, Source};
use super::kinds::{Asked, name};
use super::located::Located;
use super::policy::{ParsedPolicy, policy_json, whole};
use super::strictness::Strictness;

/// The name of the shape of a bare policy.
pub const BARE: &str = "policy document";

/// Reads the policies of a file: a bare document, or what the AWS CLI prints for `iam get-policy-version`,
/// `get-role-policy`, `get-user-policy`, `get-group-policy`, and `securityhub get-recommended-policy-v2` (of
/// which the existing policies are read). In these a policy may be an object, or a string with JSON or
/// URL-encoded JSON; and the whole file may be such a string, or URL-encoded.
///
/// Places in a policy that is an object in the file are places in the file. Places in a policy that was decoded
/// are places in the decoded text, which is named `FILE (PolicyVersion.Document)`.
///
/// # Errors
/// The first thing that is not JSON of this strictness, has none of these shapes, or is not an identity policy.
pub fn policies(source: &Arc<Source>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    policies_as(source, strictness, Asked::Policy)
}

/// The same; messages depend on the use that the file was given for.
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

/// Reads strict JSON with exactly one policy, in any of the shapes of [`policies`].
///
/// # Errors
/// Those of [`policies`]; or there are several policies.
pub fn policy(source: &Arc<Source>) -> Result<ParsedPolicy, Diagnostic> {
    policy_with(source, Strictness::Strict)
}

/// The same with another strictness.
///
/// # Errors
/// Those of [`policies`]; or there are several policies.
pub fn policy_with(source: &Arc<Source>, strictness: Strictness) -> Result<ParsedPolicy, Diagnostic> {
    only(policies(source, strictness)?, source).map(|found| found.parsed)
}

/// The only policy of a file that was read from `source`.
///
/// # Errors
/// There are several policies.
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
