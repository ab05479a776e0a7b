//! The answer of Security Hub, which contains both the existing and the recommended policies.
//!
//! Source: AWS Security Hub API Reference, `GetRecommendedPolicyV2` and
//! `UnusedPermissionsRecommendationStep`.

use super::encoded::document;
use super::envelope::{Progress, answer_keys, more_pages, next_token, required, some};
use super::found::{FoundPolicy, Holder, PolicyFile, PolicyIdentity};
use super::step::{RecommendedStep, action, check_action, check_type, one_each};

use crate::model::{Principal, Time};
use crate::parse::diagnostic::Diagnostic;
use crate::parse::located::{Located, Object};
use crate::parse::names::{Stated, arn, policy_id, value};
use crate::parse::policy::ParsedPolicy;
use crate::parse::strictness::Strictness;
use crate::parse::timestamp::timestamp;
use crate::parse::trivia::leniency;

pub(super) const SHAPE: &str = "answer of securityhub get-recommended-policy-v2";

const KEYS: [&str; 6] =
    ["NextToken", "RecommendationType", "RecommendationSteps", "Error", "Status", "ResourceArn"];
const STEP_KEYS: [&str; 5] =
    ["RecommendedAction", "ExistingPolicy", "ExistingPolicyId", "PolicyUpdatedAt", "RecommendedPolicy"];
const PROGRESS: Progress = Progress { status: "Status", error: "Error", code: "Code", message: "Message" };

/// A step of such an answer.
pub(super) struct HubStep {
    pub(super) id: Option<Stated<String>>,
    /// When the existing policy was last changed.
    pub(super) updated: Option<Stated<Time>>,
    pub(super) existing: Option<ParsedPolicy>,
    pub(super) recommended: RecommendedStep,
}

/// Whether the object is such an answer, or meant to be.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    ["RecommendationSteps", "RecommendationType"].iter().any(|key| object.get(key).is_some())
}

/// The existing policies of such an answer, each with its recommendation.
///
/// A policy that is to be replaced has two steps, of which one is used ([`one_each`]).
pub(super) fn policies(object: &Object<'_>, strictness: Strictness) -> Result<PolicyFile, Diagnostic> {
    let (steps, mut warnings) = steps(object, strictness)?;
    warnings.splice(0..0, leniency(object.place().source()));
    let resource = arn(object, "ResourceArn")?;
    let mut policies = Vec::new();
    for step in one_each(steps, |step: &HubStep| (step.recommended.action, value(step.id.as_ref()))) {
        if let Some(parsed) = step.existing {
            let identity = PolicyIdentity {
                updated: step.updated,
                ..identity(value(step.id.as_ref()), value(resource.as_ref()))
            };
            policies.push(FoundPolicy { identity, parsed, recommended: Some(step.recommended) });
        }
    }
    if policies.is_empty() {
        let place = some(object, "RecommendationSteps").unwrap_or(object.place());
        return Err(place
            .error("the answer has no existing policy", "no step has an `ExistingPolicy`")
            .with_help("give the existing policy itself, as `aws iam get-policy-version` prints it"));
    }
    Ok(PolicyFile { shape: SHAPE, principal: resource, policies, warnings })
}

/// All steps of such an answer, and warnings.
pub(super) fn steps(
    object: &Object<'_>,
    strictness: Strictness,
) -> Result<(Vec<HubStep>, Vec<Diagnostic>), Diagnostic> {
    answer_keys(object, "the answer of get-recommended-policy-v2", &KEYS)?;
    PROGRESS.succeeded(object)?;
    check_type(some(object, "RecommendationType"), "`RecommendationType`")?;
    let list = required(object, "RecommendationSteps", "the answer")?;
    let mut steps = Vec::new();
    for (at, place) in list.expect_list("`RecommendationSteps`")?.into_iter().enumerate() {
        let outer = place.expect_object("a step")?;
        outer.expect_keys("a step", &["UnusedPermissions"])?;
        let inner =
            required(&outer, "UnusedPermissions", "the step")?.expect_object("`UnusedPermissions`")?;
        steps.push(step(&inner, &format!("RecommendationSteps[{at}].UnusedPermissions"), strictness)?);
    }
    let more =
        next_token(object)?.map(|token| more_pages(token, "policies on further pages are not looked at"));
    Ok((steps, more.into_iter().collect()))
}

fn step(object: &Object<'_>, path: &str, strictness: Strictness) -> Result<HubStep, Diagnostic> {
    object.expect_keys("`UnusedPermissions`", &STEP_KEYS)?;
    let updated = some(object, "PolicyUpdatedAt").map(|place| -> Result<_, Diagnostic> {
        Ok(Stated::at(timestamp(place, "`PolicyUpdatedAt`")?, place))
    });
    let read = |key: &str| -> Result<Option<ParsedPolicy>, Diagnostic> {
        let place: Option<Located<'_>> = some(object, key);
        place.map(|place| document(place, &format!("{path}.{key}"), strictness)).transpose()
    };
    let action = action(required(object, "RecommendedAction", "the step")?, "`RecommendedAction`")?;
    check_action(action, some(object, "RecommendedPolicy"), object, "RecommendedPolicy")?;
    Ok(HubStep {
        id: policy_id(object, "ExistingPolicyId")?,
        updated: updated.transpose()?,
        existing: read("ExistingPolicy")?,
        recommended: RecommendedStep { action, policy: read("RecommendedPolicy")? },
    })
}

/// The policy with the identifier `id`: the ARN of a managed policy, or the name of an inline policy of
/// `resource`.
fn identity(id: Option<&str>, resource: Option<&str>) -> PolicyIdentity {
    let Some(id) = id else { return PolicyIdentity::default() };
    if id.starts_with("arn:") {
        let name = id.rsplit_once('/').map(|(_, name)| name.to_owned());
        return PolicyIdentity {
            name,
            arn: Some(id.to_owned()),
            holder: Holder::Managed,
            ..PolicyIdentity::default()
        };
    }
    let holder = resource.and_then(Principal::of_arn).and_then(|principal| principal.holder);
    let holder = holder.map(|(kind, name)| Holder::Inline(kind, name));
    PolicyIdentity {
        name: Some(id.to_owned()),
        holder: holder.unwrap_or_default(),
        ..PolicyIdentity::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PrincipalKind;

    #[test]
    fn an_id_is_an_arn_or_a_name() {
        let managed = identity(Some("arn:aws:iam::aws:policy/service-role/AmazonX"), None);
        assert_eq!(managed.name.as_deref(), Some("AmazonX"));
        assert_eq!(managed.arn.as_deref(), Some("arn:aws:iam::aws:policy/service-role/AmazonX"));
        assert_eq!(managed.holder, Holder::Managed);
        for (resource, holder) in [
            (
                Some("arn:aws:iam::111122223333:role/team/app"),
                Holder::Inline(PrincipalKind::Role, "app".into()),
            ),
            (Some("arn:aws:iam::111122223333:user/ann"), Holder::Inline(PrincipalKind::User, "ann".into())),
            (Some("arn:aws:iam::111122223333:group/ops"), Holder::Inline(PrincipalKind::Group, "ops".into())),
            (Some("arn:aws:s3:::bucket"), Holder::Unknown),
            (None, Holder::Unknown),
        ] {
            let inline = identity(Some("Inline"), resource);
            assert_eq!(
                inline,
                PolicyIdentity { name: Some("Inline".into()), holder, ..PolicyIdentity::default() }
            );
        }
        assert_eq!(identity(None, Some("arn:aws:iam::111122223333:user/ann")), PolicyIdentity::default());
    }
}
