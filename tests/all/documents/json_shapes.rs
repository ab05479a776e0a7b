//! The shapes of JSON reports are defined in the JSON report alone: no domain type is serialised.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::root;

/// What else may be serialised, and why.
const OTHERS: [(&str, &str); 8] = [
    ("crates/kernel/src/comparison/format.rs", "the same of a certificate of a comparison"),
    ("crates/kernel/src/envelope.rs", "how a certificate names documents"),
    (
        "crates/kernel/src/format.rs",
        "a certificate is a file format, which the kernel reads and producers write",
    ),
    ("crates/kernel/src/usage.rs", "what a certificate says of usage"),
    ("crates/verify/src/error_report.rs", "errors as both programs print them"),
    ("crates/verify/src/report.rs", "the report of `paredown-verify`, which has no other crate to be in"),
    (
        "src/cli/folder.rs",
        "the list of files in a manifest, which a later run of the same command reads again",
    ),
    ("src/cli/io.rs", "prints what `report/json` made"),
];

/// Where shapes are: those of reports, and of what the script of the dashboard reads, which nothing else does.
const SHAPES: [&str; 2] = ["src/report/json/", "src/dashboard/"];

/// The Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Whether code, without comments, mentions serialising.
fn serialises(text: &str) -> bool {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words = code.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || c == '_')));
    words.into_iter().any(|word| word == "Serialize" || word == "Serializer")
}

#[test]
fn no_domain_type_has_the_shape_of_a_report() {
    let mut all = Vec::new();
    sources(&root().join("src"), &mut all);
    sources(&root().join("crates"), &mut all);
    let names = all.iter().filter(|path| serialises(&fs::read_to_string(path).unwrap()));
    let names: Vec<String> =
        names.map(|path| path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned()).collect();
    let (reports, others): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| SHAPES.iter().any(|folder| name.starts_with(folder)));
    assert!(reports.len() > 10, "{reports:?}");
    let mut others: Vec<&str> = others.iter().map(String::as_str).collect();
    others.sort_unstable();
    assert_eq!(others, OTHERS.map(|(name, _)| name), "shapes belong in src/report/json");
}

#[test]
fn a_type_that_is_serialised_is_noticed() {
    for text in [
        "#[derive(Clone, Serialize)]\nstruct A;",
        "#[derive(serde::Serialize)]\nstruct A;",
        "impl serde::Serialize for A {}",
        "use serde::{Deserialize, Serialize as _};",
    ] {
        assert!(serialises(text), "{text}");
    }
    assert!(!serialises("// Serialize\n#[derive(Deserialize)]\nstruct SerializeNot;"));
}
