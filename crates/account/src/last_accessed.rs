//! Reads reports of when the services and actions that a principal may use were last accessed.
//!
//! Source: IAM API Reference, `GetServiceLastAccessedDetails`, `ServiceLastAccessed` and
//! `TrackedActionLastAccessed`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::period::Period;
use crate::model::Time;
use crate::parse::answer::{answer_keys, boolean_or, number, required, some, text, time, time_if_any};
use crate::parse::{Code, Diagnostic, Located, Object, Source};

const LIST: &str = "ServicesLastAccessed";

/// When a principal's services were last accessed, all pages together.
#[derive(Clone, Debug, Default)]
pub struct LastAccessed {
    /// Whether it also says when actions were, of the services that AWS tracks them of.
    pub action_level: bool,
    /// When the report was made: it says nothing of what was done after that.
    pub made: Option<Time>,
    /// What it says of each service, by its namespace in lower case.
    pub services: BTreeMap<String, ServiceAccess>,
    /// The files of its pages.
    pub sources: Vec<Arc<Source>>,
}

/// When a service was last accessed.
#[derive(Clone, Debug)]
pub struct ServiceAccess {
    /// The namespace, as the report has it.
    pub namespace: String,
    /// When; nothing if it was not, as far back as AWS looks (400 days).
    pub last: Option<Time>,
    /// The actions that AWS tracks, by name in lower case; nothing if the report has no list of them.
    pub actions: Option<BTreeMap<String, TrackedAction>>,
    /// The file of the page that it is on.
    pub source: Arc<Source>,
}

impl ServiceAccess {
    /// When it was last accessed, itself and each of its tracked actions, as far as they were.
    pub fn times(&self) -> impl Iterator<Item = Time> {
        let actions =
            self.actions.iter().flat_map(|actions| actions.values()).filter_map(|action| action.last);
        self.last.into_iter().chain(actions)
    }

    /// Whether it was accessed in a period: itself, or one of its actions.
    pub fn was_used(&self, period: &Period) -> bool {
        self.times().any(|time| period.contains(time))
    }
}

/// An action that AWS tracks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedAction {
    /// The name without the service, as the report has it.
    pub name: String,
    /// When it was last accessed; nothing if it was not.
    pub last: Option<Time>,
}

/// Whether an object is such a report, or meant to be.
pub(super) fn is_report(object: &Object<'_>) -> bool {
    object.get(LIST).is_some()
        || (object.get("JobStatus").is_some() && object.get("JobCreationDate").is_some())
}

/// A page of a report.
#[derive(Clone, Debug)]
pub struct ReportPage {
    /// What it says.
    pub report: LastAccessed,
    /// Where it says that another page follows.
    pub more: Option<Diagnostic>,
}

/// The page that an object is.
///
/// # Errors
/// It has not this shape, or the job is not completed.
pub(super) fn report(object: &Object<'_>) -> Result<ReportPage, Diagnostic> {
    const KEYS: [&str; 9] = [
        "JobStatus",
        "JobType",
        "JobCreationDate",
        "JobCompletionDate",
        LIST,
        "IsTruncated",
        "Marker",
        "NextToken",
        "Error",
    ];
    answer_keys(object, "the answer of get-service-last-accessed-details", &KEYS)?;
    let status = text(object, "JobStatus", "the report")?;
    if status != "COMPLETED" {
        let place = required(object, "JobStatus", "the report")?;
        return Err(place
            .error(
                format!("the report is not complete: its status is `{}`", status.escape_debug()),
                "not completed",
            )
            .with_help("ask for it again in a few seconds, until it says `COMPLETED`"));
    }
    let kind = some(object, "JobType").map(|kind| kind.expect_string("`JobType`")).transpose()?;
    let list = required(object, LIST, "the report")?;
    let mut report = LastAccessed {
        action_level: kind == Some("ACTION_LEVEL"),
        // It stands for the time at which AWS began to look.
        made: time_if_any(object, "JobCreationDate")?,
        services: BTreeMap::new(),
        sources: vec![Arc::clone(list.source())],
    };
    for place in list.expect_list(&format!("`{LIST}`"))? {
        let service = service(place)?;
        let namespace = service.namespace.to_ascii_lowercase();
        if report.services.insert(namespace, service).is_some() {
            return Err(again(place));
        }
    }
    let more = if boolean_or(object, "IsTruncated", false)? { some(object, "IsTruncated") } else { None };
    let more = more.map(|place| {
        place
            .error("the report goes on: another page follows", "not all of it")
            .with_help("give the following pages too, each asked for with the `Marker` of the one before it")
    });
    Ok(ReportPage { report, more })
}

impl LastAccessed {
    /// Adds another page of the same report.
    ///
    /// # Errors
    /// A service is on both.
    pub(super) fn join(&mut self, other: Self) -> Result<(), String> {
        self.action_level &= other.action_level;
        self.made = self.made.min(other.made);
        self.sources.extend(other.sources);
        for (namespace, service) in other.services {
            if self.services.insert(namespace, service.clone()).is_some() {
                return Err(format!("duplicate service `{}` on two pages of a report", service.namespace));
            }
        }
        Ok(())
    }
}

fn service(place: Located<'_>) -> Result<ServiceAccess, Diagnostic> {
    const KEYS: [&str; 7] = [
        "ServiceName",
        "ServiceNamespace",
        "LastAuthenticated",
        "LastAuthenticatedEntity",
        "LastAuthenticatedRegion",
        "TotalAuthenticatedEntities",
        "TrackedActionsLastAccessed",
    ];
    let object = place.expect_object("a service")?;
    object.expect_keys("a service", &KEYS)?;
    let last = time_if_any(&object, "LastAuthenticated")?;
    if last.is_none() && number(&object, "TotalAuthenticatedEntities")?.is_some_and(|count| count > 0) {
        return Err(place
            .error("the service was accessed, and there is no `LastAuthenticated`", "no time here")
            .coded(Code::MissingMember)
            .with_help("give AWS's answer as it is"));
    }
    let actions = some(&object, "TrackedActionsLastAccessed").map(tracked).transpose()?;
    Ok(ServiceAccess {
        namespace: text(&object, "ServiceNamespace", "the service")?.to_owned(),
        last,
        actions,
        source: Arc::clone(place.source()),
    })
}

fn tracked(list: Located<'_>) -> Result<BTreeMap<String, TrackedAction>, Diagnostic> {
    const KEYS: [&str; 4] = ["ActionName", "LastAccessedEntity", "LastAccessedTime", "LastAccessedRegion"];
    let mut all = BTreeMap::new();
    for place in list.expect_list("`TrackedActionsLastAccessed`")? {
        let object = place.expect_object("a tracked action")?;
        object.expect_keys("a tracked action", &KEYS)?;
        let name = text(&object, "ActionName", "the tracked action")?.to_owned();
        let last = some(&object, "LastAccessedTime").map(|_| time(&object, "LastAccessedTime", "the action"));
        let action = TrackedAction { name: name.clone(), last: last.transpose()? };
        if all.insert(name.to_ascii_lowercase(), action).is_some() {
            return Err(again(place));
        }
    }
    Ok(all)
}

fn again(place: Located<'_>) -> Diagnostic {
    place
        .error("duplicate entry in a report", "again here")
        .coded(Code::Duplicate)
        .with_help("give AWS's answer as it is")
}
