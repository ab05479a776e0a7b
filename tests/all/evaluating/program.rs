//! The program: its inputs, its layers, and what it prints.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{KEY, answers, policy, request, statement};
use crate::common::paredown_command;
use crate::common::program::{allow, assert_shape, ends, folder, shown, text};

const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
      "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "Bool": {"aws:SecureTransport": "true"}}
    },
    {"Effect": "Allow", "Action": ["sqs:*", "sns:Publish"], "Resource": "*"},
    {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::${aws:username}/*"},
    {"Effect": "Deny", "Action": "sqs:Delete*", "Resource": "*"}
  ]
}"#;

const REQUESTS: &str = r#"{"id": 1, "request": {"action": "sqs:SendMessage", "resource": "*"}}
{"id": 2, "request": {"action": "sqs:DeleteQueue", "resource": "*"}}
{"id": 3, "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::reports/key", "context": {"aws:SourceIp": "192.0.2.1"}}}
{"id": 4, "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::reports/key", "context": {"aws:SourceIp": ["10.0.0.1", "10.0.0.2"], "aws:SecureTransport": true}}}
{"id": 5, "request": {"action": "s3:GetObject", "resource": "reports/key"}}
{"id": 6, "request": {"action": "s3:PutObject", "resource": "arn:aws:s3:::x/*", "context": {}}, "policy": {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}, "ticket": [1, "a"], "polcy": 1}
"#;

fn files() -> TempDir {
    folder(&[("policy.json", POLICY), ("requests.jsonl", REQUESTS)])
}

macro_rules! snapshot {
    ($name:literal, $out:expr) => {
        let filters = vec![
            (r#""paredown":"[0-9.]+""#, r#""paredown":"[version]""#),
            (r#""reference":\{[^}]*\}"#, r#""reference":"[reference]""#),
        ];
        insta::with_settings!({filters => filters, omit_expression => true}, {
            insta::assert_snapshot!($name, shown(&$out));
        });
    };
}

#[test]
fn lines_are_answered_as_lines() {
    let out = ends(files().path(), "evaluate requests.jsonl --policy policy.json --explain", 2);
    answers(&out.stdout);
    snapshot!("lines", out);
}

#[test]
fn lines_are_answered_as_a_table() {
    snapshot!(
        "table",
        ends(files().path(), "evaluate requests.jsonl -p policy.json --format text --explain", 2)
    );
}

#[test]
fn a_single_request_is_explained() {
    let asked = format!("evaluate -p policy.json --action s3:GetObject --resource {KEY} --explain");
    snapshot!("single", ends(files().path(), &format!("{asked} --context aws:SourceIp=192.0.2.1"), 0));
    let out = ends(files().path(), &format!("{asked} --format json --all"), 0);
    let answer: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_shape("evaluate.schema.json", &answer);
    assert_eq!(answer["explanation"]["statements"].as_array().unwrap().len(), 3);
}

#[test]
fn an_explanation_is_cut_with_a_count() {
    let statements: Vec<Value> =
        (0..9).map(|number| statement("Allow", "s3:GetObject", &format!("arn:aws:s3:::b{number}"))).collect();
    let folder = folder(&[("p.json", policy(json!(statements)).to_string())]);
    let asked = format!("evaluate -p p.json --action s3:GetObject --resource {KEY} --explain");
    let out = ends(folder.path(), &format!("{asked} --format json"), 0);
    let answer: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(answer["explanation"]["statements"].as_array().unwrap().len(), 5);
    assert_eq!(answer["explanation"]["more"], 4);
    let out = ends(folder.path(), &asked, 0);
    assert!(text(&out.stdout).contains("and 4 more statements"), "{}", text(&out.stdout));
    let all = ends(folder.path(), &format!("{asked} --all"), 0);
    assert_eq!(text(&all.stdout).matches("Statement[").count(), 9);
}

#[test]
fn answers_are_the_same_on_any_number_of_threads_and_packed() {
    let line = |id: usize| {
        let action = ["s3:GetObject", "sqs:SendMessage"][id % 2];
        json!({"id": id, "request": request(action, "*"), "policy": allow(["s3:*", "sqs:Send*", "a:b"][id % 3])})
    };
    let lines: Vec<String> = (0..500).map(|id| line(id).to_string()).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.join("\n").as_bytes()).unwrap();
    let folder = folder(&[("r.jsonl", lines.join("\n")), ("a.json", format!("[{}]", lines.join(",\n")))]);
    std::fs::write(folder.path().join("r.gz"), packed.finish().unwrap()).unwrap();
    let one = ends(folder.path(), "evaluate r.jsonl --threads 1", 0);
    let ids: Vec<u64> = answers(&one.stdout).iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..500).collect::<Vec<u64>>());
    for other in ["r.jsonl --threads 7", "r.gz", "a.json"] {
        let out = ends(folder.path(), &format!("evaluate {other}"), 0);
        // In an array, columns are those of each element too.
        assert!(out.stdout == one.stdout, "{other}");
    }
}

#[test]
fn a_line_is_answered_before_the_next_is_read() {
    let files = files();
    let mut command = paredown_command();
    command.current_dir(files.path()).args(["evaluate", "-p", "policy.json"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for action in ["sqs:SendMessage", "sqs:DeleteQueue"] {
        writeln!(input, "{}", json!({"id": action, "request": request(action, "*")})).unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], action);
    }
    drop(input);
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!((rest.as_str(), child.wait().unwrap().code()), ("", Some(0)));
}

#[test]
fn exit_codes() {
    let line = |action: &str| format!("{}\n", json!({"request": request(action, "arn:aws:s3:::b/k")}));
    let (allowed, denied) = (line("sqs:SendMessage"), line("a:b"));
    let open = line("s3:GetBucketAcl");
    let bad = "{}\n";
    let unknown =
        json!({"Effect": "Allow", "Action": "s3:GetBucketAcl", "Resource": "arn:aws:s3:::${bucket}/*"});
    let policy = policy(json!([statement("Allow", "sqs:*", "*"), unknown])).to_string();
    for (lines, arguments, code) in [
        (vec![&allowed, &denied], "", 0),
        (vec![&allowed, &open], "", 3),
        (vec![&allowed], "--fail-on deny", 0),
        (vec![&allowed, &denied], "--fail-on deny", 1),
        (vec![&allowed, &denied], "--fail-on allow", 1),
        (vec![&open, &denied], "--fail-on deny", 1),
        (vec![&open], "--fail-on deny", 3),
        (vec![], "", 0),
    ] {
        let lines: String = lines.into_iter().map(String::as_str).collect();
        let folder =
            folder(&[("p.json", policy.clone()), ("r.jsonl", lines.clone()), ("b.jsonl", lines + bad)]);
        ends(folder.path(), &format!("evaluate r.jsonl -p p.json {arguments}"), code);
        ends(folder.path(), &format!("evaluate b.jsonl -p p.json {arguments}"), 2);
    }
}

/// The policy in shapes of AWS's answers, and where its statement is said to be.
#[test]
fn policies_of_all_shapes_are_read() {
    let (bare, wrapped) = (
        allow("s3:*"),
        |document: Value| json!({"PolicyVersion": {"Document": document, "VersionId": "v1", "IsDefaultVersion": true}}),
    );
    let role = |name: &str| json!({"RoleName": name, "PolicyName": "own", "PolicyDocument": bare});
    let folder = folder(&[
        ("bare.json", bare.to_string()),
        ("version.json", wrapped(bare.clone()).to_string()),
        ("encoded.json", wrapped(json!(bare.to_string())).to_string()),
        ("role.json", role("r").to_string()),
    ]);
    for (file, name, place) in [
        ("bare.json", "bare", "bare.json"),
        ("version.json", "version", "version.json"),
        ("encoded.json", "encoded", "encoded.json (PolicyVersion.Document)"),
        ("role.json", "own", "role.json"),
    ] {
        let out = ends(folder.path(), &format!("evaluate -p {file} --action s3:GetObject --format json"), 0);
        let answer: Value = serde_json::from_slice(&out.stdout).unwrap();
        let by = &answer["by"];
        assert_eq!(
            (&by["policy"], &by["file"], &by["line"]),
            (&json!(name), &json!(place), &json!(1)),
            "{by}"
        );
    }
    // In a line, places are columns of the line.
    for (policy, at) in [
        (bare.clone(), "{\"Effect\""),
        (wrapped(bare.clone()), "{\"Effect\""),
        (json!(bare.to_string()), "\"{\\\"Version"),
    ] {
        let line = json!({"id": "é", "policy": policy, "request": request("s3:GetObject", "*")}).to_string();
        crate::common::program::write(folder.path(), "r.jsonl", &line);
        let out = ends(folder.path(), "evaluate r.jsonl", 0);
        let by = &answers(&out.stdout)[0]["by"];
        let column = usize::try_from(by["column"].as_u64().unwrap()).unwrap();
        let found: String = line.chars().skip(column - 1).collect();
        assert!(found.starts_with(at) && by["file"].is_null(), "{by} {found}");
    }
    let line = json!({"policies": [role("r"), role("other")], "request": request("s3:GetObject", "*")});
    crate::common::program::write(folder.path(), "r.jsonl", line.to_string());
    let out = ends(folder.path(), "evaluate r.jsonl", 2);
    let reason = answers(&out.stdout)[0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("role `other`"), "{reason}");
}

#[test]
fn what_takes_too_long_is_unknown() {
    let out = ends(files().path(), "evaluate -p policy.json --action s3:GetObject --max-time 30", 0);
    assert!(text(&out.stdout).starts_with("deny"), "{}", text(&out.stdout));
}
