//! The three classes, and what may be called unused.

use paredown_account::{LastAccessed, LastUsed, ServiceAccess};

use super::allowed::AllowedAction;
use super::exceptions::Exception;
use super::settings::{Evidence, Settings};
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

/// What shows that something was used, or was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShownBy {
    /// When the role was last used.
    RoleLastUsed,
    /// When the service was last accessed.
    ServiceReport,
    /// When the action was last accessed.
    ActionReport,
}

impl ShownBy {
    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::RoleLastUsed => "role-last-used",
            Self::ServiceReport => "service-last-accessed",
            Self::ActionReport => "action-last-accessed",
        }
    }
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
    pub(super) last_used: LastUsed,
    pub(super) report: Option<&'a LastAccessed>,
}

impl<'a> Sources<'a> {
    /// What the report says of a folded service.
    pub(super) fn service(&self, service: &str) -> Option<&'a ServiceAccess> {
        self.report?.services.get(service)
    }

    /// Whether the principal is known not to have been used in the period at all.
    pub(super) fn is_idle(&self, settings: &Settings<'_>) -> bool {
        match self.last_used {
            LastUsed::NotSaid => false,
            LastUsed::Never => !self.has_use(settings),
            LastUsed::At(time) => !settings.period.contains(time) && !self.has_use(settings),
        }
    }

    /// Whether a report shows some use in the period: of what sources say, it is the use that is believed.
    pub(super) fn has_use(&self, settings: &Settings<'_>) -> bool {
        let in_period = |time: Option<Time>| time.is_some_and(|time| settings.period.contains(time));
        let services = self.report.into_iter().flat_map(|report| report.services.values());
        let used = services.into_iter().any(|service| {
            let actions = service.actions.iter().flat_map(|actions| actions.values());
            in_period(service.last) || actions.into_iter().any(|action| in_period(action.last))
        });
        used || matches!(self.last_used, LastUsed::At(time) if settings.period.contains(time))
    }

    /// The class of an action.
    pub(super) fn class(
        &self,
        allowed: &AllowedAction,
        exceptions: &[&Exception],
        settings: &Settings<'_>,
    ) -> Class {
        let in_period = |time: Option<Time>| time.is_some_and(|time| settings.period.contains(time));
        let folded = allowed.action.folded();
        let service = self.service(allowed.action.service());
        let name = folded.split_once(':').map_or("", |(_, name)| name);
        let tracked = service.and_then(|service| service.actions.as_ref()?.get(name));
        if tracked.is_some_and(|tracked| in_period(tracked.last)) {
            return Class::Used(ShownBy::ActionReport);
        }
        if exceptions.iter().any(|one| one.actions.iter().any(|pattern| pattern.matches(folded))) {
            return Class::Undecided(Reason::Exception);
        }
        if self.is_idle(settings) {
            let last = match self.last_used {
                LastUsed::At(time) => Some(time),
                LastUsed::Never | LastUsed::NotSaid => None,
            };
            return Class::Unused { shown_by: ShownBy::RoleLastUsed, last };
        }
        if settings.is_never_observed(folded, allowed.action.spelling())
            && settings.evidence == Evidence::Strict
        {
            return Class::Undecided(Reason::NeverLogged);
        }
        if !allowed.granted_before {
            return Class::Undecided(Reason::TooYoung);
        }
        let covered = self.report.is_none_or(|report| settings.period.is_covered_by(report.made));
        match (service, tracked) {
            (Some(_), _) if !covered => Class::Undecided(Reason::NoCoverage),
            (Some(service), _) if !service_used(service, settings) => {
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

/// Whether a report shows that a service was used in the period: itself, or one of its actions.
pub(super) fn service_used(service: &ServiceAccess, settings: &Settings<'_>) -> bool {
    let in_period = |time: Option<Time>| time.is_some_and(|time| settings.period.contains(time));
    let actions = service.actions.iter().flat_map(|actions| actions.values());
    in_period(service.last) || actions.into_iter().any(|action| in_period(action.last))
}
