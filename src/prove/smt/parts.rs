//! Splitting the strings into parts, so that each question stays small.
//!
//! For services `s1 … sn` the parts are `s1:…`, …, `sn:…` (all strings that begin with the service and
//! a colon) and the rest (the complement of their union). Every string is in exactly one part: service
//! names have no colon, so no `si:` begins another, and the rest is what is left by definition. So a
//! claim about all strings holds iff it holds in every part.
//!
//! In the part `s:…` a language is represented by what follows the prefix: the derivative of each of
//! its patterns by `s:`, which loses nothing. Services of which both lists say the same, and that none of
//! them names, are asked about once; what is known and unused in them is put together. A part in which
//! neither the original nor the recommendation has a pattern is left out: all that an obligation looks for
//! is in one of the two.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::model::{ActionElement, EffectiveCatalogue, Pattern, UnusedSet, outermost};

use crate::prove::engine::Pair;

use super::regex::{Regex, complement, diff, inter, union, union_of};

/// One part, named by its prefix: `s3:`, or nothing for the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All strings that begin with the prefix.
    Service(String),
    /// All strings that begin with one of the prefixes, of which both sides say the same: each is looked at
    /// as what follows its prefix.
    Alike(Vec<String>),
    /// All strings that begin with none of these.
    Rest(Vec<String>),
}

impl Part {
    /// What stands before the strings of the part's languages.
    pub(crate) fn prefix(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix,
            Self::Alike(_) | Self::Rest(_) => "",
        }
    }

    /// The prefixes whose strings it has.
    pub(crate) fn prefixes(&self) -> &[String] {
        match self {
            Self::Service(prefix) => std::slice::from_ref(prefix),
            Self::Alike(prefixes) => prefixes,
            Self::Rest(_) => &[],
        }
    }

    /// How the part is called, in messages and file names.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Service(prefix) => prefix.strip_suffix(':').unwrap_or(prefix),
            Self::Alike(_) => "services-alike",
            Self::Rest(_) => "other-services",
        }
    }
}

/// The languages of one part.
pub(crate) struct Languages {
    /// A+, the effective catalogue.
    pub(crate) known: Rc<Regex>,
    /// L(S), the original.
    pub(crate) original: Rc<Regex>,
    /// L(R), the recommendation.
    pub(crate) recommended: Rc<Regex>,
    /// L(U), the unused set.
    pub(crate) unused: Rc<Regex>,
    /// L(R) and L(U) together, factored as one.
    pub(crate) recommended_or_unused: Rc<Regex>,
    /// D(P), if there is any.
    pub(crate) denied_before: Option<Rc<Regex>>,
    /// D(R), if there is any.
    pub(crate) denied_after: Option<Rc<Regex>>,
    /// Whether these are the same.
    pub(crate) denied_alike: bool,
    /// Whether several services are put together: `known` then has what is used only.
    pub(crate) together: bool,
}

impl Languages {
    /// L(R) and D(R) together.
    pub(crate) fn recommended_or_denied(&self) -> Rc<Regex> {
        match &self.denied_after {
            Some(denied) => union([&self.recommended, denied]),
            None => Rc::clone(&self.recommended),
        }
    }
}

/// What the two lists of a pair say, and what is denied anyway.
pub(crate) struct Sides<'a> {
    pub(crate) before: Side<'a>,
    pub(crate) after: Side<'a>,
    denied_before: Vec<Side<'a>>,
    denied_after: Vec<Side<'a>>,
    denied_alike: bool,
}

impl<'a> Sides<'a> {
    pub(crate) fn new(pair: &Pair<'a>) -> Self {
        let sides = |lists: &[&'a ActionElement]| lists.iter().map(|list| Side::new(list)).collect();
        Self {
            before: Side::new(pair.original),
            after: Side::new(pair.recommended),
            denied_before: sides(&pair.denied.before),
            denied_after: sides(&pair.denied.after),
            denied_alike: pair.denied.alike(),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Side<'a>> {
        [&self.before, &self.after].into_iter().chain(&self.denied_before).chain(&self.denied_after)
    }
}

/// The patterns of an element, by service.
pub(crate) struct Side<'a> {
    negated: bool,
    /// Those whose service is given, under its prefix (`s3:`).
    by_service: BTreeMap<String, Vec<&'a Pattern>>,
    /// Those with a wildcard in the service.
    anywhere: Vec<&'a Pattern>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(element: &'a ActionElement) -> Self {
        let mut side = Self { negated: element.negated, by_service: BTreeMap::new(), anywhere: Vec::new() };
        for pattern in &element.patterns {
            match pattern.service() {
                Some(service) => {
                    side.by_service.entry(format!("{service}:")).or_default().push(pattern);
                }
                None => side.anywhere.push(pattern),
            }
        }
        side
    }

    /// Whether it may match something in services that no pattern names.
    pub(crate) fn reaches_everywhere(&self) -> bool {
        self.negated || !self.anywhere.is_empty()
    }

    /// Its patterns that name the service of a prefix.
    pub(crate) fn of_service(&self, prefix: &str) -> &[&'a Pattern] {
        self.by_service.get(prefix).map_or(&[], Vec::as_slice)
    }

    /// What its patterns look like inside a part.
    fn tails(&self, part: &Part) -> Vec<String> {
        match part {
            Part::Service(prefix) => self.tails_behind(prefix),
            // One stands for all.
            Part::Alike(prefixes) => prefixes.first().map(|p| self.tails_behind(p)).unwrap_or_default(),
            // What names a service lies in that service's part.
            Part::Rest(_) => self.anywhere.iter().map(|pattern| pattern.folded().to_owned()).collect(),
        }
    }

    /// What its patterns look like behind a prefix.
    fn tails_behind(&self, prefix: &str) -> Vec<String> {
        let narrowed =
            self.of_service(prefix).iter().chain(&self.anywhere).flat_map(|pattern| pattern.narrow(prefix));
        narrowed.filter_map(|p| p.folded().strip_prefix(prefix).map(str::to_owned)).collect()
    }

    /// Its language inside a part.
    fn language(&self, part: &Part, tails: &[String]) -> Rc<Regex> {
        let matched = union_of(tails.iter().map(String::as_str));
        let language = if self.negated { complement(&matched) } else { matched };
        match part {
            Part::Service(_) | Part::Alike(_) => language,
            Part::Rest(services) => {
                let all: Vec<String> = services.iter().map(|service| format!("{service}*")).collect();
                diff(&language, &union_of(all.iter().map(String::as_str)))
            }
        }
    }
}

/// What all that some sides match in a service begins with: the heads of their patterns, or if they reach
/// everywhere its prefix.
pub(crate) fn reach<'s>(sides: &[&'s Side<'_>], prefix: &'s str) -> Vec<&'s str> {
    if sides.iter().any(|side| side.reaches_everywhere()) {
        return vec![prefix];
    }
    outermost(sides.iter().flat_map(|side| side.of_service(prefix)).map(|pattern| pattern.head()))
}

/// The parts in which either list has anything, sorted; at least one. With `alike`, services that no
/// pattern names are one part, if what all sides say of them is the same and nothing there is unused as a
/// whole.
pub(crate) fn parts(
    sides: &Sides<'_>,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    alike: bool,
) -> Vec<Part> {
    let Sides { before, after, .. } = sides;
    let named = before.by_service.keys().chain(after.by_service.keys());
    let mut prefixes: BTreeSet<String> = named.cloned().collect();
    let everywhere = before.reaches_everywhere() || after.reaches_everywhere();
    if everywhere {
        // So that the rest has nothing known and nothing unused in it.
        let services = known.iter().map(|(action, _)| action.service()).chain(unused.services());
        let distinct: BTreeSet<&str> = services.collect();
        prefixes.extend(distinct.into_iter().map(|service| format!("{service}:")));
    }
    let rest = (everywhere || prefixes.is_empty()).then(|| Part::Rest(prefixes.iter().cloned().collect()));
    let mut groups: BTreeMap<Vec<Vec<String>>, Vec<String>> = BTreeMap::new();
    let mut single = Vec::new();
    for prefix in prefixes {
        let by_itself = unused.service_of(&prefix).is_some()
            || sides.all().any(|side| side.by_service.contains_key(&prefix));
        if by_itself || !alike {
            single.push(Part::Service(prefix));
        } else {
            let tails = sides.all().map(|side| side.tails_behind(&prefix)).collect();
            groups.entry(tails).or_default().push(prefix);
        }
    }
    let groups = groups.into_values().map(|mut prefixes| match (prefixes.pop(), prefixes.is_empty()) {
        (Some(only), true) => Part::Service(only),
        (last, _) => {
            prefixes.extend(last);
            Part::Alike(prefixes)
        }
    });
    single.into_iter().chain(groups).chain(rest).collect()
}

/// The languages of one part. What is known or unused, and what neither list can match, is left out: all that
/// an obligation looks for is in one of the two.
pub(crate) fn languages(
    part: &Part,
    sides: &Sides<'_>,
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Languages {
    let (mut names, mut unused_tails) = (Vec::new(), Vec::new());
    let mut kept_tails = Vec::new();
    // An action of one service that is unused may be used in another: then only the names say which.
    let alike = matches!(part, Part::Alike(_));
    for prefix in part.prefixes() {
        let tail = |folded: &str| folded.strip_prefix(prefix.as_str()).map(str::to_owned);
        let reach = reach(&[&sides.before, &sides.after], prefix);
        let here = known.with_any_prefix(reach.iter().copied()).filter(|(_, unused)| !alike || !unused);
        names.extend(here.filter_map(|(action, _)| tail(action.folded())));
        let here = reach.iter().flat_map(|head| unused.with_prefix(head));
        unused_tails.extend(here.filter_map(|action| tail(action.folded())));
        if let Some(kept) = unused.service_of(prefix) {
            kept_tails.extend(kept.iter().filter_map(|pattern| tail(pattern.folded())));
            unused_tails.push("*".to_owned());
        }
    }
    let strs = |tails: &[String]| union_of(tails.iter().map(String::as_str));
    // Nothing that is kept is among the single actions, so that it may be taken from all.
    let unused = match kept_tails.as_slice() {
        [] => strs(&unused_tails),
        kept => diff(&strs(&unused_tails), &strs(kept)),
    };
    let recommended_tails = sides.after.tails(part);
    let language = sides.after.language(part, &recommended_tails);
    let together = match part {
        // What is used is said by the names.
        Part::Alike(_) => Rc::clone(&language),
        Part::Service(_) if !sides.after.negated && kept_tails.is_empty() => {
            union_of(recommended_tails.iter().chain(&unused_tails).map(String::as_str))
        }
        _ => union([&language, &unused]),
    };
    let denied = |sides: &[Side<'_>]| {
        let lists: Vec<Rc<Regex>> = sides.iter().map(|side| side.language(part, &side.tails(part))).collect();
        (!lists.is_empty()).then(|| union(&lists))
    };
    Languages {
        known: strs(&names),
        original: sides.before.language(part, &sides.before.tails(part)),
        recommended: language,
        unused,
        recommended_or_unused: together,
        denied_before: denied(&sides.denied_before),
        denied_after: denied(&sides.denied_after),
        denied_alike: sides.denied_alike,
        together: alike,
    }
}

/// The strings of a language that look like an action: asked for when a witness is wanted that a
/// person would believe.
pub(crate) fn plausible(part: &Part, language: &Rc<Regex>) -> Rc<Regex> {
    let letters = Regex::Union(vec![Rc::new(Regex::Range('a', 'z')), Rc::new(Regex::Range('0', '9'))]);
    let name = Rc::new(Regex::Star(Rc::new(letters)));
    let shape = match part {
        Part::Service(_) | Part::Alike(_) => name,
        Part::Rest(_) => {
            Rc::new(Regex::Concat(vec![Rc::clone(&name), Rc::new(Regex::Text(":".to_owned())), name]))
        }
    };
    inter([language, &shape])
}
