//! Splits the strings into parts, so that questions stay small.
//!
//! For the services `s1 … sn` that matter the parts are `s1:…`, …, `sn:…` (all strings that begin with the service and a colon)
//! and the rest (the complement of their union). Every string is in exactly one part: names of services contain
//! no colon, so no `si:` begins another, and the rest is a complement. So a claim about all strings holds iff it
//! holds in every part (`proofs/coq/SmtAsked.v`, `asked_iff_claimed`).
//!
//! In the part `s:…` a language is represented by what follows the prefix: the derivative of each of its patterns
//! by `s:`, which loses nothing. Services that both lists treat alike, and that no pattern names, are asked about
//! once, with their known and unused actions combined. A part in which neither the original nor the
//! recommendation has a pattern is left out: what an obligation looks for is matched by one of the two.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{EffectiveCatalogue, UnusedSet};

use super::list::Lists;
use super::part::Part;
use crate::prove::Fault;

/// The parts in which either list has patterns, sorted; at least one. With `alike`, services that no pattern
/// names become one part, if all lists treat them alike and none is unused as a whole.
pub(crate) fn parts(
    lists: &Lists<'_>,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    alike: bool,
) -> Result<Vec<Part>, Fault> {
    let Lists { before, after, .. } = lists;
    let named = before.by_service.keys().chain(after.by_service.keys());
    let mut prefixes: BTreeSet<String> = named.cloned().collect();
    let everywhere = before.reaches_everywhere() || after.reaches_everywhere();
    if everywhere {
        // So that the rest contains nothing known and nothing unused.
        let services = known.iter().map(|(action, _)| action.service()).chain(unused.services());
        let distinct: BTreeSet<&str> = services.collect();
        prefixes.extend(distinct.into_iter().map(|service| format!("{service}:")));
        // And nothing that is denied by a pattern which names its service: in the rest, such patterns are left out.
        prefixes.extend(lists.denied().flat_map(|list| list.by_service.keys().cloned()));
    }
    let rest = (everywhere || prefixes.is_empty()).then(|| Part::Rest(prefixes.iter().cloned().collect()));
    let mut groups: BTreeMap<Vec<Vec<String>>, Vec<String>> = BTreeMap::new();
    let mut single = Vec::new();
    for prefix in prefixes {
        let by_itself = unused.service_of(&prefix).is_some()
            || lists.all().any(|list| list.by_service.contains_key(&prefix));
        if by_itself || !alike {
            single.push(Part::Service(prefix));
        } else {
            let tails = lists.all().map(|list| list.tails_after(&prefix)).collect::<Result<_, Fault>>()?;
            groups.entry(tails).or_default().push(prefix);
        }
    }
    let groups = groups.into_values().filter_map(|prefixes| {
        let mut prefixes = prefixes.into_iter();
        let first = prefixes.next()?;
        let others: Vec<String> = prefixes.collect();
        Some(if others.is_empty() { Part::Service(first) } else { Part::Alike { first, others } })
    });
    Ok(single.into_iter().chain(groups).chain(rest).collect())
}
