//! The findings about one principal, selected from those of a file.

use std::collections::BTreeSet;

use super::file::{Part, UnusedFile};
use super::finding::OtherFinding;
use super::merge;
use super::parsed::{Finding, ParsedUnused};
use crate::parse::code::Code;
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::names::value;

/// How many principals a message names.
const NAMED: usize = 4;

impl UnusedFile {
    /// The findings of several files together.
    #[must_use]
    pub fn join(files: Vec<Self>) -> Self {
        let mut all = Self::default();
        for file in files {
            all.parts.extend(file.parts);
            all.others.extend(file.others);
        }
        all
    }

    /// The findings about unused permissions, one for each page; none for a list without findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.parts.iter().filter_map(|part| part.parsed.finding.as_ref())
    }

    /// The findings about something else.
    pub fn others(&self) -> &[OtherFinding] {
        &self.others
    }

    /// The unused permissions of one principal, combined as by [`merge`]: those of the findings about the role or
    /// user with the ARN `principal`, or, if that is not given, about the only one. Lists, and findings that name
    /// no principal, may be about any. If the principal has active findings, only those are used, since a settled
    /// one may name what is used by now. A warning counts what is left out.
    ///
    /// # Errors
    /// No finding is about unused permissions of the principal; or none was given and they are about several; or
    /// there are lists among findings.
    pub fn about(self, principal: Option<&str>) -> Result<ParsedUnused, Diagnostic> {
        let Self { parts, others } = self;
        let mut seen = BTreeSet::new();
        let named = parts.iter().filter(|part| part.resource().is_some_and(|arn| seen.insert(arn)));
        let resources: Vec<&Part> = named.collect();
        let principal = match (principal, resources.as_slice()) {
            (Some(principal), _) => Some(principal.to_owned()),
            (None, [] | [_]) => resources.first().and_then(|only| only.resource()).map(str::to_owned),
            (None, [_, second, ..]) => return Err(several(&resources, second)),
        };
        let own = |part: &Part| part.resource().is_none_or(|resource| Some(resource) == principal.as_deref());
        let active = parts.iter().any(|part| own(part) && !part.settled());
        let (taken, left): (Vec<Part>, Vec<Part>) =
            parts.into_iter().partition(|part| own(part) && !(active && part.settled()));
        if taken.is_empty()
            && let Some(error) = none(principal.as_deref(), &left, &others)
        {
            return Err(error);
        }
        let warning = left_out(&taken, &left, &others);
        let mut all = merge(taken.into_iter().map(|part| part.parsed).collect())?;
        all.warnings.splice(0..0, warning);
        Ok(all)
    }
}

impl Part {
    fn finding(&self) -> Option<&Finding> {
        self.parsed.finding.as_ref()
    }

    fn resource(&self) -> Option<&str> {
        value(self.finding()?.resource.as_ref())
    }

    fn settled(&self) -> bool {
        self.finding().is_some_and(|finding| finding.settled)
    }

    fn error(&self, message: String, label: &str) -> Diagnostic {
        Diagnostic::error(&self.source, self.span.clone(), message, label)
    }
}

impl OtherFinding {
    fn resource(&self) -> Option<&str> {
        value(self.finding.resource.as_ref())
    }

    fn error(&self, message: String, label: &str) -> Diagnostic {
        Diagnostic::error(&self.refusal.source, self.refusal.span.clone(), message, label)
    }
}

/// The names, and how many more there are if a message cannot name all.
fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: BTreeSet<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| quote(name)).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The error if findings are about several principals (`second` about another than the first) and none was given.
fn several(resources: &[&Part], second: &Part) -> Diagnostic {
    let names = named(resources.iter().filter_map(|part| part.resource()));
    second
        .error(format!("the findings are about different resources: {names}"), "another resource")
        .coded(Code::OtherPrincipal)
        .with_help("give the findings of one principal; refine the policies of each resource on their own")
}

/// The error if no finding is about unused permissions of the principal; `None` if there are no findings at all.
fn none(principal: Option<&str>, left: &[Part], others: &[OtherFinding]) -> Option<Diagnostic> {
    let own = |other: &&OtherFinding| principal.is_none_or(|arn| other.resource() == Some(arn));
    if let Some(other) = others.iter().find(own) {
        return Some(other.refusal.clone());
    }
    let resources = left.iter().filter_map(Part::resource);
    let all = named(resources.chain(others.iter().filter_map(OtherFinding::resource)));
    let message =
        format!("no finding is about {}; they are about {all}", quote(principal.unwrap_or_default()));
    let error = match (left.first(), others.first()) {
        (Some(part), _) => part.error(message, "another resource"),
        (None, other) => other?.error(message, "another resource"),
    };
    Some(error.with_help("give the findings about the principal that has the policies"))
}

/// A warning that counts the omitted findings.
fn left_out(taken: &[Part], left: &[Part], others: &[OtherFinding]) -> Option<Diagnostic> {
    let ids = |parts: &[Part]| {
        let ids: BTreeSet<&str> = parts.iter().filter_map(|part| part.finding()?.id.as_deref()).collect();
        ids.len() + parts.iter().filter(|part| part.finding().is_none_or(|f| f.id.is_none())).count()
    };
    let count = ids(left) + others.len();
    let whose =
        taken.iter().find_map(Part::resource).map_or(String::new(), |arn| format!(" about {}", quote(arn)));
    let message = format!(
        "{} of {} findings taken: those that are active and about unused permissions{whose}",
        ids(taken),
        ids(taken) + count
    );
    let error = match (left.first(), others.first()) {
        (Some(part), _) => part.error(message, "the first that is left out"),
        (None, other) => other?.error(message, "the first that is left out"),
    };
    let about =
        left.iter().filter_map(Part::resource).chain(others.iter().filter_map(OtherFinding::resource));
    let old = left.iter().filter(|part| part.settled()).map(|_| "archived or resolved");
    let kinds: BTreeSet<&str> = others.iter().map(|other| other.what).chain(old).collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    Some(error.as_warning().with_help(format!("the others are about {}{kinds}", named(about))))
}
