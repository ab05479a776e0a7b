//! L(U) as unions of globs.

use std::collections::BTreeMap;

use crate::model::{Action, Pattern, UnusedSet, service_of};
use crate::prove::Fault;

use super::search::{Search, Truth, Unclear, and, not, or, outside};
use super::union::Union;

/// The unused actions, the whole unused services, and what is kept of these. A string is unused iff it is one of
/// the first, or is in one of the second and not in the third.
pub(super) struct Unused<'a> {
    pub(super) set: &'a UnusedSet,
    actions: Union<'a>,
    services: Union<'a>,
    kept: Union<'a>,
    /// The same by service.
    kept_in: BTreeMap<&'a str, Union<'a>>,
}

impl<'a> Unused<'a> {
    /// `services` are those of the set, as patterns.
    pub(super) fn new(set: &'a UnusedSet, services: &'a [String]) -> Self {
        let kept = set.services_less_kept().flat_map(|(_, kept)| kept);
        let union = |kept: &'a [Pattern]| Union::new(kept.iter().map(Pattern::folded));
        Self {
            set,
            actions: Union::new(set.actions().map(Action::folded)),
            services: Union::new(services.iter().map(String::as_str)),
            kept: Union::new(kept.map(Pattern::folded)),
            kept_in: set.services_less_kept().map(|(service, kept)| (service, union(kept))).collect(),
        }
    }

    /// The services that are unused as a whole, as patterns: what [`Self::new`] takes.
    pub(super) fn services(set: &UnusedSet) -> Vec<String> {
        set.services().map(|service| format!("{service}:*")).collect()
    }

    /// One of the shortest unused strings for which the truths about `others` also satisfy `wanted`.
    pub(super) fn find(
        &self,
        others: &[&Union<'_>],
        wanted: impl Fn(&[Truth]) -> Result<Truth, Fault>,
    ) -> Result<Option<String>, Unclear> {
        let mut unions = vec![&self.actions, &self.services, &self.kept];
        unions.extend(others);
        let both = |truths: &[Truth]| match truths {
            [action, service, kept, rest @ ..] => {
                let unused = or(*action, and(*service, not(*kept)));
                Ok(if unused == Some(false) { unused } else { and(unused, wanted(rest)?) })
            }
            _ => Err(Fault),
        };
        Search::new(&unions, both).find()
    }

    /// Something unused that a pattern matches within the service of `prefix`, if it matches no unused action
    /// there: a string of a whole unused service, less what is kept.
    pub(super) fn in_service(&self, prefix: &str, pattern: &Pattern) -> Result<Option<String>, Unclear> {
        match self.kept_in.get(service_of(prefix)).filter(|_| prefix.contains(':')) {
            Some(kept) => outside(pattern.folded(), kept),
            None if prefix.contains(':') => Ok(None),
            // The pattern may match in several services.
            None => {
                self.find(&[&Union::new([pattern.folded()])], |truths| truths.first().copied().ok_or(Fault))
            }
        }
    }
}
