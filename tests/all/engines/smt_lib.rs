//! The SMT-LIB files that `--emit-smt` writes: Z3 alone gives the answers that they state.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::common::{Case, paredown, root, skipped, text};

/// Certifies `recommended` and gives the files that were written, sorted.
fn emitted(recommended: &str, folder: &tempfile::TempDir) -> Vec<PathBuf> {
    let case = Case::named("blog");
    let files = folder.path().join("made").join("on the way");
    let out = paredown([
        "certify",
        "--policy",
        &case.arg("policy.json"),
        "--unused",
        &case.arg("unused.json"),
        "--catalogue",
        &case.arg("catalogue-2024.json"),
        "--recommended",
        &case.arg(recommended),
        "--emit-smt",
        files.to_str().unwrap(),
    ]);
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}", text(&out.stderr));
    let mut files: Vec<PathBuf> = fs::read_dir(files).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.retain(|file| file.file_name().is_some_and(|name| name != "questions.json"));
    assert!(!files.is_empty());
    files
}

/// The Z3 that belongs to the project.
fn z3() -> Option<PathBuf> {
    let program = root().join(".z3/bin/z3");
    if program.exists() {
        return Some(program);
    }
    skipped(&format!("there is no {}", program.display()), true)
}

fn status(script: &str) -> &str {
    let (_, rest) = script.split_once("(set-info :status ").unwrap();
    rest.split_once(')').unwrap().0
}

fn answers_what_it_says(recommended: &str, has: &[(&str, &str)]) {
    let folder = tempfile::tempdir().unwrap();
    let files = emitted(recommended, &folder);
    let mut found = Vec::new();
    for file in &files {
        let script = fs::read_to_string(file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(script.is_ascii() && script.starts_with("; paredown: obligation "), "{name}");
        assert!(
            (name.starts_with("row-") || name.starts_with("deny-") || name.starts_with("new-deny-"))
                && file.extension().is_some_and(|end| end == "smt2"),
            "{name}"
        );
        found.push((name, status(&script).to_owned()));
    }
    for (part, expected) in has {
        let named = found.iter().find(|(name, status)| name.contains(part) && status == expected);
        assert!(named.is_some(), "no file `{part}` with status {expected}: {found:?}");
    }
    let Some(z3) = z3() else { return };
    for (file, (name, expected)) in files.iter().zip(&found) {
        let out = Command::new(&z3).arg(file).output().unwrap();
        assert_eq!(text(&out.stdout).trim_end(), expected, "{name}");
    }
}

#[test]
fn of_a_recommendation_that_is_right() {
    answers_what_it_says(
        "expected.json",
        &[
            ("s3.", "unsat"),
            ("lambda.", "unsat"),
            ("-irredundant", "sat"),
            ("-fewest", "unsat"),
            ("-maximal", "unsat"),
        ],
    );
}

#[test]
fn of_one_that_allows_something_unused() {
    answers_what_it_says(
        "mutants/widened-by-a-word.json",
        &[("-unused-removed", "sat"), ("-no-escalation", "unsat")],
    );
}

#[test]
fn of_one_with_too_many_patterns() {
    answers_what_it_says("mutants/enumeration-of-get.json", &[("-exact", "unsat"), ("-fewest", "sat")]);
}

#[test]
fn a_second_run_writes_the_same_bytes() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [first, second] = folders.each_ref().map(|folder| {
        let files = emitted("mutants/pattern-dropped.json", folder);
        let named = files.iter().map(|file| (file.file_name().unwrap().to_owned(), fs::read(file).unwrap()));
        named.collect::<Vec<_>>()
    });
    assert!(first == second);
}
