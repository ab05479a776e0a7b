//! What paredown does if it is built without Z3: the same, with the engine that needs no solver.

use serde_json::Value;

use crate::common::program::{ends, text};
use crate::common::{Case, paredown};
use paredown::prove::{Engine, Obligation, Settings, Verdict};

const INPUTS: &str = "-p policy.json -u unused.json -c catalogue-2024.json";

#[test]
fn automata_recommend_certify_and_refute() {
    let case = Case::named("blog");
    let out = ends(&case.folder, &format!("recommend {INPUTS}"), 0);
    assert_eq!(text(&out.stdout), case.text("expected.json").unwrap());
    assert!(text(&out.stderr).contains("; automata\n"), "{}", text(&out.stderr));
    ends(&case.folder, &format!("certify {INPUTS} -r expected.json"), 0);
    let report = ends(&case.folder, &format!("certify {INPUTS} -r mutants/everything.json --format json"), 1);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    let certification = &report["certification"];
    assert_eq!(certification["engine"], "automata");
    assert_eq!(certification.get("z3"), Some(&Value::Null), "{report:#}");
}

#[test]
fn certificates_are_written_and_verified() {
    let (case, folder) = (Case::named("blog"), tempfile::tempdir().unwrap());
    let certificate = folder.path().join("certificate.json");
    let certificate = certificate.display();
    ends(&case.folder, &format!("recommend {INPUTS} --certificate {certificate}"), 0);
    ends(&case.folder, &format!("verify {certificate} {INPUTS} -r expected.json"), 0);
    ends(&case.folder, &format!("verify {certificate} {INPUTS} -r mutants/everything.json"), 1);
}

#[test]
fn an_engine_that_is_not_built_in_is_an_error_that_names_the_feature() {
    let case = Case::named("blog");
    for engine in ["smt", "both"] {
        for command in [
            format!("recommend {INPUTS} --engine {engine}"),
            format!("certify {INPUTS} -r expected.json --engine {engine}"),
            format!("batch no-such-file --certify {engine}"),
        ] {
            let out = ends(&case.folder, &command, 2);
            assert!(text(&out.stderr).contains("feature `z3`"), "{command}: {}", text(&out.stderr));
            assert!(out.stdout.is_empty());
        }
    }
    let version = paredown(["--version", "--verbose"]);
    assert!(text(&version.stdout).contains("\nz3        none: "), "{}", text(&version.stdout));
}

#[test]
fn what_it_is_asked_all_the_same_is_unknown() {
    let case = Case::named("blog");
    let policies = ["policy.json", "expected.json"].map(|file| vec![case.policy(file)]);
    for engine in [Engine::Smt, Engine::Both] {
        assert!(!engine.is_built_in() && engine != Engine::default());
        let settings = Settings { engine, ..Settings::default() };
        let (unused, catalogue) = (case.unused(), case.catalogue("catalogue-2024.json"));
        let proof = paredown::prove::certify(&policies[0], &unused, &policies[1], &catalogue, &settings);
        let own: Vec<_> =
            proof.judgements().filter(|one| one.obligation == Obligation::NoEscalation).collect();
        assert!(!own.is_empty());
        for judgement in proof.judgements() {
            // What automata refute, both do, with a witness; nothing is proved.
            let refuted = engine == Engine::Both && judgement.verdict == Verdict::Refuted;
            assert!(refuted || judgement.verdict == Verdict::Unknown, "{judgement:?}");
            let said = judgement.reason.as_deref().unwrap_or_default();
            assert!(refuted || said.contains("feature `z3`"), "{judgement:?}");
        }
    }
}
