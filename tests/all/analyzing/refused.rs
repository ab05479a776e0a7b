//! Exports that are not whole, or do not belong together.

use serde_json::{Value, json};

use super::account::{arn, details, laid_out, report, role, service};
use crate::common::program::{ends, refusal, text};

fn answer() -> Value {
    details(&[role("a", &["sqs:*"], &json!({}))])
}

fn of(name: &str, report: &Value) -> Value {
    json!({"arn": name, "report": report})
}

/// What is wrong, the files, the code of the error, and the file that it names.
type Case = (&'static str, Vec<(&'static str, Value)>, &'static str, &'static str);

#[test]
fn what_is_not_whole_or_of_another_account_is_named() {
    let whole = report("SERVICE_LEVEL", &json!([service("sqs", None, None)]));
    let changed = |key: &str, value: Value| {
        let mut changed = whole.clone();
        changed[key] = value;
        changed
    };
    let truncated = {
        let mut answer = answer();
        answer["IsTruncated"] = json!(true);
        answer
    };
    let cut = {
        let text = answer().to_string();
        text[..text.len() / 2].to_owned()
    };
    let header = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed";
    let cases: Vec<Case> = vec![
        ("a page without its successor", vec![("d.json", truncated)], "invalid", "d.json"),
        ("two answers", vec![("d.json", answer()), ("e.json", answer())], "invalid", "e.json"),
        (
            "a job that is not completed",
            vec![
                ("d.json", answer()),
                ("r.json", of(&arn("a"), &changed("JobStatus", json!("IN_PROGRESS")))),
            ],
            "invalid",
            "r.json",
        ),
        (
            "a report that goes on",
            vec![("d.json", answer()), ("r.json", of(&arn("a"), &changed("IsTruncated", json!(true))))],
            "invalid",
            "r.json",
        ),
        (
            "a report of nobody",
            vec![("d.json", answer()), ("r.json", whole.clone())],
            "missing-member",
            "r.json",
        ),
        (
            "a report of another account",
            vec![("d.json", answer()), ("r.json", of("arn:aws:iam::999:role/a", &whole))],
            "other-principal",
            "r.json",
        ),
        (
            "two reports of one",
            vec![("d.json", answer()), ("r.json", of(&arn("a"), &whole)), ("s.json", of(&arn("a"), &whole))],
            "duplicate",
            "s.json",
        ),
        (
            "a time",
            vec![("d.json", answer()), ("r.json", of(&arn("a"), &changed("JobCreationDate", json!("soon"))))],
            "invalid",
            "r.json",
        ),
        (
            "a column",
            vec![("d.json", answer()), ("c.csv", json!(format!("{header},shoe_size\n")))],
            "unknown-member",
            "c.csv",
        ),
        (
            "no column",
            vec![("d.json", answer()), ("c.csv", json!(format!("{header}\n")))],
            "missing-member",
            "c.csv",
        ),
        (
            "another file",
            vec![("d.json", answer()), ("o.json", json!({"Buckets": []}))],
            "wrong-document",
            "o.json",
        ),
        ("a file that was cut", vec![("d.json", json!(cut))], "not-json", "d.json"),
        ("no answer", vec![("r.json", of(&arn("a"), &whole))], "missing-member", "a"),
    ];
    for (what, files, code, file) in cases {
        let folder = laid_out(&files);
        let error = refusal(folder.path(), "analyze a -c catalogue.json --output out", 2);
        assert_eq!(error["code"], code, "{what}: {error}");
        let named = error["file"].as_str().unwrap();
        assert!(named.ends_with(file), "{what}: {error}");
        assert!(!folder.path().join("out").exists(), "{what}");
    }
}

#[cfg(unix)]
#[test]
fn files_have_any_names_and_no_folder_is_passed_over() {
    // Whatever it is called, an export is read, and what is not an export is refused.
    let folder = laid_out(&[("anything.txt", answer()), ("notes", json!("see the wiki"))]);
    let error = refusal(folder.path(), "analyze a --output out", 2);
    assert!(error["file"].as_str().unwrap().ends_with("notes"), "{error}");
    std::fs::remove_file(folder.path().join("a/notes")).unwrap();
    std::fs::write(folder.path().join("a/.mark.done"), "").unwrap();
    let out = ends(folder.path(), &format!("analyze a --as-of {} --output out", super::account::NOW), 0);
    assert!(!text(&out.stderr).contains("mark"), "{}", text(&out.stderr));
    std::fs::create_dir(folder.path().join("b")).unwrap();
    std::os::unix::fs::symlink("../b", folder.path().join("a/more")).unwrap();
    let error = refusal(folder.path(), "analyze a --output out", 2);
    assert_eq!(error["code"], "not-a-file", "{error}");
}

#[test]
fn the_age_is_one_to_365_days() {
    let folder = laid_out(&[("d.json", answer())]);
    for age in ["0", "400", "-1", "ninety"] {
        let command = format!("analyze a -c catalogue.json --output out --age {age}");
        let out = crate::common::program::run(folder.path(), &command);
        assert_eq!(out.status.code(), Some(2), "{age}");
    }
    assert!(!folder.path().join("out").exists());
}
