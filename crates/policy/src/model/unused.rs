//! Unused sets: what a finding says is unused, less what the keep list matches.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use sha2::{Digest as _, Sha256};

use super::{Action, Inclusion, Pattern, hex, service_of};

/// The unused set U: single actions and whole services, less what the keep list K matches. Everything is compared
/// folded.
///
/// `L(U)` is the set of all strings that are one of the actions, or begin with one of the services and a colon,
/// and that no pattern of K matches. It does not depend on the order in which these are added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnusedSet {
    /// The unused actions that K does not match.
    actions: BTreeSet<ByName>,
    /// The unused actions that K matches.
    spared: BTreeSet<ByName>,
    /// The whole services, each with what K matches in it: narrowings of its patterns to the service.
    services: BTreeMap<Box<str>, Vec<Pattern>>,
    /// K, by the heads of its patterns.
    keep: BTreeMap<Box<str>, BTreeSet<Pattern>>,
}

/// An action that is compared by its folded string.
#[derive(Clone, Debug)]
struct ByName(Action);

impl Borrow<str> for ByName {
    fn borrow(&self) -> &str {
        self.0.folded()
    }
}

impl PartialEq for ByName {
    fn eq(&self, other: &Self) -> bool {
        self.0.folded() == other.0.folded()
    }
}

impl Eq for ByName {}

impl PartialOrd for ByName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.folded().cmp(other.0.folded())
    }
}

impl UnusedSet {
    /// Adds one action.
    pub fn add_action(&mut self, action: Action) {
        let spared = self.is_kept(action.folded());
        let those = if spared { &mut self.spared } else { &mut self.actions };
        those.insert(ByName(action));
    }

    /// Adds a whole service: every string that begins with its folded name and a colon.
    pub fn add_service(&mut self, service: &str) {
        let service = service.to_ascii_lowercase();
        let kept = kept_in(&service, self.keep_list());
        self.services.insert(service.into(), kept);
    }

    /// Adds a pattern to the keep list: nothing that it matches is unused. To add several, [`Self::keep_all`]
    /// takes linear time.
    pub fn keep(&mut self, pattern: Pattern) {
        self.keep_all([pattern]);
    }

    /// Adds patterns to the keep list.
    pub fn keep_all(&mut self, patterns: impl IntoIterator<Item = Pattern>) {
        for pattern in patterns {
            let below = self.with_prefix(pattern.head()).map(Action::folded);
            let spared: Vec<Box<str>> = below.filter(|a| pattern.matches(a)).map(Into::into).collect();
            for folded in spared {
                self.spared.extend(self.actions.take(&*folded));
            }
            self.keep.entry(pattern.head().into()).or_default().insert(pattern);
        }
        let keep: Vec<Pattern> = self.keep_list().cloned().collect();
        for (service, kept) in &mut self.services {
            *kept = kept_in(service, &keep);
        }
    }

    /// The keep list, sorted.
    pub fn keep_list(&self) -> impl Iterator<Item = &Pattern> {
        let mut all: Vec<&Pattern> = self.keep.values().flatten().collect();
        all.sort_unstable();
        all.into_iter()
    }

    /// Whether K matches a folded string.
    fn is_kept(&self, folded: &str) -> bool {
        if self.keep.is_empty() {
            return false;
        }
        let heads = (0..=folded.len()).filter_map(|len| folded.get(..len));
        let mut near = heads.filter_map(|head| self.keep.get(head)).flatten();
        near.any(|pattern| pattern.matches(folded))
    }

    /// The unused actions, sorted by folded string.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().map(|action| &action.0)
    }

    /// Every action that the finding or the keep list names.
    pub fn named(&self) -> impl Iterator<Item = Action> {
        let kept = self.keep_list().filter_map(Pattern::action);
        self.actions.iter().chain(&self.spared).map(|action| action.0.clone()).chain(kept)
    }

    /// The services that are unused as a whole, folded and sorted.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(|service| &**service)
    }

    /// The services that are unused as a whole, each with what is kept of it: patterns within the service. What
    /// is unused is the service less these.
    pub fn services_less_kept(&self) -> impl Iterator<Item = (&str, &[Pattern])> {
        self.services.iter().map(|(service, kept)| (&**service, kept.as_slice()))
    }

    /// What is kept of the service of a folded string (the part before its first colon), if that service is
    /// unused as a whole.
    pub fn service_of(&self, folded: &str) -> Option<&[Pattern]> {
        if self.services.is_empty() || !folded.contains(':') {
            return None;
        }
        self.services.get(service_of(folded)).map(Vec::as_slice)
    }

    /// SHA-256, in hex, of the canonical listing: one line for each unused action, whole service (`service:*`),
    /// unused but kept action, and pattern of the keep list, with `unused`, `spared` or `keep` and a space before
    /// it; each group sorted by folded string. Names are spelled as they were given.
    pub fn sha256(&self) -> String {
        let mut digest = Sha256::new();
        let mut add = |what: &str, name: &str| {
            for part in [what, " ", name, "\n"] {
                digest.update(part);
            }
        };
        self.actions().for_each(|action| add("unused", action.spelling()));
        self.services.keys().for_each(|service| add("unused", &format!("{service}:*")));
        self.spared.iter().for_each(|action| add("spared", action.0.spelling()));
        self.keep_list().for_each(|pattern| add("keep", pattern.spelling()));
        hex(&digest.finalize())
    }

    /// Whether nothing is unused.
    pub fn is_empty(&self) -> bool {
        let all = |service: &str| Pattern::new(format!("{service}:*"));
        self.actions.is_empty()
            && self.services_less_kept().all(|(service, kept)| unkept(service, kept, &all(service)).is_none())
    }

    /// Whether the folded string is one of the unused actions; whole services are not considered.
    pub fn has_action(&self, folded: &str) -> bool {
        self.actions.contains(folded)
    }

    /// Whether the folded string is in `L(U)`.
    pub fn contains(&self, folded: &str) -> bool {
        self.has_action(folded) || self.is_in_service(folded)
    }

    /// Whether the folded string is in a service that is unused as a whole, and is not kept.
    fn is_in_service(&self, folded: &str) -> bool {
        self.service_of(folded).is_some() && !self.is_kept(folded)
    }

    /// The results of [`contains`](Self::contains) for many sorted folded strings, in one pass over the unused
    /// actions.
    pub(super) fn contains_each<'a>(
        &'a self,
        sorted: impl Iterator<Item = &'a str>,
    ) -> impl Iterator<Item = bool> {
        let mut actions = self.actions().map(Action::folded).peekable();
        sorted.map(move |string| {
            while actions.next_if(|action| *action < string).is_some() {}
            actions.peek() == Some(&string) || self.is_in_service(string)
        })
    }

    /// The unused actions that begin with a folded prefix.
    pub fn with_prefix<'a, 'p>(&'a self, prefix: &'p str) -> impl Iterator<Item = &'a Action> + use<'a, 'p> {
        let range = (Bound::Included(prefix), Bound::Unbounded);
        let from = self.actions.range::<str, _>(range).map(|action| &action.0);
        from.take_while(move |action| action.folded().starts_with(prefix))
    }

    /// Something unused that the pattern matches, if there is any: an action; `service:*` for a whole service of
    /// which nothing is kept; or a string of a service of which something is kept.
    pub fn touching(&self, pattern: &Pattern) -> Option<String> {
        let mut below = self.with_prefix(pattern.head());
        let action = below.find(|action| pattern.matches(action.folded()));
        if let Some(action) = action {
            return Some(action.spelling().to_owned());
        }
        match pattern.service() {
            Some(service) => {
                let (service, kept) = self.services.get_key_value(service)?;
                unkept(service, kept, pattern)
            }
            None => self.services.iter().find_map(|(service, kept)| {
                let mut here = pattern.narrow(&format!("{service}:")).into_iter();
                here.find_map(|narrowed| unkept(service, kept, &narrowed))
            }),
        }
    }
}

/// What the keep list matches in a service.
fn kept_in<'a>(service: &str, keep: impl IntoIterator<Item = &'a Pattern>) -> Vec<Pattern> {
    let prefix = format!("{service}:");
    keep.into_iter().filter(|p| p.may_begin_like(&prefix)).flat_map(|p| p.narrow(&prefix)).collect()
}

/// A string of a whole unused service that the pattern matches and that is not kept. Where this is too hard to
/// decide, the pattern is taken to match one.
fn unkept(service: &str, kept: &[Pattern], pattern: &Pattern) -> Option<String> {
    if kept.is_empty() {
        return Some(format!("{service}:*"));
    }
    // A string with a name is more convincing than one without.
    let without_name = Pattern::new(format!("{service}:"));
    let nameless = pattern.inclusion(kept.iter().chain([&without_name]));
    match [nameless, pattern.inclusion(kept)] {
        [Inclusion::Outside(string), _] | [_, Inclusion::Outside(string)] => Some(string),
        [_, Inclusion::Inside] => None,
        [_, Inclusion::Unclear] => Some(format!("{service}:*")),
    }
}
