//! The reports for programs have the shapes that `schemas/` documents.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::program::assert_shape;
use crate::common::root;
use serde_json::Value;

fn example(name: &str) -> String {
    root().join("tests/cases/blog").join(name).display().to_string()
}

/// What the program prints as JSON, and its exit code.
fn report(args: &[&str]) -> (Value, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paredown"));
    let output = command.args(args).args(["--format", "json"]).output().expect("the program can be run");
    let value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (value, output.status.code())
}

fn text_of(report: &Value, key: &str) -> String {
    report[key].as_str().unwrap_or_default().to_owned()
}

/// Writes an input that is only needed here.
fn input(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("it can be written");
    path.display().to_string()
}

#[test]
fn a_recommendation_has_its_shape() {
    let (policy, unused) = (example("policy.json"), example("unused.json"));
    for more in [
        &[][..],
        &["--no-certify"],
        &["--engine", "automata"],
        #[cfg(feature = "z3")]
        &["--engine", "smt"],
        &["--mode", "tight"],
        &["--require", "safe"],
    ] {
        let args = [&["recommend", "--policy", &policy, "--unused", &unused][..], more].concat();
        let (report, code) = report(&args);
        assert_eq!(code, Some(0), "{more:?}");
        assert_shape("recommend.schema.json", &report);
        assert_eq!(text_of(&report["policies"][0], "outcome"), "replace");
    }
}

#[test]
fn detaching_and_leaving_unchanged_have_their_shape() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let allow = |actions: &str| {
        format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{actions},"Resource":"*"}}}}"#)
    };
    let unused = input(folder.path(), "unused.json", r#"[{"serviceNamespace":"sqs"}]"#);
    for (actions, outcome) in [
        (r#""Action":"sqs:*""#, "detach"),
        (r#""Action":"sns:*""#, "unchanged"),
        (r#""Action":["sns:Publish","sqs:Get*"]"#, "replace"),
        (r#""NotAction":"iam:*""#, "replace"),
    ] {
        let policy = input(folder.path(), "policy.json", &allow(actions));
        let (report, _) = report(&["recommend", "--policy", &policy, "--unused", &unused]);
        assert_shape("recommend.schema.json", &report);
        assert_eq!(text_of(&report["policies"][0], "outcome"), outcome, "{actions}");
    }
}

#[test]
fn certificates_have_their_shape_whatever_the_verdict() {
    let (policy, unused) = (example("policy.json"), example("unused.json"));
    let mut mutants: Vec<PathBuf> = std::fs::read_dir(example("mutants"))
        .expect("there are mutants")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    mutants.sort();
    assert!(!mutants.is_empty());
    for recommended in mutants {
        let recommended = recommended.display().to_string();
        let (report, code) =
            report(&["certify", "--policy", &policy, "--unused", &unused, "--recommended", &recommended]);
        assert_shape("certify.schema.json", &report);
        let expected = match text_of(&report, "verdict").as_str() {
            "proved" => 0,
            "refuted" => 1,
            _ => 3,
        };
        assert_eq!(code, Some(expected), "{recommended}");
    }
}

#[test]
fn several_policies_and_what_was_made_to_fit_have_their_shape() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let statement = |actions: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{actions},"Resource":"*"}}]}}"#
        )
    };
    let many: Vec<String> = (0..500).map(|n| format!("\"sqs:MadeUpActionNumber{n}\"")).collect();
    let one = input(folder.path(), "one.json", &statement(&format!("[{}]", many.join(","))));
    let two = input(folder.path(), "two.json", &statement(r#""sns:*""#));
    let unused = input(folder.path(), "unused.json", r#"[{"serviceNamespace":"sns","actions":["Publish"]}]"#);
    let inputs = ["-p", &one, "-p", &two, "-u", &unused];
    let (refined, code) = report(&[&["recommend", "--fit"][..], &inputs].concat());
    assert_shape("recommend.schema.json", &refined);
    assert_eq!((code, refined["certification"]["verdict"].as_str()), (Some(0), Some("proved")));
    let (certified, code) = report(&[&["certify", "-r", &one, "-r", &two][..], &inputs].concat());
    assert_shape("certify.schema.json", &certified);
    assert_eq!((code, certified["certification"]["verdict"].as_str()), (Some(1), Some("refuted")));
}

#[test]
fn drift_has_its_shape() {
    let inputs =
        ["-p", &example("policy.json"), "-u", &example("unused.json"), "-r", &example("expected.json")];
    let all = root().join("crates/policy/data/catalogue.txt").display().to_string();
    let (drift, _) = report(
        &[&["drift", "--certified", &example("catalogue-2024.json"), "-c", &all][..], &inputs].concat(),
    );
    assert_shape("drift.schema.json", &drift);
}

#[test]
fn lines_of_batch_have_their_shape() {
    let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#;
    let unused = r#"[{"serviceNamespace":"sqs","actions":["ListQueues"]}]"#;
    let job = |id: &str, more: &str| format!(r#"{{"id":{id},"policy":{policy},"unused":{unused}{more}}}"#);
    let recommended = format!(",\"recommended\":{policy}");
    let lines = [job("1", ""), job("\"x\"", &recommended), job("null", ""), "{".to_owned()].join("\n");
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let jobs = input(folder.path(), "jobs.jsonl", &lines);
    for certify in [paredown::prove::Engine::default().name(), "none"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paredown"));
        let output = command.args(["batch", &jobs, "--certify", certify]).output().expect("it can be run");
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        assert_eq!(text.lines().count(), 4);
        for line in text.lines() {
            assert_shape("batch.schema.json", &serde_json::from_str(line).expect("each line is JSON"));
        }
    }
}

#[test]
fn catalogues_have_their_shape() {
    let (identity, _) = report(&["catalogue"]);
    assert_shape("catalogue.schema.json", &identity);
    let (another, _) = report(&["catalogue", "--catalogue", &example("catalogue-2024.json")]);
    assert_shape("catalogue.schema.json", &another);
    let all = root().join("crates/policy/data/catalogue.txt").display().to_string();
    let (own, _) = report(&["catalogue", "--catalogue", &all]);
    assert_shape("catalogue.schema.json", &own);
    assert_eq!((text_of(&own, "source").as_str(), own["stated"].is_object()), ("catalogue.txt", true));
    for pattern in ["s3:Get*", "*", "nothing:Here"] {
        let (matching, _) = report(&["catalogue", pattern]);
        assert_shape("catalogue-pattern.schema.json", &matching);
    }
}

/// What a program that reads reports can tell versions of their shapes apart by.
#[test]
fn every_schema_has_a_name_with_a_version() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("schemas")).expect("there are schemas") {
        let path = entry.expect("it can be listed").path();
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let schema: Value = serde_json::from_str(&text).expect("it is JSON");
        let file = path.file_name().and_then(|name| name.to_str()).expect("the name is UTF-8");
        let name = file.strip_suffix(".schema.json").expect("it is called so");
        let id = text_of(&schema, "$id");
        let version = id.strip_prefix(&format!("urn:paredown:{name}:v"));
        assert!(version.is_some_and(|number| number.parse::<u32>().is_ok()), "{file} has the $id `{id}`");
        seen += 1;
    }
    assert!(seen > 8, "{seen} schemas");
}

#[test]
fn a_report_with_something_else_in_it_is_refused() {
    let (mut identity, _) = report(&["catalogue"]);
    identity["extra"] = Value::Null;
    let refused = std::panic::catch_unwind(|| assert_shape("catalogue.schema.json", &identity));
    assert!(refused.is_err(), "the schema lets anything through");
}
