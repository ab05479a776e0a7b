//! The same input gives the same bytes, on any number of threads and cores, every time.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::alone;
use crate::common::{Case, skipped, text};
use serde_json::{Value, json};

/// How often each is asked.
const TIMES: usize = 20;

/// Every command with a result, to be run in a folder of its own that has the files of [`place`].
const COMMANDS: [&str; 16] = [
    "recommend -p policy.json -u unused.json -c known.json --certificate new.json --output out",
    "recommend -p policy.json -u unused.json -c known.json --mode tight --format json",
    "recommend -p policy.json -u unused.json -c known.json --emit-smt questions",
    "recommend --in policy.json -u unused.json -c known.json",
    "certify -p policy.json -u unused.json -c known.json -r expected.json",
    "certify -p policy.json -u unused.json -c known.json -r tampered.json --format json",
    "certify -p policy.json -u unused.json -c known.json -r tampered.json --engine automata",
    "verify certificate.json -p policy.json -u unused.json -c known.json -r expected.json --format json",
    "batch jobs.jsonl -c known.json",
    "drift -p policy.json -u unused.json -r expected.json --certified known.json -c known.json --format json",
    "compare policy.json expected.json -c known.json --format json",
    "compare expected.json tampered.json -c known.json --all",
    "catalogue s3:Get* --format json",
    "completions zsh",
    "man",
    "--version --verbose",
];

/// A policy with refutations, unknowns and several parts, and its other inputs.
fn place(folder: &Path) {
    let case = Case::named("several-statements");
    for (file, name) in [
        ("policy.json", "policy.json"),
        ("unused.json", "unused.json"),
        ("catalogue.json", "known.json"),
        ("expected.json", "expected.json"),
    ] {
        fs::copy(case.path(file), folder.join(name)).unwrap();
    }
    fs::write(folder.join("tampered.json"), fs::read_to_string(case.path("policy.json")).unwrap()).unwrap();
    let value = |file: &str| -> Value { serde_json::from_str(&case.text(file).unwrap()).unwrap() };
    let job = |id: u32| {
        let mut job = json!({"id": id, "policy": value("policy.json"), "unused": value("unused.json")});
        if id.is_multiple_of(3) {
            job["recommended"] = value("policy.json");
        }
        format!("{job}\n")
    };
    let jobs: String = (0..12).map(job).chain(["no job\n".to_owned()]).collect();
    fs::write(folder.join("jobs.jsonl"), jobs).unwrap();
    let mut command = crate::common::paredown_command();
    command.current_dir(folder).args([
        "recommend",
        "-p",
        "policy.json",
        "-u",
        "unused.json",
        "-c",
        "known.json",
    ]);
    assert!(command.args(["--certificate", "certificate.json"]).output().unwrap().status.success());
}

/// How to run a command: the arguments before the program, and those after all others.
const WAYS: [(&[&str], &[&str]); 4] = [
    (&["taskset", "-c", "0"], &["--threads", "1"]),
    (&["taskset", "-c", "0"], &["--threads", "2"]),
    (&[], &["--threads", "1"]),
    (&[], &["--threads", "2"]),
];

/// Both streams, the exit code, and every file that exists afterwards, without times.
fn everything(out: &Output, folder: &Path) -> String {
    let times =
        regex_automata::meta::Regex::new(r#""millis": ?[0-9.e-]+|a job took .*|, [0-9.]+ ms"#).unwrap();
    let mut all = format!("{:?}\n{}\n{}\n", out.status.code(), text(&out.stdout), text(&out.stderr));
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for file in files {
        let name = file.strip_prefix(folder).unwrap().display().to_string();
        all.extend(["== ", &name, "\n", &fs::read_to_string(&file).unwrap()]);
    }
    let mut plain = String::new();
    let mut from = 0;
    for found in times.find_iter(&all) {
        plain.push_str(&all[from..found.start()]);
        from = found.end();
    }
    plain + &all[from..]
}

fn run(arguments: &str, (before, behind): (&[&str], &[&str])) -> String {
    let folder = tempfile::tempdir().unwrap();
    place_once(folder.path());
    let program = env!("CARGO_BIN_EXE_paredown");
    let mut words: Vec<&str> = before.to_vec();
    words.push(program);
    words.extend(arguments.split_whitespace());
    if ["recommend", "certify", "batch"].iter().any(|name| arguments.starts_with(name)) {
        words.extend(behind);
    }
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(folder.path()).stdin(Stdio::null()).env("NO_COLOR", "1");
    everything(&command.output().unwrap(), folder.path())
}

/// Copies what [`place`] makes, which is made once.
fn place_once(folder: &Path) {
    static MADE: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    let made = MADE.get_or_init(|| {
        let made = tempfile::tempdir().unwrap();
        place(made.path());
        made
    });
    for entry in fs::read_dir(made.path()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn the_same_bytes_on_one_core_and_on_two() {
    let _alone = alone();
    let works = Command::new("taskset").args(["-c", "0", "true"]).status();
    if !works.is_ok_and(|status| status.success()) {
        skipped::<()>("there is no taskset", cfg!(target_os = "linux"));
        return;
    }
    for arguments in COMMANDS {
        let first = run(arguments, WAYS[0]);
        assert!(
            first.starts_with("Some(0)") || arguments.contains("tampered") || arguments.starts_with("batch"),
            "{first}"
        );
        for time in 1..TIMES {
            let again = run(arguments, WAYS[time % WAYS.len()]);
            assert!(again == first, "{arguments}, the {time}th time:\n{}", similar(&first, &again));
        }
    }
}

/// The first line that differs, on both sides.
fn similar(first: &str, again: &str) -> String {
    let mut lines = first.lines().zip(again.lines());
    let differing = lines.find(|(first, again)| first != again);
    differing.map_or_else(|| "one is longer".to_owned(), |(first, again)| format!("- {first}\n+ {again}"))
}
