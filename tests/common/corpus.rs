//! Real policies with random findings, if the corpus is next to the project.

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

/// A file of `../shared`, or of the folder that `PAREDOWN_SHARED` names. Without that folder `None`, with a
/// message; under `CI=true` a folder that lacks the file fails the test.
pub fn shared(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PAREDOWN_SHARED").map_or(root().join("../shared"), PathBuf::from);
    let path = folder.join(file);
    if path.exists() {
        return Some(path);
    }
    skipped(&format!("there is no {}", path.display()), folder.exists())
}

/// One job in this many is used, unless `PAREDOWN_CORPUS_STEP` says otherwise; with `PAREDOWN_CORPUS=all` every
/// one.
pub fn step(usual: usize) -> usize {
    if std::env::var("PAREDOWN_CORPUS").is_ok_and(|which| which == "all") {
        return 1;
    }
    std::env::var("PAREDOWN_CORPUS_STEP").map_or(usual, |step| step.parse().unwrap())
}

/// One policy in `step` of the corpus; `None` if there is no corpus.
pub fn policies(step: usize) -> Option<Vec<(String, Value)>> {
    let text = std::fs::read_to_string(shared("corpus/policies/open.jsonl")?).unwrap();
    let all: Vec<(String, Value)> = text
        .lines()
        .step_by(step)
        .map(|line| {
            let mut value: Value = serde_json::from_str(line).unwrap();
            (value["id"].to_string(), value["policy"].take())
        })
        .collect();
    eprintln!("{} policies of the corpus", all.len());
    assert!(!all.is_empty());
    Some(all)
}

/// One job in `step`; `None` if there is no corpus.
pub fn jobs(step: usize) -> Option<Vec<Job>> {
    let file = shared("corpus/scenarios/open.jsonl.gz")?;
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
    let jobs: Vec<Job> = lines.map(job).collect();
    eprintln!("{} jobs of the corpus", jobs.len());
    assert!(!jobs.is_empty());
    Some(jobs)
}
