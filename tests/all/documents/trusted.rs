//! The size of what is trusted, as proofs/SOUNDNESS.md states it: lines of code by folder, without comments,
//! blank lines and tests, at most; what is said is a round number less than 200 above what is there.

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files of a folder, or the file itself, without those that are tests.
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

/// How many lines of a file are code; a module of tests ends it.
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
        if !(counted..counted + 200).contains(&said) {
            wrong.push(format!("{folder} has {counted} lines, and {said} are said to be the most"));
        }
    }
    assert!(seen >= 4, "proofs/SOUNDNESS.md has no table of the trusted part");
    assert!(wrong.is_empty(), "proofs/SOUNDNESS.md: {wrong:?}");
}
