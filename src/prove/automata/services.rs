//! The introduced patterns, service by service.

use std::collections::BTreeMap;

use super::original_wildcard::{Cut, OriginalWildcard, Safety};
use super::search::Unclear;
use super::view::View;
use crate::prove::Fault;

/// The introduced patterns of one service with the replaced wildcards relevant to them; or all introduced
/// patterns with the replaced wildcards that name no service, if an introduced pattern names none.
pub(super) struct ServicePart<'s, 'a> {
    /// The prefix of its actions.
    pub(super) prefix: String,
    /// The introduced patterns, by their numbers.
    pub(super) introduced: Vec<usize>,
    pub(super) replaced: Vec<&'s OriginalWildcard<'a>>,
}

pub(super) fn service_parts<'s, 'a>(view: &'s View<'a, '_>) -> Result<Vec<ServicePart<'s, 'a>>, Unclear> {
    let mut by_service: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &number in &view.introduced {
        if let Some(service) = view.pattern(number)?.service() {
            by_service.entry(service).or_default().push(number);
        }
    }
    let everywhere: Vec<&OriginalWildcard<'a>> =
        view.replaced.iter().filter(|wildcard| wildcard.pattern.service().is_none()).collect();
    let mut replaced: BTreeMap<&str, Vec<&OriginalWildcard<'a>>> = BTreeMap::new();
    for wildcard in &view.replaced {
        if let Some(service) = wildcard.pattern.service() {
            replaced.entry(service).or_default().push(wildcard);
        }
    }
    let of_service = |(service, introduced): (&str, Vec<usize>)| {
        let own = replaced.get(service).into_iter().flatten().chain(&everywhere);
        ServicePart { prefix: format!("{service}:"), introduced, replaced: own.copied().collect() }
    };
    let mut service_parts: Vec<ServicePart<'_, '_>> = by_service.into_iter().map(of_service).collect();
    if view.names_no_service {
        let introduced = view.introduced.clone();
        service_parts.push(ServicePart { prefix: String::new(), introduced, replaced: everywhere });
    }
    Ok(service_parts)
}

/// The safe cut points of a wildcard in a part, including those too hard to decide.
pub(super) fn candidates<'s, 'a>(
    view: &'s View<'a, '_>,
    part: &'s ServicePart<'_, 'a>,
    wildcard: &'s OriginalWildcard<'a>,
) -> impl Iterator<Item = Result<Cut<'a>, Fault>> + 's {
    let from = wildcard.cuts.partition_point(|cut| cut.folded < part.prefix.as_str());
    let here = wildcard.cuts.iter().skip(from).take_while(|cut| cut.folded.starts_with(&part.prefix));
    here.filter_map(|cut| match wildcard.safety(*cut, &view.known, view.unused) {
        Ok(Safety::Blocked(_)) => None,
        Ok(Safety::Safe) | Err(Unclear::TooLarge) => Some(Ok(*cut)),
        Err(Unclear::Internal) => Some(Err(Fault)),
    })
}
