//! What reviewers and hostile inputs found, kind by kind: small inputs with the right verdicts, run through the
//! program with each engine, as certify, as batch, and as a certificate that is verified.
//!
//! The cases are in `tests/faults/*.json`. A policy is a list of statements of 2012-10-17, a document, or a text;
//! `expect` has the right exit codes under each requirement.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::corpus::shared;
use crate::common::faults::{Case, Codes, Kind, document};
use crate::common::{ENGINES, paredown_command, root, text};
use serde_json::{Value, json};

fn run(folder: &Path, arguments: &[String]) -> Output {
    paredown_command().current_dir(folder).args(arguments).output().unwrap()
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(ToString::to_string).collect()
}

/// What the program does wrong in one case.
fn failures(kind: &Kind, case: &Case) -> Vec<String> {
    let folder = case.folder(kind);
    let mut wrong = Vec::new();
    for (require, right) in &case.expect {
        for (engine, name) in ENGINES.map(|engine| (engine, engine.name())) {
            let here = |what: &str| format!("{what} with {name}, required {require}");
            if case.is_paired() {
                let mut arguments = owned(&[&case.command, "--require", require, "--engine", name]);
                arguments.extend(case.inputs().into_iter().chain(case.options()));
                let out = run(folder.path(), &arguments);
                wrong.extend(said(case, &out, right).into_iter().map(|what| here(&what)));
            } else {
                let code = case.code(kind, require, engine);
                wrong.extend((!right.contains(&code)).then(|| here(&format!("exit {code}, not {right:?}"))));
            }
            if let Some(out) = batch(case, folder.path(), require, name) {
                let code = out.status.code().unwrap();
                if !right.contains(&code) {
                    wrong.push(here(&format!("batch: exit {code}, not {right:?}: {}", text(&out.stdout))));
                }
            }
        }
        wrong.extend(certificate(case, folder.path(), require));
    }
    wrong
}

/// What is wrong with its output.
fn said(case: &Case, out: &Output, right: &[i32]) -> Vec<String> {
    let (code, stdout, stderr) = (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr));
    let mut wrong = Vec::new();
    if !right.contains(&code) {
        wrong.push(format!("exit {code}, not {right:?}: {stdout}{stderr}"));
    }
    // What is found is only there where it is not refused, and where it decides.
    if code != right[0] {
        return wrong;
    }
    let proof = code == 0 && case.command == "certify";
    let has = case.has.iter().filter(|part| !proof && !stdout.contains(part.as_str()) && code != 2);
    wrong.extend(has.map(|part| format!("no `{part}` in {stdout}{stderr}")));
    let lacks = case.lacks.iter().filter(|part| stdout.contains(part.as_str()));
    wrong.extend(lacks.map(|part| format!("`{part}` in {stdout}")));
    let says = case.says.iter().filter(|part| !stderr.contains(part.as_str()));
    wrong.extend(says.map(|part| format!("no `{part}` on standard error: {stderr}")));
    wrong
}

/// The same as a job, if there is one policy and at most one document in its place.
fn batch(case: &Case, folder: &Path, require: &str, engine: &str) -> Option<Output> {
    let ([policy], Value::Array(lines)) = (case.before.as_slice(), &case.unused) else { return None };
    let recommended = match case.after.as_deref() {
        None => String::new(),
        Some([]) => ",\"recommended\":null".to_owned(),
        Some([only]) => format!(",\"recommended\":{}", document(only)),
        Some(_) => return None,
    };
    let unused = lines.iter().map(|line| line.as_str().unwrap().split_once(':').unwrap());
    let unused: Vec<Value> =
        unused.map(|(service, name)| json!({"serviceNamespace": service, "actions": [name]})).collect();
    let job = format!(r#"{{"id":1,"policy":{},"unused":{}{recommended}}}"#, document(policy), json!(unused));
    fs::write(folder.join("jobs.jsonl"), job).unwrap();
    let mut arguments =
        owned(&["batch", "jobs.jsonl", "-c", "catalogue.json", "--certify", engine, "--require", require]);
    arguments.extend(case.keep.iter().flat_map(|pattern| ["--keep".to_owned(), pattern.clone()]));
    arguments.extend(case.mode.iter().flat_map(|mode| ["--mode".to_owned(), mode.clone()]));
    Some(run(folder, &arguments))
}

/// Nothing is certified that is not proved; `verify` accepts what a certificate claims.
fn certificate(case: &Case, folder: &Path, require: &str) -> Vec<String> {
    if case.command != "certify" || !case.is_paired() {
        return Vec::new();
    }
    let certificate = format!("{require}.certificate.json");
    let mut arguments = owned(&["certify", "--require", require, "--certificate", &certificate]);
    arguments.extend(case.inputs());
    arguments.extend(case.mode.iter().flat_map(|mode| ["--mode".to_owned(), mode.clone()]));
    let out = run(folder, &arguments);
    let (code, there) = (out.status.code().unwrap(), folder.join(&certificate).exists());
    let mut wrong = Vec::new();
    if there != (code == 0) {
        wrong.push(format!("required {require}: exit {code}, certificate {there}: {}", text(&out.stderr)));
    }
    if !case.expect[require].contains(&code) && (code, case.expect[require][0]) != (3, 0) {
        wrong.push(format!("required {require}, with a certificate: exit {code}: {}", text(&out.stderr)));
    }
    let own = Codes::from([(require.to_owned(), vec![0])]);
    let asked = case.verify.get(require).unwrap_or(&own);
    for (ask, right) in asked.iter().filter(|_| there) {
        let mut arguments = owned(&["verify", &certificate]);
        if !ask.is_empty() {
            arguments.extend(owned(&["--require", ask]));
        }
        arguments.extend(case.inputs());
        let out = run(folder, &arguments);
        if !right.contains(&out.status.code().unwrap()) {
            let what = format!("{}{}", text(&out.stdout), text(&out.stderr));
            wrong.push(format!("verify of {require}, asked for `{ask}`: {}: {what}", out.status));
        }
    }
    wrong
}

fn all_right(file: &str) {
    let path = root().join("tests/faults").join(format!("{file}.json"));
    let kind: Kind = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut wrong = Vec::new();
    for case in &kind.cases {
        let found = failures(&kind, case);
        wrong.extend(found.into_iter().map(|what| format!("{} ({}): {what}", case.name, case.why)));
    }
    eprintln!("{} cases of {file}: {}", kind.cases.len(), kind.about);
    assert!(!kind.cases.is_empty());
    assert!(wrong.is_empty(), "{} failures:\n{}", wrong.len(), wrong.join("\n"));
}

macro_rules! kinds {
    ($($name:ident $file:literal)*) => {
        $(#[test]
        fn $name() {
            all_right($file);
        })*

        #[test]
        fn every_kind_is_run() {
            let files = fs::read_dir(root().join("tests/faults")).unwrap();
            let mut found: Vec<String> = files
                .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            found.sort();
            let mut named = [$($file),*];
            named.sort_unstable();
            assert_eq!(found, named);
        }
    };
}

kinds! {
    deny_statements "deny"
    what_is_denied_anyway "denied-anyway"
    what_is_known "known"
    rows_and_scopes "rows"
    the_search_space "search-space"
    resources "resources"
    conditions_and_numbers "conditions"
    policies_together "together"
    contradicting_findings "findings"
    what_iam_refuses "refused"
    catalogues "catalogues"
    certificates "certificates"
}

#[test]
fn the_cases_beside_the_project() {
    let Some(script) = shared("corpus/faults/run.py") else { return };
    assert!(shared("corpus/faults/cases.json").is_some());
    let out = Command::new("python3").arg(script).arg(env!("CARGO_BIN_EXE_paredown")).output().unwrap();
    let said = text(&out.stdout);
    eprintln!("{said}");
    let (right, all) = said.lines().last().and_then(|line| line.split_once(" of ")).expect(said);
    let all = all.split(' ').next().unwrap();
    assert!(all.parse::<usize>().unwrap() > 0 && right == all, "{said}{}", text(&out.stderr));
}
