//! Policies in answers of Organizations, of IAM Identity Center, and in what Access Analyzer is asked.
//!
//! Source: AWS Organizations API Reference, `DescribePolicy`; IAM Identity Center API Reference,
//! `GetInlinePolicyForPermissionSet`; IAM Access Analyzer API Reference, `ValidatePolicy`.

use super::encoded::document;
use super::envelope::{answer_keys, required, some, string};
use super::{FoundPolicy, PolicyFile, PolicyIdentity, leniency};
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::json::Strictness;
use crate::parse::located::{Located, Object};
use crate::parse::names::{arn, name};

/// Whether the object is one of these, or meant to be.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    let organizations = object.get("Policy").and_then(Located::object);
    object.get("InlinePolicy").is_some()
        || object.get("policyDocument").is_some()
        || organizations.is_some_and(|policy| policy.get("PolicySummary").is_some())
}

/// The policy of such an answer.
pub(super) fn policies(object: &Object<'_>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    let (shape, found) = if object.get("InlinePolicy").is_some() {
        ("answer of sso-admin get-inline-policy-for-permission-set", permission_set(object, strictness)?)
    } else if object.get("policyDocument").is_some() {
        ("input of accessanalyzer validate-policy", validated(object, strictness)?)
    } else {
        ("answer of organizations describe-policy", of_organization(object, strictness)?)
    };
    let warnings = leniency(object.place().source());
    Ok(PolicyFile { shape, principal: None, policies: vec![found], warnings })
}

/// The inline policy of a permission set; one without has an empty string.
fn permission_set(object: &Object<'_>, strictness: Strictness) -> Result<FoundPolicy, Diagnostic> {
    answer_keys(object, "the answer of get-inline-policy-for-permission-set", &["InlinePolicy"])?;
    let place = required(object, "InlinePolicy", "the answer")?;
    if place.string().is_some_and(|text| text.trim().is_empty()) {
        let error = place.error("the permission set has no inline policy", "an empty string");
        return Err(
            error.with_help("give its managed policies, if it has any: there is nothing to refine here")
        );
    }
    let parsed = document(place, "InlinePolicy", strictness)?;
    Ok(FoundPolicy { identity: PolicyIdentity::default(), parsed, recommended: None })
}

fn validated(object: &Object<'_>, strictness: Strictness) -> Result<FoundPolicy, Diagnostic> {
    const KEYS: [&str; 6] =
        ["policyDocument", "policyType", "locale", "maxResults", "nextToken", "validatePolicyResourceType"];
    answer_keys(object, "the input of validate-policy", &KEYS)?;
    if let Some(place) = some(object, "policyType")
        && place.expect_string("`policyType`")? == "RESOURCE_POLICY"
    {
        let error = place.error("this is a resource policy", "not of a principal");
        return Err(error.with_help("give a policy of a role, user or group"));
    }
    let parsed = document(required(object, "policyDocument", "the input")?, "policyDocument", strictness)?;
    Ok(FoundPolicy { identity: PolicyIdentity::default(), parsed, recommended: None })
}

/// A service control policy.
fn of_organization(object: &Object<'_>, strictness: Strictness) -> Result<FoundPolicy, Diagnostic> {
    const SUMMARY: [&str; 6] = ["Id", "Arn", "Name", "Description", "Type", "AwsManaged"];
    answer_keys(object, "the answer of describe-policy", &["Policy"])?;
    let policy = required(object, "Policy", "the answer")?.expect_object("`Policy`")?;
    policy.expect_keys("`Policy`", &["PolicySummary", "Content"])?;
    let summary = required(&policy, "PolicySummary", "`Policy`")?.expect_object("`PolicySummary`")?;
    summary.expect_keys("`PolicySummary`", &SUMMARY)?;
    if let Some(place) = some(&summary, "Type") {
        let kind = place.expect_string("`Type`")?;
        if kind != "SERVICE_CONTROL_POLICY" {
            let error = place.error(
                format!("a policy of the type {} is no service control policy", quote(kind)),
                "another type",
            );
            return Err(
                error.with_help("give a service control policy, or a policy of a role, user or group")
            );
        }
    }
    arn(&summary, "Arn")?;
    string(&summary, "Description")?;
    // Names of Organizations may have any character: one that IAM would not take names nothing here.
    let own = some(&summary, "Name").and_then(|place| name(place, "Name").ok());
    let identity = PolicyIdentity { name: own.map(str::to_owned), ..PolicyIdentity::default() };
    let parsed = document(required(&policy, "Content", "`Policy`")?, "Policy.Content", strictness)?;
    Ok(FoundPolicy { identity, parsed, recommended: None })
}
