//! What `proofs/README.md` names exists: Rust items, theorems and tests.

use std::fs;

use crate::common::root;

/// What may precede the name of an item in Rust, and of a theorem in Coq.
const ITEMS: [&str; 8] = ["fn", "struct", "enum", "trait", "const", "type", "mod", "static"];
const THEOREMS: [&str; 5] = ["Theorem", "Lemma", "Corollary", "Definition", "Example"];

/// Whether one of the words precedes the name somewhere in a text.
fn defines(text: &str, words: &[&str], name: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = |word: &str| format!("{word} {name}");
    words.iter().any(|word| {
        let wanted = after(word);
        text.match_indices(&wanted).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric() && c != '_') && ends(&text[at + wanted.len()..])
        })
    })
}

/// Why a name in backquotes is wrong, if it names something that should exist.
fn fault(name: &str) -> Option<String> {
    if ["src/", "crates/", "tests/"].iter().any(|folder| name.starts_with(folder)) {
        let (file, items) = name.split_once("::").unwrap_or((name, ""));
        let path = root().join(file);
        if !path.exists() {
            return Some(format!("there is no `{file}`"));
        }
        let text = if path.is_dir() { String::new() } else { fs::read_to_string(path).unwrap() };
        let mut items = items.split("::").filter(|item| !item.is_empty());
        return items
            .find(|item| !defines(&text, &ITEMS, item))
            .map(|item| format!("`{file}` has no `{item}`"));
    }
    let (module, theorem) = name.split_once('.')?;
    let word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !word(module) || !word(theorem) || !module.starts_with(char::is_uppercase) || theorem == "md" {
        return None;
    }
    let Ok(text) = fs::read_to_string(root().join(format!("proofs/coq/{module}.v"))) else {
        return Some(format!("there is no `{module}.v`"));
    };
    if theorem == "v" {
        return None;
    }
    let listed = fs::read_to_string(root().join("proofs/coq/theorems.txt")).unwrap();
    if !defines(&text, &THEOREMS, theorem) {
        return Some(format!("`{module}.v` has no `{theorem}`"));
    }
    let line = format!("{module} {theorem}");
    (!listed.lines().any(|listed| listed == line)).then(|| format!("theorems.txt has no `{line}`"))
}

/// The names in backquotes.
fn names(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// All faults: names of nothing, and rows with claims that name no theorem.
fn faults(text: &str) -> Vec<String> {
    let mut faults: Vec<String> = names(text).into_iter().filter_map(fault).collect();
    for row in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [claim, item, theorem, _, test] = cells.as_slice() else { continue };
        if *claim == "claim" || claim.starts_with("---") {
            continue;
        }
        let dotted = names(theorem).iter().any(|name| name.contains('.'));
        if !dotted {
            faults.push(format!("no theorem for: {claim}"));
        }
        let said =
            |cell: &str| cell.contains('`') || cell.starts_with("the same") || cell.starts_with("none");
        if !said(item) || !said(test) {
            faults.push(format!("no Rust item or no test for: {claim}"));
        }
    }
    faults
}

#[test]
fn everything_that_the_table_names_is_there() {
    let text = fs::read_to_string(root().join("proofs/README.md")).unwrap();
    assert!(names(&text).len() > 50, "the table is gone");
    let faults = faults(&text);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_is_not_there_is_found_out() {
    for (name, expected) in [
        ("src/nothing.rs", Some("there is no `src/nothing.rs`")),
        (
            "crates/policy/src/model/pattern.rs::Pattern::narrowed",
            Some("`crates/policy/src/model/pattern.rs` has no `narrowed`"),
        ),
        ("crates/policy/src/model/pattern.rs::Pattern::narrow", None),
        (
            "tests/all/recommending/cases.rs::recommends_what",
            Some("`tests/all/recommending/cases.rs` has no `recommends_what`"),
        ),
        ("Nothing.theorem", Some("there is no `Nothing.v`")),
        ("Narrow.narrow_correctly", Some("`Narrow.v` has no `narrow_correctly`")),
        ("Narrow.narrow_correct", None),
        ("Narrow.suffix_trans", Some("theorems.txt has no `Narrow suffix_trans`")),
        ("make twin", None),
    ] {
        assert_eq!(fault(name).as_deref(), expected, "{name}");
    }
    let row = "| A claim. | `src/lib.rs` | none | E | `tests/all/recommending/cases.rs` |\n| B. | x | `Narrow.narrow_correct` | E | none |";
    assert_eq!(faults(row), ["no theorem for: A claim.", "no Rust item or no test for: B."]);
}
