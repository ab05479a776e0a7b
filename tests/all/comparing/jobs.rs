//! What is recommended for real policies with random findings, against the originals; and policies of one principal put
//! together.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::corpus::REFUSED;
use super::{Pair, compared, engines, only_compared};
use crate::common::corpus::{jobs, policies, step};
use crate::common::program::{run, text, write};
use crate::common::rearranged::Way;
use paredown::prove::Engine;

/// One job in how many: all 7,688 were compared once, with `PAREDOWN_CORPUS=all` and optimisation.
const STEP: usize = 193;

/// The engine that knows most, of those in this build.
fn engine() -> Engine {
    engines().last().unwrap()
}

/// The policies of jobs with what is recommended for them; what is detached allows nothing.
fn recommended(folder: &Path, step: usize) -> Option<Vec<Pair>> {
    let jobs = jobs(step)?;
    let lines: Vec<String> = jobs
        .iter()
        .map(|job| format!(r#"{{"id":{},"policy":{},"unused":{}}}"#, json!(job.id), job.raw, job.unused))
        .collect();
    write(folder, "jobs.jsonl", lines.join("\n"));
    let out = run(folder, "batch jobs.jsonl --certify none");
    let answers: Vec<Value> =
        text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), jobs.len());
    let mut pairs = Vec::new();
    for (job, answer) in jobs.iter().zip(&answers) {
        assert_eq!(answer["id"], job.id, "{answer}");
        // The corpus has jobs whose policy IAM refuses.
        if answer["error"]["message"] == REFUSED {
            continue;
        }
        let candidate = match answer["outcome"].as_str() {
            Some("detach") => json!([]),
            _ => answer["recommended"].clone(),
        };
        assert!(!candidate.is_null(), "{answer}");
        pairs.push(Pair::new(&job.id, &serde_json::from_str(&job.raw).unwrap(), &candidate));
    }
    assert!(pairs.len() * 10 > jobs.len() * 9, "{} of {}", pairs.len(), jobs.len());
    Some(pairs)
}

/// Why it is not known what a policy itself says: it is a template, or has a resource that is none.
const UNCLEAR: [&str; 2] = ["a `${` that is not a policy variable", "is not the pattern of an ARN"];

/// The verdicts of answers, counted, those that are unknown since a policy is unclear apart; each one that is unknown is
/// told, and none may be a disagreement.
fn counted(about: &str, answers: &[Value]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for answer in answers {
        if answer["error"]["message"] == REFUSED {
            continue;
        }
        let reasons = [&answer["newly_allowed"]["reason"], &answer["no_longer_allowed"]["reason"]];
        let unclear = reasons.iter().any(|reason| UNCLEAR.iter().any(|one| reason.to_string().contains(one)));
        let verdict = match answer["verdict"].as_str().unwrap_or_else(|| panic!("{answer}")) {
            "unknown" if unclear => "unclear",
            verdict => verdict,
        };
        *counts.entry(verdict.to_owned()).or_default() += 1;
        for direction in ["newly_allowed", "no_longer_allowed"] {
            if let Some(reason) = answer[direction]["reason"].as_str() {
                eprintln!("{about} {} {direction}: {reason}", answer["id"]);
                assert!(!reason.contains("disagree,"), "{answer}");
            }
        }
    }
    eprintln!("{about}: {counts:?}");
    counts
}

#[test]
fn no_recommendation_allows_more_than_its_original() {
    let folder = tempfile::tempdir().unwrap();
    let Some(pairs) = recommended(folder.path(), step(STEP)) else { return };
    let answers = compared(folder.path(), &pairs, engine());
    for answer in &answers {
        let more = answer["newly_allowed"]["answer"].as_str();
        assert!(matches!(more, Some("no" | "unknown")), "{answer}");
    }
    let counts = counted("recommended", &answers);
    let of = |verdict: &str| counts.get(verdict).copied().unwrap_or(0);
    assert_eq!(of("wider") + of("incomparable"), 0, "{counts:?}");
    assert!(of("narrower") * 2 > pairs.len() && of("unknown") * 100 <= pairs.len(), "{counts:?}");
    assert!(of("unclear") * 25 <= pairs.len(), "{counts:?}");
}

#[test]
fn an_original_allows_what_its_recommendation_does() {
    let folder = tempfile::tempdir().unwrap();
    let Some(pairs) = recommended(folder.path(), STEP * 4) else { return };
    let back: Vec<Pair> =
        pairs.iter().map(|pair| Pair::new(&pair.id, &pair.candidate, &pair.baseline)).collect();
    let there = only_compared(folder.path(), &pairs, engine());
    let back = only_compared(folder.path(), &back, engine());
    for (there, back) in there.iter().zip(&back) {
        let mirrored = match there["verdict"].as_str() {
            Some("narrower") => "wider",
            Some(same @ ("equivalent" | "unknown")) => same,
            _ => panic!("{there}"),
        };
        assert_eq!(back["verdict"], mirrored, "{there} {back}");
    }
    assert!(counted("back", &back)["wider"] * 2 > pairs.len());
}

/// So many policies of the corpus that have one version, at a time, and all of their statements in one policy.
fn together(count: usize, step: usize) -> Option<Vec<Pair>> {
    let mut versions: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for (id, policy) in policies(1)? {
        versions.entry(policy["Version"].to_string()).or_default().push((id, policy));
    }
    let mut pairs = Vec::new();
    for (version, all) in &versions {
        for (number, some) in all.chunks_exact(count).enumerate().step_by(step) {
            let list = |policy: &Value| match &policy["Statement"] {
                Value::Array(all) => all.clone(),
                one => vec![one.clone()],
            };
            let mut one = some[0].1.clone();
            one["Statement"] = some.iter().flat_map(|(_, policy)| list(policy)).collect();
            let baseline: Value = some.iter().map(|(_, policy)| policy.clone()).collect();
            let id = format!("{version} {number}: {count} from {}", some[0].0);
            pairs.push(Pair::new(id, &baseline, &Way::Merged.of_value(&one)));
        }
    }
    Some(pairs)
}

#[test]
fn policies_put_together_are_equivalent() {
    let folder = tempfile::tempdir().unwrap();
    for (count, usual) in [(2, 150), (20, 20)] {
        let Some(pairs) = together(count, step(usual)) else { return };
        let counts = counted(&format!("{count} together"), &compared(folder.path(), &pairs, engine()));
        let equivalent = counts.get("equivalent").copied().unwrap_or(0);
        let unknown = counts.get("unknown").copied().unwrap_or(0);
        let unclear = counts.get("unclear").copied().unwrap_or(0);
        assert_eq!(equivalent + unknown + unclear, counts.values().sum::<usize>(), "{counts:?}");
        assert!(equivalent > 2 && unknown * 50 <= pairs.len(), "{counts:?} of {}", pairs.len());
    }
}
