//! The files that ARCHITECTURE.md and CONTRIBUTING.md name exist.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::root;

/// The names in backquotes that look like files or folders.
fn paths(text: &str) -> Vec<&str> {
    let names = text.split('`').skip(1).step_by(2);
    let is_path = |name: &&str| {
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        let ends =
            [".rs", ".sh", ".py", ".v", ".md", ".json", ".toml", "/"].iter().any(|end| name.ends_with(end));
        // `SHAPE` and similar names are placeholders.
        let stem = |part: &str| part.split('.').next().unwrap_or_default().to_owned();
        let open = |part: &str| part.len() > 2 && part.chars().all(|c| c.is_ascii_uppercase());
        plain
            && ends
            && !name.contains("/.")
            && !name.split('/').any(|part| !part.ends_with("md") && open(&stem(part)))
    };
    names.filter(is_path).collect()
}

/// All files and folders of the project, except what is built or downloaded.
fn everything(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "target" || (name.starts_with('.') && name != ".cargo" && name != ".ci") {
            continue;
        }
        found.push(path.clone());
        if path.is_dir() {
            everything(&path, found);
        }
    }
}

/// The names in a text that do not exist. If a row of a table begins with folders, its other names are in these.
fn missing(text: &str, all: &[PathBuf]) -> Vec<String> {
    let there = |name: &str, within: &[&str]| {
        let name = Path::new(name.trim_end_matches('/'));
        if root().join(name).exists() {
            return true;
        }
        let folders: Vec<PathBuf> = within.iter().map(|folder| root().join(folder)).collect();
        let inside =
            |path: &PathBuf| folders.is_empty() || folders.iter().any(|folder| path.starts_with(folder));
        all.iter().any(|path| path.ends_with(name) && inside(path))
    };
    let mut missing = Vec::new();
    for line in text.lines() {
        let first =
            line.strip_prefix("| ").and_then(|row| row.split(" | ").next()).map_or_else(Vec::new, paths);
        let rooms: Vec<&str> = first.iter().copied().filter(|name| name.contains("src/")).collect();
        missing.extend(
            paths(line)
                .into_iter()
                .filter(|name| !there(name, &rooms))
                .map(|name| format!("{name} ({rooms:?})")),
        );
    }
    missing
}

#[test]
fn the_files_that_are_named_exist() {
    let mut all = Vec::new();
    everything(root(), &mut all);
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let names: usize = text.lines().map(|line| paths(line).len()).sum();
        assert!(names > 1, "{document} names {names} files");
        assert_eq!(missing(&text, &all), Vec::<String>::new(), "{document}");
    }
}

#[test]
fn a_file_that_is_missing_is_found_out() {
    let mut all = Vec::new();
    everything(root(), &mut all);
    let missing = missing("| `src/report/` | `frontier.rs`, `mod.rs` |\n`nothing.rs`, `frontier.rs`\n", &all);
    assert_eq!(missing, [r#"frontier.rs (["src/report/"])"#, "nothing.rs ([])"]);
}
