//! How old the inputs are: a finding speaks of the policies as they were when AWS looked.

use jiff::{SignedDuration, Timestamp};

use crate::parse::{Diagnostic, Finding, PolicyIdentity};

/// How many days a finding may be old before it is warned of. Source: IAM Access Analyzer looks at 90 days
/// by default, so that an older finding says nothing of the time that counts.
pub const OLD: i64 = 90;

/// Warnings of policies that are not in force, or newer than the finding, and of a finding that is old by
/// `now`: with a place, or as a sentence.
pub fn warnings<'a>(
    finding: Option<&Finding>,
    policies: impl Iterator<Item = (&'a str, &'a PolicyIdentity)>,
    now: Timestamp,
) -> (Vec<Diagnostic>, Vec<String>) {
    let analyzed = finding.and_then(|finding| finding.analyzed_at);
    let mut located = Vec::new();
    for (name, identity) in policies {
        if let Some(flag) = identity.in_force.as_ref().filter(|flag| !flag.value) {
            let message =
                format!("the policy `{name}` is not the version in force: it is not the default version");
            let help = "give the default version, as `aws iam get-policy` names it: what is recommended for \
                        another has no effect, or undoes a change";
            located.push(flag.error(message, "not in force").as_warning().with_help(help));
        }
        if let (Some(updated), Some(analyzed)) = (&identity.updated, analyzed)
            && updated.value > analyzed
        {
            let message = format!(
                "the policy `{name}` is newer than the finding: it was changed at {}, and AWS analyzed at {analyzed}",
                updated.value
            );
            let help = "the finding speaks of an older version: what was added since is kept only as far as it \
                        is not named there; wait for a newer finding";
            located.push(updated.error(message, "changed since").as_warning().with_help(help));
        }
    }
    let age = analyzed.map(|analyzed| now.duration_since(analyzed));
    let old = age.filter(|age| *age > SignedDuration::from_hours(24 * OLD));
    let old = old.map(|age| {
        format!(
            "the finding is {} days old: what it calls unused may have been used since; get it again with \
             `aws accessanalyzer get-finding-v2`",
            age.as_hours() / 24
        )
    });
    (located, old.into_iter().collect())
}
