//! Real policies with drawn findings, where the corpus lies beside the project.

use std::process::Command;

use serde_json::Value;

use super::root;

/// A job of the corpus.
pub struct Job {
    pub id: String,
    pub policy: String,
    pub unused: String,
    /// How many known actions the policy allows.
    pub actions: u64,
}

/// Every so many jobs are looked at, unless `PAREDOWN_CORPUS_STEP` says otherwise.
pub fn step(usual: usize) -> usize {
    std::env::var("PAREDOWN_CORPUS_STEP").map_or(usual, |step| step.parse().unwrap())
}

/// Every so many jobs, or nothing when there is no corpus.
pub fn jobs(step: usize) -> Option<Vec<Job>> {
    let file = root().join("../shared/corpus/scenarios/open.jsonl.gz");
    if !file.exists() {
        eprintln!("skipped: there is no {}", file.display());
        return None;
    }
    let out = Command::new("gzip").arg("-dc").arg(file).output().unwrap();
    assert!(out.status.success());
    let lines = std::str::from_utf8(&out.stdout).unwrap().lines().step_by(step);
    let job = |line| {
        let value: Value = serde_json::from_str(line).unwrap();
        Job {
            id: value["id"].to_string(),
            policy: serde_json::to_string_pretty(&value["policy"]).unwrap(),
            unused: value["unused"].to_string(),
            actions: value["n_allowed"].as_u64().unwrap(),
        }
    };
    Some(lines.map(job).collect())
}
