//! The effective catalogue: the actions of the catalogue and those that the inputs name.

use crate::deadline;

use super::{AccessLevel, Action, Catalogue, Pattern, Policy, Statement, UnusedSet};

/// A+: the catalogue, restricted to the services that can matter, with every literal action that an original
/// policy of the principal (Allow or Deny, Action or NotAction), the unused set or the keep list names. Nothing
/// is dropped because the catalogue does not know it.
#[derive(Clone, Debug, Default)]
pub struct EffectiveCatalogue {
    actions: Vec<Action>,
    /// One flag for each action: whether it is in `L(U)`.
    unused: Vec<bool>,
    /// The access level of each action.
    levels: Vec<AccessLevel>,
    /// The services of the catalogue that are included, sorted; `None` if all are.
    services: Option<Vec<String>>,
}

impl EffectiveCatalogue {
    /// The effective catalogue of one policy and one unused set. A service is left out when no
    /// pattern of the policy can match any of its actions.
    pub fn new(catalogue: &Catalogue, policy: &Policy, unused: &UnusedSet) -> Self {
        Self::of_all(catalogue, std::slice::from_ref(policy), [], unused)
    }

    /// The effective catalogue of all policies of a principal, including the services that the recommendation
    /// reaches. Literals that only the recommendation names are not included.
    pub fn of_all<'a>(
        catalogue: &Catalogue,
        originals: &'a [Policy],
        recommended: impl IntoIterator<Item = &'a Policy>,
        unused: &UnusedSet,
    ) -> Self {
        let original: Vec<&Statement> = originals.iter().flat_map(|policy| &policy.statements).collect();
        let new = recommended.into_iter().flat_map(|policy| &policy.statements);
        let all: Vec<&Statement> = original.iter().copied().chain(new).collect();
        let statements = || all.iter();
        let patterns: Vec<&Pattern> = statements().flat_map(|s| &s.actions.patterns).collect();
        let negated = statements().any(|s| s.actions.negated);
        let everything = negated || patterns.iter().any(|pattern| pattern.service().is_none());
        let mut services: Vec<&str> = if everything {
            catalogue.services().collect()
        } else {
            patterns.iter().filter_map(|pattern| pattern.service()).collect()
        };
        // Their actions are then nearly sorted, which makes sorting them cheap.
        services.sort_unstable();
        services.dedup();
        let entries = services.iter().flat_map(|service| catalogue.service(service));
        let known = entries.map(|entry| (entry.action.clone(), entry.level));
        let literals = original.iter().flat_map(|s| &s.actions.patterns).filter_map(Pattern::action);
        let named = literals.chain(unused.named()).map(|action| (action, AccessLevel::Unknown));
        let mut actions: Vec<(Action, AccessLevel)> = known.chain(named).collect();
        // A stable sort, so of two equal actions the catalogue's comes first and is kept.
        actions.sort_by(|(a, _), (b, _)| a.folded().cmp(b.folded()));
        actions.dedup_by(|(a, _), (b, _)| a.folded() == b.folded());
        let unused = unused.contains_each(actions.iter().map(|(action, _)| action.folded())).collect();
        let (actions, levels) = actions.into_iter().unzip();
        let services = (!everything).then(|| services.into_iter().map(str::to_owned).collect());
        Self { actions, unused, levels, services }
    }

    /// Whether every service that a policy reaches is included; if so, the recommendation adds nothing to [the
    /// effective catalogue of the originals](Self::of_all).
    pub fn reaches(&self, recommended: &Policy) -> bool {
        let Some(services) = &self.services else { return true };
        let within = |pattern: &Pattern| {
            let service = pattern.service();
            service.is_some_and(|service| services.binary_search_by(|own| own.as_str().cmp(service)).is_ok())
        };
        recommended.statements.iter().map(|s| &s.actions).all(|a| !a.negated && a.patterns.iter().all(within))
    }

    /// All actions, sorted by folded string, and whether each is unused.
    pub fn iter(&self) -> impl Iterator<Item = (&Action, bool)> {
        self.actions.iter().zip(self.unused.iter().copied())
    }

    /// The actions that begin with a folded prefix.
    pub fn with_prefix(&self, prefix: &str) -> impl Iterator<Item = (&Action, bool)> {
        // Most loops over many patterns come through here.
        deadline::check();
        let from = self.actions.partition_point(|action| action.folded() < prefix);
        let actions = self.actions.get(from..).unwrap_or_default();
        let unused = self.unused.get(from..).unwrap_or_default();
        let all = actions.iter().zip(unused.iter().copied());
        all.take_while(move |(action, _)| action.folded().starts_with(prefix))
    }

    /// The actions that begin with any of these folded prefixes, each once, sorted.
    pub fn with_any_prefix<'a>(
        &self,
        prefixes: impl IntoIterator<Item = &'a str>,
    ) -> impl Iterator<Item = (&Action, bool)> {
        outermost(prefixes).into_iter().flat_map(|prefix| self.with_prefix(prefix))
    }

    /// The actions that a pattern matches.
    pub fn matching(&self, pattern: &Pattern) -> impl Iterator<Item = (&Action, bool)> {
        self.with_prefix(pattern.head()).filter(move |(action, _)| pattern.matches(action.folded()))
    }

    /// One flag for each action, in order: whether one of some patterns matches it. Goes through the actions once.
    pub fn matched<'p>(&self, patterns: impl IntoIterator<Item = &'p Pattern>) -> Vec<bool> {
        let mut patterns: Vec<&Pattern> = patterns.into_iter().collect();
        patterns.sort_unstable_by(|a, b| a.head().cmp(b.head()));
        let mut flags = vec![false; self.len()];
        let mut from = 0;
        for pattern in patterns {
            deadline::check();
            from = self.first_from(from, pattern.head());
            let below = self.actions.get(from..).unwrap_or_default().iter().zip(flags.iter_mut().skip(from));
            let below = below.take_while(|(action, _)| action.folded().starts_with(pattern.head()));
            below.for_each(|(action, flag)| *flag |= pattern.matches(action.folded()));
        }
        flags
    }

    /// The place of the first action from `from` on that is not before a folded prefix, looked for in steps that
    /// double: mostly it is near.
    fn first_from(&self, from: usize, prefix: &str) -> usize {
        let rest = self.actions.get(from..).unwrap_or_default();
        let mut width = 1;
        while rest.get(width).is_some_and(|action| action.folded() < prefix) {
            width *= 2;
        }
        let window = rest.get(..=width).unwrap_or(rest);
        from + window.partition_point(|action| action.folded() < prefix)
    }

    /// The access level of each action, in order; unknown for actions that are not in the catalogue.
    pub fn levels(&self) -> &[AccessLevel] {
        &self.levels
    }

    /// Whether the folded string is in A+.
    pub fn contains(&self, folded: &str) -> bool {
        self.actions.binary_search_by(|action| action.folded().cmp(folded)).is_ok()
    }

    /// The number of actions.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Whether there are no actions.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }
}

/// The prefixes that begin with no other of them, sorted: a string that begins with any of the prefixes begins
/// with exactly one of these.
pub fn outermost<'a>(prefixes: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut prefixes: Vec<&str> = prefixes.into_iter().collect();
    prefixes.sort_unstable();
    prefixes.dedup_by(|longer, shorter| longer.starts_with(*shorter));
    prefixes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{ActionElement, Effect, Scope};
    use super::*;

    proptest::proptest! {
        #[test]
        fn going_through_once_finds_what_each_pattern_matches(
            names in proptest::collection::btree_set("[ab]{1,3}", 1..12),
            patterns in proptest::collection::vec("[ab:]{0,3}[*?]?[ab]?", 0..8),
        ) {
            let names = names.into_iter().map(|name| (name, AccessLevel::Unknown)).collect();
            let catalogue = Catalogue::from_services("t", BTreeMap::from([("a".to_owned(), names)])).unwrap();
            let everything = Statement {
                sid: None,
                effect: Effect::Allow,
                actions: ActionElement { negated: false, patterns: vec![Pattern::new("*")] },
                scope: Scope::everywhere(),
            };
            let policy = Policy { version: None, statements: vec![everything] };
            let known = EffectiveCatalogue::new(&catalogue, &policy, &UnusedSet::default());
            let patterns: Vec<Pattern> = patterns.into_iter().map(Pattern::new).collect();
            let each = known.iter().map(|(action, _)| patterns.iter().any(|p| p.matches(action.folded())));
            proptest::prop_assert_eq!(known.matched(&patterns), each.collect::<Vec<_>>());
        }
    }
}
