//! What in a text is no text: dynamic references (`{{resolve:…}}`), which are filled in when it is deployed, and characters that
//! would be taken for marks of holes. Holes stand for both.

use std::fmt::Write;

use crate::document::hole_name;
use crate::value::{Hole, Member, Node, Part, Text, Value};

/// How dynamic references begin.
const DYNAMIC: &str = "{{resolve:";

/// The characters that marks of holes are made of.
const MARKS: [char; 2] = ['\u{F8F0}', '\u{F8F1}'];

/// The text of some parts, in which dynamic references are holes.
pub(super) fn finished(parts: Vec<Part>) -> Text {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match (merged.last_mut(), part) {
            (Some(Part::Plain(last)), Part::Plain(more)) => last.push_str(&more),
            (_, part) => merged.push(part),
        }
    }
    let mut all = Vec::new();
    let mut reference: Option<Hole> = None;
    for part in merged {
        let (hole, mut rest) = match part {
            Part::Hole(hole) => (Some(hole), String::new()),
            Part::Plain(text) => (None, text),
        };
        // A part of a text may end within a reference that ends in another part.
        let unfinished =
            hole.as_ref().is_some_and(|hole| hole.name.starts_with('{') && !hole.name.ends_with("}}"));
        match (&mut reference, hole) {
            (None, Some(hole)) if unfinished => reference = Some(hole),
            (Some(open), Some(hole)) => {
                let _ = write!(open.name, "${{{}}}", hole.name);
                let _ = write!(open.definition, "${{{}}}", hole_name(&hole));
            }
            (None, Some(hole)) => all.push(Part::Hole(hole)),
            (_, None) => {
                while !rest.is_empty() {
                    rest = match reference.take() {
                        Some(open) => end(open, &rest, &mut all, &mut reference),
                        None => begin(&rest, &mut all, &mut reference),
                    };
                }
            }
        }
    }
    // Without an end it is not known what becomes of it.
    all.extend(reference.map(Part::Hole));
    let mut after_hole = all.iter().skip_while(|part| matches!(part, Part::Plain(_)));
    if after_hole.any(|part| matches!(part, Part::Plain(text) if text.contains("}}"))) {
        // It may be the end of a reference that begins in the value of a hole.
        all = vec![Part::Hole(whole(&all))];
    }
    if all.is_empty() {
        all.push(Part::Plain(String::new()));
    }
    Text(all)
}

/// A hole for all of a text.
fn whole(parts: &[Part]) -> Hole {
    let mut all = Hole::named("");
    for part in parts {
        match part {
            Part::Plain(text) => {
                all.name.push_str(text);
                all.definition.push_str(text);
            }
            Part::Hole(hole) => {
                let _ = write!(all.name, "${{{}}}", hole.name);
                let _ = write!(all.definition, "${{{}}}", hole_name(hole));
            }
        }
    }
    all
}

/// Takes a text up to the first dynamic reference; what is left.
fn begin(text: &str, all: &mut Vec<Part>, reference: &mut Option<Hole>) -> String {
    let begins = text.find(DYNAMIC).unwrap_or(text.len());
    // The beginning of a reference may be in two parts.
    let split = (1..DYNAMIC.len())
        .rev()
        .filter_map(|length| DYNAMIC.get(..length))
        .find(|start| text.ends_with(start));
    let at = if begins < text.len() { begins } else { text.len() - split.map_or(0, str::len) };
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    for (number, plain) in before.split(MARKS).enumerate() {
        if number > 0 {
            // Such a character would be taken for the mark of a hole.
            all.push(Part::Hole(Hole::named("a character for private use")));
        }
        if !plain.is_empty() {
            all.push(Part::Plain(plain.to_owned()));
        }
    }
    if after.is_empty() {
        return String::new();
    }
    *reference = Some(Hole::named(""));
    after.to_owned()
}

/// Takes a text up to the end of a dynamic reference; what is left.
fn end(mut open: Hole, text: &str, all: &mut Vec<Part>, reference: &mut Option<Hole>) -> String {
    let (inside, rest) = match text.find("}}") {
        Some(at) => text.split_at_checked(at + 2).unwrap_or((text, "")),
        None => (text, ""),
    };
    let inside_shown = inside.replace(MARKS, "");
    open.name.push_str(&inside_shown);
    open.definition.push_str(&inside_shown);
    if inside.ends_with("}}") {
        all.push(Part::Hole(open));
    } else {
        *reference = Some(open);
    }
    rest.to_owned()
}

/// A value that was read out of a text, without characters that would be taken for marks of holes; `None` if a key has one.
pub(super) fn marked(node: Node) -> Option<Node> {
    let value = match node.value {
        Value::Text(text) => Value::Text(finished(text.0)),
        Value::List(items) => Value::List(items.into_iter().map(marked).collect::<Option<_>>()?),
        Value::Object(members) => {
            let member = |one: Member| {
                let value = if has_mark(&one.name) { None } else { marked(one.value) };
                Some(Member { value: value?, name: one.name, name_span: one.name_span })
            };
            Value::Object(members.into_iter().map(member).collect::<Option<_>>()?)
        }
        other => other,
    };
    Some(Node { value, span: node.span })
}

/// Whether a text has a character that would be taken for the mark of a hole.
pub(super) fn has_mark(text: &str) -> bool {
    text.contains(MARKS)
}
