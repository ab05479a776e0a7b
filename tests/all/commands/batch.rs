//! `paredown batch`: lines in, lines out, whatever the lines are.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::common::program::allow;
use crate::common::{Case, paredown, paredown_command, text};
use paredown::recommend::Mode;
use serde_json::{Value, json};

/// Runs it on lines.
fn batch(lines: &[String], arguments: &[&str]) -> Output {
    let mut command = paredown_command();
    command.arg("batch").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let all = lines.join("\n");
    let writer = std::thread::spawn(move || input.write_all(all.as_bytes()));
    let out = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    out
}

fn rows(out: &Output) -> Vec<Value> {
    text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn job(id: usize, action: &str, unused: &str) -> String {
    let (service, name) = unused.split_once(':').unwrap();
    json!({"id": id, "policy": allow(action), "unused": [{"serviceNamespace": service, "actions": [name]}]})
        .to_string()
}

#[test]
fn answers_come_in_the_order_of_the_jobs() {
    // The first is by far the longest.
    let mut jobs = vec![job(0, "ec2:*", "ec2:RunInstances")];
    jobs.extend((1..80).map(|id| job(id, "sqs:List*", "sqs:ListQueues")));
    let out = batch(&jobs, &["--threads", "4", "--require", "exact"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let rows = rows(&out);
    let ids: Vec<u64> = rows.iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..80).collect::<Vec<u64>>());
    assert!(rows.iter().all(|row| row["verdict"] == "proved" && row["outcome"] == "replace"));
    assert!(text(&out.stderr).starts_with("80 jobs: 80 replace"), "{}", text(&out.stderr));
    // The same on one thread.
    assert_eq!(batch(&jobs, &["--threads", "1", "--require", "exact"]).stdout, out.stdout);
}

#[test]
fn a_bad_line_stops_no_other() {
    let lines = [
        job(1, "sqs:List*", "sqs:ListQueues"),
        "{\"id\": \"x\", ".to_owned(),
        String::new(),
        "[]".to_owned(),
        json!({"policy": 1}).to_string(),
        json!({"id": "no unused", "policy": allow("s3:*")}).to_string(),
        r#"{"id":"bad","policy":{"Statement":[{"Effect":"allow"}]},"unused":[]}"#.to_owned(),
        json!({"id": "dup", "policy": allow("s3"), "unused": []}).to_string(),
        job(2, "sqs:ListQueues", "sqs:ListQueues"),
    ];
    let out = batch(&lines, &[]);
    assert_eq!(out.status.code(), Some(2));
    let rows = rows(&out);
    assert_eq!(rows.len(), 8);
    assert_eq!((&rows[0]["verdict"], &rows[7]["outcome"]), (&json!("proved"), &json!("detach")));
    assert_eq!(rows[7]["recommended"], Value::Null);
    for (row, line, id, message) in [
        (1, 2, Value::Null, "the document ends here, in the middle of an object"),
        (2, 4, Value::Null, "a job must be an object, found a list"),
        (3, 5, Value::Null, "the job has no `id`"),
        (4, 6, json!("no unused"), "the job has no `unused`"),
        (5, 7, json!("bad"), "`allow` is not an effect"),
        (6, 8, json!("dup"), "the action `s3` has no service"),
    ] {
        assert_eq!(rows[row]["error"]["message"], message, "{}", rows[row]);
        assert_eq!((&rows[row]["error"]["line"], &rows[row]["id"]), (&json!(line), &id));
    }
    // The column is that of the line.
    let column = usize::try_from(rows[5]["error"]["column"].as_u64().unwrap()).unwrap();
    assert_eq!(&lines[6][column - 1..column + 6], "\"allow\"");
}

#[test]
fn what_is_given_is_certified_instead() {
    let unused = json!([{"serviceNamespace": "sqs", "actions": ["ListQueues"]}]);
    let with = |id: &str, recommended: Value| {
        json!({"id": id, "policy": allow("sqs:List*"), "unused": unused, "recommended": recommended})
            .to_string()
    };
    let lines = [
        with("same", allow("sqs:List*")),
        with("good", allow("sqs:ListQueueTags")),
        with("gone", Value::Null),
    ];
    let out = batch(&lines, &["--require", "safe"]);
    assert_eq!(out.status.code(), Some(1));
    let rows = rows(&out);
    let shown: Vec<_> = rows.iter().map(|row| (&row["outcome"], &row["verdict"])).collect();
    let (refuted, proved) = (&json!("refuted"), &json!("proved"));
    let (unchanged, replace, detach) = (&json!("unchanged"), &json!("replace"), &json!("detach"));
    assert_eq!(shown, [(unchanged, refuted), (replace, proved), (detach, proved)]);
    assert_eq!(rows[0]["failures"][0]["witness"]["action"], "sqs:ListQueues");
    // Exact needs what is used.
    assert_eq!(batch(&lines[1..2], &["--require", "exact"]).status.code(), Some(1));
}

#[test]
fn recommends_what_recommend_recommends() {
    let mut lines = Vec::new();
    let mut expected = Vec::new();
    let cases: Vec<Case> =
        Case::all("cases").into_iter().filter(|case| !case.path("keep.txt").exists()).collect();
    for case in &cases {
        let Some(unused) = case.text("unused.json") else { continue };
        let Ok(unused) = serde_json::from_str::<Value>(&unused) else { continue };
        let policy: Value = serde_json::from_str(&case.text("policy.json").unwrap()).unwrap();
        lines.push(json!({"id": case.name, "policy": policy, "unused": unused}).to_string());
        let files = ["-p", &case.arg("policy.json"), "-u", &case.arg("unused.json"), "--no-certify"]
            .map(str::to_owned);
        let out = paredown(["recommend".to_owned()].iter().chain(&files));
        expected.push((case.name.clone(), serde_json::from_slice(&out.stdout).unwrap_or(Value::Null)));
    }
    let out = batch(&lines, &["--certify", "none", "--mode", Mode::Shortest.name()]);
    let found: Vec<(String, Value)> = rows(&out)
        .into_iter()
        .map(|row| (row["id"].as_str().unwrap().to_owned(), row["recommended"].clone()))
        .collect();
    assert_eq!(found, expected);
    assert!(found.len() > 30);
}

#[test]
fn what_is_kept_stays() {
    let out = batch(&[job(1, "sqs:*", "sqs:ListQueues")], &["--keep", "sqs:ListQ*"]);
    assert_eq!(rows(&out)[0]["outcome"], "unchanged");
}

#[test]
fn what_cannot_be_read_is_refused() {
    for (path, message) in [("src", "`src` is a folder"), ("no/such.jsonl", "`no/such.jsonl` does not exist")]
    {
        let out = paredown(["batch", path]);
        assert_eq!(out.status.code(), Some(2));
        assert!(text(&out.stderr).starts_with(&format!("error: {message}")), "{}", text(&out.stderr));
    }
}

#[cfg(feature = "z3")]
#[test]
fn each_engine_says_the_same() {
    let lines = [job(1, "a:*", "a:Get"), job(2, "a:Get", "a:Get"), job(3, "a:List*", "a:Get")];
    let by = |engine: &str| {
        let out = batch(&lines, &["--certify", engine]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        assert!(text(&out.stderr).contains(&format!("(engine {engine})")), "{}", text(&out.stderr));
        rows(&out)
    };
    assert_eq!(by("smt"), by("automata"));
    assert_eq!(by("smt"), by("both"));
}

#[test]
fn an_array_and_a_packed_file_are_jobs_too() {
    let jobs =
        [job(1, "sqs:List*", "sqs:ListQueues"), job(2, "sns:*", "sns:Publish"), "{\"id\": 3}".to_owned()];
    let lines = batch(&jobs, &["--certify", "automata"]);
    let values: Vec<Value> = jobs.iter().map(|job| serde_json::from_str(job).unwrap()).collect();
    let pretty = serde_json::to_string_pretty(&values).unwrap();
    let array = batch(std::slice::from_ref(&pretty), &["--certify", "automata"]);
    let (mut one, mut other) = (rows(&lines), rows(&array));
    assert_eq!(other[2]["error"]["message"], "the job has no `policy`");
    // The job that is none begins on another line: there it is the last.
    let line = |mut rows: Vec<Value>| rows.pop().unwrap()["error"]["line"].as_u64().unwrap();
    assert_eq!(line(rows(&lines)), 3);
    assert_eq!(line(rows(&array)), pretty.lines().count() as u64 - 3);
    one.pop();
    other.pop();
    assert_eq!(one, other);
    assert_eq!(array.status.code(), Some(2));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(jobs.join("\n").as_bytes()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobs.jsonl.gz");
    let packed = packed.finish().unwrap();
    std::fs::write(&path, &packed).unwrap();
    let read = |path: &std::path::Path| {
        paredown(["batch".as_ref(), path.as_os_str(), "--certify".as_ref(), "automata".as_ref()])
    };
    assert_eq!(read(&path).stdout, lines.stdout);
    std::fs::write(&path, &packed[..packed.len() / 2]).unwrap();
    let cut = read(&path);
    assert_eq!(cut.status.code(), Some(2));
    assert!(text(&cut.stderr).contains("the jobs cannot be read"), "{}", text(&cut.stderr));
}

#[test]
fn one_document_over_many_lines_is_one_error_or_one_job() {
    let value: Value = serde_json::from_str(&job(1, "sqs:List*", "sqs:ListQueues")).unwrap();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    let out = batch(std::slice::from_ref(&pretty), &["--certify", "automata"]);
    assert_eq!((out.status.code(), rows(&out).len()), (Some(0), 1), "{}", text(&out.stderr));
    let out = batch(&[pretty.clone(), pretty], &["--certify", "automata"]);
    assert_eq!((out.status.code(), rows(&out).len()), (Some(2), 0), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("jq -c ."), "{}", text(&out.stderr));
}

#[test]
fn members_in_strings_are_read_alike() {
    let value: Value = serde_json::from_str(&job(1, "sqs:List*", "sqs:ListQueues")).unwrap();
    let strings =
        json!({"id": 1, "policy": value["policy"].to_string(), "unused": value["unused"].to_string()});
    let lines = json!({"id": 1, "policy": value["policy"], "unused": "sqs:ListQueues\n"});
    let wrong = json!({"id": 1, "policy": value["policy"], "unused": "{\"s3\":\n 1}"});
    let out = batch(
        &[value.to_string(), strings.to_string(), lines.to_string(), wrong.to_string()],
        &["--certify", "automata"],
    );
    let rows = rows(&out);
    assert_eq!((&rows[0], &rows[0]), (&rows[1], &rows[2]));
    let error = &rows[3]["error"];
    assert_eq!(error["line"], 4);
    assert!(error["message"].as_str().unwrap().contains("in the decoded text: line 1"), "{error}");
}
