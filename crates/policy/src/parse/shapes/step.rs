//! Steps that AWS recommends for a policy, as both of its interfaces write them.

use std::collections::BTreeSet;

use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::located::{Located, Object};
use crate::parse::policy::ParsedPolicy;
use crate::parse::suggest::did_you_mean;

/// A step that AWS recommends for a policy.
#[derive(Clone, Debug)]
pub struct RecommendedStep {
    /// What to do.
    pub action: RecommendedAction,
    /// The policy to create.
    pub policy: Option<ParsedPolicy>,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecommendedAction {
    /// Create a policy in place of the existing one.
    Create,
    /// Detach the existing policy.
    Detach,
}

/// The steps of an answer of AWS without redundant ones: a policy that is to be replaced is named in two steps,
/// one to create the new policy and one to detach the old. `of` returns what a step does, and to which policy.
pub(super) fn one_each<S>(steps: Vec<S>, of: impl Fn(&S) -> (RecommendedAction, Option<&str>)) -> Vec<S> {
    let creates = |step: &S| of(step).0 == RecommendedAction::Create;
    let created = steps.iter().filter(|step| creates(step));
    let replaced: BTreeSet<String> = created.filter_map(|step| of(step).1.map(str::to_owned)).collect();
    let says_more = |step: &S| creates(step) || of(step).1.is_none_or(|id| !replaced.contains(id));
    steps.into_iter().filter(says_more).collect()
}

/// The two spellings that AWS uses, one in its documentation and one in its answers.
const TYPES: [&str; 2] = ["UnusedPermissionRecommendation", "UNUSED_PERMISSION_RECOMMENDATION"];

/// Reads what to do; `what` names the value in messages.
pub(super) fn action(place: Located<'_>, what: &str) -> Result<RecommendedAction, Diagnostic> {
    match place.expect_string(what)? {
        "CREATE_POLICY" => Ok(RecommendedAction::Create),
        "DETACH_POLICY" => Ok(RecommendedAction::Detach),
        other => Err(place
            .error(format!("{} is not a step that AWS recommends", quote(other)), "unknown action")
            .with_help(did_you_mean(other, &["CREATE_POLICY", "DETACH_POLICY"]))),
    }
}

/// Refuses a step that creates without a policy, or detaches with one; `key` is the key of the policy.
pub(super) fn check_action(
    action: RecommendedAction,
    policy: Option<Located<'_>>,
    step: &Object<'_>,
    key: &str,
) -> Result<(), Diagnostic> {
    let (place, message) = match (action, policy) {
        (RecommendedAction::Create, None) => {
            (step.place(), format!("the step creates a policy, but has no `{key}`"))
        }
        (RecommendedAction::Detach, Some(policy)) => {
            (policy, format!("the step detaches a policy, but has a `{key}`"))
        }
        _ => return Ok(()),
    };
    Err(place.error(message, "a contradiction").with_help("have the recommendation made again"))
}

/// Refuses recommendations about anything but unused permissions.
pub(super) fn check_type(place: Option<Located<'_>>, what: &str) -> Result<(), Diagnostic> {
    let Some(place) = place else { return Ok(()) };
    let found = place.expect_string(what)?;
    if TYPES.contains(&found) {
        return Ok(());
    }
    Err(place
        .error(
            format!("{} is not a recommendation about unused permissions", quote(found)),
            "of another type",
        )
        .with_help(did_you_mean(found, &TYPES)))
}
