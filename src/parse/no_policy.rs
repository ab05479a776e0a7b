//! Says what a document is that is no policy, and what to give instead.

use super::diagnostic::{Diagnostic, quote};
use super::foreign::keys;
use super::located::{Located, Object};
use super::suggest::suggest;

const BARE: &str = "give the bare policy document: `{\"Version\": \"2012-10-17\", \"Statement\": […]}`";

/// What AWS answers to other questions: a key that tells, what the document is, and what would do.
const OTHER_ANSWERS: [(&str, &str, &str); 10] = [
    (
        "AssumeRolePolicyDocument",
        "the document is a role with its trust policy",
        "give a policy of the role, as `aws iam get-role-policy` or `get-policy-version` prints it",
    ),
    (
        "Role",
        ROLE,
        "give a policy of the role, as `aws iam get-role-policy` or `get-policy-version` prints it",
    ),
    ("Policy", POLICY, "call `aws iam get-policy-version` with the policy's `DefaultVersionId`"),
    (
        "Versions",
        "the document is a list of policy versions",
        "call `aws iam get-policy-version` for one of them",
    ),
    (
        "AttachedPolicies",
        "the document is a list of policy names",
        "call `aws iam get-policy-version` for each",
    ),
    ("PolicyNames", "the document is a list of policy names", "call `aws iam get-role-policy` for each"),
    ("findingDetails", "the document is a finding", "this says what is unused: give it as `--unused`"),
    (
        "unusedPermissionDetails",
        "the document is a finding",
        "this says what is unused: give it as `--unused`",
    ),
    ("recommendedSteps", RECOMMENDATION, TO_CERTIFY),
    ("recommendationType", RECOMMENDATION, TO_CERTIFY),
];

const ROLE: &str = "the document is the answer of `iam get-role`, which has no identity policy";
const POLICY: &str = "the document is the answer of `iam get-policy`, which has no policy document";
const RECOMMENDATION: &str =
    "the document is a recommendation, which has new policies only and not those that they replace";
const TO_CERTIFY: &str = "give the existing policy here, and this to `paredown certify` as `--recommended`";

/// Keys of what AWS wraps a policy in.
const ENVELOPES: [&str; 3] = ["PolicyVersion", "PolicyDocument", "Document"];

/// Says what `root` is instead of a policy.
pub(super) fn no_policy(root: Located<'_>) -> Diagnostic {
    let Some(object) = root.object() else { return no_object(root) };
    let error = |message: &str, label: &str, help: &str| {
        root.error(format!("not a policy: {message}"), label).with_help(help)
    };
    let known = OTHER_ANSWERS.iter().find(|(key, ..)| object.get(key).is_some());
    if let Some((key, message, help)) = known {
        return error(message, &format!("it has `{key}`"), help);
    }
    if let Some(key) = ENVELOPES.iter().find(|key| object.get(key).is_some()) {
        let help = format!("{BARE}, without what is around it, or all of AWS's answer");
        return error(&format!("the document has a `{key}` around it"), "no `Statement` here", &help);
    }
    if object.get("Effect").is_some() {
        return error("the document is a single statement", "a statement", BARE);
    }
    error("the document has no `Statement`", "no `Statement` here", &misspelt(&object))
}

fn misspelt(object: &Object<'_>) -> String {
    let misspelt = object.members().find(|member| suggest(member.name, &["Statement"]).is_some());
    let others = || keys(object.place()).map_or(BARE.to_owned(), |keys| format!("{keys}; {BARE}"));
    misspelt
        .map_or_else(others, |member| format!("did you mean `Statement` instead of {}?", quote(member.name)))
}

fn no_object(root: Located<'_>) -> Diagnostic {
    let items = root.items().unwrap_or_default();
    let first = items.first().and_then(|item| item.object());
    let has = |key: &str| first.as_ref().is_some_and(|object| object.get(key).is_some());
    let (what, label, help) = if has("Effect") {
        ("a list of statements", "a list", BARE)
    } else if has("serviceNamespace") || has("unusedPermissionDetails") || has("findingDetails") {
        ("a list of services", "a list", "this looks like what is unused; give the policy here")
    } else {
        (root.kind(), "", BARE)
    };
    let label = if label.is_empty() { format!("this is {what}") } else { label.to_owned() };
    root.error(format!("not a policy: the document is {what}"), label).with_help(help)
}
