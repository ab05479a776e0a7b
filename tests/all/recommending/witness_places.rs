//! Reports give the place of the pattern that a witness is about, and it is there.

use std::collections::BTreeSet;
use std::path::Path;

use paredown::model::Pattern;
use serde_json::Value;

use crate::common::{Case, paredown};

/// The text of a file from a place on.
fn at(case: &Case, place: &Value) -> String {
    let number = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap() - 1;
    // A recommended document is named after its file, without the folder.
    let file = Path::new(place["file"].as_str().unwrap());
    let path = if file.is_absolute() { file.to_owned() } else { case.path("mutants").join(file) };
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().nth(number("line")).unwrap().chars().skip(number("column")).collect()
}

#[test]
fn the_pattern_of_a_witness_is_where_the_report_says() {
    let case = Case::named("blog");
    let mutants: Value = serde_json::from_str(&case.text("mutants.json").unwrap()).unwrap();
    let mut seen = BTreeSet::new();
    for row in mutants.as_array().unwrap() {
        let mutant = format!("mutants/{}.json", row["mutant"].as_str().unwrap());
        let original = row.get("policy").map_or("policy.json", |file| file.as_str().unwrap());
        let [policy, unused, recommended, catalogue] =
            [original, "unused.json", &mutant, "catalogue-2024.json"].map(|file| case.arg(file));
        let arguments = ["certify", "--policy", &policy, "--unused", &unused, "--recommended", &recommended];
        let rest = ["--catalogue", &catalogue, "--engine", "automata", "--format", "json"];
        let out = paredown([arguments.as_slice(), &rest].concat());
        let report: Value = serde_json::from_slice(&out.stdout).unwrap();
        for obligation in report["certification"]["obligations"].as_array().unwrap() {
            let (witness, places) = (&obligation["witness"], &obligation["witness_places"]);
            if witness.is_null() || obligation["denies"] == true {
                assert!(places.is_null(), "{mutant}: {obligation:#}");
                continue;
            }
            let places = places.as_array().unwrap_or_else(|| panic!("{mutant}: {obligation:#}"));
            let (name, kind) = (obligation["name"].as_str().unwrap(), witness["kind"].as_str().unwrap());
            for place in places {
                let pattern = place["pattern"].as_str().unwrap();
                assert!(at(&case, place).starts_with(&format!("\"{pattern}\"")), "{mutant}: {place:#}");
                let side = place["side"].as_str().unwrap();
                match (kind, witness["action"].as_str()) {
                    ("action" | "request" | "lost", Some(action)) => {
                        assert!(Pattern::new(pattern).matches(&action.to_ascii_lowercase()), "{mutant}");
                    }
                    _ => assert!(witness.to_string().contains(&format!("\"{pattern}\"")), "{mutant}"),
                }
                match name {
                    "used-kept" | "maximal" => assert_eq!(side, "before", "{mutant}: {obligation:#}"),
                    "exact" => {}
                    _ => assert_eq!(side, "after", "{mutant}: {obligation:#}"),
                }
                seen.insert((name.to_owned(), kind.to_owned(), side.to_owned()));
            }
        }
    }
    let expected = [
        ("exact", "request", "before"),
        ("exact", "request", "after"),
        ("irredundant", "redundant", "after"),
        ("maximal", "lost", "before"),
        ("no-escalation", "request", "after"),
        ("unused-removed", "request", "after"),
        ("used-kept", "request", "before"),
    ];
    for (name, kind, side) in expected {
        assert!(seen.contains(&(name.to_owned(), kind.to_owned(), side.to_owned())), "{name} {seen:#?}");
    }
}
