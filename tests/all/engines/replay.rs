//! `scripts/replay.py`: it agrees with files that are right, and fails on those that are not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{executable, root, skipped, text};

/// A question whose answer is `unsat`.
const QUESTION: &str = "; nothing begins with `get` and does not\n(set-info :smt-lib-version 2.7)\n\
    (set-info :status unsat)\n(set-logic QF_S)\n(declare-const x String)\n\
    (assert (str.in_re x (re.diff (re.++ (str.to_re \"geta\") re.all) (re.++ (str.to_re \"get\") re.all))))\n\
    (check-sat)\n(exit)\n";

/// Whether both solvers are installed; `make z3 cvc5` brings them.
fn solvers() -> bool {
    let missing = [".z3/bin/z3", ".cvc5/cvc5"].into_iter().find(|path| !root().join(path).exists());
    missing.is_none_or(|path| skipped::<()>(&format!("there is no {path}"), true).is_some())
}

/// Replays a question from a folder of its own.
fn replayed(question: &str, options: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("question.smt2"), question).unwrap();
    let script = root().join("scripts/replay.py");
    Command::new("python3").arg(script).arg(folder.path()).args(options).output().unwrap()
}

fn fails(out: &Output, why: &[&str]) {
    let said = text(&out.stdout);
    assert_eq!(out.status.code(), Some(1), "{said}{}", text(&out.stderr));
    for part in why {
        assert!(said.contains(part), "no `{part}` in:\n{said}");
    }
}

/// A program that answers whatever it is asked.
fn oracle(folder: &Path, answer: &str) -> String {
    let path = folder.join("oracle");
    executable(&path, format!("#!/bin/sh\ncat > /dev/null\necho {answer}\n").as_bytes());
    path.to_str().unwrap().to_owned()
}

#[test]
fn agrees_with_a_file_that_is_right() {
    if !solvers() {
        return;
    }
    let out = replayed(QUESTION, &[]);
    assert!(out.status.success(), "{}{}", text(&out.stdout), text(&out.stderr));
    assert!(
        text(&out.stdout).starts_with("1 files (0 sat): 1 agreements, 0 failures; unknown: Z3 0, cvc5 0;")
    );
}

#[test]
fn fails_on_a_wrong_status() {
    if !solvers() {
        return;
    }
    let out = replayed(&QUESTION.replace(":status unsat", ":status sat"), &[]);
    fails(&out, &["disagreement: ", "question.smt2", "expected sat, Z3 unsat, cvc5 unsat", "1 failures"]);
}

#[test]
fn fails_on_a_file_without_status() {
    if !solvers() {
        return;
    }
    let out = replayed(&QUESTION.replace("(set-info :status unsat)\n", ""), &[]);
    fails(&out, &["error: ", "0 times `:status`", "Z3 unsat, cvc5 unsat"]);
}

#[test]
fn fails_on_a_file_that_no_solver_takes() {
    if !solvers() {
        return;
    }
    let out = replayed(&QUESTION.replace("str.in_re", "str.somewhere"), &[]);
    fails(&out, &["error: ", "Z3 error:", "cvc5 error:"]);
}

#[test]
fn fails_if_the_solvers_contradict_each_other() {
    if !solvers() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = replayed(QUESTION, &["--z3", &oracle(folder.path(), "sat")]);
    fails(&out, &["disagreement: ", "expected unsat, Z3 sat, cvc5 unsat"]);
}

#[test]
fn fails_without_an_answer_only_if_the_file_is_small() {
    if !solvers() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let unknown = oracle(folder.path(), "unknown");
    fails(&replayed(QUESTION, &["--z3", &unknown]), &["no answer though small: ", "Z3 unknown, cvc5 unsat"]);
    let out = replayed(QUESTION, &["--z3", &unknown, "--small", "10"]);
    assert!(out.status.success(), "{}", text(&out.stdout));
    assert!(text(&out.stdout).contains("0 agreements, 0 failures; unknown: Z3 1, cvc5 0;"));
}

#[test]
fn a_large_file_without_an_answer_may_still_contradict() {
    if !solvers() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let unknown = oracle(folder.path(), "unknown");
    let question = QUESTION.replace(":status unsat", ":status sat");
    let out = replayed(&question, &["--z3", &unknown, "--small", "10"]);
    fails(&out, &["disagreement: ", "expected sat, Z3 unknown, cvc5 unsat"]);
}

#[test]
fn needs_files_to_replay() {
    let folder = tempfile::tempdir().unwrap();
    let script = root().join("scripts/replay.py");
    let out = Command::new("python3").arg(script).arg(folder.path()).output().unwrap();
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stdout));
    assert!(text(&out.stderr).contains("there is no SMT-LIB file at"));
}
