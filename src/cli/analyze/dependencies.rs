//! What a recommendation depends on, as digests: if they are the same, so is the recommendation.

use std::fmt::Write as _;

use super::task::{Scene, Task};
use crate::analyze::Settings;
use crate::job::Job;
use crate::parse::sha256;
use crate::report::json::analyze::{REMEDY_FORMAT, RetireRow};

/// SHA-256 of all that the recommendation depends on. Not the time of the analysis: what is unused is still the same.
pub(super) fn inputs(task: &Task<'_>, scene: &Scene<'_>, job: Option<&Job>, retire: &[RetireRow]) -> String {
    let args = scene.args;
    let mut text = String::new();
    let _ = writeln!(text, "{REMEDY_FORMAT} {} {}", env!("CARGO_PKG_VERSION"), task.analysis.arn);
    let options = (args.mode.name(), args.engine.name(), args.require.name());
    let _ = writeln!(text, "{options:?} {} {} {}", args.fit, args.in_place, args.attached_limit);
    let _ = writeln!(text, "{}", scene.settings.catalogue.identity().sha256);
    if let Some(job) = job {
        for policy in &job.policies {
            let _ = writeln!(text, "{:?} {:?}", policy.name, policy.identity);
        }
        let _ = writeln!(text, "{} {:?}", job.unused.sha256(), job.keep);
        // Its own policies, and since what they go on allowing is said as well, those of a user's groups. Where nothing but the principal itself is retired, its
        // policies do not matter, and retiring it changes them.
        for policy in task.account.policies_of(task.identity).unwrap_or_default() {
            let _ = writeln!(text, "{:?} {}", policy.name, sha256(&policy.policy.document.text()));
        }
    }
    let _ = writeln!(text, "{retire:?}");
    sha256(&text)
}

/// SHA-256 of what the certificate says of usage rests on beside that. Not the time of the analysis either: of the same
/// exports it says the same.
pub(super) fn evidence(task: &Task<'_>, scene: &Scene<'_>) -> String {
    let Settings { period, evidence, observable, .. } = scene.settings;
    let mut text = String::new();
    let _ = writeln!(text, "{} {} {}", period.days, evidence.name(), observable.sha256());
    for file in task.account.files_of(task.identity) {
        let _ = writeln!(text, "{}", file.sha256);
    }
    sha256(&text)
}
