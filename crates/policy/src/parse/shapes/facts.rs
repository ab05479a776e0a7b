//! Descriptions of managed policies without their documents.
//!
//! Source: IAM API Reference, `GetPolicy`.

use std::sync::Arc;

use super::envelope::{answer_keys, required, some, string};
use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::json::json;
use crate::parse::located::Located;
use crate::parse::names::{Stated, arn, name};
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
    policy.expect_keys("`Policy`", &KEYS)?;
    let place = required(&policy, "Arn", "`Policy`")?;
    let stated = arn(&policy, "Arn")?.ok_or_else(|| place.mismatch("`Arn`", "a string"))?;
    let attachments = some(&policy, "AttachmentCount");
    let attachments = attachments
        .map(|count| count.raw().parse().map_err(|_| count.mismatch("`AttachmentCount`", "a whole number")));
    Ok(Some(PolicyFacts {
        name: name(required(&policy, "PolicyName", "`Policy`")?, "PolicyName")?.to_owned(),
        arn: stated,
        default_version: string(&policy, "DefaultVersionId")?.map(str::to_owned),
        attachments: attachments.transpose()?,
    }))
}
