//! The hook, run by pre-commit itself from a repository that has it, as that of paredown does.
//!
//! `make pre-commit` brings pre-commit; without it this is skipped, but not in CI.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::json;
use tempfile::TempDir;

use super::hooks::example;
use super::revisions::{git, repository};
use crate::common::program::{allow, shown, text, write};
use crate::common::{root, skipped};

/// A repository with the hook, where pre-commit clones it from, and a folder for its clones.
struct Hook {
    repository: TempDir,
    revision: String,
    home: TempDir,
}

impl Hook {
    /// `None` if there is no pre-commit.
    fn new() -> Option<Self> {
        if !root().join(".pre-commit/VERSION").is_file() {
            // If it is missing, `make pre-commit` was not run; CI runs it.
            return skipped("there is no .pre-commit: `make pre-commit` brings it", true);
        }
        let repository = tempfile::tempdir().unwrap();
        let folder = repository.path();
        std::fs::create_dir(folder.join("ci")).unwrap();
        for file in [".pre-commit-hooks.yaml", "ci/pre-commit.sh"] {
            std::fs::copy(root().join(file), folder.join(file)).unwrap();
        }
        git(folder, &["init", "--quiet", "--initial-branch=main"]);
        git(folder, &["add", "--all"]);
        git(folder, &["commit", "--quiet", "--message=hook"]);
        let revision = git(folder, &["rev-parse", "HEAD"]).trim().to_owned();
        Some(Self { repository, revision, home: tempfile::tempdir().unwrap() })
    }

    /// Has a repository use the hook.
    fn used_by(&self, folder: &Path) {
        let from = self.repository.path().display();
        let config = format!(
            "repos:\n  - repo: {from}\n    rev: {}\n    hooks: [{{id: paredown-gate}}]\n",
            self.revision
        );
        write(folder, ".pre-commit-config.yaml", config);
        git(folder, &["add", ".pre-commit-config.yaml"]);
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("PAREDOWN", env!("CARGO_BIN_EXE_paredown"));
        command.env("PRE_COMMIT_HOME", self.home.path()).env("PYTHONPATH", root().join(".pre-commit"));
        command
            .env("PRE_COMMIT_COLOR", "never")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env_remove("SKIP")
            .env_remove("PRE_COMMIT_FROM_REF");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        command
    }

    /// What pre-commit says.
    fn pre_commit(&self, folder: &Path, arguments: &[&str]) -> Output {
        let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
        self.command(python, folder).args(["-m", "pre_commit"]).args(arguments).output().unwrap()
    }
}

#[test]
fn pre_commit_runs_the_hook_on_what_is_staged() {
    let Some(hook) = Hook::new() else { return };
    for (name, code, says) in [
        ("policies", None, "Passed"),
        ("terraform", Some("exit code: 1"), "s3:DeleteObject"),
        ("template", Some("exit code: 3"), "Bucket"),
    ] {
        let repository = example(name);
        let folder = repository.path();
        hook.used_by(folder);
        // What is not staged does not count.
        let out = hook.pre_commit(folder, &["run"]);
        assert_eq!(out.status.code(), Some(0), "{name}: {}", shown(&out));
        assert!(text(&out.stdout).contains("Passed"), "{name}: {}", shown(&out));
        git(folder, &["add", "--all"]);
        let out = hook.pre_commit(folder, &["run"]);
        assert_eq!(out.status.success(), code.is_none(), "{name}: {}", shown(&out));
        let output = text(&out.stdout);
        assert!(output.contains("paredown gate") && output.contains(says), "{name}: {}", shown(&out));
        assert!(code.is_none_or(|code| output.contains(code)), "{name}: {}", shown(&out));
    }
}

#[test]
fn a_commit_that_does_not_pass_is_not_made() {
    let Some(hook) = Hook::new() else { return };
    let commit = |folder: &Path| {
        let mut command = hook.command("git", folder);
        command.args(["-c", "user.name=test", "-c", "user.email=test@localhost"]);
        command.args(["commit", "--all", "--message=change"]).output().unwrap()
    };
    for (name, passes) in [("policies", true), ("terraform", false), ("template", false)] {
        let repository = example(name);
        let folder = repository.path();
        hook.used_by(folder);
        assert!(hook.pre_commit(folder, &["install"]).status.success());
        let before = git(folder, &["rev-parse", "HEAD"]);
        let out = commit(folder);
        assert_eq!(out.status.success(), passes, "{name}: {}", shown(&out));
        assert!(shown(&out).contains("paredown gate"), "{name}: {}", shown(&out));
        assert_eq!(git(folder, &["rev-parse", "HEAD"]) != before, passes, "{name}");
    }
}

#[test]
fn nor_is_a_first_commit() {
    let Some(hook) = Hook::new() else { return };
    let repository = tempfile::tempdir().unwrap();
    let folder = repository.path();
    git(folder, &["init", "--quiet"]);
    hook.used_by(folder);
    write(folder, "a.json", allow("s3:GetObject").to_string());
    git(folder, &["add", "--all"]);
    let out = hook.pre_commit(folder, &["run"]);
    assert!(!out.status.success() && text(&out.stdout).contains("s3:GetObject"), "{}", shown(&out));
    assert!(text(&out.stdout).contains("exit code: 1"), "{}", shown(&out));
}

#[test]
fn a_file_that_is_removed_is_noticed() {
    let Some(hook) = Hook::new() else { return };
    let denial = json!({"Version": "2012-10-17",
        "Statement": {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}});
    let repository = repository(&[("deny.json", denial.to_string())]);
    let folder = repository.path();
    hook.used_by(folder);
    git(folder, &["commit", "--quiet", "--message=hook"]);
    git(folder, &["rm", "--quiet", "deny.json"]);
    let out = hook.pre_commit(folder, &["run"]);
    assert!(!out.status.success() && text(&out.stdout).contains("s3:DeleteObject"), "{}", shown(&out));
    // Between commits, where nothing is staged.
    git(folder, &["commit", "--quiet", "--message=removed"]);
    assert!(hook.pre_commit(folder, &["run"]).status.success());
    let out = hook.pre_commit(folder, &["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]);
    assert!(!out.status.success() && text(&out.stdout).contains("s3:DeleteObject"), "{}", shown(&out));
}
