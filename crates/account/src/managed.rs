//! Managed policies with their versions.

use std::sync::Arc;

use super::details::{Document, ManagedPolicy, PolicyVersion};
use crate::parse::answer::{boolean, required, text, time};
use crate::parse::{Code, Diagnostic, Located, PolicyFacts, Strictness, answer};

const VERSION_KEYS: [&str; 4] = ["Document", "VersionId", "IsDefaultVersion", "CreateDate"];

/// The policy at `place`.
///
/// Source: IAM API Reference, `ManagedPolicyDetail`.
///
/// # Errors
/// It has not this shape, or not just one version is in force.
pub(super) fn managed(place: Located<'_>) -> Result<ManagedPolicy, Diagnostic> {
    let object = place.expect_object("an element of `Policies`")?;
    let PolicyFacts { name, arn, default_version, attachments } =
        PolicyFacts::of(&object, "the policy", &["PolicyVersionList"])?;
    let list = required(&object, "PolicyVersionList", "the policy")?;
    let versions: Vec<PolicyVersion> = list
        .expect_list("`PolicyVersionList`")?
        .into_iter()
        .map(|place| version(place, &format!("{name}.Document")))
        .collect::<Result<_, _>>()?;
    let in_force: Vec<&PolicyVersion> = versions.iter().filter(|version| version.in_force).collect();
    match (in_force.as_slice(), default_version) {
        ([only], Some(default)) if only.id != default => Err(list
            .error(
                format!(
                    "`DefaultVersionId` of `{name}` is {default}, and the version in force is {}",
                    only.id
                ),
                "these versions",
            )
            .coded(Code::Invalid)
            .with_help("export it again: the answer contradicts itself")),
        ([_], _) => Ok(ManagedPolicy { arn, name, attachments, versions }),
        (several, _) => Err(list
            .error(format!("{} versions of `{name}` are in force, not one", several.len()), "these versions")
            .with_help("give all of AWS's answer: just one has `IsDefaultVersion: true`")),
    }
}

fn version(place: Located<'_>, path: &str) -> Result<PolicyVersion, Diagnostic> {
    let object = place.expect_object("a policy version")?;
    object.expect_keys("a policy version", &VERSION_KEYS)?;
    Ok(PolicyVersion {
        id: text(&object, "VersionId", "the policy version")?.to_owned(),
        created: time(&object, "CreateDate", "the policy version")?,
        in_force: boolean(&object, "IsDefaultVersion", "the policy version")?,
        document: document(required(&object, "Document", "the policy version")?, path),
    })
}

/// The policy document at `place`. What is wrong with it is told where it matters.
pub(super) fn document(place: Located<'_>, path: &str) -> Document {
    answer::document(place, path, Strictness::Strict).map(Arc::new).map_err(Arc::new)
}
