//! The actions and resources that can make a difference: what patterns match, with each `*` as nothing, as
//! something new, and as what occurs in other patterns; each `?` as something new and as a letter.

use std::collections::BTreeSet;

use crate::common::twin::{Known, Unused};

use super::document::Statement;

/// The largest number of instances of one pattern.
const MOST: usize = 400;

/// A pattern with its wildcards filled in every way.
fn filled(pattern: &str, many: &BTreeSet<String>, one: &[&str]) -> Vec<String> {
    let mut all = vec![String::new()];
    for letter in pattern.chars() {
        let next: Vec<&str> = match letter {
            '*' => many.iter().map(String::as_str).collect(),
            '?' => one.to_vec(),
            _ => Vec::new(),
        };
        if next.is_empty() {
            for text in &mut all {
                text.push(letter);
            }
        } else {
            let longer = all.iter().flat_map(|text| next.iter().map(move |part| format!("{text}{part}")));
            all = longer.take(MOST).collect();
        }
    }
    all
}

/// What is between the wildcards of patterns.
fn pieces<'a>(patterns: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let parts = patterns.flat_map(|pattern| pattern.split(['*', '?', ':']));
    parts.map(str::to_owned).chain([String::new(), "~".to_owned()]).collect()
}

/// The folded actions that have to be tried.
pub(super) fn actions(statements: &[&Statement], known: &Known, unused: &Unused) -> BTreeSet<String> {
    let own = statements.iter().flat_map(|s| &s.actions).map(|pattern| pattern.to_ascii_lowercase());
    let services = unused.services.iter().map(|service| format!("{service}:*"));
    let all: BTreeSet<String> = own
        .chain(services)
        .chain(unused.actions.iter().cloned())
        .chain(unused.keep.iter().cloned())
        .collect();
    let many = pieces(all.iter().map(String::as_str));
    let wild = |pattern: &String| filled(pattern, &many, &["~", "x", "s"]);
    let mut found: BTreeSet<String> = all.iter().flat_map(wild).collect();
    found.extend(known.keys().cloned());
    found.insert("~:~".to_owned());
    found
}

/// The resources that have to be tried.
pub(super) fn resources(statements: &[&Statement]) -> BTreeSet<String> {
    let patterns: BTreeSet<&str> = statements.iter().flat_map(|s| &s.resources).map(String::as_str).collect();
    let named = |pattern: &str| pattern.replace("${aws:username}", "xy");
    let lasts: Vec<String> = patterns.iter().filter_map(|p| p.splitn(6, ':').nth(5)).map(named).collect();
    let mut many = pieces(lasts.iter().map(String::as_str));
    many.insert("z:z".to_owned());
    let mut found: BTreeSet<String> = ["*", "arn:aws:a:::~", "arn:aws:b:r:1:~"].map(str::to_owned).into();
    for pattern in patterns.into_iter().filter(|pattern| *pattern != "*") {
        let missing = 6 - pattern.splitn(6, ':').count();
        let completed = format!("{pattern}{}", ":*".repeat(missing));
        for name in ["${aws:username}", "~", "x", "xy"] {
            found.extend(filled(&completed.replace("${aws:username}", name), &many, &["~", "x", "y"]));
        }
    }
    found
}
