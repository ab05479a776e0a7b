use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::*;
use crate::report::tests::sample::{HOSTILE, any_text, hostile, large, rich};

fn attribute<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name).unwrap_or_else(|| panic!("no {name}: {node:?}"))
}

/// By name, and each with the name and text of what it says, in the order of the file.
fn cases(xml: &str) -> Vec<(String, String, String, String)> {
    let document = Document::parse(xml).unwrap_or_else(|error| panic!("{error}: {xml}"));
    let all = document.descendants().filter(|node| node.has_tag_name("testcase"));
    let case = |node: Node| {
        let said = node.children().find(Node::is_element);
        let tag = said.map_or("passed", |said| said.tag_name().name());
        let text = said.and_then(|said| said.text()).unwrap_or_default();
        let name = |key| attribute(node, key).to_owned();
        (name("classname"), name("name"), tag.to_owned(), text.to_owned())
    };
    let found: Vec<_> = all.map(case).collect();
    // The numbers that a reader may rely on are right.
    for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
        let cases: Vec<Node> = suite.children().filter(|node| node.has_tag_name("testcase")).collect();
        let with = |tag| cases.iter().filter(|case| case.children().any(|it| it.has_tag_name(tag))).count();
        assert_eq!(attribute(suite, "tests"), cases.len().to_string());
        assert_eq!(attribute(suite, "failures"), with("failure").to_string());
        assert_eq!(attribute(suite, "errors"), with("error").to_string());
        assert_eq!(attribute(suite, "skipped"), with("skipped").to_string());
    }
    found
}

#[test]
fn there_is_a_case_for_each_policy_and_rule() {
    let outcome = rich();
    let xml = junit(&outcome, &Rule::ALL);
    insta::assert_snapshot!("rich", xml);
    insta::assert_snapshot!("empty", junit(&Outcome::default(), &Rule::ALL));
    let all = cases(&xml);
    assert_eq!(all.len(), outcome.policies.len() * Rule::ALL.len());
    // Of rules that were not looked at there are only findings.
    let few = cases(&junit(&outcome, &[]));
    assert!(few.len() < all.len() && few.iter().all(|(_, _, tag, _)| tag != "passed"), "{few:?}");
}

#[test]
fn what_is_not_known_is_an_error_and_what_is_suppressed_is_skipped() {
    let case = |change: fn(&mut Finding)| {
        let mut outcome = large(1, 0);
        change(&mut outcome.findings[0]);
        cases(&junit(&outcome, &Rule::ALL))[0].2.clone()
    };
    assert_eq!(case(|_| ()), "failure");
    assert_eq!(case(|finding| finding.certainty = Certainty::Open), "error");
    assert_eq!(case(|finding| finding.level = Level::Warning), "system-out");
    assert_eq!(case(|finding| finding.suppressed = rich().findings[4].suppressed.clone()), "skipped");
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(text: &str) {
    let outcome = hostile(text);
    let read = cases(&junit(&outcome, &Rule::ALL));
    let forbid = read.iter().find(|(_, rule, _, _)| rule == "forbid").unwrap();
    assert_eq!((forbid.0.as_str(), forbid.2.as_str()), (visible(text).as_str(), "failure"));
    let heads: Vec<&str> = forbid.3.lines().filter(|line| !line.starts_with("    ")).collect();
    let expected: Vec<String> = outcome
        .counting()
        .map(|one| {
            let spot = visible(&spot(&one.place));
            format!("{}: {spot}: {}", one.level.name(), visible(&sentence(one)))
        })
        .collect();
    assert_eq!(heads, expected);
    let fits = read.iter().find(|(_, rule, _, _)| rule == "fits").unwrap();
    assert_eq!(fits.2, "skipped");
    assert!(fits.3.contains(&format!("suppressed by {}: {}\n", visible(text), visible(text))));
}

#[test]
fn messages_come_back_exactly() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn all_of_many_findings_is_there() {
    let read = cases(&junit(&large(5_000, 20_000), &Rule::ALL));
    let text = &read[0].3;
    assert_eq!(text.matches("finding ").count(), 5_000);
    assert!(text.contains("20000 actions") && text.len() < 1_000_000, "{}", text.len());
}
