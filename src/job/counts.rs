//! How much a policy allows, before and after.

use std::collections::BTreeMap;

use crate::model::{AccessLevel, ByHead, Catalogue, Effect, EffectiveCatalogue, Pattern, Policy, service_of};

/// A number before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Of the originals.
    pub before: usize,
    /// Of what is recommended.
    pub after: usize,
}

/// How much all policies of a job say, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The known actions that an Allow statement allows, whatever Deny statements say of them.
    pub actions: Change,
    /// The patterns in Allow statements.
    pub patterns: Change,
    /// The characters of the documents, as AWS counts them.
    pub characters: Change,
    /// How many of the known actions that are no longer allowed have which access level.
    pub removed: BTreeMap<AccessLevel, usize>,
}

impl Counts {
    /// Everything but the characters.
    pub(super) fn new(
        before: &[&Policy],
        after: &[&Policy],
        known: &EffectiveCatalogue,
        catalogue: &Catalogue,
    ) -> Self {
        let (before, after) = (Allowed::new(before), Allowed::new(after));
        let mut counts =
            Self { patterns: Change { before: before.patterns, after: after.patterns }, ..Self::default() };
        let mut levels = Levels { catalogue, service: String::new(), levels: BTreeMap::new() };
        for (action, _) in known.iter() {
            let (was, is) = (before.allows(action.folded()), after.allows(action.folded()));
            counts.actions.before += usize::from(was);
            counts.actions.after += usize::from(is);
            if was && !is {
                *counts.removed.entry(levels.of(action.folded())).or_default() += 1;
            }
        }
        counts
    }
}

/// The Allow statements of some policies.
struct Allowed<'a> {
    listed: ByHead<'a>,
    /// The lists of NotAction, which allow what they do not match.
    excluded: Vec<ByHead<'a>>,
    patterns: usize,
}

impl<'a> Allowed<'a> {
    fn new(policies: &[&'a Policy]) -> Self {
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        let mut listed: Vec<&Pattern> = Vec::new();
        let mut excluded = Vec::new();
        let mut patterns = 0;
        for statement in statements.filter(|statement| statement.effect == Effect::Allow) {
            patterns += statement.actions.patterns.len();
            if statement.actions.negated {
                excluded.push(ByHead::new(&statement.actions.patterns));
            } else {
                listed.extend(&statement.actions.patterns);
            }
        }
        Self { listed: ByHead::new(listed), excluded, patterns }
    }

    fn allows(&self, folded: &str) -> bool {
        self.listed.matching(folded).next().is_some()
            || self.excluded.iter().any(|list| list.matching(folded).next().is_none())
    }
}

/// The access levels of one service after the other.
struct Levels<'a> {
    catalogue: &'a Catalogue,
    service: String,
    levels: BTreeMap<String, AccessLevel>,
}

impl Levels<'_> {
    fn of(&mut self, folded: &str) -> AccessLevel {
        let service = service_of(folded);
        if self.service != service {
            service.clone_into(&mut self.service);
            let entries = self.catalogue.service(service).into_iter();
            self.levels = entries.map(|entry| (entry.action.folded().to_owned(), entry.level)).collect();
        }
        self.levels.get(folded).copied().unwrap_or(AccessLevel::Unknown)
    }
}
