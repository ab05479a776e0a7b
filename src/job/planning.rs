//! Plans for jobs.

use std::sync::Arc;

use super::outcome::PolicyOutcome;
use super::settings::Settings;
use super::{Job, Original};
use crate::model::{PolicyKind, Principal};
use crate::parse::{self, Holder, Source, Strictness};
use crate::principal::{self, Excess, Place, Planned, PlannedDocument, Planning, Sized, excesses, holder_of};

/// The principal of the policies, as named by the job or by an inline policy.
pub(super) fn whose(job: &Job) -> Principal {
    let of_policy = || job.policies.iter().find_map(Original::inline);
    let known = job.principal.clone();
    Principal { holder: known.holder.clone().or_else(of_policy), ..known }
}

/// The kind and identity of a policy.
fn place(policy: &Original, kind: PolicyKind, whose: &Principal) -> Place {
    let arn = || policy.identity.arn.as_deref().and_then(|arn| arn.parse().ok());
    match (&policy.identity.holder, kind) {
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

/// What AWS would refuse in the recommendation.
pub(super) fn refused(policies: &[PolicyOutcome], whose: &Principal, settings: &Settings<'_>) -> Vec<Excess> {
    let versioned = |policy: &PolicyOutcome| {
        let place = place(&policy.original, policy.kind, whose);
        let own = matches!(place, Place::Managed(arn) if arn.account.is_some());
        settings.in_place && own && policy.documents.len() == 1
    };
    let one = |policy: &PolicyOutcome| Sized {
        kind: policy.kind,
        outcome: policy.disposition,
        original: policy.size,
        documents: policy.sizes(),
        help: policy.fitted.as_ref().and_then(|fitted| Some(fitted.over.as_ref()?.help.clone())),
        in_place: versioned(policy),
    };
    let sized: Vec<Sized> = policies.iter().map(one).collect();
    excesses(&sized, settings.attached_limit.unwrap_or(usize::MAX))
}

/// Whether a document is JSON with comments or trailing commas.
fn is_lenient(text: &str) -> bool {
    let source = Arc::new(Source { name: String::new(), text: text.to_owned() });
    parse::json(&source, Strictness::Strict).is_err()
}

/// The plan for the policies, or why there is none.
///
/// # Errors
/// A document is not JSON, which would be a fault of paredown.
pub(super) fn plan(
    strictness: Strictness,
    policies: &[PolicyOutcome],
    whose: &Principal,
    settings: &Settings<'_>,
    files: bool,
) -> Result<Planning, parse::Diagnostic> {
    let mut planned = Vec::new();
    for policy in policies {
        let text = policy.original.text();
        // IAM refuses documents that begin with white space.
        let own = text.trim_start();
        let file = |name: String| files.then_some(name);
        let document = |name, text: &str| {
            Ok::<_, parse::Diagnostic>(PlannedDocument {
                file: file(name),
                digest: parse::canonical_digest(text)?,
            })
        };
        let mut documents = Vec::new();
        for recommended in &policy.documents {
            documents.push((document(recommended.file.clone(), &recommended.text)?, recommended.size));
        }
        planned.push(Planned {
            name: policy.original.name.clone(),
            place: place(&policy.original, policy.kind, whose),
            outdated: policy.original.identity.in_force.as_ref().is_some_and(|stated| !stated.value),
            lenient: strictness == Strictness::Lenient && is_lenient(&text),
            outcome: policy.disposition,
            original: (document(super::documents::original_file(own), own)?, policy.size),
            documents,
        });
    }
    Ok(principal::plan(whose, &planned, settings.manner()))
}
