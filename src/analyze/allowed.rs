//! What a principal may do: the actions that its identity policies allow, and since when.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown_account::{Account, Document, Identity, InForce};

use crate::model::{Action, Catalogue, Effect, EffectiveCatalogue, Policy, Time, UnusedSet};
use crate::parse::Diagnostic;

/// An action that a principal may use.
#[derive(Clone, Debug)]
pub struct AllowedAction {
    /// The action, spelled as in the catalogue if it is known there.
    pub action: Action,
    /// Whether the catalogue knows it.
    pub known: bool,
    /// Whether it has been allowed for all of a period: a policy allows it, and a version of that policy that is old
    /// enough allows it too.
    pub granted_before: bool,
}

/// What a principal may do, in the order of folded strings.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// The actions.
    pub actions: Vec<AllowedAction>,
}

impl Allowed {
    /// What the identity policies of a principal allow, its groups' among them, less what a Deny statement of one of
    /// them denies on all resources and without condition. `since` says whether a time is before the period.
    ///
    /// # Errors
    /// A policy is not in the export, or cannot be read: nothing is known of the principal then.
    pub fn of(
        identity: &Identity,
        account: &Account,
        catalogue: &Catalogue,
        since: impl Fn(Time) -> bool,
    ) -> Result<Self, Arc<Diagnostic>> {
        let in_force = account.policies_of(identity)?;
        let policies: Vec<Policy> = in_force.iter().map(|one| one.policy.policy.clone()).collect();
        let known = EffectiveCatalogue::of_all(catalogue, &policies, [], &UnusedSet::default());
        let allowed = Self::flags(&policies.iter().collect::<Vec<_>>(), &known);
        let mut before = vec![false; known.len()];
        for InForce { policy, versions, .. } in &in_force {
            let now = marked(&[&policy.policy], &known, Effect::Allow);
            let old = versions.iter().filter(|version| since(version.since));
            let then: Vec<&Policy> =
                old.filter_map(|version| version.policy.as_ref()).map(|parsed| &parsed.policy).collect();
            let both = now.into_iter().zip(marked(&then, &known, Effect::Allow));
            before.iter_mut().zip(both).for_each(|(before, (now, then))| *before |= now && then);
        }
        let entries = known.iter().zip(known.levels()).zip(allowed.iter().zip(before));
        let actions = entries
            .filter(|(_, (allowed, _))| **allowed)
            .map(|(((action, _), _), (_, granted_before))| AllowedAction {
                known: in_catalogue(catalogue, action),
                action: action.clone(),
                granted_before,
            })
            .collect();
        Ok(Self { actions })
    }

    /// One flag for each known action: whether some policies allow it and do not deny it everywhere.
    pub(super) fn flags(policies: &[&Policy], known: &EffectiveCatalogue) -> Vec<bool> {
        let denied = marked(policies, known, Effect::Deny);
        let allowed = marked(policies, known, Effect::Allow);
        allowed.into_iter().zip(denied).map(|(allowed, denied)| allowed && !denied).collect()
    }
}

fn in_catalogue(catalogue: &Catalogue, action: &Action) -> bool {
    let entries = catalogue.service(action.service());
    entries.binary_search_by(|entry| entry.action.folded().cmp(action.folded())).is_ok()
}

/// The known actions that a statement of an effect is about; of Deny statements those that deny everywhere.
fn marked(policies: &[&Policy], known: &EffectiveCatalogue, effect: Effect) -> Vec<bool> {
    let mut marks = vec![false; known.len()];
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    let counts = |statement: &&crate::model::Statement| {
        statement.effect == effect && (effect == Effect::Allow || statement.scope.is_everywhere())
    };
    for statement in statements.filter(counts) {
        let (listed, negated) = (known.matched(&statement.actions.patterns), statement.actions.negated);
        marks.iter_mut().zip(listed).for_each(|(mark, listed)| *mark |= listed != negated);
    }
    marks
}

/// The policies in force of each group of a user, by the name of the group.
///
/// # Errors
/// One is not in the export, or cannot be read.
pub(super) fn group_policies(
    identity: &Identity,
    account: &Account,
) -> Result<BTreeMap<String, Vec<Policy>>, Arc<Diagnostic>> {
    let mut all = BTreeMap::new();
    for name in &identity.groups {
        let group = account.details.group(name)?;
        let mut documents: Vec<&Document> = group.inline.iter().map(|policy| &policy.document).collect();
        for arn in &group.attached {
            documents.extend(account.details.managed(arn)?.in_force().map(|version| &version.document));
        }
        let policy = |document: &Document| Ok(document.as_ref().map_err(Arc::clone)?.policy.clone());
        let policies: Result<Vec<Policy>, Arc<Diagnostic>> = documents.into_iter().map(policy).collect();
        all.insert(group.name.clone(), policies?);
    }
    Ok(all)
}
