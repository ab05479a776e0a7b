//! A crate that depends on paredown by path, as in the README: it builds with cargo alone, and runs.

use std::fs;
use std::process::Command;

use crate::common::{root, text};

/// The code of a section of README between two fences.
fn block<'a>(section: &'a str, language: &str) -> &'a str {
    let start = format!("\n```{language}\n");
    let (_, rest) = section.split_once(&start).unwrap_or_else(|| panic!("no {language}"));
    rest.split_once("```").unwrap().0
}

#[test]
fn a_crate_without_z3_builds_and_runs() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, section) = readme.split_once("\n## As a library\n").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let dependency = block(section, "toml");
    assert!(dependency.contains("path = \"../paredown\"") && dependency.contains("default-features = false"));
    // With this project's profile, so that what is already built is used.
    let manifest = format!(
        "[package]\nname = \"dependent\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{}\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n",
        dependency.replace("../paredown", root().to_str().unwrap())
    );
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::copy(root().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    let program = format!(
        "fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}    println!(\"{{}}\", verdict.name());\n    Ok(())\n}}\n",
        block(section, "rust")
    );
    fs::write(folder.path().join("src/main.rs"), program).unwrap();
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |own| root().join(own));
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--offline"]).current_dir(folder.path()).env("CARGO_TARGET_DIR", target);
    // No Z3 can be found, and none is needed.
    cargo.env_remove("PAREDOWN_Z3").env("PKG_CONFIG_LIBDIR", folder.path());
    let out = cargo.output().unwrap();
    assert_eq!(text(&out.stdout), "proved\n", "{}", text(&out.stderr));
}
