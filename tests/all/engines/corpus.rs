//! A fixed sample of real policies with random findings, if the corpus is next to the project.

use std::sync::{Arc, OnceLock};

use crate::common::corpus::{jobs, policies, step};
use crate::common::evidence::World;
use crate::common::rearranged::Way;
use crate::common::{MODES, certified, certified_by, doubts, edited, policy, source, statement_of, unused};
use paredown::certificate::Certificate;
use paredown::certificate::kernel::verify;
use paredown::model::{Catalogue, Pattern, Policy, UnusedSet};
use paredown::parse;
use paredown::prove::{Engine, Judgement, Obligation, Requirement, Verdict};
use paredown::recommend::{Disposition, Mode, recommend};
use serde_json::Value;

/// One job in this many is used.
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
        assert!(again.outcome == Disposition::Unchanged, "{}", job.id);
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

/// Which rearrangements were proved, and which were not.
#[derive(Default)]
struct Arranged {
    proved: usize,
    /// Patterns that are redundant because of those of another statement.
    exceptions: usize,
    failures: Vec<String>,
}

impl Arranged {
    /// Certifies a policy in all arrangements of what replaces it.
    fn certify(&mut self, id: &str, original: &Policy, finding: &UnusedSet, recommended: &Value, mode: Mode) {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        let catalogue = CATALOGUE.get_or_init(|| Catalogue::embedded().unwrap());
        for way in Way::ALL {
            let after = policy(&way.of_value(recommended).to_string());
            // Z3 takes long without optimisation; other tests cover its answers about policies of every kind.
            let engine = if cfg!(debug_assertions) { Engine::Automata } else { Engine::Both };
            let proof = certified_by(engine, original, finding, &after, catalogue);
            let doubts = doubts(&proof, mode);
            let redundant = |doubt: &Judgement| {
                let cover = [Obligation::Irredundant, Obligation::Fewest].contains(&doubt.obligation);
                cover && doubt.verdict == Verdict::Refuted
            };
            if doubts.is_empty() {
                assert_eq!(proof.verdict(Requirement::LeastGeneral, mode), Verdict::Proved, "{id} {way:?}");
                self.proved += 1;
            } else if doubts.iter().all(redundant) {
                let witnesses: Vec<_> = doubts.iter().map(|doubt| &doubt.witness).collect();
                eprintln!("exception: {id} {way:?}: {witnesses:?}");
                self.exceptions += 1;
            } else {
                self.failures.push(format!("{id} {way:?} in mode {}: {doubts:?}", mode.name()));
            }
        }
    }

    fn finish(self, what: &str) {
        let Self { proved, exceptions, failures } = self;
        eprintln!("{what}: {proved} arrangements proved, {exceptions} with a redundant pattern");
        assert!(proved > 0 && exceptions * 20 <= proved);
        assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
    }
}

#[test]
fn real_policies_are_themselves_in_every_arrangement() {
    let Some(all) = policies(step(13)) else { return };
    let mut arranged = Arranged::default();
    for (id, value) in &all {
        let Ok(parsed) = parse::policy(&source(&value.to_string())) else { continue };
        arranged.certify(id, &parsed.policy, &UnusedSet::default(), value, Mode::Shortest);
    }
    arranged.finish("policies");
}

#[test]
fn what_is_recommended_for_real_policies_is_proved_in_every_arrangement() {
    let Some(jobs) = jobs(step(STEP)) else { return };
    let catalogue = Catalogue::embedded().unwrap();
    let mut arranged = Arranged::default();
    for (number, job) in jobs.iter().enumerate().filter(|(_, job)| job.actions <= MOST_ACTIONS) {
        let Ok(parsed) = parse::policy(&source(&job.policy)) else { continue };
        let (finding, mode) = (unused(&job.unused), MODES[number % 2]);
        let refined = recommend(&parsed.policy, &finding, &catalogue, mode);
        let Some(text) = edited(&job.policy, &refined) else { continue };
        let recommended: Value = serde_json::from_str(&text).unwrap();
        arranged.certify(&job.id, &parsed.policy, &finding, &recommended, mode);
    }
    arranged.finish("recommendations");
}
