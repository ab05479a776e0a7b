//! The job for a principal with unused permissions: its own policies, and what is unused of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown_account::{Account, Identity};

use super::allowed::{Allowed, group_policies};
use super::exceptions::Exception;
use crate::intake::{Original, choose, own_policies};
use crate::job::{Job, KeepEntry};
use crate::model::{Catalogue, EffectiveCatalogue, Policy, Principal, UnusedSet};
use crate::parse::{self, Diagnostic, Source, Strictness};

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

/// The principal's own policies. Each is a file of its own, so that its digest is that of the document and not of the whole
/// export.
fn originals(identity: &Identity, account: &Account) -> Result<Vec<Original>, Arc<Diagnostic>> {
    let own = |policy: Original| {
        let text = policy.text().trim_start().to_owned();
        let source = Arc::new(Source { name: format!("{}.json", policy.name), text });
        let found = parse::only(parse::policies(&source, Strictness::Strict)?, &source)?;
        Ok(Original::new(policy.name, found.parsed).identified(policy.identity))
    };
    own_policies(identity, &account.details)?.into_iter().map(own).collect()
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
