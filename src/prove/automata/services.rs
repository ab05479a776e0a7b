//! The introduced patterns service by service.

use std::collections::BTreeMap;

use super::origin::{Cut, Origin, Safety};
use super::search::Unclear;
use super::subject::Subject;

/// The introduced patterns of one service with the origins that matter to them; or all introduced patterns
/// with the origins that name no service, where one was introduced that names none.
pub(super) struct ServiceView<'s, 'a> {
    /// What its actions begin with.
    pub(super) prefix: String,
    /// The introduced patterns, by their numbers.
    pub(super) introduced: Vec<usize>,
    pub(super) origins: Vec<&'s Origin<'a>>,
}

pub(super) fn views<'s, 'a>(subject: &'s Subject<'a, '_>) -> Result<Vec<ServiceView<'s, 'a>>, Unclear> {
    let mut by_service: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &number in &subject.introduced {
        if let Some(service) = subject.pattern(number)?.service() {
            by_service.entry(service).or_default().push(number);
        }
    }
    let everywhere: Vec<&Origin<'a>> =
        subject.origins.iter().filter(|origin| origin.pattern.service().is_none()).collect();
    let mut origins: BTreeMap<&str, Vec<&Origin<'a>>> = BTreeMap::new();
    for origin in &subject.origins {
        if let Some(service) = origin.pattern.service() {
            origins.entry(service).or_default().push(origin);
        }
    }
    let of_service = |(service, introduced): (&str, Vec<usize>)| {
        let own = origins.get(service).into_iter().flatten().chain(&everywhere);
        ServiceView { prefix: format!("{service}:"), introduced, origins: own.copied().collect() }
    };
    let mut views: Vec<ServiceView<'_, '_>> = by_service.into_iter().map(of_service).collect();
    if subject.names_no_service {
        let introduced = subject.introduced.clone();
        views.push(ServiceView { prefix: String::new(), introduced, origins: everywhere });
    }
    Ok(views)
}

/// The safe cut points of an origin within a view, with those that are too hard to tell.
pub(super) fn candidates<'s, 'a>(
    subject: &'s Subject<'a, '_>,
    view: &'s ServiceView<'_, 'a>,
    origin: &'s Origin<'a>,
) -> impl Iterator<Item = Cut<'a>> + 's {
    let from = origin.cuts.partition_point(|cut| cut.folded < view.prefix.as_str());
    let here = origin.cuts.iter().skip(from).take_while(|cut| cut.folded.starts_with(&view.prefix));
    here.copied().filter(|cut| {
        let safety = origin.safety(*cut, &subject.known, subject.unused);
        !matches!(safety, Ok(Safety::Blocked(_)))
    })
}
