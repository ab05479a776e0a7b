//! Objects that contain one policy and say little about it: answers of other services, inputs of calls, and parts
//! of answers.
//!
//! Source: IAM API Reference (`CreatePolicy`, `CreatePolicyVersion`), AWS Organizations API Reference
//! (`DescribePolicy`, `CreatePolicy`), IAM Identity Center API Reference (`GetInlinePolicyForPermissionSet`),
//! IAM Access Analyzer API Reference (`ValidatePolicy`), AWS `CloudFormation` (`AWS::IAM::Policy`).

use super::encoded::document;
use super::envelope::{answer_keys, required, some, string};
use super::found::{FoundPolicy, Holder, PolicyFile, PolicyIdentity};
use super::iam::version_facts;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Object};
use crate::parse::names::{arn, is_name, name};
use crate::parse::strictness::Strictness;
use crate::parse::trivia::leniency;

/// A kind of object with one policy.
struct Input {
    /// The description of the object.
    shape: &'static str,
    /// The key of the policy.
    key: &'static str,
    /// Keys of which it has exactly one.
    one_of: &'static [&'static str],
    /// The other keys that it may have.
    keys: &'static [&'static str],
    /// The one of these that names the policy.
    name: &'static str,
    /// The key that gives the type of the policy.
    kind: &'static str,
}

/// Types of policies that are read like those of principals.
const TYPES: [&str; 2] = ["IDENTITY_POLICY", "SERVICE_CONTROL_POLICY"];

const INPUTS: [Input; 6] = [
    Input {
        shape: "inline policy of a permission set",
        key: "InlinePolicy",
        one_of: &["InlinePolicy"],
        keys: &["InstanceArn", "PermissionSetArn"],
        name: "",
        kind: "",
    },
    Input {
        shape: "input of organizations create-policy or update-policy",
        key: "Content",
        one_of: &["Type", "Name", "PolicyId"],
        keys: &["Type", "Name", "PolicyId", "Description", "Tags"],
        name: "Name",
        kind: "Type",
    },
    Input {
        shape: "properties of a managed policy in CloudFormation",
        key: "PolicyDocument",
        one_of: &["ManagedPolicyName"],
        keys: &["ManagedPolicyName", "Path", "Description", "Tags", "Roles", "Users", "Groups"],
        name: "ManagedPolicyName",
        kind: "",
    },
    Input {
        shape: "policy with its name, as iam create-policy takes it",
        key: "PolicyDocument",
        one_of: &["PolicyDocument"],
        keys: &[
            "PolicyName",
            "PolicyArn",
            "SetAsDefault",
            "Path",
            "Description",
            "Tags",
            "Roles",
            "Users",
            "Groups",
        ],
        name: "PolicyName",
        kind: "",
    },
    Input {
        shape: "input of accessanalyzer validate-policy",
        key: "policyDocument",
        one_of: &["policyDocument"],
        keys: &["policyName", "policyType", "locale", "validatePolicyResourceType"],
        name: "policyName",
        kind: "policyType",
    },
    Input {
        shape: "version of a managed policy",
        key: "Document",
        one_of: &["VersionId"],
        keys: &["VersionId", "IsDefaultVersion", "CreateDate"],
        name: "",
        kind: "",
    },
];

/// The answer of `organizations describe-policy`.
const ORGANIZATIONS: Input = Input {
    shape: "answer of organizations describe-policy",
    key: "Content",
    one_of: &[],
    keys: &["PolicySummary"],
    name: "",
    kind: "",
};

/// Whether the object contains one policy, or is meant to.
pub(super) fn holds_policy(object: &Object<'_>) -> bool {
    in_organizations(object).is_some() || input(object).is_some()
}

fn input(object: &Object<'_>) -> Option<&'static Input> {
    let fits = |input: &&Input| {
        some(object, input.key).is_some() && input.one_of.iter().any(|key| object.get(key).is_some())
    };
    INPUTS.iter().find(fits)
}

fn in_organizations<'a>(object: &Object<'a>) -> Option<Object<'a>> {
    some(object, "Policy")?.object().filter(|policy| policy.get("Content").is_some())
}

/// The policy that the object contains.
pub(super) fn policies(object: &Object<'_>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    let (shape, found) = match (in_organizations(object), input(object)) {
        (Some(policy), _) => (ORGANIZATIONS.shape, organizations(object, &policy, strictness)?),
        (None, Some(input)) => (input.shape, held(object, input, strictness)?),
        (None, None) => return Err(object.place().error("there is no policy in this", "no policy")),
    };
    Ok(PolicyFile {
        shape,
        principal: None,
        policies: vec![found],
        warnings: leniency(object.place().source()),
    })
}

fn organizations(
    object: &Object<'_>,
    policy: &Object<'_>,
    strictness: Strictness,
) -> Result<FoundPolicy, Diagnostic> {
    answer_keys(object, "the answer of describe-policy", &["Policy"])?;
    policy.expect_keys("`Policy`", &["PolicySummary", "Content"])?;
    let mut name = None;
    if let Some(summary) = some(policy, "PolicySummary") {
        let summary = summary.expect_object("`PolicySummary`")?;
        of_type(&summary, "Type")?;
        // Names in Organizations may have any character; one that IAM would refuse is not used as a name here.
        name = string(&summary, "Name")?.filter(|own| is_name(own)).map(str::to_owned);
    }
    let identity = PolicyIdentity { name, ..PolicyIdentity::default() };
    let content = required(policy, "Content", "`Policy`")?;
    Ok(FoundPolicy { identity, parsed: document(content, "Policy.Content", strictness)?, recommended: None })
}

fn held(object: &Object<'_>, input: &Input, strictness: Strictness) -> Result<FoundPolicy, Diagnostic> {
    let keys: Vec<&str> = input.keys.iter().copied().chain([input.key]).collect();
    answer_keys(object, &format!("the {}", input.shape), &keys)?;
    of_type(object, input.kind)?;
    let place = required(object, input.key, "the document")?;
    not_empty(place, input.key)?;
    let arn = arn(object, "PolicyArn")?.map(|stated| stated.value);
    let own = some(object, input.name).map(|place| name(place, input.name)).transpose()?;
    let managed = arn.is_some() || input.key == "Document";
    let holder = if managed { Holder::Managed } else { Holder::Unknown };
    let identity = PolicyIdentity { name: own.map(str::to_owned), arn, holder, ..version_facts(object)? };
    Ok(FoundPolicy { identity, parsed: document(place, input.key, strictness)?, recommended: None })
}

/// Refuses types of policies that are not policies of principals.
fn of_type(object: &Object<'_>, key: &str) -> Result<(), Diagnostic> {
    let Some(place) = some(object, key) else { return Ok(()) };
    let found = place.expect_string(&format!("`{key}`"))?;
    if TYPES.contains(&found) {
        return Ok(());
    }
    Err(place
        .error(format!("{} is not a type of policy that paredown refines", quote(found)), "another type")
        .with_help("it refines policies of users, groups and roles, and service control policies"))
}

/// Refuses an empty string, which is how AWS says that there is no policy.
fn not_empty(place: Located<'_>, key: &str) -> Result<(), Diagnostic> {
    if place.string().is_none_or(|text| !text.trim().is_empty()) {
        return Ok(());
    }
    Err(place
        .error(format!("`{key}` is empty: there is no policy"), "no policy")
        .with_help("give the policies that the principal has, if there are any"))
}
