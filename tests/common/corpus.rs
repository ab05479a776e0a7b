//! Real policies with drawn findings, where the corpus lies beside the project.

use std::path::PathBuf;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{root, skipped};

/// A job of the corpus.
pub struct Job {
    pub id: String,
    pub policy: String,
    /// The policy as it was written.
    pub raw: String,
    pub unused: String,
    /// How many known actions the policy allows.
    pub actions: u64,
}

/// What is read of a line.
#[derive(Deserialize)]
struct Line<'a> {
    id: Value,
    #[serde(borrow)]
    policy: &'a RawValue,
    unused: Value,
    n_allowed: u64,
}

/// Every so many jobs are looked at, unless `PAREDOWN_CORPUS_STEP` says otherwise.
pub fn step(usual: usize) -> usize {
    std::env::var("PAREDOWN_CORPUS_STEP").map_or(usual, |step| step.parse().unwrap())
}

/// Every so many jobs, or nothing when there is no corpus. `PAREDOWN_CORPUS` names another folder than that
/// beside the project. In CI it has to be there wherever its folder is.
pub fn jobs(step: usize) -> Option<Vec<Job>> {
    let named = std::env::var_os("PAREDOWN_CORPUS").map(PathBuf::from);
    let shared = root().join("../shared");
    let expected = named.is_some() || shared.exists();
    let file = named.unwrap_or_else(|| shared.join("corpus")).join("scenarios/open.jsonl.gz");
    if !file.exists() {
        return skipped(&format!("there is no {}", file.display()), expected);
    }
    let out = Command::new("gzip").arg("-dc").arg(file).output().unwrap();
    assert!(out.status.success());
    let lines = std::str::from_utf8(&out.stdout).unwrap().lines().step_by(step);
    let job = |line| {
        let line: Line<'_> = serde_json::from_str(line).unwrap();
        let policy: Value = serde_json::from_str(line.policy.get()).unwrap();
        Job {
            id: line.id.as_str().map_or_else(|| line.id.to_string(), str::to_owned),
            policy: serde_json::to_string_pretty(&policy).unwrap(),
            raw: line.policy.get().to_owned(),
            unused: line.unused.to_string(),
            actions: line.n_allowed,
        }
    };
    Some(lines.map(job).collect())
}
