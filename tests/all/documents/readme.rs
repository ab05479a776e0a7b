//! The commands of the README, run as shown on the files in `examples/`: each ends as it should, and prints what
//! is shown.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::root;

/// A command of a block, and the lines that it prints; `…` is for any lines.
#[derive(Debug)]
struct Step {
    command: String,
    prints: Vec<String>,
}

/// The commands of all blocks of `sh` and `console` that call the program.
fn steps(readme: &str) -> Vec<Step> {
    let mut all = Vec::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```").filter(|language| ["sh", "console"].contains(language))
        else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        if !block.iter().any(|line| line.trim_start_matches("$ ").starts_with("paredown ")) {
            continue;
        }
        let mut continues = false;
        for line in block {
            let command = if language == "sh" { Some(line) } else { line.strip_prefix("$ ") };
            match command {
                _ if continues => {
                    let step: &mut Step = all.last_mut().unwrap();
                    step.command = format!("{}\n{line}", step.command);
                }
                Some(command) => all.push(Step { command: command.to_owned(), prints: Vec::new() }),
                None => all.last_mut().unwrap().prints.push(line.to_owned()),
            }
            continues = line.ends_with('\\');
        }
    }
    all
}

/// Copies a folder and what its links lead to.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// What the program prints, without the colours and dates that differ.
fn missing(printed: &str, expected: &[String]) -> Option<String> {
    let mut rest = printed.lines();
    expected.iter().filter(|line| *line != "…").find(|line| !rest.any(|printed| printed == **line)).cloned()
}

#[test]
fn its_commands_do_what_it_says() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let steps = steps(&readme);
    assert!(steps.len() > 6, "{steps:?}");
    let folder = tempfile::tempdir().unwrap();
    copy(&root().join("examples"), folder.path());
    let program = Path::new(env!("CARGO_BIN_EXE_paredown"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut last = 0;
    for (at, Step { command, prints }) in steps.iter().enumerate() {
        if command == "echo $?" {
            assert_eq!(prints, &[last.to_string()], "after {}", steps[at - 1].command);
            continue;
        }
        let script = format!("exec 2>&1; {command}");
        let mut bash = Command::new("bash");
        // Standard error comes first and the result is often redirected: both are shown.
        let output =
            bash.args(["-c", &script]).env("PATH", &path).current_dir(folder.path()).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        last = output.status.code().unwrap();
        let asked = steps.get(at + 1).is_some_and(|next| next.command == "echo $?");
        assert!(asked || last == 0, "`{command}` ends with {last}:\n{printed}");
        if let Some(line) = missing(&printed, prints) {
            panic!("`{command}` does not print `{line}` in its place:\n{printed}");
        }
    }
}
