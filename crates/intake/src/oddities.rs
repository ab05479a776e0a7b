//! Warnings about odd things in policies: a few of each kind in full, the others counted.

use std::collections::BTreeSet;

use crate::model::{Catalogue, Pattern, filled, service_of};
use crate::parse::{self, Diagnostic, Fault, FaultKind, ParsedPolicy, ParsedUnused};
use crate::{Notice, Tell};

/// How many messages of one kind are shown in full.
pub(crate) const SHOWN: usize = 3;

/// Warns of each of the first few, and of the number of all; `what` names them in the plural.
pub(crate) fn warn_of<T>(found: &[T], warning: impl Fn(&T) -> Diagnostic, what: &str, tell: Tell<'_>) {
    found.iter().take(SHOWN).for_each(|one| tell(warning(one).into()));
    if found.len() > SHOWN {
        tell(Notice::Warning(format!("{} {what}; the first {SHOWN} are shown", found.len())));
    }
}

/// Warns of what IAM refuses in a policy.
pub(crate) fn warn_of_faults(parsed: &ParsedPolicy, tell: Tell<'_>) {
    let warning = |fault: &Fault| fault.found.clone().as_warning();
    let elsewhere = parsed.document.is_written_elsewhere();
    let faults: Vec<Fault> =
        parsed.faults.iter().filter(|fault| !elsewhere || !is_hole(fault)).cloned().collect();
    warn_of(&faults, warning, "faults for which IAM refuses the policy", tell);
}

/// Whether it is about what stands for a hole, and about nothing else.
fn is_hole(fault: &Fault) -> bool {
    let rest = filled(&fault.what, |_| Some(""));
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FF}');
    fault.kind == FaultKind::Character && rest != fault.what && rest.chars().all(allowed)
}

/// Warns of actions with a wildcard before the colon, which may be in many services. `*` and `*:*` are what
/// people write for everything, and are not reported.
pub(crate) fn warn_of_wide_services(parsed: &ParsedPolicy, tell: Tell<'_>) {
    let found: Vec<Diagnostic> = patterns(parsed)
        .filter(|(pattern, ..)| has_wide_service(pattern))
        .filter_map(|(pattern, statement, element)| {
            let message = format!("there is a wildcard in the service of `{pattern}`");
            Some(
                at(parsed, statement, element, message)?
                    .with_help("it is read as every service that fits; IAM may refuse it: name the services"),
            )
        })
        .collect();
    warn_of(&found, Diagnostic::clone, "actions have a wildcard in their service", tell);
}

fn has_wide_service(pattern: &Pattern) -> bool {
    let folded = pattern.folded();
    let service = service_of(folded);
    let everything = folded.split(':').all(|part| part.chars().all(|c| c == '*'));
    service.contains(['*', '?']) && !everything
}

/// Warns of single actions that the catalogue does not know. They stay, so nothing is lost.
pub(crate) fn warn_of_unknown<'a>(
    policies: impl Iterator<Item = &'a ParsedPolicy>,
    catalogue: &Catalogue,
    tell: Tell<'_>,
) {
    let mut seen = BTreeSet::new();
    let mut unknown = Vec::new();
    for parsed in policies {
        for (pattern, statement, element) in patterns(parsed).filter(|(pattern, ..)| pattern.is_literal()) {
            let service = service_of(pattern.folded());
            let entries = catalogue.service(service);
            let known = entries.binary_search_by(|known| known.action.folded().cmp(pattern.folded())).is_ok();
            // An unknown service is reported once.
            let name = if entries.is_empty() { service } else { pattern.folded() };
            if !known && seen.insert(name.to_owned()) {
                unknown.push((parsed, pattern, statement, element));
            }
        }
    }
    let told = unknown.iter().take(SHOWN + 1).filter_map(|(parsed, pattern, statement, element)| {
        let (service, name) = pattern.spelling().split_once(':')?;
        let entries = catalogue.service(service_of(pattern.folded()));
        let (what, near) = if entries.is_empty() {
            let near = parse::nearest(service, catalogue.services());
            (format!("the service of `{pattern}`"), near.map(str::to_owned))
        } else {
            let names: Vec<&str> =
                entries.iter().filter_map(|entry| Some(entry.action.spelling().split_once(':')?.1)).collect();
            let near = parse::nearest(name, names);
            (format!("the action `{pattern}`"), near.map(|near| format!("{service}:{near}")))
        };
        let near = near.map_or_else(
            || "no name in it is similar".to_owned(),
            |near| format!("the nearest name in it is `{near}`"),
        );
        let help = format!("{near}; it stays as it is: it may be newer than the catalogue, or misspelt");
        Some(at(parsed, *statement, *element, format!("{what} is not in the catalogue"))?.with_help(help))
    });
    told.take(SHOWN).for_each(|warning| tell(warning.into()));
    if unknown.len() > SHOWN {
        let count = unknown.len();
        tell(Notice::Warning(format!(
            "{count} of the actions of the policies are not in the catalogue; the first {SHOWN} are shown"
        )));
    }
}

/// Warns of entries of the finding that the catalogue does not know. They are used as they are, so nothing is
/// lost.
pub(crate) fn warn_of_strangers(unused: &ParsedUnused, catalogue: &Catalogue, tell: Tell<'_>) {
    let mut unknown = BTreeSet::new();
    let mut strangers = Vec::new();
    for entry in &unused.entries {
        let folded = entry.name.to_ascii_lowercase();
        let service = service_of(&folded);
        let entries = catalogue.service(service);
        if entries.is_empty() {
            // An unknown service is reported once.
            let first = unknown.insert(service.to_owned());
            strangers.extend(first.then(|| (format!("service `{service}` of the unused set"), entry)));
        } else if entry.action
            && entries.binary_search_by(|known| known.action.folded().cmp(&folded)).is_err()
        {
            strangers.push((format!("unused action `{}`", entry.name), entry));
        }
    }
    for (what, entry) in strangers.iter().take(SHOWN) {
        let message = format!("{what} is not in the catalogue");
        let warning = Diagnostic::error(&entry.source, entry.span.clone(), message, "")
            .as_warning()
            .with_help("it is used as it is written: it may be newer than the catalogue, or misspelt");
        tell(warning.into());
    }
    if strangers.len() > SHOWN {
        tell(Notice::Warning(format!(
            "{} of the entries of the unused set are not in the catalogue; the first {SHOWN} are shown",
            strangers.len()
        )));
    }
}

/// The patterns of a policy, with their statement and element.
fn patterns(parsed: &ParsedPolicy) -> impl Iterator<Item = (&Pattern, usize, usize)> {
    parsed.policy.statements.iter().enumerate().flat_map(|(statement, read)| {
        let elements = read.actions.patterns.iter().enumerate();
        elements.map(move |(element, pattern)| (pattern, statement, element))
    })
}

fn at(parsed: &ParsedPolicy, statement: usize, element: usize, message: String) -> Option<Diagnostic> {
    let (source, span) = parsed.document.place(statement, Some(element))?;
    Some(Diagnostic::error(source, span, message, "").as_warning())
}

/// Warns of odd things in a policy itself.
pub(crate) fn warn_of_policy(parsed: &ParsedPolicy, tell: Tell<'_>) {
    parsed.warnings.iter().for_each(|warning| tell(warning.clone().into()));
    warn_of_faults(parsed, tell);
    warn_of_wide_services(parsed, tell);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_service_is_not_everything() {
        for (pattern, wide) in [
            ("*", false),
            ("**", false),
            ("*:*", false),
            ("s3:*", false),
            ("s3:Get?", false),
            ("?", true),
            ("?:*", true),
            ("*:Get*", true),
            ("s*:Get*", true),
            ("s?:GetObject", true),
            ("*s3:*", true),
        ] {
            assert_eq!(has_wide_service(&Pattern::new(pattern)), wide, "{pattern}");
        }
    }
}
