//! Actions as regular expressions, service by service, so that each stays small.
//!
//! The strings that begin with a service and a colon are one part each, what is left another; every string is
//! in exactly one. In a service's part the expressions are about what follows the colon.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::{Action, ActionElement, Pattern, UnusedSet};
use crate::prove::requests::{Counting, Group, RequestSet};

use super::regex::{Regex, complement, diff, inter, union, union_of};

/// One part of all actions.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// What begins with this, a service and a colon.
    Service(String),
    /// What begins with none of these.
    Rest(Vec<String>),
}

/// The parts in which there may be something of the target.
pub(super) fn parts(target: &RequestSet<'_>, others: &[Group<'_>]) -> Vec<Part> {
    let prefixes = |element: &ActionElement| -> BTreeSet<String> {
        let services = element.patterns.iter().filter_map(Pattern::service);
        services.map(|service| format!("{service}:")).collect()
    };
    let narrow = |element: &&&ActionElement| {
        !element.negated && element.patterns.iter().all(|pattern| pattern.service().is_some())
    };
    if let Some(element) = target.actions.iter().find(narrow) {
        return prefixes(element).into_iter().map(Part::Service).collect();
    }
    let elements = target.actions.iter().chain(others.iter().flat_map(|group| &group.actions));
    let mut all: BTreeSet<String> = elements.flat_map(|element| prefixes(element)).collect();
    let Counting::Unused(unused) = target.counting else {
        let rest = Part::Rest(all.iter().cloned().collect());
        return all.into_iter().map(Part::Service).chain([rest]).collect();
    };
    let services = unused.actions().map(Action::service).chain(unused.services());
    let services: BTreeSet<String> = services.map(|service| format!("{service}:")).collect();
    all.extend(services.iter().cloned());
    // There is nothing unused in other services, but where an action has no colon.
    let rest = Part::Rest(all.into_iter().collect());
    services.into_iter().map(Part::Service).chain([rest]).collect()
}

impl Part {
    /// What stands before the strings of the part.
    pub(super) fn prefix(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix,
            Self::Rest(_) => "",
        }
    }

    /// The strings of the part.
    fn all(&self) -> Rc<Regex> {
        match self {
            Self::Service(_) => Rc::new(Regex::All),
            Self::Rest(prefixes) => {
                let all: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}*")).collect();
                complement(&union_of(all.iter().map(String::as_str)))
            }
        }
    }

    /// What some elements have in common.
    pub(super) fn common(&self, elements: &[&ActionElement], counting: Option<&UnusedSet>) -> Rc<Regex> {
        let mut languages: Vec<Rc<Regex>> = vec![self.all()];
        languages.extend(elements.iter().map(|element| self.language(element)));
        languages.extend(counting.map(|unused| self.unused(unused)));
        inter(&languages)
    }

    /// What is in any of some elements.
    pub(super) fn any(&self, elements: &[&ActionElement]) -> Rc<Regex> {
        let (negated, listed): (Vec<&ActionElement>, Vec<&ActionElement>) =
            elements.iter().copied().partition(|element| element.negated);
        let listed = self.matched(listed.iter().flat_map(|element| &element.patterns));
        let negated: Vec<Rc<Regex>> = negated.iter().map(|element| self.language(element)).collect();
        union(std::iter::once(&listed).chain(&negated))
    }

    fn language(&self, element: &ActionElement) -> Rc<Regex> {
        let matched = self.matched(&element.patterns);
        if element.negated { complement(&matched) } else { matched }
    }

    /// What some patterns match in the part.
    fn matched<'a>(&self, patterns: impl IntoIterator<Item = &'a Pattern>) -> Rc<Regex> {
        let mut tails = Vec::new();
        for pattern in patterns {
            match self {
                Self::Service(prefix) => {
                    let narrowed = pattern.narrow(prefix);
                    let tail = |one: &Pattern| one.folded().strip_prefix(prefix.as_str()).map(str::to_owned);
                    tails.extend(narrowed.iter().filter_map(tail));
                }
                // Nothing in the rest begins with the service that a pattern names.
                Self::Rest(_) if pattern.service().is_some() => {}
                Self::Rest(_) => tails.push(pattern.folded().to_owned()),
            }
        }
        union_of(tails.iter().map(String::as_str))
    }

    /// What is unused in the part.
    fn unused(&self, unused: &UnusedSet) -> Rc<Regex> {
        let prefix = self.prefix();
        let outside = |action: &str| match self {
            Self::Service(_) => false,
            Self::Rest(prefixes) => prefixes.iter().any(|service| action.starts_with(service.as_str())),
        };
        let names = unused.with_prefix(prefix).map(Action::folded);
        let tails = names.filter(|action| !outside(action)).filter_map(|action| action.strip_prefix(prefix));
        let names = union_of(tails);
        let Some(kept) = unused.service_of(prefix) else { return names };
        let tails: Vec<&str> =
            kept.iter().filter_map(|pattern| pattern.folded().strip_prefix(prefix)).collect();
        union([&names, &diff(&Rc::new(Regex::All), &union_of(tails))])
    }
}

/// Of a part, the strings that look like an action.
pub(super) fn plausible(part: &Part) -> Rc<Regex> {
    let letters = Regex::Union(vec![Rc::new(Regex::Range('a', 'z')), Rc::new(Regex::Range('0', '9'))]);
    let letter = Rc::new(letters);
    let name = Rc::new(Regex::Concat(vec![Rc::clone(&letter), Rc::new(Regex::Star(letter))]));
    match part {
        Part::Service(_) => name,
        Part::Rest(_) => {
            Rc::new(Regex::Concat(vec![Rc::clone(&name), Rc::new(Regex::Text(":".to_owned())), name]))
        }
    }
}
