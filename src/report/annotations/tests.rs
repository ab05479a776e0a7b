use proptest::prelude::*;
use std::collections::BTreeMap;

use super::*;
use crate::gate::{Certainty, Rule};
use crate::report::tests::sample::{HOSTILE, any_text, finding, hostile, large, place, rich};

/// A command as GitHub's runner reads it (`ActionCommand.cs`): to the first `::` behind the name and properties, with
/// the escapes undone, `%25` last.
fn read(line: &str) -> (String, BTreeMap<String, String>, String) {
    let rest = line.strip_prefix("::").unwrap();
    let (command, data) = rest.split_once("::").unwrap();
    let (name, properties) = command.split_once(' ').unwrap();
    let undo = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| undo(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), property(value))
    };
    (name.to_owned(), properties.split(',').map(pair).collect(), undo(data).replace("%25", "%"))
}

#[test]
fn everything_is_said() {
    insta::assert_snapshot!("rich", annotations(&rich()));
    insta::assert_snapshot!("empty", annotations(&Outcome::default()));
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(text: &str) {
    let outcome = hostile(text);
    let written = annotations(&outcome);
    let lines: Vec<&str> = written.lines().collect();
    // Errors, warnings, notes, each with what is so first; then the conclusion.
    assert_eq!(lines.len(), 7, "{written}");
    for (line, finding) in lines.iter().zip(outcome.counting()) {
        assert_eq!(visible(line), **line);
        let (name, properties, data) = read(line);
        let names: Vec<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(names, ["col", "endColumn", "endLine", "file", "line", "title"]);
        let level = if name == "notice" { "note" } else { &name };
        assert_eq!(level, finding.level.name());
        assert_eq!(properties["file"], visible(text));
        assert_eq!(data.lines().next(), Some(sentence(finding).as_str()));
        assert!(data.contains(&format!("\nin {}\n", visible(text))), "{data}");
    }
    assert_eq!(read(lines[6]).2, "fails: 2 errors, 2 warnings, 2 notes (3 not known); 1 suppressed");
}

#[test]
fn messages_come_back_exactly() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn there_are_as_many_as_are_shown_and_the_rest_is_counted() {
    let written = annotations(&large(5_000, 20_000));
    let count = |name: &str| written.lines().filter(|line| read(line).0 == name).count();
    assert_eq!((count("error"), count("warning"), count("notice")), (10, 10, 10));
    let last = read(written.lines().last().unwrap()).2;
    assert!(last.contains("; 4971 findings have no annotation"), "{last}");
    assert!(written.len() < 20_000);
}

#[test]
fn what_matters_most_is_there() {
    let mut findings: Vec<_> =
        (1..=30).map(|one| finding(one, Rule::Fits, Level::Error, Certainty::Open)).collect();
    findings[29].certainty = Certainty::Shown;
    let written = annotations(&Outcome { findings, ..Outcome::default() });
    assert!(written.starts_with("::error file=iam/app.yaml,line=30,"), "{written}");
}

#[test]
fn columns_are_only_given_within_a_line() {
    let mut one = finding(1, Rule::Fits, Level::Error, Certainty::Shown);
    let cases = [
        ((3, 2), (3, 9), "line=3,endLine=3,col=2,endColumn=9"),
        ((3, 2), (5, 1), "line=3,endLine=4"),
        ((3, 2), (5, 2), "line=3,endLine=5"),
        ((0, 0), (0, 0), "line=1,endLine=1,col=1,endColumn=1"),
    ];
    for (start, end, expected) in cases {
        one.place = place("a.json", start, end, "");
        let written = annotations(&Outcome { findings: vec![one.clone()], ..Outcome::default() });
        assert!(written.starts_with(&format!("::error file=a.json,{expected},title=")), "{written}");
    }
}
