//! What the trusted part is made of, as proofs/SOUNDNESS.md states it: the crates and which of them knows which; and
//! its size, as proofs/SOUNDNESS.md states it: lines of code by folder, without comments,
//! blank lines and tests, at most; what is said is a round number less than 300 above what is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files of a folder, or the file itself, except tests.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let test = name == "tests" || name.ends_with("_tests");
        if path.is_dir() && !test {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !test {
            found.push(path);
        }
    }
    found
}

/// The number of lines of code in a file, up to its module of tests.
fn lines(path: &Path) -> usize {
    let text = fs::read_to_string(path).unwrap();
    let code = text.lines().map(str::trim);
    let code = code.take_while(|line| *line != "#[cfg(test)]" || !text.contains("#[cfg(test)]\nmod tests {"));
    code.filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

#[test]
fn the_trusted_part_is_as_large_as_it_is_said_to_be() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("proofs/SOUNDNESS.md")).unwrap();
    let mut seen = 0;
    let mut wrong = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| `src/") || line.starts_with("| `crates/")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let folder = cells[1].trim_matches('`');
        let said = cells[2].replace(',', "").parse::<usize>().unwrap_or_else(|_| panic!("{row}"));
        let counted: usize = files(&root.join(folder)).iter().map(|file| lines(file)).sum();
        println!("{folder}: {counted} lines");
        seen += 1;
        if !(counted..counted + 300).contains(&said) {
            wrong.push(format!("{folder} has {counted} lines, and {said} are said to be the most"));
        }
    }
    assert!(seen >= 4, "proofs/SOUNDNESS.md has no table of the trusted part");
    assert!(wrong.is_empty(), "proofs/SOUNDNESS.md: {wrong:?}");
}

/// What cargo prints.
fn cargo(arguments: &str) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = std::process::Command::new(cargo);
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments.split_whitespace());
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// A line of `cargo tree` without the version and the folder of the crate.
fn unversioned(line: &str) -> String {
    let is_version =
        |word: &str| word.starts_with('v') && word[1..].starts_with(|c: char| c.is_ascii_digit());
    let words = line.split(' ').filter(|word| !is_version(word) && !word.starts_with("(/"));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_verifies_is_made_of_what_is_said() {
    let tree = cargo(
        "tree --package paredown-verify --edges normal --target x86_64-unknown-linux-gnu --locked --offline",
    );
    let tree: Vec<String> = tree.lines().map(unversioned).collect();
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("proofs/SOUNDNESS.md")).unwrap();
    let said = text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(said.lines().collect::<Vec<_>>(), tree, "proofs/SOUNDNESS.md has another tree");
    for line in tree {
        let name = line.trim_start_matches(['│', '├', '└', '─', ' ']).split(' ').next().unwrap().to_owned();
        let outside = ["paredown", "z3", "z3-sys", "clap", "cc", "cmake", "bindgen", "pkg-config"];
        assert!(!outside.contains(&name.as_str()), "{line}");
    }
}

#[test]
fn the_kernel_knows_the_values_and_nothing_else() {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo("metadata --format-version 1 --no-deps --locked --offline")).unwrap();
    let known = |name: &str| -> Vec<String> {
        let packages = metadata["packages"].as_array().unwrap();
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        let all = package["dependencies"].as_array().unwrap().iter();
        let built = all.filter(|dependency| dependency["kind"].is_null());
        built.map(|dependency| dependency["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        known("paredown-kernel"),
        ["paredown-account", "paredown-policy", "paredown-request", "serde", "serde_json"]
    );
    let own = |name| known(name).into_iter().filter(|name| name.starts_with("paredown")).collect::<Vec<_>>();
    assert!(own("paredown-policy").is_empty());
    assert_eq!(own("paredown-account"), ["paredown-policy"]);
    assert_eq!(own("paredown-request"), ["paredown-policy"]);
    assert_eq!(own("paredown-infra"), ["paredown-policy"]);
    assert_eq!(own("paredown-intake"), ["paredown-account", "paredown-policy"]);
    let own = own("paredown-verify");
    assert_eq!(own, ["paredown-account", "paredown-intake", "paredown-kernel", "paredown-policy"]);
}
