//! `--max-time`: a run, or a job of a batch, takes no longer; what is not decided by then is reported as unknown.

use std::fs;
use std::process::Output;
use std::time::{Duration, Instant};

use super::{alone, patterns};
use crate::common::program::assert_shape;
use crate::common::{ENGINES, paredown_command, text};
use paredown::prove::Engine;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How much later than asked for a run may end: the machine may be busy.
const LATE: Duration = Duration::from_secs(10);
const REASON: &str = "before the time was up (--max-time)";

fn policy(actions: &[String]) -> Value {
    json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}})
}

/// A folder with inputs that take long.
fn place() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: &Value| fs::write(folder.path().join(name), value.to_string()).unwrap();
    let original = patterns(6_000);
    write("policy.json", &policy(&original));
    write("recommended.json", &policy(&original[..original.len() - 1]));
    let unused =
        json!([{"serviceNamespace": "s3", "actions": ["GetBucketAcl", "PutBucketAcl", "GetObject"]}]);
    write("unused.json", &unused);
    let job = json!({"id": "long", "policy": policy(&original), "unused": unused});
    let quick = json!({"id": "quick", "policy": policy(&["sqs:List*".to_owned()]), "unused":
        [{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]});
    fs::write(folder.path().join("jobs.jsonl"), format!("{quick}\n{job}\n{quick}\n")).unwrap();
    folder
}

/// The output of a command line with a limit of one second, which it may not exceed by much.
#[track_caller]
fn run(folder: &TempDir, arguments: &str) -> Output {
    let start = Instant::now();
    let mut command = paredown_command();
    command.current_dir(folder.path()).args(arguments.split_whitespace()).args(["--max-time", "1"]);
    let out = command.output().unwrap();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1) + LATE, "{arguments}: {took:?}");
    out
}

#[test]
fn certifying_is_unknown_in_each_engine() {
    let _alone = alone();
    let folder = place();
    for engine in ENGINES.map(Engine::name) {
        let arguments = format!(
            "certify -p policy.json -u unused.json -r recommended.json --timeout 600 --engine {engine}"
        );
        let out = run(&folder, &arguments);
        assert_eq!(out.status.code(), Some(3), "{engine}: {}{}", text(&out.stdout), text(&out.stderr));
        let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
        assert!(said.contains(REASON) && !said.contains("time-out"), "{engine}: {said}");
    }
}

#[test]
fn recommending_is_unknown_and_nothing_is_printed_or_written() {
    let _alone = alone();
    let folder = place();
    for more in ["--engine smt", "--engine automata", "--format json", "--output out --certificate c.json"] {
        let out = run(&folder, &format!("recommend -p policy.json -u unused.json --timeout 600 {more}"));
        assert_eq!(out.status.code(), Some(3), "{more}: {}", text(&out.stderr));
        let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
        assert!(said.contains(REASON), "{more}: {said}");
        if !more.contains("json") {
            assert_eq!(text(&out.stdout), "", "{more}");
        }
        assert!(!folder.path().join("out").exists() && !folder.path().join("c.json").exists());
    }
}

#[test]
fn a_job_that_takes_too_long_is_unknown_and_stops_no_other() {
    let _alone = alone();
    let folder = place();
    for engine in ENGINES.map(Engine::name) {
        let out = run(&folder, &format!("batch jobs.jsonl --timeout 600 --threads 2 --certify {engine}"));
        assert_eq!(out.status.code(), Some(3), "{}", text(&out.stderr));
        let lines: Vec<Value> =
            text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let verdicts: Vec<_> =
            lines.iter().map(|line| (&line["id"], line["verdict"].as_str().unwrap())).collect();
        assert_eq!(
            verdicts,
            [(&json!("quick"), "proved"), (&json!("long"), "unknown"), (&json!("quick"), "proved")]
        );
        assert!(lines[1].to_string().contains(REASON), "{}", lines[1]);
        assert!(lines[1].get("recommended").is_none_or(Value::is_null));
        assert!(text(&out.stderr).contains("1 unknown"), "{}", text(&out.stderr));
        for line in &lines {
            assert_shape("batch.schema.json", line);
        }
    }
}

#[test]
fn a_comparison_that_takes_too_long_is_unknown_and_stops_no_other() {
    let _alone = alone();
    let folder = place();
    let (all, quick) = (policy(&patterns(6_000)), policy(&["sqs:List*".to_owned()]));
    let fewer = policy(&patterns(6_000)[1..]);
    fs::write(folder.path().join("after.json"), fewer.to_string()).unwrap();
    let pair = |id: &str, baseline: &Value, candidate: &Value| {
        json!({"id": id, "baseline": baseline, "candidate": candidate}).to_string()
    };
    let pairs = [pair("quick", &quick, &quick), pair("long", &all, &fewer), pair("last", &quick, &quick)];
    fs::write(folder.path().join("pairs.jsonl"), pairs.join("\n")).unwrap();
    for engine in ENGINES.map(Engine::name) {
        for (before, after) in [("policy", "after"), ("after", "policy")] {
            let arguments = format!("compare {before}.json {after}.json --timeout 600 --engine {engine}");
            let out = run(&folder, &arguments);
            let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
            assert_eq!(out.status.code(), Some(3), "{arguments}: {said}");
            assert!(said.contains(REASON), "{arguments}: {said}");
        }
        let out =
            run(&folder, &format!("compare --pairs pairs.jsonl --timeout 600 --threads 2 --engine {engine}"));
        assert_eq!(out.status.code(), Some(3), "{}", text(&out.stderr));
        let lines: Vec<Value> =
            text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let verdicts: Vec<_> = lines.iter().map(|line| (&line["id"], &line["verdict"])).collect();
        let expected = [("quick", "equivalent"), ("long", "unknown"), ("last", "equivalent")]
            .map(|(id, verdict)| (json!(id), json!(verdict)));
        assert_eq!(verdicts, expected.iter().map(|(id, verdict)| (id, verdict)).collect::<Vec<_>>());
        for direction in ["newly_allowed", "no_longer_allowed"] {
            assert!(lines[1][direction]["reason"].as_str().unwrap().contains(REASON), "{}", lines[1]);
        }
        for line in &lines {
            assert_shape("compare.schema.json", line);
        }
    }
}

#[test]
fn a_run_that_has_the_time_is_not_changed_by_it() {
    let _alone = alone();
    let folder = place();
    let quick = policy(&["sqs:List*".to_owned()]);
    fs::write(folder.path().join("policy.json"), quick.to_string()).unwrap();
    fs::write(
        folder.path().join("unused.json"),
        r#"[{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]"#,
    )
    .unwrap();
    let run = |more: &[&str]| {
        let mut command = paredown_command();
        command.current_dir(folder.path()).args(["recommend", "-p", "policy.json", "-u", "unused.json"]);
        command.args(more).output().unwrap()
    };
    let (without, with) = (run(&[]), run(&["--max-time", "600"]));
    assert!(without.status.success() && !without.stdout.is_empty());
    assert_eq!((without.stdout, without.stderr), (with.stdout, with.stderr));
    for odd in ["0", "-1", "x", "1e9"] {
        assert_eq!(run(&["--max-time", odd]).status.code(), Some(2), "{odd}");
    }
}

/// Whatever the time, nothing is wrongly proved or refuted.
#[test]
fn less_time_only_makes_unknown() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, value: &Value| fs::write(folder.path().join(name), value.to_string()).unwrap();
    write("all.json", &policy(&["*".to_owned()]));
    // Refuted in one service of hundreds, and only there.
    write("unused.json", &json!([{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}]));
    let mut seen = std::collections::BTreeSet::new();
    for engine in ENGINES.map(Engine::name) {
        for tenths in [0.01, 2.0, 6.0, 13.0, 600.0] {
            let seconds = format!("{}", tenths / 10.0);
            let mut command = paredown_command();
            command.current_dir(folder.path()).args([
                "certify",
                "-p",
                "all.json",
                "-r",
                "all.json",
                "-u",
                "unused.json",
            ]);
            command.args([
                "--require",
                "safe",
                "--engine",
                engine,
                "--max-time",
                &seconds,
                "--format",
                "json",
            ]);
            let out = command.output().unwrap();
            let code = out.status.code().unwrap();
            assert!(code == 1 || code == 3, "{engine} in {seconds} s: {code}, {}", text(&out.stderr));
            // A run that does not return is ended without a report.
            if out.stdout.is_empty() {
                assert_eq!(code, 3);
            } else {
                let report: Value = serde_json::from_slice(&out.stdout).unwrap();
                if report.get("error").is_some() {
                    // There was no time for any verdict.
                    assert_shape("error.schema.json", &report);
                    assert_eq!((&report["error"]["exit"], code), (&json!(3), 3));
                } else {
                    assert_eq!(report["verdict"], if code == 1 { "refuted" } else { "unknown" });
                }
            }
            seen.insert(code);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [1, 3]);
}
