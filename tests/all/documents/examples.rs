//! The programs of `examples/`, run as a reader would run them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::program::{ends, run};
use crate::common::{root, text};

/// The output of an example with these arguments. It is built again if it is out of date.
fn example(folder: &Path, name: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "--manifest-path"]).arg(root().join("Cargo.toml"));
    if !cfg!(feature = "z3") {
        command.arg("--no-default-features");
    }
    command.args(["--example", name, "--"]).args(arguments);
    command.current_dir(folder).output().unwrap()
}

/// The same; it must succeed.
#[track_caller]
fn printed(name: &str, arguments: &[&str]) -> String {
    let out = example(&root().join("examples"), name, arguments);
    assert!(out.status.success(), "{name}: {}{}", text(&out.stdout), text(&out.stderr));
    text(&out.stdout).to_owned()
}

#[test]
fn there_is_no_example_that_is_not_run() {
    let names = crate::common::program::names(&root().join("examples"));
    let programs: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(".rs")).collect();
    assert_eq!(programs, ["certify", "list_actions", "read_principal", "recommend", "verify_certificate"]);
}

#[test]
fn recommends_what_the_program_does() {
    let document = printed("recommend", &[]);
    let arguments = "recommend -p examples/policy.json -u examples/unused.json --engine automata";
    assert_eq!(document, text(&ends(root(), arguments, 0).stdout));
    assert!(document.contains("s3:GetBucketAbac"), "{document}");
}

#[test]
fn certifies_a_recommendation_and_refutes_another() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["policy.json", "unused.json", "recommended.json"];
    for file in &files[..2] {
        fs::copy(root().join("examples").join(file), folder.path().join(file)).unwrap();
    }
    let recommended = printed("recommend", &[]);
    fs::write(folder.path().join("recommended.json"), &recommended).unwrap();
    let proved = example(folder.path(), "certify", &files);
    assert!(proved.status.success() && text(&proved.stdout).ends_with("\nproved\n"), "{proved:?}");
    let tampered = recommended.replace("s3:GetBucketAbac", "s3:GetBucketA*");
    fs::write(folder.path().join("recommended.json"), tampered).unwrap();
    let refuted = example(folder.path(), "certify", &files);
    let said = text(&refuted.stdout);
    assert!(refuted.status.code() == Some(1) && said.ends_with("\nrefuted\n"), "{refuted:?}");
    assert!(said.contains("refuted  unused-removed") && said.contains("GetBucketAcl"), "{said}");
}

#[test]
fn lists_what_a_pattern_matches() {
    let listed = printed("list_actions", &["s3:GetBucketA*"]);
    let shown = text(&run(root(), "catalogue s3:GetBucketA*").stdout).to_owned();
    let names = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&listed), names(&shown));
    assert!(names(&listed).contains(&"s3:GetBucketAcl".to_owned()));
}

#[test]
fn reads_a_principal() {
    let said = printed("read_principal", &[]);
    assert!(said.starts_with("unused: 1 actions, 1 services\n"), "{said}");
    assert!(said.contains("Queues.json:\n") && said.contains("  (touches something unused)\n"), "{said}");
    let unread = example(root(), "read_principal", &["Cargo.toml", "README.md"]);
    assert!(!unread.status.success() && text(&unread.stderr).contains("Cargo.toml"), "{unread:?}");
}

#[test]
fn verifies_a_certificate_and_rejects_another() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["policy.json", "unused.json"] {
        fs::copy(root().join("examples").join(file), folder.path().join(file)).unwrap();
    }
    let arguments =
        "recommend -p policy.json -u unused.json --engine automata --certificate certificate.json";
    let recommended = ends(folder.path(), arguments, 0).stdout;
    fs::write(folder.path().join("recommended.json"), &recommended).unwrap();
    let files = ["certificate.json", "policy.json", "unused.json", "recommended.json"];
    let accepted = example(folder.path(), "verify_certificate", &files);
    assert_eq!(text(&accepted.stdout), "accepted: least-general\n", "{}", text(&accepted.stderr));
    let other = text(&recommended).replace("s3:GetBucketAbac", "s3:GetBucketA*");
    fs::write(folder.path().join("recommended.json"), other).unwrap();
    let rejected = example(folder.path(), "verify_certificate", &files);
    assert!(!rejected.status.success() && text(&rejected.stderr).contains("rejected"), "{rejected:?}");
}
