//! What is added to a NotAction, so that nothing unused is allowed.

use std::collections::BTreeSet;

use crate::model::{Action, ByHead, EffectiveCatalogue, Pattern, Statement, UnusedSet, service_of};

/// The patterns to be added to a NotAction: `service:*` for each whole unused service of which nothing is kept,
/// and each unused action that these do not match.
///
/// If something is kept of a whole unused service, no list of patterns says what to exclude. Then the known
/// unused actions of the service are excluded one by one, so that what is kept stays allowed. So do other actions
/// that no catalogue knows, and proving refutes that nothing unused is allowed.
pub(super) fn excluded(
    unused: &UnusedSet,
    known: &EffectiveCatalogue,
    statement: &Statement,
) -> Vec<Pattern> {
    let own = ByHead::new(&statement.actions.patterns);
    let whole = unused
        .services_less_kept()
        .filter(|(_, kept)| kept.is_empty())
        .map(|(service, _)| (service, Pattern::new(format!("{service}:*"))))
        .filter(|(_, all)| !own.local(all.head()).any(|(_, pattern)| all.is_inside(pattern)));
    let (services, mut added): (BTreeSet<&str>, Vec<Pattern>) = whole.unzip();
    let partly = |action: &Action| unused.service_of(action.folded()).is_some_and(|kept| !kept.is_empty());
    let known = known.iter().filter(|(action, unused)| *unused && partly(action)).map(|(action, _)| action);
    let single =
        unused.actions().chain(known).filter(|action| own.matching(action.folded()).next().is_none());
    let in_service = |folded: &str| folded.contains(':') && services.contains(service_of(folded));
    let single = single.filter(|action| !in_service(action.folded()));
    added.extend(single.map(Action::literal));
    added.sort();
    added.dedup_by(|a, b| a.folded() == b.folded());
    added
}
