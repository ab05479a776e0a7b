//! Combines pages of one finding, or several lists.

use std::collections::BTreeMap;

use super::parsed::{Finding, Page, ParsedUnused, UnusedFormat};
use crate::parse::diagnostic::{Diagnostic, quote};
use crate::parse::names::value;

/// Combines what was read from several places, in this order: the pages of one finding (or of several about one
/// resource), or several lists. Warns if every page of a finding says that another follows; a missing page in the
/// middle cannot be detected.
///
/// # Errors
/// Findings are about different resources, or there are lists among findings.
pub fn merge(parts: Vec<ParsedUnused>) -> Result<ParsedUnused, Diagnostic> {
    let mut parts = parts.into_iter();
    let Some(mut all) = parts.next() else {
        return Ok(ParsedUnused::new(UnusedFormat::Services, Vec::new()));
    };
    for part in parts {
        all.add(part)?;
    }
    let single = |warning: &Diagnostic| !all.pages.iter().any(|page| page.more.as_ref() == Some(warning));
    all.warnings.retain(single);
    let more = incomplete(&all.pages);
    all.warnings.extend(more);
    Ok(all)
}

impl ParsedUnused {
    fn add(&mut self, part: Self) -> Result<(), Diagnostic> {
        if let Some(page) = part.pages.first() {
            self.belongs(page, part.finding.is_some())?;
        }
        self.finding = match (self.finding.take(), part.finding) {
            (Some(one), Some(other)) => Some(one.with(other)),
            (one, other) => one.or(other),
        };
        self.entries.extend(part.entries);
        self.empty_lists.extend(part.empty_lists);
        self.warnings.extend(part.warnings);
        self.pages.extend(part.pages);
        Ok(())
    }

    /// Refuses a page that does not belong to the others.
    fn belongs(&self, page: &Page, is_finding: bool) -> Result<(), Diagnostic> {
        let error = |message: String, label: &str, help: &str| {
            let error = Diagnostic::error(&page.source, page.span.clone(), message, label).with_help(help);
            Err(if page.span.is_empty() { error.without_excerpt() } else { error })
        };
        if self.finding.is_some() != is_finding {
            let (this, others) = if is_finding { ("finding", "list") } else { ("list", "finding") };
            let message = format!("a {this} is given together with a {others}");
            return error(message, this, "give the pages of one finding, or lists");
        }
        let resource = self.finding.as_ref().and_then(|finding| value(finding.resource.as_ref()));
        match (resource, &page.resource) {
            (Some(one), Some(other)) if one != other.as_str() => error(
                format!("the findings are about different resources: {} and {}", quote(one), quote(other)),
                "another resource",
                "give the pages of one finding; refine the policies of each resource on their own",
            ),
            _ => Ok(()),
        }
    }
}

impl Finding {
    fn with(self, other: Self) -> Self {
        let id = match (self.id, other.id) {
            (Some(one), Some(other)) => Some(one).filter(|one| *one == other),
            (one, other) => one.or(other),
        };
        Self {
            id,
            resource: self.resource.or(other.resource),
            resource_type: self.resource_type.or(other.resource_type),
            account: self.account.or(other.account),
            analyzed_at: self.analyzed_at.into_iter().chain(other.analyzed_at).min(),
            created_at: self.created_at.into_iter().chain(other.created_at).min(),
            updated_at: self.updated_at.into_iter().chain(other.updated_at).max(),
            settled: self.settled || other.settled,
        }
    }
}

/// Warnings about findings of which every page says that another follows.
fn incomplete(pages: &[Page]) -> Vec<Diagnostic> {
    let mut findings: BTreeMap<Option<&str>, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        findings.entry(page.id.as_deref()).or_default().push(page);
    }
    let last = |pages: Vec<&Page>| {
        let all = pages.iter().all(|page| page.more.is_some());
        pages.last().filter(|_| all).and_then(|page| page.more.clone())
    };
    findings.into_values().filter_map(last).collect()
}
