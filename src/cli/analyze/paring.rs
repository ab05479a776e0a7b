//! A principal's policies pared down and certified, together and each alone.

use super::super::args::RemedyArgs;
use super::task::{Scene, Task};
use crate::certificate::UsageOf;
use crate::job::{self, Job, Outcome, Planned, PolicyOutcome, Replacement};
use crate::prove::{self, Conclusion, Verdict};

/// The outcome of the job; with `is_own`, the certificate says what shows that the unused actions are unused. An error would
/// be a fault of paredown.
pub(super) fn pared(job: Job, is_own: bool, task: &Task<'_>, scene: &Scene<'_>) -> Result<Outcome, String> {
    let (args, settings) = (scene.args, scene.settings);
    let usage = is_own.then_some(UsageOf { analysis: task.analysis, account: task.account, settings });
    let settings = job::Settings::builder(scene.settings.catalogue)
        .mode(Some(args.mode))
        .requirement(args.require)
        .certify(Some(certify(scene)))
        .fit(args.fit)
        .plan(Some(Planned { files: true }))
        .certificate(true)
        .usage(usage)
        .attached_limit(Some(args.attached_limit))
        .in_place(args.in_place)
        .build();
    job::run(job, &settings).map_err(|error| error.to_string())
}

fn certify<'a>(scene: &Scene<'_>) -> prove::Settings<'a> {
    let RemedyArgs { engine, mode, timeout, .. } = *scene.args;
    prove::Settings { engine, mode: Some(mode), timeout, threads: 1, ..prove::Settings::default() }
}

/// Whether the recommendation for one of several policies is proved by itself too. It is the verdict on all together that
/// decides: what one policy denies everywhere, no other allows.
pub(super) fn alone(outcome: &Outcome, policy: &PolicyOutcome, scene: &Scene<'_>) -> Option<Verdict> {
    if outcome.policies.len() < 2 {
        return None;
    }
    let document = |own: &job::RecommendedDocument| {
        own.parsed.as_ref().map(|parsed| Replacement::new(own.file.clone(), parsed.clone()))
    };
    // What was not read again is not certified, here or there.
    let given: Option<Vec<Replacement>> = policy.documents.iter().map(document).collect();
    let job =
        Job::new(vec![policy.original.clone()], outcome.unused.clone()).with_recommendation(vec![given?]);
    let settings = job::Settings::builder(scene.settings.catalogue)
        .mode(Some(outcome.mode))
        .requirement(outcome.requirement)
        .certify(Some(certify(scene)))
        .build();
    let done = job::run(job, &settings).ok()?;
    Some(done.conclusion().map_or(Verdict::Unknown, Conclusion::verdict))
}
