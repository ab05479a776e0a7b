//! A fixed sample of real policies with drawn findings, where the corpus lies beside the project.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::sync::Arc;

use common::corpus::{jobs, step};
use common::evidence::World;
use common::{certified, doubts, edited, policy, source, statement_of, unused};
use paredown::certificate::Certificate;
use paredown::certificate::kernel::verify;
use paredown::model::{Catalogue, Pattern};
use paredown::parse;
use paredown::prove::{Requirement, Verdict};
use paredown::recommend::{Mode, Outcome, recommend};

/// Every so many jobs are looked at.
const STEP: usize = 97;

/// Without optimisation, policies that allow more known actions than this are left out.
const MOST_ACTIONS: u64 = if cfg!(debug_assertions) { 1000 } else { u64::MAX };

#[test]
fn what_is_recommended_for_real_policies_is_proved() {
    let Some(jobs) = jobs(step(STEP)) else { return };
    let catalogue = Catalogue::embedded().unwrap();
    let (mut proved, mut inner, mut refused, mut large) = (0, 0, 0, 0);
    let mut failures = Vec::new();
    for (number, job) in jobs.iter().enumerate() {
        if job.actions > MOST_ACTIONS {
            large += 1;
            continue;
        }
        let unused = unused(&job.unused);
        let Ok(parsed) = parse::policy(&source(&job.policy)) else {
            refused += 1;
            continue;
        };
        let original = parsed.policy;
        let mode = if number % 2 == 0 { Mode::Shortest } else { Mode::Tight };
        let refined = recommend(&original, &unused, &catalogue, mode);
        let printed = edited(&job.policy, &refined).map_or(refined.policy.clone(), |text| policy(&text));
        assert_eq!(printed, refined.policy, "{}", job.id);
        let again = recommend(&printed, &unused, &catalogue, mode);
        assert!(again.outcome == Outcome::Unchanged, "{}", job.id);
        let proof = certified(&original, &unused, &printed, &catalogue);
        let verdict = proof.verdict(Requirement::LeastGeneral, mode);
        if original.statements.iter().flat_map(|s| &s.actions.patterns).any(Pattern::has_inner_wildcard) {
            inner += 1;
            eprintln!("inner wildcards: {} {}", job.id, verdict.name());
            assert_ne!(proof.verdict(Requirement::Exact, mode), Verdict::Refuted, "{}", job.id);
        } else if verdict == Verdict::Proved {
            proved += 1;
        } else {
            let doubts: Vec<_> = doubts(&proof, mode)
                .into_iter()
                .map(|j| (statement_of(&proof, j.subject), j.obligation, j.witness, j.reason))
                .collect();
            failures.push(format!("{} in mode {}: {} {doubts:?}", job.id, mode.name(), verdict.name()));
        }
    }
    eprintln!(
        "{} jobs: {proved} proved, {inner} with inner wildcards, {refused} refused as input, {large} too large here",
        jobs.len()
    );
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), jobs.len(), failures.join("\n"));
}

#[test]
fn what_is_recommended_for_real_policies_has_a_certificate() {
    let Some(jobs) = jobs(step(STEP)) else { return };
    let catalogue = Arc::new(Catalogue::embedded().unwrap());
    let (mut accepted, mut bytes, mut failures) = (0, 0, Vec::new());
    for (number, job) in jobs.iter().enumerate() {
        let mode = if number % 2 == 0 { Mode::Shortest } else { Mode::Tight };
        let Some(world) = World::of_job(job, Arc::clone(&catalogue), mode) else { continue };
        match world.certificate(mode) {
            Ok(certificate) => {
                let text = serde_json::to_string(&certificate).unwrap();
                let read: Certificate = serde_json::from_str(&text).unwrap();
                assert_eq!(verify(&read, &world.inputs()), Ok(()), "{}", job.id);
                bytes += text.len();
                accepted += 1;
            }
            Err(error) => failures.push(format!("{} in mode {}: {error}", job.id, mode.name())),
        }
    }
    eprintln!("{accepted} certificates accepted, {bytes} bytes");
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}
