//! What reviewers and hostile inputs found, kind by kind: small inputs with the verdicts that are right, run
//! through the program with each engine, as certify, as batch, and as a certificate that is verified.
//!
//! `tests/faults/*.json` have the cases. A policy is a list of statements of 2012-10-17, a document, or a
//! text; `expect` has the exit codes that are right under each requirement.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::corpus::shared;
use common::{ENGINES, catalogue, paredown_command, policy, root, text, together_by};
use paredown::model::{Action, UnusedSet};
use paredown::prove::{Engine, Requirement, Verdict};
use paredown::recommend::Mode;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    about: String,
    catalogue: Value,
    cases: Vec<Case>,
}

/// Exit codes that are right, by requirement.
type Codes = BTreeMap<String, Vec<i32>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    why: String,
    before: Vec<Value>,
    /// What is certified; nothing where it is recommended.
    after: Option<Vec<Value>>,
    /// Lines, or the text of a finding.
    unused: Value,
    #[serde(default)]
    keep: Vec<String>,
    catalogue: Option<Value>,
    #[serde(default = "certify")]
    command: String,
    mode: Option<String>,
    format: Option<String>,
    expect: Codes,
    /// What standard output has to have or lack, and standard error to have.
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    says: Vec<String>,
    /// What `verify` makes of a certificate that claims so much, by what is asked for; nothing for `""`.
    #[serde(default)]
    verify: BTreeMap<String, Codes>,
}

fn certify() -> String {
    "certify".to_owned()
}

/// A policy as a text.
fn document(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => json!({"Version": "2012-10-17", "Statement": value}).to_string(),
        other => other.to_string(),
    }
}

impl Case {
    /// A folder with its files.
    fn folder(&self, kind: &Kind) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("catalogue.json", &self.catalogue.as_ref().unwrap_or(&kind.catalogue).to_string());
        let unused = match &self.unused {
            Value::String(text) => text.clone(),
            lines => {
                lines.as_array().unwrap().iter().map(|line| format!("{}\n", line.as_str().unwrap())).collect()
            }
        };
        // An empty list of lines is no finding, an empty list of services is.
        write("unused", if unused.is_empty() { "[]" } else { &unused });
        let numbered = |kind: &str, all: &[Value]| {
            all.iter()
                .enumerate()
                .for_each(|(at, value)| write(&format!("{kind}{at}.json"), &document(value)));
        };
        numbered("p", &self.before);
        numbered("r", self.after.as_deref().unwrap_or_default());
        folder
    }

    /// The arguments that name its inputs.
    fn inputs(&self) -> Vec<String> {
        let mut all = Vec::new();
        let mut option = |name: &str, value: String| all.extend([name.to_owned(), value]);
        let after = self.after.as_deref().unwrap_or_default();
        (0..self.before.len()).for_each(|at| option("-p", format!("p{at}.json")));
        (0..after.len()).for_each(|at| option("-r", format!("r{at}.json")));
        option("-u", "unused".to_owned());
        option("-c", "catalogue.json".to_owned());
        self.keep.iter().for_each(|pattern| option("--keep", pattern.clone()));
        all
    }

    fn options(&self) -> Vec<String> {
        let mode = self.mode.iter().flat_map(|mode| ["--mode".to_owned(), mode.clone()]);
        let format = self.format.iter().flat_map(|format| ["--format".to_owned(), format.clone()]);
        mode.chain(format).collect()
    }

    /// Whether it can be given on a command line, which has a document for each policy.
    fn is_paired(&self) -> bool {
        self.after.as_ref().is_none_or(|after| after.len() == self.before.len())
    }

    /// The exit code for what the library says of it.
    fn code(&self, kind: &Kind, require: &str, engine: Engine) -> i32 {
        let all = |values: &[Value]| -> Vec<_> { values.iter().map(|one| policy(&document(one))).collect() };
        let lines = self.unused.as_array().unwrap().iter().map(|line| line.as_str().unwrap());
        let mut unused = UnusedSet::default();
        lines.for_each(|line| unused.add_action(Action::new(line)));
        let named = self.catalogue.as_ref().unwrap_or(&kind.catalogue).as_object().unwrap();
        let names = named.iter().flat_map(|(service, names)| {
            names.as_array().unwrap().iter().map(move |name| format!("{service}:{}", name.as_str().unwrap()))
        });
        let names: Vec<String> = names.collect();
        let known = catalogue(names.iter().map(String::as_str));
        let after = all(self.after.as_deref().unwrap());
        let proof = together_by(engine, &all(&self.before), &unused, &after, &known);
        let requirement = match require {
            "safe" => Requirement::Safe,
            "exact" => Requirement::Exact,
            _ => Requirement::LeastGeneral,
        };
        let mode = if self.mode.as_deref() == Some("tight") { Mode::Tight } else { proof.best_mode() };
        match proof.verdict(requirement, mode) {
            Verdict::Proved => 0,
            Verdict::Refuted => 1,
            Verdict::Unknown => 3,
        }
    }
}

fn run(folder: &Path, arguments: &[String]) -> Output {
    paredown_command().current_dir(folder).args(arguments).output().unwrap()
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(ToString::to_string).collect()
}

/// What is wrong with what the program does in one case.
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

/// What is wrong with what was said.
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

/// The same as a job: where there is one policy, and one document or none in its place.
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

/// Nothing is certified that is not proved; what a certificate claims, `verify` accepts.
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
