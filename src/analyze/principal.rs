//! One principal after the other: what it uses, what it does not, and what nobody can say.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown_account::{Account, Identity, LastAccessed, LastUsed, ServiceAccess};

use super::allowed::{Allowed, AllowedAction};
use super::classes::{Class, Reason, Sources};
use super::credentials::{CredentialReport, CredentialState, credentials};
use super::exceptions::Exception;
use super::findings::{Details, Finding, Status, UnusedService};
use super::settings::Settings;
use super::sources::{ShownBy, Source, SourceKind};
use crate::model::{Principal, PrincipalKind, Time};
use crate::parse::Diagnostic;

/// Where the roles are that AWS's services make for themselves.
///
/// Source: IAM User Guide, "Service-linked roles": they cannot be edited.
const SERVICE_LINKED: &str = "/aws-service-role/";

/// Where the roles are that IAM Identity Center makes of permission sets, which have to be changed instead.
const OF_IDENTITY_CENTER: &str = "/aws-reserved/sso.amazonaws.com/";

/// What was found out about a principal.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// Its ARN.
    pub arn: String,
    /// The number of its account.
    pub account: String,
    /// Whether it is a role; else it is a user.
    pub role: bool,
    /// Whether it is shown to have been used in the period.
    pub is_used: bool,
    /// When it was last used, by all that was exported of it.
    pub last_used: LastUsed,
    /// Whether its credentials are known: it is a user, and there was a credential report.
    pub has_credentials: bool,
    /// The service whose configuration it is made from, if it is: then that has to change.
    pub managed_by: Option<&'static str>,
    /// Why it was not looked at, if it was not.
    pub excluded: Option<Exclusion>,
    /// Its password and its access keys.
    pub credentials: Vec<CredentialReport>,
    /// Its keys of which nothing says the id.
    pub unnamed_keys: Vec<String>,
    /// The exceptions in force that are about it.
    pub exceptions: Vec<Exception>,
    /// How many of its unused actions nothing that AWS records could have shown, if such are taken as unused.
    pub unobserved: usize,
    /// Each action that it may use, sorted by folded string.
    pub classes: Vec<(AllowedAction, Class)>,
    /// The findings about it, all of them active.
    pub findings: Vec<Finding>,
}

/// Why a principal was not looked at.
#[derive(Clone, Debug)]
pub enum Exclusion {
    /// It is a service-linked role.
    ServiceLinked,
    /// It has a tag that was said to exclude it.
    Tag(String),
    /// Its ARN was said to be excluded.
    Named,
    /// It did not exist for all of the period.
    TooYoung,
    /// One of its policies is not in the export, or cannot be read.
    NotJudged(Arc<Diagnostic>),
}

impl Exclusion {
    /// Its name, as in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ServiceLinked => "service-linked-role",
            Self::Tag(_) => "tag",
            Self::Named => "excluded",
            Self::TooYoung => "too-young",
            Self::NotJudged(_) => "not-judged",
        }
    }
}

/// What is found out about each user and role of an account, sorted by ARN.
pub fn analyze(account: &Account, settings: &Settings<'_>) -> Vec<Analysis> {
    let mut all: Vec<Analysis> =
        account.details.identities.iter().map(|identity| principal(identity, account, settings)).collect();
    all.sort_by(|a, b| a.arn.cmp(&b.arn));
    all
}

fn principal(identity: &Identity, account: &Account, settings: &Settings<'_>) -> Analysis {
    let managed_by = identity.path.starts_with(OF_IDENTITY_CENTER).then_some("AWS IAM Identity Center");
    let mut analysis = Analysis {
        arn: identity.arn.value.clone(),
        account: Principal::of_arn(&identity.arn.value)
            .and_then(|principal| principal.account)
            .map_or_else(String::new, |(_, account)| account),
        role: identity.kind == PrincipalKind::Role,
        is_used: false,
        last_used: identity.last_used,
        has_credentials: identity.kind == PrincipalKind::User && account.credentials.is_some(),
        managed_by,
        excluded: excluded(identity, settings),
        credentials: Vec::new(),
        unnamed_keys: Vec::new(),
        exceptions: Vec::new(),
        unobserved: 0,
        classes: Vec::new(),
        findings: Vec::new(),
    };
    if analysis.excluded.is_some() {
        return analysis;
    }
    (analysis.credentials, analysis.unnamed_keys) = credentials(identity, account, &settings.period);
    analysis.last_used = last_used(&analysis, account.last_accessed.get(&analysis.arn));
    let allowed =
        Allowed::of(identity, account, settings.catalogue, |time| !settings.period.is_younger(time));
    match allowed {
        Ok(allowed) => {
            let report = account.last_accessed.get(&analysis.arn);
            let sources = Sources::new(identity.last_used, report, settings.period);
            let exceptions = settings.exceptions_of(&analysis.arn.to_ascii_lowercase());
            let class = |action: AllowedAction| {
                let class = sources.class(&action, &exceptions, settings);
                (action, class)
            };
            analysis.classes = allowed.actions.into_iter().map(class).collect();
            analysis.exceptions = exceptions.into_iter().cloned().collect();
            if !sources.is_idle {
                let unobserved = analysis.classes.iter().filter(|(allowed, class)| {
                    matches!(class, Class::Unused { .. })
                        && settings.observable.is_never_observed(&allowed.action)
                });
                analysis.unobserved = unobserved.count();
            }
            analysis.is_used =
                sources.is_used || analysis.credentials.iter().any(|own| own.state == CredentialState::Used);
            analysis.findings = findings(&analysis, sources, settings);
        }
        Err(why) => analysis.excluded = Some(Exclusion::NotJudged(why)),
    }
    analysis
}

/// When a principal was last used: the latest time that the role, the report or a credential says; never if the role or
/// the report says so.
fn last_used(analysis: &Analysis, report: Option<&LastAccessed>) -> LastUsed {
    let services = report.iter().flat_map(|report| report.services.values());
    let reported = services.flat_map(ServiceAccess::times);
    let credentials = analysis.credentials.iter().filter_map(|credential| credential.last);
    let latest = reported.chain(credentials).chain(analysis.last_used.time()).max();
    match latest {
        Some(time) => LastUsed::At(time),
        None if report.is_some() => LastUsed::Never,
        None => analysis.last_used,
    }
}

fn excluded(identity: &Identity, settings: &Settings<'_>) -> Option<Exclusion> {
    if identity.path.starts_with(SERVICE_LINKED) {
        return Some(Exclusion::ServiceLinked);
    }
    let has = |(key, value): &&(String, String)| {
        identity.tags.get(key).is_some_and(|own| value.is_empty() || own == value)
    };
    if let Some((key, _)) = settings.exclude_tags.iter().find(has) {
        return Some(Exclusion::Tag(key.clone()));
    }
    let arn = identity.arn.value.to_ascii_lowercase();
    if settings.exclude.iter().any(|pattern| pattern.matches(&arn)) {
        return Some(Exclusion::Named);
    }
    settings.period.is_younger(identity.created).then_some(Exclusion::TooYoung)
}

fn findings(analysis: &Analysis, sources: Sources<'_>, settings: &Settings<'_>) -> Vec<Finding> {
    let of_credentials = [Source { kind: SourceKind::CredentialReport, made: None, covers: true }];
    let finding = |details: Details| Finding {
        id: Finding::own_id(&analysis.arn, &analysis.account, &details),
        sources: match details {
            Details::AccessKey(..) | Details::Password(_) => of_credentials.to_vec(),
            Details::Role(_) | Details::Permissions(_) => sources.listed(),
        },
        resource: analysis.arn.clone(),
        account: analysis.account.clone(),
        role: analysis.role,
        details,
        status: Status::Active,
        created: settings.period.end,
        updated: settings.period.end,
    };
    let mut found = Vec::new();
    for credential in &analysis.credentials {
        if credential.state == CredentialState::Unused {
            found.push(finding(match &credential.key {
                Some(key) => Details::AccessKey(key.clone(), credential.last),
                None => Details::Password(credential.last),
            }));
        }
    }
    if sources.is_idle {
        // A role of which all access is kept by exceptions is kept.
        let kept = |(_, class): &(AllowedAction, Class)| *class == Class::Undecided(Reason::Exception);
        if !analysis.classes.is_empty() && analysis.classes.iter().all(kept) {
            return found;
        }
        found.push(finding(Details::Role(sources.last_used.time())));
        return found;
    }
    if analysis.is_used {
        let services = unused_services(&analysis.classes, sources);
        if !services.is_empty() {
            found.push(finding(Details::Permissions(services)));
        }
    }
    found.sort_by_key(|finding| finding.details.kind());
    found
}

/// The unused permissions by service, sorted. A whole service is said to be unused only if nothing of it was accessed
/// and all that the principal may do there is unused.
fn unused_services(classes: &[(AllowedAction, Class)], sources: Sources<'_>) -> Vec<UnusedService> {
    let mut by_service: BTreeMap<&str, Vec<&(AllowedAction, Class)>> = BTreeMap::new();
    for entry in classes {
        by_service.entry(entry.0.action.service()).or_default().push(entry);
    }
    let mut all = Vec::new();
    for (service, entries) in by_service {
        let unused: Vec<(String, Option<Time>)> = entries
            .iter()
            .filter_map(|(allowed, class)| match class {
                Class::Unused { last, shown_by } => {
                    let (_, name) = allowed.action.spelling().split_once(':')?;
                    // Of a service as a whole it is not known which of its actions was used last.
                    let own = *shown_by == ShownBy::ActionReport;
                    Some((name.to_owned(), last.filter(|_| own)))
                }
                Class::Used(_) | Class::Undecided(_) => None,
            })
            .collect();
        if unused.is_empty() {
            continue;
        }
        let report = sources.service(service);
        let whole = report.is_some_and(|report| !sources.was_used(report)) && unused.len() == entries.len();
        all.push(UnusedService {
            namespace: service.to_owned(),
            actions: (!whole).then_some(unused),
            last: report.and_then(|report| report.last),
        });
    }
    all
}
