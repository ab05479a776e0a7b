//! The working tree against a revision of git.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{allowed, gate, of};
use crate::common::program::{allow, ends, text, write};

/// Runs git, with an identity of its own and none of the user's settings.
#[track_caller]
pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "user.name=test", "-c", "user.email=test@localhost"]);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let out = command.args(arguments).output().unwrap();
    assert!(out.status.success(), "git {arguments:?}: {}", text(&out.stderr));
    text(&out.stdout).to_owned()
}

/// A repository with some files in its first commit.
pub(super) fn repository(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    for (name, content) in files {
        write(folder.path(), name, content);
    }
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "--allow-empty", "--message=first"]);
    folder
}

fn policy(actions: &[&str]) -> String {
    serde_json::to_string_pretty(&allow(actions)).unwrap()
}

#[test]
fn the_working_tree_is_compared_with_a_revision() {
    let folder = repository(&[
        ("iam/a.json", policy(&["s3:GetObject"])),
        ("iam/b.json", policy(&["sqs:SendMessage", "sqs:ReceiveMessage"])),
        ("package.json", "{\"name\": \"x\"}".to_owned()),
        ("broken.json", "{ // a comment\n".to_owned()),
        ("notes.yaml", "a: [1, 2]\n".to_owned()),
    ]);
    let folder = folder.path();
    assert_eq!(gate(folder, "--baseline-rev HEAD")["conclusion"], "passes");
    write(folder, "iam/a.json", policy(&["s3:GetObject", "s3:PutObject"]));
    let answer = gate(folder, "--baseline-rev HEAD");
    assert_eq!((answer["conclusion"].as_str(), allowed(&answer)), (Some("fails"), vec!["s3:PutObject"]));
    assert_eq!(answer["findings"][0]["place"]["file"], "iam/a.json");
    // Only some paths, and from a folder below.
    assert_eq!(gate(folder, "--baseline-rev HEAD iam/b.json")["conclusion"], "passes");
    let below = gate(&folder.join("iam"), "--baseline-rev HEAD");
    assert_eq!(below["findings"][0]["place"]["file"], "a.json");
    // Once committed, it is compared with the commit before.
    git(folder, &["commit", "--quiet", "--all", "--message=second"]);
    assert_eq!(gate(folder, "--baseline-rev HEAD")["conclusion"], "passes");
    assert_eq!(allowed(&gate(folder, "--baseline-rev HEAD~1")), ["s3:PutObject"]);
}

#[test]
fn new_removed_and_moved_policies_are_said() {
    let folder = repository(&[
        ("a.json", policy(&["s3:GetObject", "s3:PutObject"])),
        ("gone.json", policy(&["sns:Publish"])),
        ("renamed.json", policy(&["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"])),
    ]);
    let folder = folder.path();
    std::fs::remove_file(folder.join("gone.json")).unwrap();
    std::fs::rename(folder.join("a.json"), folder.join("moved.json")).unwrap();
    std::fs::remove_file(folder.join("renamed.json")).unwrap();
    write(folder, "other.json", policy(&["sqs:SendMessage", "sqs:ReceiveMessage"]));
    write(folder, "new.json", policy(&["kms:Decrypt"]));
    write(folder, ".gitignore", "ignored.json\n");
    write(folder, "ignored.json", policy(&["iam:*"]));
    let answer = gate(folder, "--baseline-rev HEAD");
    let changes: Vec<String> =
        answer["policies"].as_array().unwrap().iter().map(ToString::to_string).collect();
    let changes = changes.join("\n");
    for expected in ["moved.json", "gone.json", "other.json", "new.json"] {
        assert!(changes.contains(expected), "{changes}");
    }
    assert!(
        changes.contains("\"from\":\"a.json\"") && changes.contains("\"from\":\"renamed.json\""),
        "{changes}"
    );
    // Only the new one is compared with nothing.
    assert_eq!(allowed(&answer), ["kms:Decrypt"], "{answer:#}");
    assert_eq!(of(&answer, "no-new-access")[0]["policy"], "new.json");
}

#[test]
fn what_cannot_be_read_or_found_ends_with_2() {
    let folder = repository(&[("a.json", policy(&["s3:GetObject"]))]);
    let folder = folder.path();
    let unknown = ends(folder, "gate --baseline-rev origin/none", 2);
    assert!(
        text(&unknown.stderr).contains("git does not know the revision `origin/none`"),
        "{}",
        text(&unknown.stderr)
    );
    ends(folder, "gate --baseline-rev --upload-pack=x", 2);
    write(folder, "a.json", "{\"Version\": \"2012-10-17\",\n \"Statement\": [}");
    let broken = ends(folder, "gate --baseline-rev HEAD", 2);
    assert!(text(&broken.stderr).contains("a.json:2:16"), "{}", text(&broken.stderr));
    // A policy that became an empty file is broken, not gone; a file that never was one does not matter.
    write(folder, "a.json", "");
    write(folder, "other.json", "");
    let empty = ends(folder, "gate --baseline-rev HEAD", 2);
    assert!(text(&empty.stderr).contains("a.json:1:1"), "{}", text(&empty.stderr));
    write(folder, "a.json", "{\"Version\": \"2012-10-17\",\n \"Statement\": [}");
    // What is broken on both sides is no change.
    git(folder, &["commit", "--quiet", "--all", "--message=broken"]);
    ends(folder, "gate --baseline-rev HEAD", 0);
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), "a.json", policy(&["s3:GetObject"]));
    ends(outside.path(), "gate --baseline-rev HEAD", 2);
    ends(outside.path(), "gate --candidate a.json", 2);
}

#[test]
fn a_change_does_not_say_what_it_is_held_against() {
    let folder = repository(&[
        ("iam/a.json", policy(&["s3:GetObject"])),
        ("paredown.toml", "version = 1\n".to_owned()),
    ]);
    let folder = folder.path();
    write(folder, "iam/a.json", policy(&["s3:GetObject", "iam:PassRole"]));
    write(folder, "paredown.toml", "version = 1\n[gate]\nexclude = [\"iam/**\"]\n");
    assert_eq!(gate(folder, "--baseline-rev HEAD")["conclusion"], "fails");
    assert_eq!(gate(folder, "--baseline-rev HEAD --config paredown.toml")["conclusion"], "passes");
    // In the first change that has one, it counts.
    git(folder, &["rm", "--quiet", "--cached", "paredown.toml"]);
    git(folder, &["commit", "--quiet", "--message=without"]);
    assert_eq!(gate(folder, "--baseline-rev HEAD")["conclusion"], "passes");
}

#[test]
fn findings_are_accepted_until_they_change() {
    let folder = repository(&[("a.json", policy(&["s3:GetObject"]))]);
    let folder = folder.path();
    let on = |resource: &str| {
        let statement = serde_json::json!({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": resource});
        serde_json::json!({"Version": "2012-10-17", "Statement": [statement]}).to_string()
    };
    write(folder, "a.json", on("arn:aws:s3:::reports/*"));
    assert_eq!(gate(folder, "--baseline-rev HEAD")["conclusion"], "fails");
    assert_eq!(gate(folder, "--baseline-rev HEAD --write-baseline accepted.json")["conclusion"], "passes");
    let accepted = "--baseline-rev HEAD --accepted accepted.json";
    let answer = gate(folder, accepted);
    assert_eq!(
        (answer["conclusion"].as_str(), answer["counts"]["suppressed"].as_u64()),
        (Some("passes"), Some(1))
    );
    // Lines may move; what is allowed may not grow.
    write(folder, "a.json", format!("\n\n{}", on("arn:aws:s3:::reports/*")));
    assert_eq!(gate(folder, accepted)["conclusion"], "passes");
    write(folder, "a.json", on("*"));
    assert_eq!(gate(folder, accepted)["conclusion"], "fails");
}
