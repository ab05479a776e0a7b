//! Untrusted inputs: too large, not files, links, odd names, and what may not be read or written.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::common::program::folder;
use crate::common::{executable, paredown_command, skipped, text};
use tempfile::TempDir;

pub(super) const POLICY: &str =
    r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}}"#;
const UNUSED: &str = "sqs:ListQueues\n";

/// A folder with `policy.json` and `unused.txt`.
pub(super) fn place() -> TempDir {
    folder(&[("policy.json", POLICY), ("unused.txt", UNUSED)])
}

/// Runs it in a folder with arguments separated by spaces; it has to end by itself.
pub(super) fn run_in(folder: &Path, arguments: &str) -> Output {
    run_with(folder, arguments.split_whitespace())
}

fn run_with<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Output {
    let mut command = paredown_command();
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    ended(command)
}

/// The output of a command that must not wait for anything.
pub(super) fn ended(mut command: Command) -> Output {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let (done, out) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(child.wait_with_output().unwrap()));
    out.recv_timeout(Duration::from_secs(60)).unwrap_or_else(|_| {
        Command::new("kill").args(["-s", "KILL", &id]).status().unwrap();
        panic!("it waits: {command:?}");
    })
}

/// It was refused with this message.
#[track_caller]
pub(super) fn refused(out: &Output, words: &[&str]) {
    let said = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{said}");
    assert_eq!(text(&out.stdout), "");
    for words in words {
        assert!(said.contains(words), "no {words:?} in:\n{said}");
    }
}

const RECOMMEND: &str = "recommend --no-certify -u unused.txt -p";

#[test]
fn an_input_of_any_kind_may_not_be_too_large() {
    let folder = place();
    let path = folder.path();
    for file in
        ["policy.json", "unused.txt", "keep.txt", "known.json", "recommended.json", "certificate.json"]
    {
        let good = match file {
            "policy.json" | "recommended.json" => POLICY,
            "unused.txt" => UNUSED,
            "keep.txt" => "sqs:ListQueueTags\n",
            "known.json" => r#"{"sqs": ["ListQueues", "ListQueueTags"]}"#,
            _ => "{}",
        };
        fs::write(path.join(file), good).unwrap();
    }
    for (arguments, file) in [
        ("recommend -p big -u unused.txt", "big"),
        ("recommend -p policy.json -u big", "big"),
        ("recommend -p policy.json -u unused.txt --keep-file big", "big"),
        ("recommend -p policy.json -u unused.txt -c big", "big"),
        ("certify -p policy.json -u unused.txt -r big", "big"),
        ("verify big -p policy.json -u unused.txt -r recommended.json", "big"),
        ("drift -p policy.json -u unused.txt -r big -c known.json", "big"),
        ("drift -p policy.json -u unused.txt -r recommended.json -c big", "big"),
        ("compare big policy.json", "big"),
        ("compare policy.json big", "big"),
        ("compare policy.json policy.json --candidate big", "big"),
        ("compare policy.json policy.json -c big", "big"),
        ("evaluate -p big --action s3:GetObject", "big"),
        ("evaluate -p policy.json --boundary big --action s3:GetObject", "big"),
    ] {
        fs::write(path.join(file), " ".repeat(200_001)).unwrap();
        let out = run_in(path, &format!("{arguments} --max-input-size 200kB"));
        refused(&out, &["error: `big` is larger than 200,000 bytes", "--max-input-size"]);
    }
    // A file of exactly this size is read.
    let padded = format!("{POLICY}{}", " ".repeat(200_000 - POLICY.len()));
    fs::write(path.join("policy.json"), padded).unwrap();
    let out = run_in(path, &format!("{RECOMMEND} policy.json --max-input-size 200000"));
    assert!(out.status.success(), "{}", text(&out.stderr));
    // From standard input, which has no end; and by default.
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_paredown");
    command.current_dir(path).args(["-c", &format!("yes | {program} {RECOMMEND} -")]);
    refused(&ended(command), &["error: standard input is larger than 64 MB", "--max-input-size"]);
}

#[test]
fn nesting_and_statements_have_limits() {
    let folder = place();
    let write = |text: &str| fs::write(folder.path().join("odd.json"), text).unwrap();
    write(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)));
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json"));
    refused(&out, &["more than 250 deep", "odd.json:1:251", "--max-nesting"]);
    write(POLICY);
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json --max-nesting 1"));
    refused(&out, &["more than 1 deep", "--max-nesting"]);
    // The recommendation has a list of actions, and the same limit applies to it.
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json --max-nesting 3"));
    assert!(out.status.success(), "{}", text(&out.stderr));

    let statement = r#"{"Effect": "Allow", "Action": "sqs:List*", "Resource": "*"}"#;
    let policy = |count| {
        format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, vec![statement; count].join(",\n"))
    };
    write(&policy(10_001));
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json"));
    refused(&out, &["the policy has more than 10000 statements", "odd.json:10001:1", "--max-statements"]);
    write(&policy(3));
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json --max-statements 2"));
    refused(&out, &["the policy has more than 2 statements", "odd.json:3:1"]);
    let out = run_in(folder.path(), &format!("{RECOMMEND} odd.json --max-statements 3"));
    assert!(out.status.success(), "{}", text(&out.stderr));
}

#[test]
fn a_line_of_jobs_may_not_be_too_long_and_stops_no_other() {
    let folder = place();
    let job = |id: usize, more: usize| {
        let blanks = " ".repeat(more);
        format!(
            r#"{{"id": {id}, "policy": {POLICY}, "unused": [{{"serviceNamespace": "sqs", "actions": ["ListQueues"]}}]{blanks}}}"#
        )
    };
    let jobs = [job(1, 0), job(2, 2_000), job(3, 0)].join("\n");
    fs::write(folder.path().join("jobs.jsonl"), &jobs).unwrap();
    let out = run_in(folder.path(), "batch jobs.jsonl --certify none --max-line-size 1000");
    assert_eq!(out.status.code(), Some(2));
    let lines: Vec<serde_json::Value> =
        text(&out.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["outcome"], &lines[2]["outcome"]), (&"replace".into(), &"replace".into()));
    assert!(text(&out.stderr).contains("line 2 (id null)"), "{}", text(&out.stderr));
    let message = lines[1]["error"]["message"].as_str().unwrap();
    assert!(
        message.starts_with("the line has 2,") && message.ends_with(" bytes, more than 1,000 bytes"),
        "{message}"
    );
    assert!(lines[1]["error"]["help"].as_str().unwrap().contains("--max-line-size"));
    // The limit on inputs does not apply to the sum of all lines.
    let out = run_in(folder.path(), "batch jobs.jsonl --certify none --max-input-size 1000");
    assert!(out.status.success(), "{}", text(&out.stderr));
    // A line without end takes no memory.
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_paredown");
    let script = format!(
        "{{ yes | tr -d '\\n' | head -c 100000000; echo; cat jobs.jsonl; }} | {program} batch --certify none"
    );
    command.current_dir(folder.path()).args(["-c", &script]);
    let out = ended(command);
    assert_eq!(text(&out.stdout).lines().count(), 4);
    assert!(text(&out.stdout).contains("the line has 100 MB, more than 16 MB"), "{}", text(&out.stdout));
}

/// Makes a FIFO and a socket in a folder; the socket is there as long as what is returned.
fn odd_files(folder: &Path, extension: &str) -> UnixListener {
    let fifo = folder.join("fifo").with_extension(extension);
    assert!(Command::new("mkfifo").arg(fifo).status().unwrap().success());
    UnixListener::bind(folder.join("socket").with_extension(extension)).unwrap()
}

#[test]
fn what_is_no_file_is_refused_and_not_waited_for() {
    let folder = place();
    let _socket = odd_files(folder.path(), "");
    for (path, what) in [
        ("fifo", "`fifo` is a FIFO"),
        ("socket", "`socket` is a socket"),
        ("/dev/zero", "`/dev/zero` is a device"),
        ("/dev/null", "`/dev/null` is a device"),
    ] {
        for arguments in [
            format!("recommend --no-certify -p {path} -u unused.txt"),
            format!("recommend --no-certify -p policy.json -u {path}"),
            format!("recommend --no-certify -p policy.json -u unused.txt -c {path}"),
            format!("recommend --no-certify -p policy.json -u unused.txt --keep-file {path}"),
            format!("certify -p policy.json -u unused.txt -r {path}"),
            format!("verify {path} -p policy.json -u unused.txt"),
            format!("drift -p policy.json -u unused.txt -r policy.json -c {path}"),
            format!("batch {path}"),
            format!("compare {path} policy.json"),
            format!("compare policy.json {path}"),
            format!("compare --pairs {path}"),
            format!("evaluate {path}"),
            format!("evaluate -p {path} --action s3:GetObject"),
        ] {
            refused(&run_in(folder.path(), &arguments), &[what, "standard input"]);
        }
    }
    for name in ["fifo", "socket"] {
        let folder = place();
        let _socket = odd_files(folder.path(), "json");
        fs::remove_file(folder.path().join(if name == "fifo" { "socket.json" } else { "fifo.json" }))
            .unwrap();
        refused(&run_in(folder.path(), &format!("{RECOMMEND} .")), &[&format!("`./{name}.json` is a ")]);
    }
}

#[test]
fn what_the_user_hands_over_as_a_stream_is_read() {
    let folder = place();
    let program = env!("CARGO_BIN_EXE_paredown");
    for script in [
        format!("{program} {RECOMMEND} <(sleep 0.3; cat policy.json)"),
        format!("cat policy.json | {program} {RECOMMEND} /dev/stdin"),
        format!("{program} {RECOMMEND} /dev/stdin < policy.json"),
        format!("cat policy.json | {program} {RECOMMEND} /dev/fd/0"),
    ] {
        let mut command = Command::new("bash");
        command.current_dir(folder.path()).args(["-c", &script]);
        let out = ended(command);
        assert!(out.status.success(), "{script}: {}", text(&out.stderr));
        assert!(text(&out.stdout).contains("sqs:List"), "{script}");
    }
    let out = run_in(folder.path(), "recommend -p - -u /dev/stdin");
    refused(&out, &["standard input can be read only once"]);
}

#[test]
fn links_do_not_lead_out_of_a_folder() {
    let secret = tempfile::tempdir().unwrap();
    fs::write(secret.path().join("secret.json"), POLICY).unwrap();
    for (target, what) in [
        (secret.path().join("secret.json"), "leads out of the folder"),
        ("../unused.txt".into(), "leads out of the folder"),
        ("/proc/self/environ".into(), "leads out of the folder"),
        ("nowhere.json".into(), "leads nowhere"),
        ("link.json".into(), "leads nowhere"),
    ] {
        let folder = place();
        fs::create_dir(folder.path().join("policies")).unwrap();
        fs::rename(folder.path().join("policy.json"), folder.path().join("policies/policy.json")).unwrap();
        symlink(&target, folder.path().join("policies/link.json")).unwrap();
        let out = run_in(folder.path(), &format!("{RECOMMEND} policies"));
        refused(&out, &[&format!("`policies/link.json` is a symbolic link that {what}")]);
        // A folder that a link leads to is the folder that was named.
        fs::remove_file(folder.path().join("policies/link.json")).unwrap();
        symlink("policies", folder.path().join("here")).unwrap();
        symlink("policy.json", folder.path().join("policies/alias.json")).unwrap();
        let out = run_in(folder.path(), &format!("{RECOMMEND} here"));
        assert!(out.status.success(), "{}", text(&out.stderr));
        let said = text(&out.stderr);
        assert!(said.contains("== alias") && said.contains("== policy"), "{said}");
    }
}

#[test]
fn hidden_files_are_left_out_aloud() {
    let folder = place();
    let path = folder.path();
    for hidden in [".a.json", ".b.JSON", ".c.json", ".d.json", ".other"] {
        fs::write(path.join(hidden), "no policy").unwrap();
    }
    let out = run_in(path, &format!("{RECOMMEND} ."));
    assert!(out.status.success(), "{}", text(&out.stderr));
    let warning = "warning: hidden files are left out: `./.a.json`, `./.b.JSON`, `./.c.json` and 1 more (name them to \
                   have them read)\n";
    assert!(text(&out.stderr).contains(warning), "{}", text(&out.stderr));
    fs::remove_file(path.join("policy.json")).unwrap();
    refused(&run_in(path, &format!("{RECOMMEND} .")), &["`.` has no files `*.json`"]);
}

#[test]
fn names_need_not_be_utf_8() {
    let folder = place();
    let odd = |end: &str| {
        let mut name = OsString::from("p");
        name.push(OsStr::from_bytes(&[0xff]));
        name.push(end);
        name
    };
    let path = folder.path();
    if fs::rename(path.join("policy.json"), path.join(odd(".json"))).is_err() {
        skipped::<()>("this file system takes no such name", false);
        return;
    }
    fs::rename(path.join("unused.txt"), path.join(odd(".txt"))).unwrap();
    let arguments: Vec<OsString> =
        vec!["recommend".into(), "-p".into(), odd(".json"), "-u".into(), odd(".txt")];
    let out = run_with(path, &arguments);
    assert!(out.status.success(), "{}", text(&out.stderr));
    assert!(text(&out.stderr).contains("--- p\\xFF.json\n"), "{}", text(&out.stderr));
    // Also in a folder, and as a recommendation.
    fs::create_dir(path.join(odd(""))).unwrap();
    fs::copy(path.join(odd(".json")), path.join(odd("")).join(odd(".json"))).unwrap();
    let arguments: Vec<OsString> = vec!["recommend".into(), "-p".into(), odd(""), "-u".into(), odd(".txt")];
    assert!(run_with(path, &arguments).status.success());
    let mut certify: Vec<OsString> =
        vec!["certify".into(), "-p".into(), odd(".json"), "-u".into(), odd(".txt")];
    certify.extend(["-r".into(), odd(".json")]);
    assert_eq!(run_with(path, &certify).status.code(), Some(1));
    let missing: Vec<OsString> = vec!["batch".into(), odd(".jsonl")];
    refused(&run_with(path, &missing), &["`p\\xFF.jsonl` does not exist"]);
}

/// A command that runs the program as an unprivileged user, in a folder that this user may read. `None` if there
/// is no way to become one.
fn as_a_user(folder: &Path) -> Option<Command> {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let id = Command::new("id").arg("-u").output().unwrap();
    if text(&id.stdout).trim() != "0" {
        let mut command = paredown_command();
        command.current_dir(folder);
        return Some(command);
    }
    // The built program may be where only root may read.
    let program = folder.join(".paredown");
    executable(&program, &fs::read(env!("CARGO_BIN_EXE_paredown")).unwrap());
    let said = crate::common::paredown(["--version", "--verbose"]);
    let library = text(&said.stdout).split_once("loaded from ")?.1.split_once(" (sha256 ")?.0.to_owned();
    fs::copy(&library, folder.join(Path::new(&library).file_name()?)).unwrap();
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    command.current_dir(folder).env("LD_LIBRARY_PATH", folder);
    let works =
        Command::new("setpriv").args(["--reuid=65534", "--regid=65534", "--clear-groups", "true"]).status();
    works.is_ok_and(|status| status.success()).then_some(command)
}

#[test]
fn what_may_not_be_read_or_written_is_named() {
    let folder = place();
    let path = folder.path();
    let Some(_) = as_a_user(path) else {
        skipped::<()>("nobody but root is here", false);
        return;
    };
    fs::write(path.join("shut.json"), POLICY).unwrap();
    fs::create_dir(path.join("shut")).unwrap();
    fs::create_dir(path.join("kept")).unwrap();
    fs::write(path.join("kept/policy.json"), POLICY).unwrap();
    for (name, mode) in [("shut.json", 0o000), ("shut", 0o000), ("kept", 0o555)] {
        fs::set_permissions(path.join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    let before = names(path);
    for (arguments, what) in [
        ("recommend -p shut.json -u unused.txt", "`shut.json` cannot be read: permission denied"),
        ("recommend -p policy.json -u shut.json", "`shut.json` cannot be read: permission denied"),
        ("recommend -p shut -u unused.txt", "`shut` cannot be read: permission denied"),
        (
            "recommend -p shut/policy.json -u unused.txt",
            "`shut/policy.json` cannot be read: permission denied",
        ),
        (
            "recommend -p policy.json -u unused.txt -c shut.json",
            "`shut.json` cannot be read: permission denied",
        ),
        ("batch shut.json", "`shut.json` cannot be read: permission denied"),
        ("compare shut.json policy.json", "`shut.json` cannot be read: permission denied"),
        ("compare policy.json shut", "`shut` cannot be read: permission denied"),
        ("compare --pairs shut.json", "`shut.json` cannot be read: permission denied"),
        ("evaluate shut.json", "`shut.json` cannot be read: permission denied"),
        ("verify shut.json -p policy.json -u unused.txt", "`shut.json` cannot be read: permission denied"),
        ("recommend -p policy.json -u unused.txt --output kept", "`kept"),
        ("recommend -p policy.json -u unused.txt --output kept/new", "`kept/new"),
        (
            "recommend -p policy.json -u unused.txt --certificate kept/c.json",
            "`kept/c.json` cannot be written: permission denied",
        ),
        #[cfg(feature = "z3")]
        ("recommend -p policy.json -u unused.txt --emit-smt kept/new", "`kept/new` cannot be made"),
    ] {
        let mut command = as_a_user(path).unwrap();
        command.args(arguments.split_whitespace()).stdin(Stdio::null());
        let out = ended(command);
        let said = text(&out.stderr);
        assert_eq!(out.status.code(), Some(2), "{arguments}: {said}");
        assert!(
            said.contains(what) && said.to_lowercase().contains("ermission denied"),
            "{arguments}: {said}"
        );
        assert!(!said.contains(".tmp"), "{said}");
    }
    fs::set_permissions(path.join("shut"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(names(path), before);
    assert_eq!(names(&path.join("kept")), ["policy.json"]);
}

fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<OsString> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}
