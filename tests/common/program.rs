//! Runs the program in folders with files of their own.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::root;

/// The program, ready to be run with a plain environment in the folder of the project.
pub fn paredown_command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paredown"));
    command.current_dir(root());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR"] {
        command.env_remove(variable);
    }
    command
}

/// The output of the program in the folder of the project.
pub fn paredown<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    paredown_command().args(arguments).output().unwrap()
}

/// The output of the program in a folder, with arguments separated by spaces and an empty standard input.
pub fn run(folder: &Path, arguments: &str) -> Output {
    let mut command = paredown_command();
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null());
    command.output().unwrap()
}

/// The same; it must end with this code.
#[track_caller]
pub fn ends(folder: &Path, arguments: &str, code: i32) -> Output {
    let out = run(folder, arguments);
    assert_eq!(out.status.code(), Some(code), "{arguments}: {}{}", text(&out.stdout), text(&out.stderr));
    out
}

/// The error as a program that reads JSON gets it: with `--format json` added, refused arguments end with this
/// code and a report of the error's shape, which has this `error`.
#[track_caller]
pub fn refusal(folder: &Path, arguments: &str, code: i32) -> Value {
    let out = ends(folder, &format!("{arguments} --format json"), code);
    let report = serde_json::from_slice(&out.stdout)
        .unwrap_or_else(|error| panic!("{arguments}: {error}: {}", text(&out.stdout)));
    assert_shape("error.schema.json", &report);
    assert_eq!(report["error"]["exit"], code, "{arguments}");
    report["error"].clone()
}

/// Both streams and the exit code, for a snapshot.
pub fn shown(out: &Output) -> String {
    let code = out.status.code().unwrap();
    let streams = (text(&out.stdout), text(&out.stderr));
    format!("exit code {code}\n--- standard output\n{}\n--- standard error\n{}", streams.0, streams.1)
}

/// The text of a stream.
pub fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// A folder with files.
pub fn folder<C: AsRef<[u8]>>(files: &[(&str, C)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        write(folder.path(), name, content);
    }
    folder
}

/// Writes a file of a folder, and makes the folders on the way to it.
pub fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// The names of what is in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = all.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// Writes a file that can be executed. Another process writes it: a process that another test starts at the same
/// time inherits for a moment what this one has open for writing, and then the file is busy.
pub fn executable(path: &Path, content: &[u8]) {
    let mut command = Command::new("sh");
    command.args(["-c", "cat > \"$0\" && chmod 755 \"$0\""]).arg(path).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    assert!(child.wait().unwrap().success());
}

/// A policy of one statement that allows an action, or a list of them, on everything.
pub fn allow(action: impl Into<Value>) -> Value {
    let statement = json!({"Effect": "Allow", "Action": action.into(), "Resource": "*"});
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

/// Fails unless a value has the shape of a schema in `schemas/`.
#[track_caller]
pub fn assert_shape(schema: &str, value: &Value) {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.set_default_draft(boon::Draft::V2020_12);
    let path = root().join("schemas").join(schema);
    let index = compiler.compile(path.to_str().unwrap(), &mut schemas);
    let index = index.unwrap_or_else(|error| panic!("{schema}: {error:#}"));
    if let Err(error) = schemas.validate(value, index) {
        panic!("{schema}: {error:#}\n{value:#}");
    }
}
