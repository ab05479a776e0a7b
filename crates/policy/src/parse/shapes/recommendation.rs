//! Recommendations: a policy, or an answer of AWS with a recommendation.
//!
//! Source: IAM Access Analyzer API Reference, `GetFindingRecommendation`.

use std::sync::Arc;

use super::encoded::{document, is_url_encoded};
use super::envelope::{Progress, answer_keys, more_pages, next_token, required, some};
use super::step::{RecommendedAction, action, check_action, check_type, one_each};
use super::{only, policies_as, security_hub};
use crate::parse::diagnostic::{Diagnostic, Source};
use crate::parse::kinds::Asked;
use crate::parse::located::{Located, Object};
use crate::parse::names::{Stated, arn, policy_id, value};
use crate::parse::policy::{ParsedPolicy, policy_json};
use crate::parse::strictness::Strictness;
use crate::parse::timestamp::timestamp;
use crate::parse::trivia::leniency;

const SHAPE: &str = "answer of accessanalyzer get-finding-recommendation";
const SHAPE_OF_STEPS: &str = "steps of an answer of accessanalyzer get-finding-recommendation";
const KEYS: [&str; 9] = [
    "startedAt",
    "completedAt",
    "nextToken",
    "NextToken",
    "error",
    "resourceArn",
    "recommendedSteps",
    "recommendationType",
    "status",
];
const STEP_KEYS: [&str; 4] =
    ["recommendedAction", "recommendedPolicy", "existingPolicyId", "policyUpdatedAt"];
const PROGRESS: Progress = Progress { status: "status", error: "error", code: "code", message: "message" };

/// The name of the shape `null`.
const DETACHED: &str = "`null`: the policy is detached";
/// The key that AWS wraps a step in.
const STEP: &str = "unusedPermissionsRecommendedStep";

/// What a file recommends.
#[derive(Clone, Debug)]
pub struct RecommendationFile {
    /// The description of the file.
    pub shape: &'static str,
    /// The ARN of the principal that it is for, if the file says.
    pub principal: Option<Stated<String>>,
    /// The steps, in the order of the file. AWS names a policy that is to be replaced in two steps: one creates
    /// the new policy, the other detaches the old.
    pub steps: Vec<Step>,
    /// What the user should look at in the file, apart from the policies.
    pub warnings: Vec<Diagnostic>,
}

impl RecommendationFile {
    /// The steps, one for each existing policy: to replace or detach it.
    pub fn by_policy(self) -> Vec<Step> {
        one_each(self.steps, |step: &Step| (step.action, value(step.existing.as_ref())))
    }
}

/// One step of a recommendation.
#[derive(Clone, Debug)]
pub struct Step {
    /// The existing policy: the ARN of a managed policy, or the name of an inline one.
    pub existing: Option<Stated<String>>,
    /// What to do.
    pub action: RecommendedAction,
    /// The policy to create.
    pub policy: Option<ParsedPolicy>,
    /// The existing policy as AWS saw it, if the file contains that too.
    pub seen: Option<ParsedPolicy>,
}

impl ParsedPolicy {
    /// Whether a step was made for this policy as it is now; true if nothing is known about that.
    pub fn was_seen(&self, step: &Step) -> bool {
        step.seen.as_ref().is_none_or(|seen| seen.policy == self.policy)
    }
}

/// Reads a recommendation: a file with one policy in any shape of [`policies`](super::policies), the answer of
/// `accessanalyzer get-finding-recommendation` or its list of steps, the answer of `securityhub
/// get-recommended-policy-v2` (of which the recommended policies are read), or `null`, which detaches.
///
/// # Errors
/// Those of [`policies`](super::policies); or there are several policies without anything that says which is for
/// which; or the recommendation failed.
pub fn recommendation(
    source: &Arc<Source>,
    strictness: Strictness,
) -> Result<RecommendationFile, Diagnostic> {
    if !is_url_encoded(&source.text) {
        let value = policy_json(source, strictness, Asked::Recommended)?;
        let root = Located::new(&value, source);
        if root.is_null() {
            let step = Step { existing: None, action: RecommendedAction::Detach, policy: None, seen: None };
            let warnings = leniency(source);
            return Ok(RecommendationFile { shape: DETACHED, principal: None, steps: vec![step], warnings });
        }
        if let Some(items) = root.items().filter(|items| items.iter().any(is_step)) {
            let steps = steps(items, "", strictness)?;
            let warnings = leniency(source);
            return Ok(RecommendationFile { shape: SHAPE_OF_STEPS, principal: None, steps, warnings });
        }
        match root.object().filter(|object| object.get("Statement").is_none()) {
            Some(object) if security_hub::is_answer(&object) => return from_hub(&object, strictness),
            Some(object) if is_answer(&object) => return from_finding(&object, strictness),
            _ => {}
        }
    }
    let file = policies_as(source, strictness, Asked::Recommended)?;
    let (shape, warnings) = (file.shape, file.warnings.clone());
    let policy = Some(only(file, source)?.parsed);
    let steps = vec![Step { existing: None, action: RecommendedAction::Create, policy, seen: None }];
    Ok(RecommendationFile { shape, principal: None, steps, warnings })
}

fn is_step(place: &Located<'_>) -> bool {
    place.object().is_some_and(|object| object.get(STEP).is_some())
}

fn is_answer(object: &Object<'_>) -> bool {
    ["recommendedSteps", "recommendationType"].iter().any(|key| object.get(key).is_some())
}

fn from_hub(object: &Object<'_>, strictness: Strictness) -> Result<RecommendationFile, Diagnostic> {
    let (steps, mut warnings) = security_hub::steps(object, strictness)?;
    warnings.splice(0..0, leniency(object.place().source()));
    let step = |step: security_hub::HubStep| Step {
        existing: step.id,
        action: step.recommended.action,
        policy: step.recommended.policy,
        seen: step.existing,
    };
    Ok(RecommendationFile {
        shape: security_hub::SHAPE,
        principal: arn(object, "ResourceArn")?,
        steps: steps.into_iter().map(step).collect(),
        warnings,
    })
}

fn from_finding(object: &Object<'_>, strictness: Strictness) -> Result<RecommendationFile, Diagnostic> {
    answer_keys(object, "the answer of get-finding-recommendation", &KEYS)?;
    PROGRESS.succeeded(object)?;
    check_type(some(object, "recommendationType"), "`recommendationType`")?;
    let principal = arn(object, "resourceArn")?;
    for key in ["startedAt", "completedAt"] {
        if let Some(time) = some(object, key) {
            timestamp(time, &format!("`{key}`"))?;
        }
    }
    let list = required(object, "recommendedSteps", "the answer")?.expect_list("`recommendedSteps`")?;
    let steps = steps(list, "recommendedSteps", strictness)?;
    let mut warnings = leniency(object.place().source());
    warnings.extend(
        next_token(object)?.map(|token| more_pages(token, "steps on further pages are not looked at")),
    );
    Ok(RecommendationFile { shape: SHAPE, principal, steps, warnings })
}

/// The steps of a list at `path`.
fn steps(list: Vec<Located<'_>>, path: &str, strictness: Strictness) -> Result<Vec<Step>, Diagnostic> {
    let read = |(at, place): (usize, Located<'_>)| {
        let outer = place.expect_object("a step")?;
        outer.expect_keys("a step", &[STEP])?;
        let inner = required(&outer, STEP, "the step")?.expect_object(&format!("`{STEP}`"))?;
        step(&inner, &format!("{path}[{at}].{STEP}"), strictness)
    };
    list.into_iter().enumerate().map(read).collect()
}

fn step(object: &Object<'_>, path: &str, strictness: Strictness) -> Result<Step, Diagnostic> {
    object.expect_keys("`unusedPermissionsRecommendedStep`", &STEP_KEYS)?;
    if let Some(updated) = some(object, "policyUpdatedAt") {
        timestamp(updated, "`policyUpdatedAt`")?;
    }
    let action = action(required(object, "recommendedAction", "the step")?, "`recommendedAction`")?;
    let policy = some(object, "recommendedPolicy");
    check_action(action, policy, object, "recommendedPolicy")?;
    let path = format!("{path}.recommendedPolicy");
    Ok(Step {
        existing: policy_id(object, "existingPolicyId")?,
        action,
        policy: policy.map(|policy| document(policy, &path, strictness)).transpose()?,
        seen: None,
    })
}
