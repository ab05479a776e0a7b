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
        self.beginning_with(prefix).map(|(_, action, unused)| (action, unused))
    }

    /// The actions that begin with a folded prefix, with their places among [all](Self::iter).
    fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = (usize, &Action, bool)> {
        // All loops over many patterns come through here.
        deadline::check();
        let from = self.actions.partition_point(|action| action.folded() < prefix);
        let actions = self.actions.get(from..).unwrap_or_default();
        let unused = self.unused.get(from..).unwrap_or_default();
        let all = (from..).zip(actions.iter().zip(unused.iter().copied()));
        all.map(|(place, (action, unused))| (place, action, unused))
            .take_while(move |(_, action, _)| action.folded().starts_with(prefix))
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

    /// The places of the actions that a pattern matches, in order, among [all](Self::iter).
    pub fn places(&self, pattern: &Pattern) -> impl Iterator<Item = usize> {
        let beginning = self.beginning_with(pattern.head());
        beginning.filter(|(_, action, _)| pattern.matches(action.folded())).map(|(place, ..)| place)
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
