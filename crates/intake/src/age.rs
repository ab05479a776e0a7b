//! The age of the inputs: a finding describes the policies as they were when AWS looked.

use crate::model::Time;
use crate::parse::{Diagnostic, Finding, PolicyIdentity};

/// The number of days after which a finding is old. Source: IAM Access Analyzer looks at 90 days by default, so
/// an older finding says nothing about the relevant time.
pub const OLD: i64 = 90;

/// Warnings about a policy that is not in force, or newer than the finding.
pub fn stale(finding: Option<&Finding>, name: &str, identity: &PolicyIdentity) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(flag) = identity.in_force.as_ref().filter(|flag| !flag.value) {
        let message =
            format!("the policy `{name}` is not the version in force: it is not the default version");
        let help = "give the default version, as `aws iam get-policy` names it: what is recommended for \
                    another has no effect, or undoes a change";
        found.push(flag.error(message, "not in force").as_warning().with_help(help));
    }
    if let (Some(updated), Some(analyzed)) =
        (&identity.updated, finding.and_then(|finding| finding.analyzed_at))
        && updated.value > analyzed
    {
        let message = format!(
            "the policy `{name}` is newer than the finding: it was changed at {}, and AWS analyzed at {analyzed}",
            updated.value
        );
        let help = "the finding speaks of an older version: what was added since is kept, as far as it does \
                    not name it; better wait for a newer one";
        found.push(updated.error(message, "changed since").as_warning().with_help(help));
    }
    found
}

/// A warning about a finding that is old at the time `now`.
pub fn old(finding: Option<&Finding>, now: Time) -> Option<String> {
    let days = finding?.analyzed_at?.days_beyond(OLD, now)?;
    Some(format!(
        "the finding is {days} days old: what it calls unused may have been used since; get it again with \
         `aws accessanalyzer get-finding-v2`"
    ))
}
