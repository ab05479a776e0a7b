//! What `--output` and `--emit-smt` write: all of it or nothing, and over nothing from elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::program::{allow, ends as ended, write};
use crate::common::{paredown_command, text};
use serde_json::Value;
use tempfile::TempDir;

/// Both streams, if it ends with this code.
fn ends(folder: &Path, arguments: &str, code: i32) -> String {
    let out = ended(folder, arguments, code);
    format!(
        "{}
{}",
        text(&out.stdout),
        text(&out.stderr)
    )
}

fn policy(action: &str) -> String {
    allow(action).to_string()
}

/// All files below a folder, with their contents.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}

/// The names of the files at the top of a folder.
fn top(folder: &Path) -> Vec<String> {
    contents(folder).into_keys().filter(|name| !name.contains('/')).collect()
}

const WRITE: &str = "recommend -p p -u u.txt --engine automata --output out";

fn folder(policies: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "u.txt", "sqs:ListQueues\nsns:ListTopics\n");
    for (name, action) in policies {
        write(folder.path(), &format!("p/{name}.json"), policy(action));
    }
    folder
}

/// The same with a plan.
fn planned() -> (TempDir, String) {
    let folder = folder(&[("x", "sqs:List*")]);
    let more = "--principal arn:aws:iam::123456789012:role/R --policy-arn arn:aws:iam::123456789012:policy/x";
    (folder, format!("{WRITE} {more}"))
}

#[test]
fn there_is_one_file_a_document() {
    // On a file system that ignores case all of these have to be distinct as well.
    let folder = folder(&[
        ("x", "sqs:List*"),
        ("x.original", "sns:List*"),
        ("plan", "sqs:*"),
        ("plan.sh", "sns:*"),
        ("originals", "sqs:L*"),
    ]);
    write(folder.path(), "q/X.json", policy("sns:L*"));
    ends(folder.path(), &WRITE.replace("-p p", "-p p -p q --attached-limit 12"), 0);
    let out = folder.path().join("out");
    assert_eq!(
        top(&out),
        [
            "X~2.json",
            "originals.json",
            "plan.json",
            "plan.sh.json",
            "plan~2.json",
            "x.json",
            "x.original.json"
        ]
    );
    let originals = fs::read_dir(out.join("originals")).unwrap().count();
    assert_eq!(originals, 6);
    let manifest: Value = serde_json::from_str(&fs::read_to_string(out.join("plan.json")).unwrap()).unwrap();
    let mut files: Vec<&str> = Vec::new();
    for row in manifest["policies"].as_array().unwrap() {
        files.extend(row["documents"].as_array().unwrap().iter().map(|one| one["file"].as_str().unwrap()));
        let original = fs::read_to_string(out.join(row["original"]["file"].as_str().unwrap())).unwrap();
        let name = row["name"].as_str().unwrap();
        let read = ["p", "q"]
            .map(|place| fs::read_to_string(folder.path().join(format!("{place}/{name}.json"))).ok());
        assert!(read.contains(&Some(original)), "{name}");
    }
    files.sort_unstable();
    files.dedup();
    assert_eq!(files.len(), 6);
}

#[test]
fn a_second_run_replaces_all_of_the_first() {
    let folder = folder(&[("x", "sqs:List*"), ("y", "sns:List*")]);
    ends(folder.path(), WRITE, 0);
    let out = folder.path().join("out");
    assert_eq!(top(&out), ["plan.json", "x.json", "y.json"]);
    let first = contents(&out);
    ends(folder.path(), WRITE, 0);
    assert_eq!(contents(&out), first);
    // One is removed, one is another; the originals of both runs stay.
    fs::remove_file(folder.path().join("p/y.json")).unwrap();
    write(folder.path(), "p/x.json", policy("sqs:*"));
    ends(folder.path(), WRITE, 0);
    assert_eq!(top(&out), ["plan.json", "x.json"]);
    assert_ne!(contents(&out)["x.json"], first["x.json"]);
    let kept = contents(&out).into_keys().filter(|name| name.starts_with("originals/")).count();
    assert_eq!(kept, 3);
}

#[test]
fn what_is_not_ours_is_in_the_way() {
    for (name, content) in
        [("x.json", "mine"), ("plan.json", "{}"), ("plan.json", "{\"format\":\"paredown-plan/1\"}")]
    {
        let folder = folder(&[("x", "sqs:List*")]);
        write(folder.path(), &format!("out/{name}"), content);
        write(folder.path(), "out/other.txt", "mine");
        let before = contents(&folder.path().join("out"));
        let said = ends(folder.path(), WRITE, 2);
        assert!(
            said.contains(&format!("error: `out/{name}` is in the way")) && said.contains("--force"),
            "{said}"
        );
        assert_eq!(contents(&folder.path().join("out")), before);
        ends(folder.path(), &format!("{WRITE} --force"), 0);
        let after = contents(&folder.path().join("out"));
        assert_eq!(after["other.txt"], "mine");
        assert_ne!(after[name], content);
    }
    // Ours, but changed since; ours to be removed, but changed since.
    let folder = folder(&[("x", "sqs:List*"), ("y", "sns:List*")]);
    ends(folder.path(), WRITE, 0);
    write(folder.path(), "out/x.json", "edited");
    assert!(ends(folder.path(), WRITE, 2).contains("`out/x.json` is in the way"));
    ends(folder.path(), &format!("{WRITE} --force"), 0);
    write(folder.path(), "out/y.json", "edited");
    fs::remove_file(folder.path().join("p/y.json")).unwrap();
    assert!(ends(folder.path(), WRITE, 2).contains("`out/y.json` is in the way"));
    assert_eq!(contents(&folder.path().join("out"))["y.json"], "edited");
}

#[test]
fn an_original_is_never_written_over() {
    let folder = folder(&[("x", "sqs:List*")]);
    ends(folder.path(), WRITE, 0);
    let originals = folder.path().join("out/originals");
    let own = fs::read_dir(&originals).unwrap().next().unwrap().unwrap().path();
    fs::write(&own, "tampered").unwrap();
    let said = ends(folder.path(), &format!("{WRITE} --force"), 2);
    assert!(said.contains("is in the way"), "{said}");
}

#[test]
fn an_input_is_not_written_over() {
    let folder = folder(&[("x", "sqs:List*")]);
    let before = contents(folder.path());
    let said = ends(folder.path(), &WRITE.replace("--output out", "--output p"), 2);
    assert!(said.contains("`p/x.json` is in the way"), "{said}");
    assert_eq!(contents(folder.path()), before);
    // Nor is one that an earlier run wrote.
    ends(folder.path(), WRITE, 0);
    write(folder.path(), "u.txt", "sqs:ListQueueTags\n");
    let said = ends(folder.path(), &WRITE.replace("-p p", "-p out/x.json"), 2);
    assert!(said.contains("`out/x.json` is in the way"), "{said}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path().join("p/x.json"), folder.path().join("link.json")).unwrap();
        fs::create_dir(folder.path().join("linked")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("p/x.json"), folder.path().join("linked/x.json"))
            .unwrap();
        let said = ends(folder.path(), &WRITE.replace("--output out", "--output linked"), 2);
        assert!(said.contains("`linked/x.json` is in the way"), "{said}");
    }
}

#[test]
fn a_plan_that_may_be_in_effect_keeps_its_way_back() {
    let (folder, write_plan) = planned();
    ends(folder.path(), &write_plan, 0);
    let out = folder.path().join("out");
    assert_eq!(top(&out), ["plan.json", "plan.sh", "x.json"]);
    let before = contents(&out);
    // Writing the same plan again is not another plan.
    ends(folder.path(), &write_plan, 0);
    write(folder.path(), "u.txt", "sqs:ListQueueTags\n");
    let said = ends(folder.path(), &write_plan, 2);
    assert!(said.contains("`out` has another plan, and with it what is needed to undo it"), "{said}");
    assert_eq!(contents(&out), before);
    ends(folder.path(), &format!("{write_plan} --force"), 0);
    assert_ne!(contents(&out)["plan.sh"], before["plan.sh"]);
}

#[test]
fn what_was_left_half_done_is_finished_by_the_next_run() {
    let (folder, write_plan) = planned();
    ends(folder.path(), &write_plan, 0);
    let out = folder.path().join("out");
    let whole = contents(&out);
    // The state after a run was killed while it put its files in place: without a manifest.
    fs::remove_file(out.join("plan.json")).unwrap();
    fs::remove_file(out.join("plan.sh")).unwrap();
    assert!(ends(folder.path(), "certify -p p -u u.txt -r out --engine automata", 2).contains("plan.json"));
    ends(folder.path(), &write_plan, 0);
    assert_eq!(contents(&out), whole);
}

#[test]
fn of_two_writers_at_once_one_result_is_whole() {
    for _ in 0..4 {
        let folder = folder(&[("x", "sqs:List*"), ("y", "sns:List*")]);
        for number in 0..6 {
            write(folder.path(), &format!("p/n{number}.json"), policy("sqs:SendMessage"));
        }
        write(folder.path(), "v.txt", "sqs:ListQueueTags\n");
        let both: Vec<_> = ["u.txt", "v.txt"]
            .iter()
            .map(|unused| {
                let mut command = paredown_command();
                let line = WRITE
                    .replace("u.txt", unused)
                    .replace("automata", "automata --no-certify")
                    .replace("--engine automata ", "");
                command.current_dir(folder.path()).args(line.split_whitespace());
                command
                    .stdout(std::process::Stdio::null())
                    .stderr(std::process::Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for child in both {
            let out = child.wait_with_output().unwrap();
            assert!(matches!(out.status.code(), Some(0 | 2)), "{}", text(&out.stderr));
        }
        // Whichever run it is, the manifest and the files are of the same one.
        let out = folder.path().join("out");
        let manifest: Value =
            serde_json::from_str(&fs::read_to_string(out.join("plan.json")).unwrap()).unwrap();
        let listed: Vec<String> = manifest["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["file"].as_str().unwrap().to_owned())
            .collect();
        let mut found = top(&out);
        found.retain(|name| name != "plan.json");
        assert_eq!(found, listed);
        let certified = ["u.txt", "v.txt"].map(|unused| {
            let line = format!("certify -p p -u {unused} -r out --engine automata");
            let mut command = paredown_command();
            command.current_dir(folder.path()).args(line.split_whitespace()).output().unwrap().status.code()
        });
        assert!(certified.contains(&Some(0)), "{certified:?}");
    }
}

#[test]
fn nothing_is_written_where_nothing_can_be() {
    let folder = folder(&[("x", "sqs:List*")]);
    write(folder.path(), "file", "mine");
    let said = ends(folder.path(), &WRITE.replace("--output out", "--output file"), 2);
    assert!(said.contains("`file` cannot be "), "{said}");
    assert_eq!(contents(folder.path())["file"], "mine");
}

#[cfg(feature = "z3")]
#[test]
fn questions_of_an_earlier_run_go() {
    let folder = folder(&[("x", "sqs:List*")]);
    let emit = "recommend -p p/x.json -u u.txt --engine smt --emit-smt questions";
    ends(folder.path(), emit, 0);
    let questions = folder.path().join("questions");
    let first = contents(&questions);
    assert!(first.len() > 3 && first.contains_key("questions.json"), "{first:?}");
    ends(folder.path(), emit, 0);
    assert_eq!(contents(&questions), first);
    ends(folder.path(), &format!("{emit} --require safe --mode tight"), 0);
    let listed: Value = serde_json::from_str(&contents(&questions)["questions.json"]).unwrap();
    assert_eq!(listed["files"].as_array().unwrap().len() + 1, contents(&questions).len());
    let name = first.keys().find(|name| *name != "questions.json").unwrap();
    write(folder.path(), &format!("questions/{name}"), "mine");
    let said = ends(folder.path(), emit, 2);
    assert!(said.contains(&format!("`questions/{name}` is in the way")), "{said}");
    ends(folder.path(), &format!("{emit} --force"), 0);
    assert_eq!(contents(&questions), first);
}
