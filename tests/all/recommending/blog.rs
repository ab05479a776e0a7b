//! The example of the AWS blog post: the recommendation, and the verdicts on tampered ones.

use crate::common::oracle::{Oracle, Request};
use crate::common::{Case, certified, edited, paredown, text, twin};
use paredown::model::Catalogue;
use paredown::prove::{Obligation, Requirement, Row, Subject, Verdict, Witness};
use paredown::recommend::{Mode, recommend};
use paredown::report::json::Witness as Shape;
use serde_json::Value;

const REQUIREMENTS: [(&str, Requirement); 3] = [
    ("safe", Requirement::Safe),
    ("exact", Requirement::Exact),
    ("least-general", Requirement::LeastGeneral),
];

fn blog() -> Case {
    Case::named("blog")
}

fn recommends(catalogue: &Catalogue, mode: Mode, expected: &str) {
    let case = blog();
    let (original, unused) = (case.policy("policy.json"), case.unused());
    let refined = recommend(&original, &unused, catalogue, mode);
    let document = edited(&case.text("policy.json").unwrap(), &refined).unwrap();
    assert_eq!(document, case.text(expected).unwrap());
    assert_eq!(case.policy(expected), refined.policy);
    let proof = certified(&original, &unused, &refined.policy, catalogue);
    assert_eq!(proof.verdict(Requirement::LeastGeneral, mode), Verdict::Proved, "{proof:#?}");
}

#[test]
fn recommends_what_the_blog_prints() {
    recommends(&blog().catalogue("catalogue-2024.json"), Mode::Shortest, "expected.json");
}

#[test]
fn is_finer_in_mode_tight() {
    recommends(&blog().catalogue("catalogue-2024.json"), Mode::Tight, "expected-tight.json");
}

#[test]
fn knows_two_more_used_actions_in_2026() {
    recommends(&Catalogue::embedded().unwrap(), Mode::Shortest, "expected-2026.json");
    let literals = |file| -> Vec<String> {
        let policy = blog().policy(file);
        policy.statements[1].actions.patterns.iter().map(ToString::to_string).collect()
    };
    let before = literals("expected.json");
    let new: Vec<String> =
        literals("expected-2026.json").into_iter().filter(|p| !before.contains(p)).collect();
    assert_eq!(new, ["s3:GetBucketAbac", "s3:GetBucketMetadataTableConfiguration"]);
}

#[test]
fn each_mode_refutes_the_other() {
    let case = blog();
    let (original, unused) = (case.policy("policy.json"), case.unused());
    let catalogue = case.catalogue("catalogue-2024.json");
    for (file, own, other) in
        [("expected.json", Mode::Shortest, Mode::Tight), ("expected-tight.json", Mode::Tight, Mode::Shortest)]
    {
        let proof = certified(&original, &unused, &case.policy(file), &catalogue);
        assert_eq!(proof.best_mode(), own);
        assert_eq!(proof.verdict(Requirement::LeastGeneral, own), Verdict::Proved);
        assert_eq!(proof.verdict(Requirement::LeastGeneral, other), Verdict::Refuted);
    }
}

fn mutants() -> Vec<Value> {
    let table: Value = serde_json::from_str(&blog().text("mutants.json").unwrap()).unwrap();
    let Value::Array(rows) = table else { panic!("mutants.json is a list") };
    rows
}

fn original_of(row: &Value) -> &str {
    row.get("policy").map_or("policy.json", |file| file.as_str().unwrap())
}

#[test]
fn the_table_names_every_mutant() {
    let mut named: Vec<String> =
        mutants().iter().map(|m| format!("{}.json", m["mutant"].as_str().unwrap())).collect();
    let files = std::fs::read_dir(blog().path("mutants")).unwrap();
    let mut found: Vec<String> = files.map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    named.sort();
    found.sort();
    assert_eq!(named, found);
}

#[test]
fn decides_every_mutant_rightly() {
    let case = blog();
    let catalogue = case.catalogue("catalogue-2024.json");
    for row in mutants() {
        let name = row["mutant"].as_str().unwrap();
        let original = case.policy(original_of(&row));
        let recommended = case.policy(&format!("mutants/{name}.json"));
        let proof = certified(&original, &case.unused(), &recommended, &catalogue);
        for (key, requirement) in REQUIREMENTS {
            let verdict = proof.verdict(requirement, Mode::Shortest);
            assert_eq!(verdict.name(), row["verdicts"][key], "{name} {key}: {proof:#?}");
        }
        let mut refuted = Vec::new();
        for judgement in &proof.deciding(Requirement::LeastGeneral, Mode::Shortest) {
            assert_eq!(judgement.witness.is_some(), judgement.verdict == Verdict::Refuted, "{name}");
            let Some(witness) = &judgement.witness else { continue };
            let expected = &row["refuted"][judgement.obligation.name()];
            if !refuted.contains(&judgement.obligation.name()) {
                assert_fits(name, expected, &serde_json::to_value(Shape::from(witness.clone())).unwrap());
            }
            refuted.push(judgement.obligation.name());
            let rows = match judgement.subject {
                Subject::Row(number) => proof.rows.get(number),
                Subject::Denies => None,
            };
            let files = (original_of(&row), format!("mutants/{name}.json"));
            assert_stands(name, judgement.obligation, witness, (files.0, &files.1), rows, &catalogue);
        }
        for obligation in row["refuted"].as_object().unwrap().keys() {
            assert!(refuted.contains(&obligation.as_str()), "{name}: {obligation} is not refuted");
        }
    }
}

/// The expected witness has no field that the found one lacks.
fn assert_fits(name: &str, expected: &Value, found: &Value) {
    let expected = expected.as_object().unwrap_or_else(|| panic!("{name} is refuted by {found}"));
    for (key, value) in expected {
        assert_eq!(&found[key], value, "{name}: {found}");
    }
}

/// The witness shows what it should, by direct matching.
fn assert_stands(
    name: &str,
    obligation: Obligation,
    witness: &Witness,
    (original, recommended): (&str, &str),
    row: Option<&Row>,
    catalogue: &Catalogue,
) {
    let case = blog();
    let texts = |file: &str| vec![case.text(file).unwrap()];
    let stands = match witness {
        Witness::Request { action, known: said, resource, context } => {
            let all = catalogue.services().flat_map(|service| catalogue.service(service));
            let spelled = all.map(|entry| (entry.action.folded().to_owned(), entry.action.to_string()));
            let (known, unused) = (spelled.collect(), twin_unused());
            let oracle = Oracle::new(&texts(original), &texts(recommended), &known, &unused);
            let keys =
                context.iter().map(|entry| (entry.key.clone(), entry.values.first().cloned())).collect();
            let action = action.to_ascii_lowercase();
            let request = Request { action: &action, resource, context: &keys };
            oracle.bears_out(obligation.name(), &request) && known.contains_key(&action) == *said
        }
        Witness::Lost { generalisation, action } => {
            // About the row: what is allowed on other resources is another matter.
            let lost =
                row.is_some_and(|row| !row.after.patterns.iter().any(|p| twin::glob(p.folded(), action)));
            twin::glob(&generalisation.to_ascii_lowercase(), action) && lost
        }
        Witness::Action { .. } => false,
        _ => true,
    };
    assert!(stands, "{name}: {obligation:?} is not refuted by {witness:?}");
}

/// What is unused, for the oracle.
fn twin_unused() -> twin::Unused {
    let listed: Value = serde_json::from_str(&blog().text("unused.json").unwrap()).unwrap();
    let mut unused = twin::Unused::default();
    for entry in listed.as_array().unwrap() {
        let service = entry["serviceNamespace"].as_str().unwrap();
        match entry["actions"].as_array() {
            None => drop(unused.services.insert(service.to_owned())),
            Some(names) => {
                let actions = names.iter().map(|name| format!("{service}:{}", name.as_str().unwrap()));
                unused.actions.extend(actions.map(|action| action.to_ascii_lowercase()));
            }
        }
    }
    unused
}

#[test]
fn the_program_exits_with_the_verdict() {
    let case = blog();
    for row in mutants() {
        let name = row["mutant"].as_str().unwrap();
        let (original, mutant) = (case.arg(original_of(&row)), case.arg(&format!("mutants/{name}.json")));
        let inputs = ["-p", &original, "-u", &case.arg("unused.json"), "-r", &mutant].map(str::to_owned);
        for (require, _) in REQUIREMENTS {
            let catalogue = case.arg("catalogue-2024.json");
            let more = ["-c", &catalogue, "--mode", "shortest", "--require", require].map(str::to_owned);
            let out = paredown(["certify".to_owned()].into_iter().chain(inputs.clone()).chain(more));
            let (code, word) = match row["verdicts"][require].as_str().unwrap() {
                "proved" => (0, "proved: "),
                "refuted" => (1, "refuted: "),
                _ => (3, "unknown: "),
            };
            assert_eq!(out.status.code(), Some(code), "{name} {require}: {}", text(&out.stderr));
            assert!(text(&out.stdout).starts_with(word), "{name} {require}: {}", text(&out.stdout));
        }
    }
}
