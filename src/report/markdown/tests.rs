use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, html};
use roxmltree::{Document, Node};

use super::*;
use crate::gate::Level;
use crate::parse::visible;
use crate::report::tests::sample::{HOSTILE, any_text, hostile, large, rich};

/// The comment as it is rendered. Only the heading and sentences of its own are Markdown.
fn rendered(markdown: &str) -> String {
    assert!(markdown.len() <= LIMIT, "{}", markdown.len());
    let events: Vec<Event> = Parser::new_ext(markdown, Options::all()).collect();
    for event in &events {
        match event {
            Event::Text(text) => assert!(!text.contains(['@', '<', '#', '`']), "{text}"),
            Event::Html(_) | Event::Start(_) | Event::End(_) | Event::SoftBreak => {}
            other => panic!("{other:?}"),
        }
    }
    let mut text = String::new();
    html::push_html(&mut text, events.into_iter());
    format!("<html>{text}</html>")
}

/// The text of a node. What is not in `<code>` can be nothing but words.
fn text(node: Node) -> String {
    let parts = node.descendants().filter(Node::is_text);
    let part = |part: Node| {
        let text = part.text().unwrap_or_default();
        let code = part.ancestors().any(|above| above.has_tag_name("code"));
        let special = |c: char| "@#/_*~[]<>&|\"$`\\{}+=".contains(c);
        assert!(code || !text.contains(special) && !text.contains("www."), "{text:?}");
        text.to_owned()
    };
    parts.map(part).collect()
}

/// What a sentence is without the backticks around input.
fn without_marks(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let (last, first) = parts.split_last().unwrap();
    let alone = if parts.len().is_multiple_of(2) { "`" } else { "" };
    format!("{}{alone}{last}", first.concat())
}

fn all<'a>(document: &'a Document, tag: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.has_tag_name(tag)).collect()
}

#[test]
fn everything_is_said() {
    insta::assert_snapshot!("rich", markdown(&rich()));
    insta::assert_snapshot!("empty", markdown(&Outcome::default()));
    let html = rendered(&markdown(&rich()));
    let document = Document::parse(&html).unwrap_or_else(|error| panic!("{error}: {html}"));
    assert_eq!(all(&document, "tr").len(), 1 + rich().counting().count());
    let first = rich().findings[0].allowed.len();
    let changed = rich().policies.iter().filter(|one| one.change != Change::Unchanged).count();
    assert_eq!(all(&document, "li").len(), first + changed);
    text(document.root());
}

/// Fails unless a text is read as it was written, wherever it is.
fn comes_back(hostile_text: &str) {
    let outcome = hostile(hostile_text);
    let html = rendered(&markdown(&outcome));
    let document = Document::parse(&html).unwrap_or_else(|error| panic!("{error}: {html}"));
    let allowed = ["html", "h3", "p", "table", "tr", "th", "td", "code", "br", "em", "span", "ul", "li"];
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(allowed.contains(&name) || ["details", "summary"].contains(&name), "{name}");
        assert_eq!(node.attributes().len(), 0, "{html}");
    }
    text(document.root());
    let messages = all(&document, "span");
    assert_eq!(messages.len(), 6);
    let shown = visible(hostile_text).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
    for message in messages {
        assert_eq!(text(message), without_marks(&shown));
    }
}

#[test]
fn messages_come_back_exactly_and_are_nothing_else() {
    HOSTILE.into_iter().for_each(comes_back);
    proptest!(|(text in any_text())| comes_back(&text));
}

#[test]
fn what_is_many_is_cut_with_counts() {
    for (findings, actions) in [(5_000, 20_000), (1, 20_000), (5_000, 0), (20, 200)] {
        let outcome = large(findings, actions);
        let html = rendered(&markdown(&outcome));
        let document = Document::parse(&html).unwrap();
        let rows = all(&document, "tr").len() - 1;
        assert_eq!(rows < findings, findings == 5_000, "{rows}");
        assert_eq!(html.contains("And more, for which there is no room here"), rows < findings);
        let items = all(&document, "li");
        if actions == 20_000 {
            let last = text(*items.last().unwrap());
            assert_eq!(last, format!("and {} more", actions + 1 - items.len()));
        } else {
            assert_eq!(items.len(), actions);
        }
        // What matters most is there.
        let first = all(&document, "td")[0];
        assert_eq!(text(first), Level::Error.name());
    }
}

#[test]
fn there_is_room_whatever_is_long() {
    for long in ["a".repeat(200_000), "<".repeat(200_000), "@ ".repeat(100_000), "😀".repeat(70_000)] {
        let html = rendered(&markdown(&hostile(&long)));
        let document = Document::parse(&html).unwrap();
        let first = text(all(&document, "span")[0]);
        assert!(first.ends_with(" more characters)"), "{first}");
    }
    let mut outcome = large(2_000, 10);
    outcome.policies = (0..10_000)
        .map(|one| crate::gate::PolicyChange { policy: format!("p{one}.json"), change: Change::New })
        .collect();
    for finding in &mut outcome.findings {
        finding.allowed = large(1, 20).findings[0].allowed.clone();
    }
    rendered(&markdown(&outcome));
}
