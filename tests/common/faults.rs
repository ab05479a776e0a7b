//! The cases of `tests/faults`: their files, and how they are given to the program or the library.

use std::collections::BTreeMap;
use std::fs;

use paredown::model::{Action, UnusedSet};
use paredown::prove::{Engine, Requirement, Verdict};
use paredown::recommend::Mode;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{catalogue, policy, together_by};

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub about: String,
    pub catalogue: Value,
    pub cases: Vec<Case>,
}

/// Exit codes that are right, by requirement.
pub type Codes = BTreeMap<String, Vec<i32>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: String,
    pub why: String,
    pub before: Vec<Value>,
    /// What is certified; `None` to make a recommendation.
    pub after: Option<Vec<Value>>,
    /// Lines, or the text of a finding.
    pub unused: Value,
    #[serde(default)]
    pub keep: Vec<String>,
    pub catalogue: Option<Value>,
    #[serde(default = "certify")]
    pub command: String,
    pub mode: Option<String>,
    pub format: Option<String>,
    pub expect: Codes,
    /// What standard output has to contain or not contain, and what standard error has to contain.
    #[serde(default)]
    pub has: Vec<String>,
    #[serde(default)]
    pub lacks: Vec<String>,
    #[serde(default)]
    pub says: Vec<String>,
    /// The answer of `verify` to a certificate with this claim, by the requirement; nothing for `""`.
    #[serde(default)]
    pub verify: BTreeMap<String, Codes>,
}

pub fn certify() -> String {
    "certify".to_owned()
}

/// A policy as a text.
pub fn document(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => json!({"Version": "2012-10-17", "Statement": value}).to_string(),
        other => other.to_string(),
    }
}

impl Case {
    /// A folder with its files.
    pub fn folder(&self, kind: &Kind) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        write("catalogue.json", &self.catalogue.as_ref().unwrap_or(&kind.catalogue).to_string());
        let unused = match &self.unused {
            Value::String(text) => text.clone(),
            lines => {
                let lines = lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap());
                lines.flat_map(|line| [line, "\n"]).collect()
            }
        };
        // An empty list of lines is not a finding; an empty list of services is.
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
    pub fn inputs(&self) -> Vec<String> {
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

    pub fn options(&self) -> Vec<String> {
        let mode = self.mode.iter().flat_map(|mode| ["--mode".to_owned(), mode.clone()]);
        let format = self.format.iter().flat_map(|format| ["--format".to_owned(), format.clone()]);
        mode.chain(format).collect()
    }

    /// Whether it can be given on a command line, which has a document for each policy.
    pub fn is_paired(&self) -> bool {
        self.after.as_ref().is_none_or(|after| after.len() == self.before.len())
    }

    /// The exit code for the library's answer.
    pub fn code(&self, kind: &Kind, require: &str, engine: Engine) -> i32 {
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
