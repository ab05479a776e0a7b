//! The life of findings from one analysis to the next, as in IAM Access Analyzer: what is found again keeps its id and
//! its beginning, what was put away stays so, what is used or gone is resolved.

use std::collections::BTreeMap;

use super::classes::Class;
use super::credentials::CredentialState;
use super::findings::{Details, Finding, FindingType, Status};
use super::previous::Previous;
use super::principal::Analysis;
use super::rules::ArchiveRule;
use crate::model::Time;

/// What makes a finding the same in two analyses: the principal, the type, and the key if it is about one.
type Identity = (String, FindingType, Option<String>);

fn identity(finding: &Finding) -> Identity {
    let key = match &finding.details {
        Details::AccessKey(id, _) => Some(id.clone()),
        Details::Role(_) | Details::Password(_) | Details::Permissions(_) => None,
    };
    (finding.resource.clone(), finding.details.kind(), key)
}

/// The findings of an analysis with those before it and the archive rules, sorted by principal, type and key.
///
/// What was found before and is not found now is resolved only if it is shown to be used or gone. Where the exports no
/// longer say anything of it, it stays as it was.
pub fn with_previous(
    analyses: &[Analysis],
    previous: Vec<Previous>,
    rules: &[ArchiveRule],
    now: Time,
) -> Vec<Finding> {
    let mut before: BTreeMap<Identity, Finding> = BTreeMap::new();
    for one in previous {
        before.insert(identity(&one.finding), one.finding);
    }
    let mut all = Vec::new();
    for found in analyses.iter().flat_map(|analysis| &analysis.findings) {
        let mut found = found.clone();
        match before.remove(&identity(&found)) {
            Some(earlier) => {
                found.id = earlier.id;
                found.created = earlier.created;
                // What was resolved is active again.
                let again = earlier.status == Status::Resolved;
                found.status = if again { Status::Active } else { earlier.status };
                let same = !again && found.details == earlier.details;
                found.updated = if same { earlier.updated } else { now };
            }
            None if rules.iter().any(|rule| rule.matches(&found)) => found.status = Status::Archived,
            None => {}
        }
        all.push(found);
    }
    let by_arn: BTreeMap<&str, &Analysis> = analyses.iter().map(|one| (one.arn.as_str(), one)).collect();
    let accounts: Vec<&str> = analyses.iter().map(|one| one.account.as_str()).collect();
    for mut earlier in before.into_values() {
        let settled = match by_arn.get(earlier.resource.as_str()) {
            Some(analysis) => is_settled(&earlier, analysis),
            // It is gone, if its account was looked at.
            None => accounts.contains(&earlier.account.as_str()),
        };
        if settled && earlier.status != Status::Resolved {
            earlier.status = Status::Resolved;
            earlier.updated = now;
        }
        all.push(earlier);
    }
    all.sort_by_key(identity);
    all
}

/// Whether what a finding was about is shown to be used, or gone.
fn is_settled(earlier: &Finding, analysis: &Analysis) -> bool {
    if analysis.excluded.is_some() {
        return false;
    }
    let state = |key: Option<&str>| {
        analysis.credentials.iter().find(|own| own.key.as_deref() == key).map(|own| own.state)
    };
    match &earlier.details {
        Details::Role(_) => analysis.is_used,
        Details::Password(_) => analysis.has_credentials && state(None) != Some(CredentialState::Unused),
        Details::AccessKey(id, _) => {
            let named = analysis.has_credentials && analysis.unnamed_keys.is_empty();
            named && state(Some(id)) != Some(CredentialState::Unused)
        }
        Details::Permissions(services) => !analysis.classes.iter().any(|(allowed, class)| {
            let folded = allowed.action.folded();
            let of_it = services.iter().any(|service| {
                folded.split_once(':').is_some_and(|(own, name)| {
                    own.eq_ignore_ascii_case(&service.namespace)
                        && service.actions.as_ref().is_none_or(|actions| {
                            actions.iter().any(|(action, _)| action.eq_ignore_ascii_case(name))
                        })
                })
            });
            of_it && matches!(class, Class::Undecided(_))
        }),
    }
}
