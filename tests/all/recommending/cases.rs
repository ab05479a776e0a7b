//! Every case of `tests/cases`: what is recommended in both modes, byte for byte, and that it certifies.
//!
//! A case is a folder with `policy.json`, `unused.json`, `catalogue.json` (without it, the built-in catalogue),
//! and `expected.json` or a file `detach`; `expected-tight.json` if mode `tight` differs. `keep.txt` has the
//! patterns to keep, one per line.

use crate::common::{Case, ENGINES, MODES, doubts, edited, paredown, policy, text, together_by};
use paredown::model::Policy;
use paredown::prove::{Requirement, Verdict};
use paredown::recommend::{Disposition, Mode, recommend};

fn cases() -> Vec<Case> {
    let mut cases = Case::all("cases");
    // It has catalogues and tests of its own.
    cases.retain(|case| case.name != "blog");
    cases
}

/// The expected document; `None` to detach.
fn expected(case: &Case, mode: Mode) -> Option<String> {
    let tight = (mode == Mode::Tight).then(|| case.text("expected-tight.json")).flatten();
    let document = tight.or_else(|| case.text("expected.json"));
    assert_eq!(document.is_none(), case.text("detach").is_some(), "{}: a document or `detach`", case.name);
    document
}

/// Runs a check on every case in both modes, and reports which of them failed.
fn each(check: impl Fn(&Case, Mode) -> Result<(), String>) {
    let mut failures = Vec::new();
    for (case, mode) in cases().iter().flat_map(|case| MODES.map(|mode| (case, mode))) {
        if let Err(failure) = check(case, mode) {
            failures.push(format!("{} in mode {}: {failure}", case.name, mode.name()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn same<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("found {found:#?}\nexpected {expected:#?}")) }
}

#[test]
fn recommends_what_is_expected() {
    each(|case, mode| {
        let original = case.text("policy.json").unwrap();
        let catalogue = case.catalogue("catalogue.json");
        let refined = recommend(&policy(&original), &case.unused(), &catalogue, mode);
        let (document, expected) = (edited(&original, &refined), expected(case, mode));
        same(&document, &expected)?;
        let outcome = match &expected {
            None => Disposition::Detach,
            Some(document) if *document == original => Disposition::Unchanged,
            Some(_) => Disposition::Replace,
        };
        same(&refined.outcome, &outcome)?;
        // The document has the intended meaning.
        document.map_or(Ok(()), |document| same(&policy(&document), &refined.policy))
    });
}

#[test]
fn certifies_what_is_expected() {
    each(|case, mode| {
        let (original, unused) = (case.policy("policy.json"), case.unused());
        let catalogue = case.catalogue("catalogue.json");
        // What is detached is left out.
        let recommended: Vec<Policy> = expected(case, mode).iter().map(|document| policy(document)).collect();
        let originals = std::slice::from_ref(&original);
        for engine in ENGINES {
            let proof = together_by(engine, originals, &unused, &recommended, &catalogue);
            let verdict = proof.verdict(Requirement::LeastGeneral, mode);
            if verdict != Verdict::Proved {
                return Err(format!("{engine:?}: {verdict:?}: {:#?}", doubts(&proof, mode)));
            }
        }
        Ok(())
    });
}

#[test]
fn the_program_prints_what_is_expected() {
    each(|case, mode| {
        let inputs = ["-p", &case.arg("policy.json"), "-u", &case.arg("unused.json")].map(str::to_owned);
        let mut arguments = vec!["recommend".to_owned(), "--mode".to_owned(), mode.name().to_owned()];
        arguments.extend(inputs);
        if case.path("keep.txt").exists() {
            arguments.extend(["--keep-file".to_owned(), case.arg("keep.txt")]);
        }
        if case.path("catalogue.json").exists() {
            arguments.extend(["-c".to_owned(), case.arg("catalogue.json")]);
        }
        let out = paredown(arguments);
        if out.status.code() != Some(0) {
            return Err(format!("{}\n{}", out.status, text(&out.stderr)));
        }
        same(&text(&out.stdout).to_owned(), &expected(case, mode).unwrap_or_default())
    });
}

#[test]
fn a_recommendation_is_not_refined_again() {
    each(|case, mode| {
        let Some(document) = expected(case, mode) else { return Ok(()) };
        let again = recommend(&policy(&document), &case.unused(), &case.catalogue("catalogue.json"), mode);
        same(&again.outcome, &Disposition::Unchanged)?;
        same(&edited(&document, &again), &Some(document))
    });
}

#[test]
fn every_case_says_what_it_is_about() {
    for case in cases() {
        let readme = case.text("README.md").unwrap_or_default();
        let words = readme.strip_prefix(&format!("# {}\n\n", case.name)).unwrap_or_default();
        assert!(words.trim_end().ends_with('.'), "{}: README.md has no sentence", case.name);
    }
}
