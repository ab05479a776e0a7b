//! The effective catalogue: the actions of the catalogue and those that the inputs name.

use std::cmp::Ordering;

use crate::deadline;

use super::{AccessLevel, Action, Catalogue, Entry, Pattern, Policy, Statement, UnusedSet};

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
        services.sort_unstable();
        services.dedup();
        let literals = original.iter().flat_map(|s| &s.actions.patterns).filter_map(Pattern::action);
        let (actions, levels) = merged(&entries(catalogue, &services), literals.chain(unused.named()));
        let unused = unused.contains_each(actions.iter().map(Action::folded)).collect();
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

/// What the catalogue has of some services, sorted by action.
fn entries<'a>(catalogue: &'a Catalogue, services: &[&str]) -> Vec<&'a Entry> {
    let mut services = services.to_vec();
    // Of `s3` and `s3-outposts`, the actions of the second come first, since `-` sorts before the colon.
    services.sort_by(|a, b| a.bytes().chain([b':']).cmp(b.bytes().chain([b':'])));
    services.into_iter().flat_map(|service| catalogue.service(service)).collect()
}

/// Sorted entries and what is named besides, sorted; of equal actions, the catalogue's or else the first.
fn merged(entries: &[&Entry], named: impl Iterator<Item = Action>) -> (Vec<Action>, Vec<AccessLevel>) {
    let folded = |entry: &&Entry, action: &Action| entry.action.folded().cmp(action.folded());
    let mut named: Vec<Action> =
        named.filter(|action| entries.binary_search_by(|entry| folded(entry, action)).is_err()).collect();
    named.sort_by(|a, b| a.folded().cmp(b.folded()));
    named.dedup_by(|later, first| later.folded() == first.folded());
    let mut actions = Vec::with_capacity(entries.len() + named.len());
    let mut levels = Vec::with_capacity(entries.len() + named.len());
    let mut rest = entries;
    for action in named.into_iter().map(Some).chain([None]) {
        let before = action.as_ref().map_or(rest.len(), |action| {
            rest.partition_point(|entry| folded(entry, action) == Ordering::Less)
        });
        let (known, after) = rest.split_at(before);
        actions.extend(known.iter().map(|entry| entry.action.clone()));
        levels.extend(known.iter().map(|entry| entry.level));
        if let Some(action) = action {
            actions.push(action);
            levels.push(AccessLevel::Unknown);
        }
        rest = after;
    }
    (actions, levels)
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
        fn the_actions_are_sorted_and_the_catalogue_comes_first(
            services in proptest::collection::btree_map(
                "[ab](-[ab])?", proptest::collection::btree_set("[A-C]{1,2}", 1..4), 1..5),
            literals in proptest::collection::vec("[abc](-[ab])?:[A-Ca-c]{1,3}", 0..6),
        ) {
            let names = |all: &std::collections::BTreeSet<String>| {
                all.iter().map(|name| (name.clone(), AccessLevel::Read)).collect::<Vec<_>>()
            };
            let listed = services.iter().map(|(service, all)| (service.clone(), names(all))).collect();
            let catalogue = Catalogue::from_services("t", listed).unwrap();
            let reached = services.keys().map(|service| Pattern::new(format!("{service}:*")));
            let patterns = reached.chain(literals.iter().map(Pattern::new)).collect();
            let statement = Statement {
                sid: None,
                effect: Effect::Allow,
                actions: ActionElement { negated: false, patterns },
                scope: Scope::everywhere(),
            };
            let policy = Policy { version: None, statements: vec![statement] };
            let known = EffectiveCatalogue::new(&catalogue, &policy, &UnusedSet::default());
            // The slow twin: whoever comes first stays, the catalogue's before the policy's.
            let mut wanted: BTreeMap<String, (String, AccessLevel)> = BTreeMap::new();
            let own = services.iter().flat_map(|(service, all)| {
                all.iter().map(move |name| (format!("{service}:{name}"), AccessLevel::Read))
            });
            let named = literals.iter().map(|name| (name.clone(), AccessLevel::Unknown));
            for (name, level) in own.chain(named) {
                wanted.entry(name.to_ascii_lowercase()).or_insert((name, level));
            }
            let found = known.iter().zip(known.levels());
            let found: Vec<_> = found.map(|((a, _), level)| (a.spelling().to_owned(), *level)).collect();
            proptest::prop_assert_eq!(found, wanted.into_values().collect::<Vec<_>>());
        }

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
