//! The answers of IAM that contain a policy, and the inputs of its calls.
//!
//! Source: IAM API Reference, `GetPolicyVersion`, `GetRolePolicy`, `GetUserPolicy`, `GetGroupPolicy`,
//! `CreatePolicy`, `PutRolePolicy` and similar calls.

use super::encoded::document;
use super::envelope::{answer_keys, required, some, string};
use super::found::{FoundPolicy, Holder, PolicyFile, PolicyIdentity};
use crate::model::PrincipalKind;
use crate::parse::code::Code;
use crate::parse::diagnostic::Diagnostic;
use crate::parse::located::Object;
use crate::parse::names::{Stated, name};
use crate::parse::strictness::Strictness;
use crate::parse::timestamp::timestamp;
use crate::parse::trivia::leniency;

/// The key that names the holder of an inline policy, the shape, and the kind of principal.
const HOLDERS: [(&str, &str, PrincipalKind); 3] = [
    ("RoleName", "answer of iam get-role-policy", PrincipalKind::Role),
    ("UserName", "answer of iam get-user-policy", PrincipalKind::User),
    ("GroupName", "answer of iam get-group-policy", PrincipalKind::Group),
];

/// Whether the object is one of these answers, or meant to be.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    let held = HOLDERS.iter().any(|(key, ..)| object.get(key).is_some());
    let inline = object.get("PolicyDocument").is_some() && held;
    inline || object.get("PolicyVersion").is_some()
}

/// The policy of such an answer.
pub(super) fn policies(object: &Object<'_>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    let (shape, found) = if object.get("PolicyVersion").is_some() {
        ("answer of iam get-policy-version", version(object, strictness)?)
    } else {
        inline(object, strictness)?
    };
    let warnings = leniency(object.place().source());
    Ok(PolicyFile { shape, principal: None, policies: vec![found], warnings })
}

/// A version of a managed policy.
fn version(object: &Object<'_>, strictness: Strictness) -> Result<FoundPolicy, Diagnostic> {
    const KEYS: [&str; 4] = ["Document", "VersionId", "IsDefaultVersion", "CreateDate"];
    answer_keys(object, "the answer of get-policy-version", &["PolicyVersion"])?;
    let place = required(object, "PolicyVersion", "the answer")?;
    let version = place.expect_object("`PolicyVersion`")?;
    version.expect_keys("`PolicyVersion`", &KEYS)?;
    string(&version, "VersionId")?;
    let place = required(&version, "Document", "`PolicyVersion`")?;
    let parsed = document(place, "PolicyVersion.Document", strictness)?;
    let identity = PolicyIdentity { holder: Holder::Managed, ..version_facts(&version)? };
    Ok(FoundPolicy { identity, parsed, recommended: None })
}

/// What a version says of itself: whether it is in force, and when it was made.
pub(super) fn version_facts(version: &Object<'_>) -> Result<PolicyIdentity, Diagnostic> {
    let updated = some(version, "CreateDate")
        .map(|place| -> Result<_, Diagnostic> { Ok(Stated::at(timestamp(place, "`CreateDate`")?, place)) });
    let in_force = some(version, "IsDefaultVersion").map(|place| match place.raw() {
        "true" => Ok(Stated::at(true, place)),
        "false" => Ok(Stated::at(false, place)),
        _ => Err(place.mismatch("`IsDefaultVersion`", "`true` or `false`")),
    });
    Ok(PolicyIdentity {
        version: string(version, "VersionId")?.map(str::to_owned),
        in_force: in_force.transpose()?,
        updated: updated.transpose()?,
        ..PolicyIdentity::default()
    })
}

/// An inline policy, and the shape of the answer.
fn inline(object: &Object<'_>, strictness: Strictness) -> Result<(&'static str, FoundPolicy), Diagnostic> {
    let holder = HOLDERS.iter().find(|(key, ..)| object.get(key).is_some());
    let Some(&(key, shape, kind)) = holder else {
        let error = object
            .place()
            .error("the answer does not say whose policy it is", "no `RoleName` here")
            .coded(Code::MissingMember);
        return Err(error.with_help("it has one of `RoleName`, `UserName` and `GroupName`; give all of it"));
    };
    answer_keys(object, &format!("the {shape}"), &[key, "PolicyName", "PolicyDocument"])?;
    let of = |key| name(required(object, key, "the answer")?, key).map(str::to_owned);
    let identity = PolicyIdentity {
        name: Some(of("PolicyName")?),
        holder: Holder::Inline(kind, of(key)?),
        ..PolicyIdentity::default()
    };
    let parsed = document(required(object, "PolicyDocument", "the answer")?, "PolicyDocument", strictness)?;
    Ok((shape, FoundPolicy { identity, parsed, recommended: None }))
}
