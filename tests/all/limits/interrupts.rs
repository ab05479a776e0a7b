//! Ctrl-C and SIGTERM: every command ends at once, with 130 and 143, and leaves nothing half-written.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::alone;
use crate::common::program::names;
use crate::common::{Case, paredown_command, text};

const SIGNALS: [(&str, i32); 2] = [("INT", 130), ("TERM", 143)];

/// Sends it a signal with the command that every Unix has.
fn send(signal: &str, child: &Child) {
    let kill = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
}

/// Waits until a condition holds, which must be soon.
fn until(what: &str, so: impl Fn() -> bool) {
    let start = Instant::now();
    while !so() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether a process handles SIGINT and SIGTERM by now. Without `/proc` this cannot be seen, and it is given some
/// time.
fn handles_signals(child: &Child) -> bool {
    let Ok(status) = fs::read_to_string(format!("/proc/{}/status", child.id())) else {
        std::thread::sleep(Duration::from_secs(2));
        return true;
    };
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap();
    let caught = u64::from_str_radix(caught.trim(), 16).unwrap();
    [2, 15].iter().all(|number| caught & (1 << (number - 1)) != 0)
}

/// The output of a command that is interrupted after a while, before it would end, and how long it took to end.
fn interrupted(mut child: Child, after: Duration, signal: &str) -> (Output, Duration) {
    until("it handles no signals", || handles_signals(&child));
    std::thread::sleep(after);
    assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
    let start = Instant::now();
    send(signal, &child);
    let out = child.wait_with_output().unwrap();
    (out, start.elapsed())
}

fn assert_ended(out: &Output, took: Duration, code: i32) {
    assert_eq!(out.status.code(), Some(code), "{}", text(&out.stderr));
    // The interrupted work would take minutes, or for ever.
    assert!(took < Duration::from_secs(10), "it took {took:?}");
    for said in ["unknown", "time-out", "proved", "refuted"] {
        assert!(!text(&out.stderr).contains(said), "{}", text(&out.stderr));
    }
    assert_eq!(text(&out.stdout), "");
}

/// A question that takes Z3 longer than any test: `?`s after `*`s, twice.
fn hard(folder: &Path) {
    let pattern = |marks: usize| format!("s3:{}*?a{}", "*?b".repeat(30), "?".repeat(marks));
    let policy = |marks| {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "{}", "Resource": "*"}}}}"#,
            pattern(marks)
        )
    };
    fs::write(folder.join("policy.json"), policy(60)).unwrap();
    fs::write(folder.join("recommended.json"), policy(61)).unwrap();
    fs::write(folder.join("unused.txt"), "s3:GetBucketAcl\n").unwrap();
}

#[test]
fn while_z3_thinks() {
    let _alone = alone();
    for (signal, code) in SIGNALS {
        let folder = tempfile::tempdir().unwrap();
        hard(folder.path());
        let arguments = "certify -p policy.json -u unused.txt -r recommended.json --engine smt --timeout 600 \
                         --emit-smt questions --certificate certificate.json";
        let mut command = paredown_command();
        command.current_dir(folder.path()).args(arguments.split_whitespace());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let questions = folder.path().join("questions");
        until("it asks nothing", || fs::read_dir(&questions).is_ok_and(|mut all| all.next().is_some()));
        let (out, took) = interrupted(child, Duration::from_secs(1), signal);
        let said = text(&out.stderr).to_owned();
        let out =
            Output { stderr: said.replace("unused: lines of unused actions\n", "").into_bytes(), ..out };
        assert_ended(&out, took, code);
        assert_eq!(names(folder.path()), ["policy.json", "questions", "recommended.json", "unused.txt"]);
        for name in names(&folder.path().join("questions")) {
            assert_eq!(Path::new(&name).extension().and_then(|end| end.to_str()), Some("smt2"), "{name}");
        }
    }
}

#[test]
fn while_batch_works_on_many_threads() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    hard(folder.path());
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let job = |id: usize| {
        format!(
            r#"{{"id": {id}, "policy": {}, "recommended": {}, "unused": [{{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}}]}}"#,
            read("policy.json"),
            read("recommended.json")
        )
    };
    let jobs: Vec<String> = (0..8).map(job).collect();
    fs::write(folder.path().join("jobs.jsonl"), jobs.join("\n")).unwrap();
    for (signal, code) in SIGNALS {
        let mut command = paredown_command();
        command.current_dir(folder.path());
        command.args("batch jobs.jsonl --certify smt --timeout 600 --threads 4".split_whitespace());
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (out, took) = interrupted(child, Duration::from_secs(2), signal);
        assert_ended(&out, took, code);
    }
}

/// Two policies that take each engine far longer than any test to compare.
fn hard_to_compare(folder: &Path) {
    let side = |all: &[String]| crate::common::program::allow(all);
    let patterns = super::patterns(6_000);
    let (before, after) = (side(&patterns[1..]), side(&patterns));
    fs::write(folder.join("before.json"), before.to_string()).unwrap();
    fs::write(folder.join("after.json"), after.to_string()).unwrap();
    let pair = |id: usize| serde_json::json!({"id": id, "baseline": before, "candidate": after}).to_string();
    fs::write(folder.join("pairs.jsonl"), (0..6).map(pair).collect::<Vec<_>>().join("\n")).unwrap();
}

#[test]
fn while_compare_works() {
    let _alone = alone();
    let folder = tempfile::tempdir().unwrap();
    hard_to_compare(folder.path());
    let before = names(folder.path());
    for arguments in [
        "compare before.json after.json --engine automata",
        "compare before.json after.json --engine smt --timeout 600",
        "compare --pairs pairs.jsonl --engine both --timeout 600 --threads 3",
    ] {
        for (signal, code) in SIGNALS {
            let mut command = paredown_command();
            command.current_dir(folder.path()).args(arguments.split_whitespace());
            let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let (out, took) = interrupted(child, Duration::from_secs(1), signal);
            assert_ended(&out, took, code);
            assert_eq!(text(&out.stderr), "", "{arguments}");
        }
    }
    assert_eq!(names(folder.path()), before);
}

#[test]
fn while_standard_input_is_read() {
    let _alone = alone();
    let case = Case::named("several-statements");
    for arguments in [
        "batch",
        "recommend -p - -u unused.json",
        "recommend -p policy.json -u -",
        "certify -p policy.json -u unused.json -r -",
        "verify - -p policy.json -u unused.json",
        "drift -p - -u unused.json -r expected.json -c catalogue.json",
        "compare - policy.json",
        "compare policy.json -",
        "compare --pairs -",
        "evaluate -",
    ] {
        for (signal, code) in SIGNALS {
            let mut command = paredown_command();
            command.current_dir(&case.folder).args(arguments.split_whitespace());
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().unwrap();
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all(b"{").unwrap();
            let (out, took) = interrupted(child, Duration::from_millis(500), signal);
            drop(stdin);
            let said = text(&out.stderr).lines().filter(|line| !line.starts_with("unused: "));
            let out = Output { stderr: said.collect::<String>().into_bytes(), ..out };
            assert_ended(&out, took, code);
        }
    }
}

#[test]
fn a_batch_that_is_interrupted_has_written_whole_lines() {
    let _alone = alone();
    let case = Case::named("several-statements");
    let compact =
        |file: &str| -> serde_json::Value { serde_json::from_str(&case.text(file).unwrap()).unwrap() };
    let job =
        serde_json::json!({"id": 1, "policy": compact("policy.json"), "unused": compact("unused.json")});
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers.jsonl");
    let mut command = paredown_command();
    command.args(["batch", "--certify", "none", "--threads", "2"]);
    command.stdin(Stdio::piped()).stdout(fs::File::create(&answers).unwrap()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feeding = std::thread::spawn(move || while writeln!(stdin, "{job}").is_ok() {});
    until("it handles no signals", || handles_signals(&child));
    until("it answers nothing", || fs::metadata(&answers).unwrap().len() > 0);
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    feeding.join().unwrap();
    let written = fs::read_to_string(&answers).unwrap();
    assert!(written.ends_with('\n'));
    for line in written.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
}
