//! Standard output and standard error that are closed, full, or not read to the end.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use crate::common::{Case, text};

/// Command lines that have a result, each with its exit code, to be run in the folder of a case.
const COMMANDS: [(&str, i32); 18] = [
    ("recommend -p policy.json -u unused.json -c catalogue.json", 0),
    ("recommend -p policy.json -u unused.json -c catalogue.json --format json", 0),
    ("recommend -p policy.json -u unused.json -c catalogue.json --no-certify", 0),
    ("certify -p policy.json -u unused.json -c catalogue.json -r expected.json", 0),
    ("certify -p policy.json -u unused.json -c catalogue.json -r policy.json", 1),
    ("certify -p policy.json -u unused.json -c catalogue.json -r policy.json --format json", 1),
    ("drift -p policy.json -u unused.json -r expected.json -c catalogue.json --certified catalogue.json", 0),
    ("compare policy.json expected.json -c catalogue.json --engine automata", 0),
    ("compare expected.json policy.json -c catalogue.json --format json", 1),
    ("catalogue s3:Get*", 0),
    ("catalogue --format json", 0),
    ("completions bash", 0),
    ("man", 0),
    ("--help", 0),
    ("--version", 0),
    ("recommend --in policy.json -u unused.json -c catalogue.json", 0),
    ("recommend --help", 0),
    ("batch jobs.jsonl --certify automata", 0),
];

/// Runs a command line through a shell, which alone can close streams; `$PAREDOWN` is the program.
fn shell(script: &str) -> Output {
    let case = Case::named("several-statements");
    let compact =
        |file: &str| -> serde_json::Value { serde_json::from_str(&case.text(file).unwrap()).unwrap() };
    let job =
        serde_json::json!({"id": 1, "policy": compact("policy.json"), "unused": compact("unused.json")});
    let folder = tempfile::tempdir().unwrap();
    for file in ["policy.json", "unused.json", "catalogue.json", "expected.json"] {
        std::fs::copy(case.path(file), folder.path().join(file)).unwrap();
    }
    std::fs::write(folder.path().join("jobs.jsonl"), format!("{job}\n").repeat(40)).unwrap();
    Command::new("bash")
        .args(["-c", script])
        .current_dir(folder.path())
        .env("PAREDOWN", env!("CARGO_BIN_EXE_paredown"))
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[test]
fn a_standard_output_that_takes_nothing_is_an_error() {
    for (arguments, _) in COMMANDS {
        let closed = shell(&format!("$PAREDOWN {arguments} >&-"));
        assert_eq!(closed.status.code(), Some(2), "{arguments}");
        let said =
            "error: standard output is closed: give it a file, or `/dev/null` to do without the result\n";
        assert_eq!(text(&closed.stderr), said, "{arguments}");
        let full = shell(&format!("$PAREDOWN {arguments} > /dev/full"));
        assert_eq!(full.status.code(), Some(2), "{arguments}");
        let end = text(&full.stderr).lines().last().unwrap_or_default();
        let said = "error: the result cannot be written: No space left on device";
        assert!(end.starts_with(said), "{arguments}: {end}");
    }
}

#[test]
fn a_standard_error_that_takes_nothing_changes_nothing() {
    for (arguments, code) in COMMANDS {
        let usual = shell(&format!("$PAREDOWN {arguments} 2> /dev/null"));
        assert_eq!(usual.status.code(), Some(code), "{arguments}");
        for place in ["2>&-", "2> /dev/full"] {
            let out = shell(&format!("$PAREDOWN {arguments} {place}"));
            assert_eq!(out.status.code(), Some(code), "{arguments} {place}");
            let millis = regex_automata::meta::Regex::new(r#""millis": [0-9.e-]+"#).unwrap();
            let plain = |out: &Output| -> String {
                let text = text(&out.stdout);
                let mut rest = String::new();
                let mut from = 0;
                for found in millis.find_iter(text) {
                    rest.push_str(&text[from..found.start()]);
                    from = found.end();
                }
                rest + &text[from..]
            };
            assert_eq!(plain(&out), plain(&usual), "{arguments} {place}");
        }
    }
}

#[test]
fn nothing_at_all_need_be_there() {
    let out = shell(
        "$PAREDOWN certify -p policy.json -u unused.json -r policy.json <&- 2>&- > out; echo $?; wc -l < out",
    );
    let lines: Vec<&str> = text(&out.stdout).lines().collect();
    assert_eq!(lines[0], "1");
    assert_ne!(lines[1], "0");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    for (arguments, code) in COMMANDS {
        // The reader is gone for certain: the program begins after it has ended.
        let script = format!(
            "{{ sleep 0.2; $PAREDOWN {arguments} 2> err; echo $? > code; }} | true; cat code err >&2"
        );
        let out = shell(&script);
        let (found, said) = text(&out.stderr).split_once('\n').unwrap();
        assert!(!said.contains("rror:") && !said.contains("roken pipe"), "{arguments}: {said}");
        if arguments.starts_with("batch") {
            // Some of the jobs were not looked at, and nothing is reported about them.
            assert_eq!(found, "3", "{arguments}: {said}");
        } else {
            assert_eq!(found, code.to_string(), "{arguments}: {said}");
        }
    }
}

#[test]
fn an_endless_input_ends_with_its_reader() {
    let out = shell(
        "yes \"$(head -n 1 jobs.jsonl)\" | $PAREDOWN batch --certify none 2> err | head -n 3 | wc -l; cat err >&2",
    );
    assert_eq!(text(&out.stdout).trim(), "3");
    assert!(!text(&out.stderr).contains("rror:"), "{}", text(&out.stderr));
}

#[test]
fn an_answer_is_there_before_the_next_job() {
    use std::io::{BufRead as _, BufReader};
    let case = Case::named("several-statements");
    let compact =
        |file: &str| -> serde_json::Value { serde_json::from_str(&case.text(file).unwrap()).unwrap() };
    let job =
        serde_json::json!({"id": 1, "policy": compact("policy.json"), "unused": compact("unused.json")});
    let mut child = crate::common::paredown_command()
        .args(["batch", "--certify", "none", "--threads", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for _ in 0..3 {
        writeln!(stdin, "{job}").unwrap();
        assert!(answers.next().unwrap().unwrap().starts_with("{\"id\":1,"));
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
