//! What the plan of `paredown recommend` needs to know, from its inputs and options.

use std::sync::Arc;

use crate::intake::Claim;
use crate::model::{PolicyArn, PolicyKind, Principal};
use crate::parse::{self, Holder, Source, Strictness, visible};
use crate::principal::{self, Manner, Place, Planned, Planning, Refinement, Sized, holder_of};
use crate::recommend::Disposition;

use super::args::RecommendArgs;
use super::inputs::{Read, ReadPolicy};
use super::io::Failure;
use super::output::Output;
use super::recommend::Detail;

/// Gives the policies the ARNs of `--policy-arn`.
///
/// # Errors
/// An ARN is of none of them, or of another account than they are.
pub(super) fn take_arns(arns: &[PolicyArn], read: &mut Read) -> Result<(), Failure> {
    for arn in arns {
        let managed = |policy: &&mut ReadPolicy| policy.inline().is_none();
        let only =
            arns.len() == 1 && read.policies.iter().filter(|policy| policy.inline().is_none()).count() == 1;
        let own = |policy: &&mut ReadPolicy| only || policy.name == arn.name;
        let Some(policy) = read.policies.iter_mut().filter(managed).find(own) else {
            let names: Vec<String> =
                read.policies.iter().map(|policy| format!("`{}`", visible(&policy.name))).collect();
            return Err(Failure::Other(format!(
                "--policy-arn: `{arn}` is of none of the policies {}: the file of a policy is called as the policy is",
                names.join(", ")
            )));
        };
        if policy.identity.arn.as_ref().is_some_and(|known| *known != arn.to_string()) {
            return Err(Failure::Other(format!(
                "--policy-arn: `{}` has another ARN than `{arn}`",
                visible(&policy.name)
            )));
        }
        policy.identity.arn = Some(arn.to_string());
        read.whose.add(&Claim::of_policy(&policy.name, &policy.identity, None))?;
    }
    Ok(())
}

/// Whose policies they are.
fn whose(read: &Read) -> Principal {
    let known = read.whose.principal();
    let of_policy = || read.policies.iter().find_map(ReadPolicy::inline);
    Principal { holder: known.holder.clone().or_else(of_policy), ..known }
}

/// The kind of a policy: what was said, or else what AWS's answer said.
pub(super) fn kind(args: &RecommendArgs, policy: &ReadPolicy) -> PolicyKind {
    args.kind.map_or(policy.identity.holder.policy_kind(), PolicyKind::from)
}

/// Where a policy stands.
fn place(args: &RecommendArgs, policy: &ReadPolicy, whose: &Principal) -> Place {
    let arn = || policy.identity.arn.as_deref().and_then(|arn| arn.parse().ok());
    match (&policy.identity.holder, kind(args, policy)) {
        (Holder::Inline(kind, name), _) => Place::Inline(*kind, name.clone()),
        (Holder::Unknown, PolicyKind::Scp) => Place::Organizations,
        (_, kind) => match (arn(), holder_of(kind), &whose.holder) {
            (Some(arn), ..) => Place::Managed(arn),
            (None, Some(kind), Some((_, name))) if policy.identity.holder == Holder::Unknown => {
                Place::Inline(kind, name.clone())
            }
            _ => Place::Unknown,
        },
    }
}

/// Whether a policy would get a new version.
fn is_versioned(args: &RecommendArgs, place: &Place, refinement: &Refinement) -> bool {
    let own = matches!(place, Place::Managed(arn) if arn.account.is_some());
    args.planning.in_place && own && refinement.documents.len() == 1
}

/// Whether a document is JSON with comments or trailing commas.
fn is_lenient(text: &str) -> bool {
    let source = Arc::new(Source { name: String::new(), text: text.to_owned() });
    parse::json(&source, Strictness::Strict).is_err()
}

/// What the sizes are counted of.
pub(super) fn sized<'a>(
    args: &RecommendArgs,
    read: &Read,
    details: &'a [Detail],
    refinements: &'a [Refinement],
) -> Vec<Sized<'a>> {
    let whose = whose(read);
    let one = |((policy, detail), refinement): ((&ReadPolicy, &'a Detail), &'a Refinement)| Sized {
        kind: detail.kind,
        outcome: refinement.recommendation.outcome,
        original: detail.size,
        documents: &detail.sizes,
        help: refinement.fitted.as_ref().and_then(|fitted| Some(fitted.over.as_ref()?.help.as_str())),
        in_place: is_versioned(args, &place(args, policy, &whose), refinement),
    };
    read.policies.iter().zip(details).zip(refinements).map(one).collect()
}

/// The plan, or why there is none; and the ARN of the principal, if all of it is known.
pub(super) fn planning(
    args: &RecommendArgs,
    read: &Read,
    details: &[Detail],
    output: &Output<'_>,
    outcomes: &[Disposition],
) -> (Planning, Option<String>) {
    let whose = whose(read);
    let rows = read.policies.iter().zip(details).zip(output.planned()).zip(outcomes);
    let planned: Vec<Planned> = rows
        .map(|(((policy, detail), (original, documents)), outcome)| Planned {
            name: policy.name.clone(),
            place: place(args, policy, &whose),
            outdated: policy.identity.in_force.as_ref().is_some_and(|stated| !stated.value),
            lenient: read.strictness == Strictness::Lenient && is_lenient(&policy.text()),
            outcome: *outcome,
            original: (original, detail.size),
            documents: documents.into_iter().zip(detail.sizes.iter().copied()).collect(),
        })
        .collect();
    let manner = Manner { attached_limit: args.planning.attached_limit, in_place: args.planning.in_place };
    (principal::plan(&whose, &planned, manner), whose.arn())
}
