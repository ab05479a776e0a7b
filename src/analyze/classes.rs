//! The three classes, and what may be called unused.

use paredown_account::{LastAccessed, LastUsed, Period, ServiceAccess};
use paredown_kernel::format::Evidence;

use super::allowed::AllowedAction;
use super::exceptions::Exception;
use super::settings::Settings;
use super::sources::{ShownBy, Source, SourceKind};
use crate::model::Time;

/// What is known of the use of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// It was used in the period.
    Used(ShownBy),
    /// It was not, and this would have shown it.
    Unused {
        /// What would have.
        shown_by: ShownBy,
        /// When it was last used before that, if that is known.
        last: Option<Time>,
    },
    /// Nothing shows it. It is kept.
    Undecided(Reason),
}

/// Why nothing shows whether an action is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Nothing shows that it is used, and an exception keeps it.
    Exception,
    /// AWS records no use of it at all.
    NeverLogged,
    /// It was not allowed for all of the period.
    TooYoung,
    /// The catalogue does not know it.
    UnknownAction,
    /// Its service was used, and AWS does not track the action.
    NotTracked,
    /// Its service was used, and nothing says which of its actions were.
    ServiceLevelOnly,
    /// What was exported of its service does not reach over all of the period.
    NoCoverage,
    /// Nothing was exported that says anything of its service.
    NoSource,
}

impl Reason {
    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exception => "exception",
            Self::NeverLogged => "never-logged",
            Self::TooYoung => "too-young",
            Self::UnknownAction => "unknown-action",
            Self::NotTracked => "not-tracked",
            Self::ServiceLevelOnly => "service-level-only",
            Self::NoCoverage => "no-coverage",
            Self::NoSource => "no-source",
        }
    }
}

/// What is known of one principal's use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'a> {
    period: Period,
    report: Option<&'a LastAccessed>,
    /// When the role was last used.
    pub(super) last_used: LastUsed,
    /// Whether it is known to have been used in the period. Of what sources say, it is the use that is believed.
    pub(super) is_used: bool,
    /// Whether the role is known not to have been used in the period at all.
    pub(super) is_idle: bool,
    /// Whether what the report says was not used was not used in all of the period.
    covered: bool,
}

impl<'a> Sources<'a> {
    pub(super) fn new(last_used: LastUsed, report: Option<&'a LastAccessed>, period: Period) -> Self {
        let reported =
            report.is_some_and(|report| report.services.values().any(|service| service.was_used(&period)));
        let is_used = reported || period.has(last_used.time());
        Self {
            period,
            report,
            last_used,
            is_used,
            is_idle: last_used != LastUsed::NotSaid && !is_used,
            covered: report.is_some_and(|report| period.is_covered_by(report.made)),
        }
    }

    /// What findings about the principal's access rest on.
    pub(super) fn listed(&self) -> Vec<Source> {
        let role = (self.last_used != LastUsed::NotSaid).then_some(Source {
            kind: SourceKind::LastAccessed(ShownBy::RoleLastUsed),
            made: None,
            covers: true,
        });
        let report = self.report.map(|report| {
            let shown_by = if report.action_level { ShownBy::ActionReport } else { ShownBy::ServiceReport };
            Source { kind: SourceKind::LastAccessed(shown_by), made: report.made, covers: self.covered }
        });
        role.into_iter().chain(report).collect()
    }

    /// What the report says of a folded service.
    pub(super) fn service(&self, service: &str) -> Option<&'a ServiceAccess> {
        self.report?.services.get(service)
    }

    /// Whether a service was used in the period, as the report says: itself, or one of its actions.
    pub(super) fn was_used(&self, service: &ServiceAccess) -> bool {
        service.was_used(&self.period)
    }

    /// The class of an action.
    pub(super) fn class(
        &self,
        allowed: &AllowedAction,
        exceptions: &[&Exception],
        settings: &Settings<'_>,
    ) -> Class {
        let folded = allowed.action.folded();
        let service = self.service(allowed.action.service());
        let name = folded.split_once(':').map_or("", |(_, name)| name);
        let tracked = service.and_then(|service| service.actions.as_ref()?.get(name));
        if tracked.is_some_and(|tracked| self.period.has(tracked.last)) {
            return Class::Used(ShownBy::ActionReport);
        }
        if exceptions.iter().any(|exception| exception.keeps(folded)) {
            return Class::Undecided(Reason::Exception);
        }
        if self.is_idle {
            return Class::Unused { shown_by: ShownBy::RoleLastUsed, last: self.last_used.time() };
        }
        if settings.observable.is_never_observed(&allowed.action) && settings.evidence == Evidence::Strict {
            return Class::Undecided(Reason::NeverLogged);
        }
        if !allowed.granted_before {
            return Class::Undecided(Reason::TooYoung);
        }
        match (service, tracked) {
            (Some(_), _) if !self.covered => Class::Undecided(Reason::NoCoverage),
            (Some(service), _) if !self.was_used(service) => {
                Class::Unused { shown_by: ShownBy::ServiceReport, last: service.last }
            }
            (Some(_), Some(tracked)) => Class::Unused { shown_by: ShownBy::ActionReport, last: tracked.last },
            _ if !allowed.known => Class::Undecided(Reason::UnknownAction),
            (Some(service), None) if service.actions.as_ref().is_some_and(|actions| !actions.is_empty()) => {
                Class::Undecided(Reason::NotTracked)
            }
            (Some(_), None) => Class::Undecided(Reason::ServiceLevelOnly),
            (None, _) => Class::Undecided(Reason::NoSource),
        }
    }
}
