//! What runs the gate in other places: the script for any CI, the action, the hook.

use std::path::Path;
use std::process::{Command, Output};

use super::revisions::{git, repository};
use crate::common::program::{text, write};
use crate::common::root;

/// The three kinds of repository, and how the gate ends in each.
const EXAMPLES: [(&str, i32); 3] = [("policies", 0), ("terraform", 1), ("template", 3)];

/// A repository with an example: what there was before in its first commit, the change in the working tree.
pub(super) fn example(name: &str) -> tempfile::TempDir {
    let folder = root().join("examples/ci").join(name);
    let files = |side: &str| -> Vec<(String, String)> {
        let entries = std::fs::read_dir(folder.join(side)).unwrap().map(|entry| entry.unwrap().path());
        entries
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect()
    };
    let before = files("before");
    let before: Vec<(&str, String)> =
        before.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let repository = repository(&before);
    for (name, text) in files("after") {
        write(repository.path(), &name, text);
    }
    repository
}

fn script(name: &str, folder: &Path, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(root().join(name));
    command.current_dir(folder).env("PAREDOWN", env!("CARGO_BIN_EXE_paredown"));
    for variable in
        ["GITHUB_BASE_REF", "GITHUB_ACTIONS", "CI_MERGE_REQUEST_DIFF_BASE_SHA", "PAREDOWN_BASELINE"]
    {
        command.env_remove(variable);
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

#[test]
fn the_examples_end_as_they_say() {
    for (name, code) in EXAMPLES {
        let folder = example(name);
        let out = script("ci/pre-commit.sh", folder.path(), &[]);
        let shown = format!("{name}: {}{}", text(&out.stdout), text(&out.stderr));
        assert_eq!(out.status.code(), Some(code), "{shown}");
        if code == 3 {
            assert!(text(&out.stdout).contains("Bucket"), "{shown}");
        }
    }
}

#[test]
fn the_script_finds_the_baseline_and_leaves_reports() {
    let folder = example("terraform");
    let origin = tempfile::tempdir().unwrap();
    git(origin.path(), &["clone", "--quiet", "--bare", folder.path().to_str().unwrap(), "origin.git"]);
    let address = format!("file://{}", origin.path().join("origin.git").display());
    git(folder.path(), &["remote", "add", "origin", &address]);
    git(folder.path(), &["switch", "--quiet", "--create", "change"]);
    git(folder.path(), &["commit", "--quiet", "--all", "--message=change"]);
    let summary = folder.path().join("summary.md");
    let environment = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_BASE_REF", "main"),
        ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap()),
    ];
    let out = script("ci/gate.sh", folder.path(), &environment);
    assert_eq!(out.status.code(), Some(1), "{}{}", text(&out.stdout), text(&out.stderr));
    assert!(text(&out.stdout).starts_with("::error file=main.tf,line="), "{}", text(&out.stdout));
    for report in
        ["gate.json", "gate.sarif", "github.sarif", "gate.xml", "gl-code-quality-report.json", "gate.md"]
    {
        assert!(folder.path().join("paredown-reports").join(report).exists(), "{report}");
    }
    assert!(std::fs::read_to_string(&summary).unwrap().contains("s3:DeleteObject"));
    // Without a pull request nobody knows what to compare with: nothing passes.
    let out = script("ci/gate.sh", folder.path(), &[]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
    let out = script("ci/gate.sh", folder.path(), &[("GITHUB_BASE_REF", "none")]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet"]);
    let policy = crate::common::program::allow("s3:GetObject").to_string();
    write(folder.path(), "a.json", policy);
    let out = script("ci/pre-commit.sh", folder.path(), &[]);
    assert_eq!(out.status.code(), Some(1), "{}{}", text(&out.stdout), text(&out.stderr));
}
