//! The job for a principal with unused permissions: its own policies, and what is unused of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown_account::{Account, Document, Identity};

use super::allowed::{Allowed, group_policies};
use super::exceptions::Exception;
use crate::intake::{Original, choose};
use crate::job::{Job, KeepEntry};
use crate::model::{Catalogue, EffectiveCatalogue, Policy, Principal, UnusedSet};
use crate::parse::{self, Diagnostic, Holder, PolicyIdentity, Source, Strictness};

/// The job that pares down a principal's own policies, inline and attached. `unused` is what is unused, as a file; what
/// exceptions keep is in the job's keep list, so that it shows in reports and certificates.
///
/// The policies of a user's groups are not among them: other users have them too. See [`left_to_groups`].
///
/// # Errors
/// A policy is not in the export, or cannot be read.
pub fn job(
    identity: &Identity,
    account: &Account,
    unused: &Arc<Source>,
    exceptions: &[Exception],
) -> Result<Job, Arc<Diagnostic>> {
    let policies = originals(identity, account)?;
    let principal = Principal::of_arn(&identity.arn.value).unwrap_or_default();
    let texts: Vec<&Policy> = policies.iter().map(|policy| &policy.parsed.policy).collect();
    let chosen = choose(parse::unused_file(unused, None)?, &principal, &texts)?;
    let keep = exceptions.iter().flat_map(|exception| {
        let Exception { owner, reason, until, .. } = exception;
        exception.actions.iter().map(move |pattern| KeepEntry {
            pattern: pattern.clone(),
            reason: Some(format!("{reason} ({owner}, until {until})")),
        })
    });
    Ok(Job::new(policies, chosen.unused.set()).of(principal).keeping(keep))
}

/// The principal's own policies in the order of the export, inline ones first. Each is a file of its own, so that its
/// digest is that of the document and not of the whole export.
fn originals(identity: &Identity, account: &Account) -> Result<Vec<Original>, Arc<Diagnostic>> {
    let mut all = Vec::new();
    for policy in &identity.inline {
        let known = PolicyIdentity {
            name: Some(policy.name.clone()),
            holder: Holder::Inline(identity.kind, identity.name.clone()),
            ..PolicyIdentity::default()
        };
        all.push(original(&policy.name, &policy.document, known)?);
    }
    for arn in &identity.attached {
        let managed = account.details.managed(arn)?;
        let Some(version) = managed.in_force() else { continue };
        let known = PolicyIdentity {
            name: Some(managed.name.clone()),
            arn: Some(managed.arn.value.clone()),
            holder: Holder::Managed,
            version: Some(version.id.clone()),
            ..PolicyIdentity::default()
        };
        all.push(original(&managed.name, &version.document, known)?);
    }
    Ok(all)
}

fn original(name: &str, document: &Document, known: PolicyIdentity) -> Result<Original, Arc<Diagnostic>> {
    let text = document.as_ref().map_err(Arc::clone)?.document.text();
    let source = Arc::new(Source { name: format!("{name}.json"), text: text.trim_start().to_owned() });
    let file = parse::policies(&source, Strictness::Strict)?;
    let found = parse::only(file, &source)?;
    Ok(Original::new(name, found.parsed).identified(known))
}

/// How many unused actions each group of a user allows it as well, by the name of the group. Paring down the user's own
/// policies leaves these allowed.
///
/// # Errors
/// A policy of a group is not in the export, or cannot be read.
pub fn left_to_groups(
    identity: &Identity,
    account: &Account,
    catalogue: &Catalogue,
    unused: &UnusedSet,
) -> Result<BTreeMap<String, usize>, Arc<Diagnostic>> {
    let mut all = BTreeMap::new();
    for (group, policies) in group_policies(identity, account)? {
        let known = EffectiveCatalogue::of_all(catalogue, &policies, [], unused);
        let allowed = Allowed::flags(&policies.iter().collect::<Vec<_>>(), &known);
        let left = known.iter().zip(allowed).filter(|((_, unused), allowed)| *unused && *allowed).count();
        if left > 0 {
            all.insert(group, left);
        }
    }
    Ok(all)
}
