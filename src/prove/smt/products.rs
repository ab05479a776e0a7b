//! Actions as regular expressions, service by service, so that each stays small.
//!
//! The strings that begin with a service and a colon form one part each, the others the rest; every string is in
//! exactly one. In a service's part the expressions are about what follows the colon.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::{Action, ActionElement, Pattern, UnusedSet};
use crate::prove::Fault;
use crate::prove::requests::{Counting, Group, RequestSet};

use super::list::tail;
use super::regex::{Regex, complement, diff, inter, union, union_of};

/// A part of all actions.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// Strings that begin with this, a service and a colon.
    Service(String),
    /// Strings that begin with none of these.
    Rest(Vec<String>),
}

/// The parts in which the target may have actions.
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
    // Other services contain nothing unused, except for actions without a colon.
    let rest = Part::Rest(all.into_iter().collect());
    services.into_iter().map(Part::Service).chain([rest]).collect()
}

impl Part {
    /// The prefix of the strings in the part.
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

    /// The intersection of some elements.
    pub(super) fn common(
        &self,
        elements: &[&ActionElement],
        counting: Option<&UnusedSet>,
    ) -> Result<Rc<Regex>, Fault> {
        let mut languages: Vec<Rc<Regex>> = vec![self.all()];
        for element in elements {
            languages.push(self.language(element)?);
        }
        if let Some(unused) = counting {
            languages.push(self.unused(unused)?);
        }
        Ok(inter(&languages))
    }

    /// The union of some elements.
    pub(super) fn any(&self, elements: &[&ActionElement]) -> Result<Rc<Regex>, Fault> {
        let (negated, listed): (Vec<&ActionElement>, Vec<&ActionElement>) =
            elements.iter().copied().partition(|element| element.negated);
        let listed = self.matched(listed.iter().flat_map(|element| &element.patterns))?;
        let negated = negated.iter().map(|element| self.language(element));
        let negated = negated.collect::<Result<Vec<Rc<Regex>>, Fault>>()?;
        Ok(union(std::iter::once(&listed).chain(&negated)))
    }

    fn language(&self, element: &ActionElement) -> Result<Rc<Regex>, Fault> {
        let matched = self.matched(&element.patterns)?;
        Ok(if element.negated { complement(&matched) } else { matched })
    }

    /// What some patterns match in the part.
    fn matched<'a>(&self, patterns: impl IntoIterator<Item = &'a Pattern>) -> Result<Rc<Regex>, Fault> {
        let mut tails = Vec::new();
        for pattern in patterns {
            match self {
                Self::Service(prefix) => {
                    for narrowed in pattern.narrow(prefix) {
                        tails.push(tail(narrowed.folded(), prefix)?);
                    }
                }
                // Nothing in the rest begins with a service that a pattern names.
                Self::Rest(_) if pattern.service().is_some() => {}
                Self::Rest(_) => tails.push(pattern.folded().to_owned()),
            }
        }
        Ok(union_of(tails.iter().map(String::as_str)))
    }

    /// What is unused in the part.
    fn unused(&self, unused: &UnusedSet) -> Result<Rc<Regex>, Fault> {
        let prefix = self.prefix();
        let outside = |action: &str| match self {
            Self::Service(_) => false,
            Self::Rest(prefixes) => prefixes.iter().any(|service| action.starts_with(service.as_str())),
        };
        let names = unused.with_prefix(prefix).map(Action::folded);
        let tails = names.filter(|action| !outside(action)).map(|action| tail(action, prefix));
        let tails = tails.collect::<Result<Vec<String>, Fault>>()?;
        let names = union_of(tails.iter().map(String::as_str));
        let Some(kept) = unused.service_of(prefix) else { return Ok(names) };
        let tails = kept.iter().map(|pattern| tail(pattern.folded(), prefix));
        let tails = tails.collect::<Result<Vec<String>, Fault>>()?;
        let kept = union_of(tails.iter().map(String::as_str));
        Ok(union([&names, &diff(&Rc::new(Regex::All), &kept)]))
    }
}

/// The strings in a part that look like an action.
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
