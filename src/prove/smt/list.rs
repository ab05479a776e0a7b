//! Lists of actions, service by service: the patterns in a part, and their language there.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::{ActionElement, Pattern, outermost};
use crate::prove::Fault;
use crate::prove::engine::Pair;

use super::part::Part;
use super::regex::{Regex, complement, diff, union_of};

/// The two lists of a pair, and the lists of what is denied everywhere.
pub(crate) struct Lists<'a> {
    pub(crate) before: List<'a>,
    pub(crate) after: List<'a>,
    pub(super) denied_before: Vec<List<'a>>,
    pub(super) denied_after: Vec<List<'a>>,
    pub(super) denied_alike: bool,
}

impl<'a> Lists<'a> {
    pub(crate) fn new(pair: &Pair<'a>) -> Self {
        let lists = |lists: &[&'a ActionElement]| lists.iter().map(|list| List::new(list)).collect();
        Self {
            before: List::new(pair.original),
            after: List::new(pair.recommended),
            denied_before: lists(&pair.denied.before),
            denied_after: lists(&pair.denied.after),
            denied_alike: pair.denied.alike(),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &List<'a>> {
        [&self.before, &self.after].into_iter().chain(self.denied())
    }

    /// The lists of what is denied everywhere, on either side.
    pub(super) fn denied(&self) -> impl Iterator<Item = &List<'a>> {
        self.denied_before.iter().chain(&self.denied_after)
    }
}

/// The patterns of an element, by service.
pub(crate) struct List<'a> {
    pub(super) negated: bool,
    /// The patterns that name their service, by its prefix (`s3:`).
    pub(super) by_service: BTreeMap<String, Vec<&'a Pattern>>,
    /// The patterns with a wildcard in the service.
    anywhere: Vec<&'a Pattern>,
}

impl<'a> List<'a> {
    pub(crate) fn new(element: &'a ActionElement) -> Self {
        let mut list = Self { negated: element.negated, by_service: BTreeMap::new(), anywhere: Vec::new() };
        for pattern in &element.patterns {
            match pattern.service() {
                Some(service) => {
                    list.by_service.entry(format!("{service}:")).or_default().push(pattern);
                }
                None => list.anywhere.push(pattern),
            }
        }
        list
    }

    /// Whether it may match something in services that no pattern names.
    pub(crate) fn reaches_everywhere(&self) -> bool {
        self.negated || !self.anywhere.is_empty()
    }

    /// Its patterns that name the service of a prefix.
    pub(crate) fn of_service(&self, prefix: &str) -> &[&'a Pattern] {
        self.by_service.get(prefix).map_or(&[], Vec::as_slice)
    }

    /// Its patterns as they continue inside a part.
    pub(super) fn tails(&self, part: &Part) -> Result<Vec<String>, Fault> {
        match part {
            Part::Service(prefix) | Part::Alike { first: prefix, .. } => self.tails_after(prefix),
            // A pattern that names a service belongs to that service's part.
            Part::Rest(_) => Ok(self.anywhere.iter().map(|pattern| pattern.folded().to_owned()).collect()),
        }
    }

    /// Its patterns as they continue after a prefix.
    pub(super) fn tails_after(&self, prefix: &str) -> Result<Vec<String>, Fault> {
        let narrowed =
            self.of_service(prefix).iter().chain(&self.anywhere).flat_map(|pattern| pattern.narrow(prefix));
        narrowed.map(|pattern| tail(pattern.folded(), prefix)).collect()
    }

    /// Its language inside a part.
    pub(super) fn language(&self, part: &Part, tails: &[String]) -> Rc<Regex> {
        let matched = union_of(tails.iter().map(String::as_str));
        let language = if self.negated { complement(&matched) } else { matched };
        match part {
            Part::Service(_) | Part::Alike { .. } => language,
            Part::Rest(services) => {
                let all: Vec<String> = services.iter().map(|service| format!("{service}*")).collect();
                diff(&language, &union_of(all.iter().map(String::as_str)))
            }
        }
    }
}

/// The rest of a folded string after a prefix.
pub(super) fn tail(folded: &str, prefix: &str) -> Result<String, Fault> {
    folded.strip_prefix(prefix).map(str::to_owned).ok_or(Fault)
}

/// Prefixes of everything that some lists match in a service: the heads of their patterns, or the service's
/// prefix if they reach everywhere.
pub(crate) fn reach<'s>(lists: &[&'s List<'_>], prefix: &'s str) -> Vec<&'s str> {
    if lists.iter().any(|list| list.reaches_everywhere()) {
        return vec![prefix];
    }
    outermost(lists.iter().flat_map(|list| list.of_service(prefix)).map(|pattern| pattern.head()))
}
