//! What the exports show of a principal's use, and what they would have shown.

use std::collections::BTreeSet;

use paredown_account::{Account, Identity, LastAccessed, LastUsed, Period, ServiceAccess, TrackedAction};

use super::super::format::SourceKind;
use crate::model::Action;
use crate::parse::Source;

/// What the exports say of one principal.
pub(super) struct Facts<'a> {
    pub(super) period: Period,
    report: Option<&'a LastAccessed>,
    /// The files that it comes from, by digest, each with its name.
    files: Vec<(String, String)>,
    /// The file that says that the role was not used in the period, if one does and nothing shows otherwise.
    idle_by: Option<&'a Source>,
    /// Whether the report reaches over all of the period.
    is_covered: bool,
    /// The services of which the report shows a use in the period: of the service itself, or of one of its actions.
    used: BTreeSet<&'a str>,
}

impl<'a> Facts<'a> {
    pub(super) fn new(identity: &'a Identity, account: &'a Account, period: Period) -> Self {
        let report = account.last_accessed.get(&identity.arn.value);
        let services = report.iter().flat_map(|report| &report.services);
        let used: BTreeSet<&str> = services
            .filter(|(_, service)| service.was_used(&period))
            .map(|(namespace, _)| namespace.as_str())
            .collect();
        let is_idle = identity.last_used != LastUsed::NotSaid
            && !period.has(identity.last_used.time())
            && used.is_empty();
        let files = account.files_of(identity).into_iter().map(|file| (file.sha256, file.name));
        Self {
            period,
            report,
            files: files.collect(),
            idle_by: is_idle.then_some(&*identity.arn.source),
            is_covered: report.is_some_and(|report| period.is_covered_by(report.made)),
            used,
        }
    }

    /// The digests of the files that all of this comes from.
    pub(super) fn digests(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(sha256, _)| sha256.as_str())
    }

    /// Whether a source is in the file with this number.
    fn is_in(&self, source: &Source, export: usize) -> bool {
        self.files.get(export).is_some_and(|(_, name)| *name == source.name)
    }

    fn service(&self, service: &str) -> Option<&'a ServiceAccess> {
        self.report?.services.get(service)
    }

    fn tracked(&self, action: &Action) -> Option<&'a TrackedAction> {
        let (service, name) = action.folded().split_once(':')?;
        self.service(service)?.actions.as_ref()?.get(name)
    }

    /// Whether the action itself is shown to have been used in the period.
    pub(super) fn is_used(&self, action: &Action) -> bool {
        self.tracked(action).is_some_and(|tracked| self.period.has(tracked.last))
    }

    /// Whether a source in a file would have shown any use of a folded service, and shows none.
    pub(super) fn shows_service(&self, service: &str, kind: SourceKind, export: usize) -> bool {
        match kind {
            SourceKind::RoleLastUsed => self.idle_by.is_some_and(|source| self.is_in(source, export)),
            SourceKind::ServiceLastAccessed => {
                let listed = self.service(service).is_some_and(|listed| self.is_in(&listed.source, export));
                listed && self.is_covered && !self.used.contains(service)
            }
            SourceKind::ActionLastAccessed => false,
        }
    }

    /// Whether a source in a file would have shown a use of an action, and shows none: of the action itself
    /// [`is_used`](Self::is_used) says that. `observed` says whether a use of
    /// the action within a service could be recorded at all.
    pub(super) fn shows(&self, action: &Action, observed: bool, kind: SourceKind, export: usize) -> bool {
        match kind {
            // A role that was not used at all has not used what is never recorded either.
            SourceKind::RoleLastUsed => self.shows_service(action.service(), kind, export),
            SourceKind::ServiceLastAccessed => observed && self.shows_service(action.service(), kind, export),
            SourceKind::ActionLastAccessed => {
                let listed = self.service(action.service());
                let listed = listed.is_some_and(|listed| self.is_in(&listed.source, export));
                observed && self.is_covered && listed && self.tracked(action).is_some()
            }
        }
    }
}
