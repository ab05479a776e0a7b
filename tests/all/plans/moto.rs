//! Plans, and scripts that retire what nobody uses, on moto, an IAM server written by others, with AWS's own command
//! line: `tests/moto/run.py` and `tests/moto/retire.py` make each call of each script fail, lose its answer, or kill
//! the script, and check what is there after every change.
//!
//! `make moto` brings both; without them this is skipped, but not in CI.

use std::fs;
use std::path::Path;
use std::process::Command;

use paredown::model::Principal;
use paredown::principal::{Retirement, Unused};

use crate::common::{root, skipped, text};

/// Tries the plan for one of the settings of `tests/moto/accounts.py`.
fn tried(setting: &str) {
    run("run.py", setting, |_| ());
}

/// Tries to retire what is unused of one of the principals of `tests/moto/retire.py`.
fn retired(setting: &str, arn: &str, unused: Unused) {
    let principal = Principal::of_arn(arn).unwrap();
    let as_of = "2026-01-01T00:00:00Z".parse().unwrap();
    let script = Retirement::new(&principal, unused, as_of, 90).unwrap().script();
    run("retire.py", setting, |folder| fs::write(folder.join("retire.sh"), script).unwrap());
}

fn run(program: &str, setting: &str, prepare: impl FnOnce(&Path)) {
    let moto = root().join(".moto");
    if !moto.join("VERSION").is_file() {
        // If it is missing, `make moto` was not run; CI runs it.
        skipped::<()>("there is no .moto: `make moto` brings it", true);
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    prepare(folder.path());
    command.arg(root().join("tests/moto").join(program)).arg(env!("CARGO_BIN_EXE_paredown")).arg(setting);
    command.arg(folder.path()).env("PYTHONPATH", &moto);
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}{}", text(&out.stdout), text(&out.stderr));
    eprintln!("{}", text(&out.stdout));
    assert!(text(&out.stdout).contains(" calls of back failed"), "{}", text(&out.stdout));
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

#[test]
fn of_a_role_that_nobody_uses() {
    let unused = Unused { role: true, ..Unused::default() };
    retired("role", "arn:aws:iam::123456789012:role/team/R_+=,.@-r", unused);
}

#[test]
fn of_keys_and_a_password_that_nobody_uses() {
    let keys = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"].map(str::to_owned).to_vec();
    retired("user", "arn:aws:iam::123456789012:user/U_+=,.@-u", Unused { role: false, keys, password: true });
}
