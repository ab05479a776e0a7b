//! Descriptions of managed policies without their documents.
//!
//! Source: IAM API Reference, `GetPolicy`.

use std::sync::Arc;

use super::envelope::{answer_keys, some, string};
use crate::parse::answer;
use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::json::json;
use crate::parse::located::{Located, Object};
use crate::parse::names::Stated;
use crate::parse::strictness::Strictness;

/// An answer of `iam get-policy`.
#[derive(Clone, Debug)]
pub struct PolicyFacts {
    /// The name of the policy.
    pub name: String,
    /// Its ARN.
    pub arn: Stated<String>,
    /// The version in force.
    pub default_version: Option<String>,
    /// To how many users, groups and roles it is attached.
    pub attachments: Option<u64>,
}

const KEYS: [&str; 12] = [
    "PolicyName",
    "PolicyId",
    "Arn",
    "Path",
    "DefaultVersionId",
    "AttachmentCount",
    "PermissionsBoundaryUsageCount",
    "IsAttachable",
    "Description",
    "CreateDate",
    "UpdateDate",
    "Tags",
];

/// The content of such an answer; `None` for any other file.
///
/// # Errors
/// It is such an answer, but something in it is not as AWS writes it.
pub fn policy_facts(source: &Arc<Source>) -> Result<Option<PolicyFacts>, Diagnostic> {
    let Ok(value) = json(source, Strictness::Strict) else { return Ok(None) };
    let Some(object) = Located::new(&value, source).object() else { return Ok(None) };
    let Some(policy) = some(&object, "Policy").and_then(Located::object) else { return Ok(None) };
    if policy.get("Arn").is_none() || policy.get("PolicyName").is_none() {
        return Ok(None);
    }
    answer_keys(&object, "the answer of get-policy", &["Policy"])?;
    PolicyFacts::of(&policy, "`Policy`", &[]).map(Some)
}

impl PolicyFacts {
    /// The facts of an object that describes a policy, with keys `beside` those of every description; `owner` is what it
    /// is called.
    ///
    /// # Errors
    /// It has another key, no name or no ARN, or one of them is not as AWS writes it.
    pub fn of(policy: &Object<'_>, owner: &str, beside: &[&str]) -> Result<Self, Diagnostic> {
        let keys: Vec<&str> = KEYS.iter().chain(beside).copied().collect();
        policy.expect_keys(owner, &keys)?;
        Ok(Self {
            arn: answer::arn(policy, "Arn", owner)?,
            name: answer::name(policy, "PolicyName", owner)?.to_owned(),
            default_version: string(policy, "DefaultVersionId")?.map(str::to_owned),
            attachments: answer::number(policy, "AttachmentCount")?,
        })
    }
}
