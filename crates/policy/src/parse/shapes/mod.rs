//! Policies in every shape in which AWS's interfaces hand them out.

mod encoded;
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

/// How a bare policy is called among the shapes.
pub const BARE: &str = "policy document";

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
