//! Plans on moto, an IAM server written by others, with AWS's own command line: `tests/moto/run.py` makes each
//! call of each plan fail, lose its answer, or kill the script, and checks what is allowed after every change.
//!
//! `make moto` brings both; without them this is skipped, but not in CI.

use std::process::Command;

use crate::common::{root, skipped, text};

/// Tries the plan for one of the settings of `tests/moto/accounts.py`.
fn tried(setting: &str) {
    let moto = root().join(".moto");
    if !moto.join("VERSION").is_file() {
        // If it is missing, `make moto` was not run; CI runs it.
        skipped::<()>("there is no .moto: `make moto` brings it", true);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    command.arg(root().join("tests/moto/run.py")).arg(env!("CARGO_BIN_EXE_paredown")).arg(setting);
    command.arg(folder.path()).env("PYTHONPATH", &moto);
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}{}", text(&out.stdout), text(&out.stderr));
    eprintln!("{}", text(&out.stdout));
    assert!(text(&out.stdout).contains("calls of back failed"), "{}", text(&out.stdout));
}

#[test]
fn of_a_role_with_shared_and_inline_policies() {
    tried("role");
}

#[test]
fn of_a_user_with_a_policy_of_aws() {
    tried("user");
}

#[test]
fn of_a_group() {
    tried("group");
}

#[test]
fn of_a_role_whose_policies_get_new_versions() {
    tried("in-place");
}
