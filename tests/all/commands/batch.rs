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
        assert_eq!((&rows[row]["error"]["line"], &rows[row]["id"]), (&Value::Null, &id));
        // Only standard error gives the line: answers do not depend on how an input was cut.
        let told = format!("line {line} (id {id})");
        assert!(text(&out.stderr).contains(&told), "{told}: {}", text(&out.stderr));
    }
    // The column is in the job.
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
    // The last one is on another line there, which only standard error says.
    assert!(text(&lines.stderr).contains("line 3 (id 3)"), "{}", text(&lines.stderr));
    let line = format!("line {} (id 3)", pretty.lines().count() - 3);
    assert!(text(&array.stderr).contains(&line), "{line}: {}", text(&array.stderr));
    assert_eq!(one.pop(), other.pop());
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
    assert!(text(&cut.stderr).contains("the input cannot be read"), "{}", text(&cut.stderr));
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
    assert_eq!((&error["line"], &rows[3]["id"]), (&Value::Null, &json!(1)));
    assert!(error["message"].as_str().unwrap().contains("in the decoded text: line 1"), "{error}");
}

/// Answers without the members that are always present.
fn row(out: &Output) -> Value {
    let rows = rows(out);
    let [only] = rows.as_slice() else { panic!("{}", text(&out.stdout)) };
    only.clone()
}

#[test]
fn what_a_job_says_besides_is_passed_through_and_nothing_of_it_is_lost_in_silence() {
    let mut value: Value = serde_json::from_str(&job(1, "sqs:List*", "sqs:ListQueues")).unwrap();
    value["team"] = json!({"name": "a", "lists": [1.50, "x"]});
    value["verdict"] = json!("proved");
    let out = batch(&[value.to_string()], &["--certify", "none"]);
    let row = row(&out);
    assert_eq!(row["team"], value["team"]);
    // A member named like a part of the answer is not passed through, and a warning says so.
    assert_eq!(row["verdict"], Value::Null);
    assert!(
        row["warnings"][0]["message"].as_str().unwrap().contains("`verdict` is not passed through"),
        "{row}"
    );
    // As it is written, number for number.
    assert!(text(&out.stdout).contains("1.5,\"x\"") || text(&out.stdout).contains("1.50"));
}

#[test]
fn answers_say_what_they_rest_on_and_the_same_bytes_each_time() {
    let lines = [job(1, "sqs:List*", "sqs:ListQueues")];
    let out = batch(&lines, &["--certify", "automata"]);
    assert_eq!(batch(&lines, &["--certify", "automata"]).stdout, out.stdout);
    let row = row(&out);
    assert_eq!((&row["mode"], &row["schema"]), (&json!("shortest"), &json!("urn:paredown:batch:v2")));
    assert_eq!(row["paredown"], env!("CARGO_PKG_VERSION"));
    assert_eq!(row["catalogue"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(row["counts"]["actions"], json!({"before": 4, "after": 3}));
    assert_eq!(row["counts"]["patterns"], json!({"before": 1, "after": 3}));
    assert_eq!(row["counts"]["removed"], json!({"read": 1}));
    assert_eq!(row["times"], Value::Null);
    let timed = batch(&lines, &["--certify", "automata", "--timings"]);
    assert!(rows(&timed)[0]["times"]["automata"].is_number(), "{}", text(&timed.stdout));
    let bare = batch(&lines, &["--certify", "automata", "--no-documents"]);
    assert!(rows(&bare)[0].get("recommended").is_none());
}

#[test]
fn several_policies_are_one_job() {
    let list = json!({"Version": "2012-10-17", "Statement":
        [{"Effect": "Allow", "Action": "sqs:ListQueues", "Resource": "*"}]});
    let job = json!({
        "id": "principal",
        "principal": "arn:aws:iam::123456789012:role/app",
        "policies": [{"name": "reader", "policy": allow("sqs:List*")}, list],
        "unused": "sqs:ListQueues\n",
        "keep": [{"pattern": "sns:*", "reason": "alarms"}],
    });
    let out = batch(&[job.to_string()], &["--certificate"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stdout));
    let row = row(&out);
    assert_eq!(row["outcome"], "replace");
    let shown: Vec<_> =
        row["recommended"].as_array().unwrap().iter().map(|one| (&one["name"], &one["outcome"])).collect();
    let (reader, second) = (json!("reader"), json!("policy-2"));
    assert_eq!(shown, [(&reader, &json!("replace")), (&second, &json!("detach"))]);
    assert_eq!(row["kept"], json!([{"pattern": "sns:*", "reason": "alarms"}]));
    assert!(row["certificate"]["predicate"].is_object());
    // The same as a given recommendation.
    let mut given = job.clone();
    given["recommended"] = json!([row["recommended"][0]["recommended"][0], null]);
    let out = batch(&[given.to_string()], &["--certify", "automata"]);
    assert_eq!(rows(&out)[0]["verdict"], "proved", "{}", text(&out.stdout));
    given["recommended"] = json!([null]);
    let out = batch(&[given.to_string()], &["--certify", "automata"]);
    assert!(
        rows(&out)[0]["error"]["message"].as_str().unwrap().contains("needs 2 recommendations"),
        "{}",
        text(&out.stdout)
    );
}

#[test]
fn options_of_a_job_go_before_those_of_the_command() {
    let mut value: Value = serde_json::from_str(&job(1, "sqs:List*", "sqs:ListQueues")).unwrap();
    value["options"] = json!({"mode": "tight", "require": "safe", "plan": true, "kind": "inline-role"});
    value["principal"] = json!("arn:aws:iam::123456789012:role/app");
    let out = batch(&[value.to_string()], &["--certify", "automata"]);
    let row = row(&out);
    assert_eq!(row["mode"], "tight");
    let obligations: Vec<&String> = row["obligations"].as_object().unwrap().keys().collect();
    assert_eq!(obligations, ["no-escalation", "unused-removed"]);
    assert!(!row["plan"]["steps"].as_array().unwrap().is_empty(), "{row}");
    for (wrong, message) in [
        (json!({"modus": "tight"}), "modus"),
        (json!({"mode": "tigth"}), "`tigth` is not one of shortest, tight"),
        (json!({"attached_limit": 26}), "a number from 1 to 25"),
        (json!({"min_unused_days": 5}), "counted back"),
    ] {
        value["options"] = wrong;
        let out = batch(&[value.to_string()], &["--certify", "automata"]);
        let rows = rows(&out);
        let error = rows[0]["error"]["message"].as_str().unwrap_or_else(|| panic!("{}", text(&out.stdout)));
        assert!(error.contains(message), "{error}");
        assert!(rows[0]["error"]["column"].is_number());
    }
}

#[test]
fn the_summary_can_be_added_up_and_answered_is_an_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.json");
    let lines = [job(1, "sqs:List*", "sqs:ListQueues"), "{}".to_owned(), job(2, "sns:*", "sns:Publish")];
    let arguments = ["--certify", "automata", "--exit-code", "answered", "--summary", path.to_str().unwrap()];
    let read = |lines: &[String]| -> Value {
        let out = batch(lines, &arguments);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()
    };
    let whole = read(&lines);
    assert_eq!((&whole["jobs"], &whole["proved"], &whole["errors"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(whole["failed"][0]["line"], 2);
    let (first, rest) = (read(&lines[..1]), read(&lines[1..]));
    let sum = |key: &str| first[key].as_u64().unwrap() + rest[key].as_u64().unwrap();
    for key in ["jobs", "proved", "replace", "errors"] {
        assert_eq!(whole[key], sum(key), "{key}");
    }
    let of = |value: &Value| value["actions"]["after"].as_u64().unwrap();
    assert_eq!(of(&whole), of(&first) + of(&rest));
    assert_eq!(batch(&lines, &arguments[..2]).status.code(), Some(2));
}
