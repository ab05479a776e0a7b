//! `--version --verbose`: what the program is made of.

use std::fs;
use std::process::Command;

use crate::common::{paredown, root, skipped, text};
use sha2::{Digest as _, Sha256};

/// The content of a line of it.
fn said(name: &str) -> String {
    let out = paredown(["--version", "--verbose"]);
    assert!(out.status.success(), "{}", text(&out.stderr));
    let lines = text(&out.stdout).lines().filter_map(|line| line.split_once(' '));
    let mut own = lines.filter(|(key, _)| *key == name);
    own.next().unwrap_or_else(|| panic!("no {name}")).1.trim().to_owned()
}

#[test]
fn the_library_is_the_one_that_was_loaded() {
    let z3 = said("z3");
    assert!(z3.starts_with(&format!("{}, loaded from /", paredown::prove::z3_version().unwrap())), "{z3}");
    let (_, rest) = z3.split_once(" from ").unwrap();
    let (path, rest) = rest.split_once(" (sha256 ").unwrap();
    let sum = Sha256::digest(fs::read(path).unwrap());
    let sum = sum.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    assert_eq!(rest, format!("{sum})"));
    // Another one is distinguished.
    let folder = tempfile::tempdir().unwrap();
    let name = std::path::Path::new(path).file_name().unwrap();
    let moved = folder.path().canonicalize().unwrap().join(name);
    fs::copy(path, &moved).unwrap();
    let mut command = crate::common::paredown_command();
    let out = command.args(["-Vv"]).env("LD_LIBRARY_PATH", folder.path()).output().unwrap();
    let shown = text(&out.stdout);
    assert!(shown.contains(&format!("loaded from {} (sha256 {sum})", moved.display())), "{shown}");
}

#[test]
fn the_commit_is_the_one_that_is_checked_out() {
    let git = |arguments: &[&str]| Command::new("git").current_dir(root()).args(arguments).output().ok();
    let Some(head) = git(&["rev-parse", "HEAD"]).filter(|out| out.status.success()) else {
        skipped::<()>("this is no clone", false);
        return;
    };
    let commit = said("commit");
    assert!(commit.starts_with(text(&head.stdout).trim()), "{commit}");
    let sources =
        ["status", "--porcelain", "--", "src", "data", "build.rs", "Cargo.toml", "Cargo.lock", ".cargo"];
    let changed = !git(&sources).unwrap().stdout.is_empty();
    assert_eq!(commit.ends_with(", with changes that are not committed"), changed, "{commit}");
}

#[test]
fn the_catalogue_is_the_one_that_is_built_in() {
    let known = paredown::model::Catalogue::embedded().unwrap();
    let identity = known.identity();
    let shown = said("catalogue");
    let counts =
        format!("{} services, {} actions (sha256 {})", identity.services, identity.actions, identity.sha256);
    assert!(shown.ends_with(&counts) && shown.contains(identity.date.as_deref().unwrap()), "{shown}");
}

#[test]
fn the_reference_is_the_one_that_is_built_in() {
    let identity = paredown_request::reference::Reference::embedded().unwrap().identity();
    let shown = said("reference");
    let counts = format!(
        "{} actions, {} condition keys (sha256 {})",
        identity.actions, identity.keys, identity.sha256
    );
    assert!(shown.ends_with(&counts) && shown.contains(&identity.date), "{shown}");
}

#[test]
fn every_order_will_do_and_verbose_alone_will_not() {
    let usual = paredown(["--version", "--verbose"]).stdout;
    for arguments in
        [&["-V", "-v"][..], &["-Vv"], &["-vV"], &["--verbose", "--version"], &["certify", "-V", "-v"]]
    {
        assert_eq!(paredown(arguments).stdout, usual, "{arguments:?}");
    }
    assert_eq!(text(&paredown(["--version"]).stdout).lines().count(), 1);
    for arguments in [&["--verbose"][..], &["--verbose", "catalogue"]] {
        assert_eq!(paredown(arguments).status.code(), Some(2), "{arguments:?}");
    }
}
