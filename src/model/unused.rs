//! What a finding says is unused.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::{Action, Pattern, service_of};

/// The unused set U: literal actions and whole services, compared folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnusedSet {
    actions: BTreeMap<Box<str>, Action>,
    services: BTreeSet<Box<str>>,
}

impl UnusedSet {
    /// Adds one action.
    pub fn add_action(&mut self, action: Action) {
        self.actions.entry(action.folded().into()).or_insert(action);
    }

    /// Adds a whole service: every string that begins with its folded name and a colon.
    pub fn add_service(&mut self, service: &str) {
        self.services.insert(service.to_ascii_lowercase().into());
    }

    /// The unused actions, sorted by folded string.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.values()
    }

    /// The services that are unused as a whole, folded and sorted.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.iter().map(|service| &**service)
    }

    /// Whether nothing is unused.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.services.is_empty()
    }

    /// Whether the folded string is one of the unused actions, whole services apart.
    pub fn has_action(&self, folded: &str) -> bool {
        self.actions.contains_key(folded)
    }

    /// Whether the folded string belongs to a service that is unused as a whole.
    pub fn has_service_of(&self, folded: &str) -> bool {
        !self.services.is_empty() && folded.contains(':') && self.services.contains(service_of(folded))
    }

    /// Whether the folded string is in `L(U)`.
    pub fn contains(&self, folded: &str) -> bool {
        self.has_action(folded) || self.has_service_of(folded)
    }

    /// The unused actions that begin with a folded prefix.
    pub fn with_prefix<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a Action> {
        let range = (Bound::Included(prefix), Bound::Unbounded);
        let from = self.actions.range::<str, _>(range).map(|(_, action)| action);
        from.take_while(move |action| action.folded().starts_with(prefix))
    }

    /// Something unused that the pattern matches, if there is any: an action, or a whole service
    /// written `service:*`. This is what touches the pattern.
    pub fn touching(&self, pattern: &Pattern) -> Option<String> {
        let mut below = self.with_prefix(pattern.head());
        let action = below.find(|action| pattern.matches(action.folded()));
        if let Some(action) = action {
            return Some(action.spelling().to_owned());
        }
        let touched = match pattern.service() {
            Some(service) => self.services.get(service),
            None => self.services.iter().find(|service| !pattern.narrow(&format!("{service}:")).is_empty()),
        };
        touched.map(|service| format!("{service}:*"))
    }

    /// `L(U)` as patterns: each unused action, and `service:*` for each whole service.
    pub fn patterns(&self) -> impl Iterator<Item = Pattern> {
        let whole = self.services.iter().map(|service| Pattern::new(format!("{service}:*")));
        self.actions().map(|action| Pattern::new(action.spelling())).chain(whole)
    }
}
