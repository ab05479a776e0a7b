//! Values of a plan that are known only after apply, or that nobody is to see.

use std::collections::BTreeMap;
use std::ops::Range;

use super::resource::without_marks;
use crate::value::{Hole, Member, Node, Value};

/// What the definition begins with that stands for a value which is not to be shown.
pub(super) const SENSITIVE: &str = "sensitive";

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The value is known only after apply.
    Unknown,
    /// The value is not to be shown.
    Sensitive,
}

/// Where marks are applied.
#[derive(Clone, Copy)]
pub(super) struct Marked<'a> {
    pub mark: Mark,
    /// The address of the resource.
    pub address: &'a str,
    /// What tells the file from all others.
    pub digest: &'a str,
}

impl Marked<'_> {
    /// The value with holes where it is marked. `expressions` is what the configuration says of it.
    ///
    /// A plan names what an expression refers to, not the expression, so nothing is known about such values of another
    /// file or at another place, even with the same references: the definition of a hole contains both.
    pub(super) fn applied(&self, value: Node, marks: &Node, expressions: Option<&Node>, path: &str) -> Node {
        match &marks.value {
            Value::Boolean(true) => self.hole(value.span, expressions, path),
            Value::Object(members) if members.iter().any(|member| any(&member.value)) => {
                self.object(value, members, expressions, path)
            }
            Value::List(items) if items.iter().any(any) => self.list(value, items, expressions, path),
            _ => value,
        }
    }

    fn object(&self, value: Node, marks: &[Member], expressions: Option<&Node>, path: &str) -> Node {
        let span = value.span;
        let Value::Object(members) = value.value else { return self.hole(span, expressions, path) };
        let mut marks: BTreeMap<&str, &Node> =
            marks.iter().map(|mark| (mark.name.as_str(), &mark.value)).collect();
        let inner = |name: &str| (format!("{path}.{name}"), expressions.and_then(|node| node.get(name)));
        let mut marked = Vec::new();
        for member in members {
            let value = match marks.remove(member.name.as_str()) {
                Some(mark) => {
                    let (path, expressions) = inner(&member.name);
                    self.applied(member.value, mark, expressions, &path)
                }
                None => member.value,
            };
            marked.push(Member { value, ..member });
        }
        for (name, _) in marks.into_iter().filter(|(_, mark)| any(mark)) {
            let (path, expressions) = inner(name);
            let value = self.hole(span.clone(), expressions, &path);
            marked.push(Member { name: name.to_owned(), name_span: span.clone(), value });
        }
        Node { value: Value::Object(marked), span }
    }

    fn list(&self, value: Node, marks: &[Node], expressions: Option<&Node>, path: &str) -> Node {
        let span = value.span;
        let Value::List(items) = value.value else { return self.hole(span, expressions, path) };
        // Unknown elements of a set are left out; those of a list are null.
        let left_out = |mark: &Node| mark.value == Value::Boolean(true) && marks.len() > items.len();
        if items.len() != marks.iter().filter(|mark| !left_out(mark)).count() {
            return self.hole(span, expressions, path);
        }
        // Blocks have an expression each, an attribute has one.
        let inner = |number: usize| match expressions.and_then(Node::items) {
            Some(blocks) => blocks.get(number),
            None => expressions,
        };
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        let mut rest = items.iter();
        for (number, mark) in marks.iter().enumerate() {
            let path = format!("{path}[{number}]");
            if left_out(mark) {
                unknown.push(self.hole(span.clone(), inner(number), &path));
            } else if let Some(item) = rest.next() {
                known.push(self.applied(item.clone(), mark, inner(number), &path));
            }
        }
        known.extend(unknown);
        Node { value: Value::List(known), span }
    }

    fn hole(&self, span: Range<usize>, expressions: Option<&Node>, path: &str) -> Node {
        let path = path.trim_start_matches('.');
        let Self { address, digest, .. } = self;
        let (name, what) = match self.mark {
            Mark::Unknown => (references(expressions), "known only after apply"),
            Mark::Sensitive => (None, SENSITIVE),
        };
        let name = name.unwrap_or_else(|| format!("{address}.{path}"));
        let definition = format!("{what}, {address}.{path} in the plan sha256:{digest}");
        let definition = without_marks(&definition);
        Node { value: Value::Hole(Hole { definition, ..Hole::named(without_marks(&name)) }), span }
    }
}

/// What an expression refers to: the attribute, if it is one.
fn references(expressions: Option<&Node>) -> Option<String> {
    let items = expressions?.get("references")?.items()?;
    let all: Vec<String> = items.iter().take(20).filter_map(Node::known).collect();
    // After each attribute its resource is listed too.
    let within = |part: &str| {
        all.iter().any(|whole| {
            whole != part && whole.strip_prefix(part).is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    };
    let mut all: Vec<&str> = all.iter().map(String::as_str).filter(|reference| !within(reference)).collect();
    all.dedup();
    if items.len() > 20 {
        all.push("…");
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// Whether anything is marked.
pub(super) fn any(marks: &Node) -> bool {
    match &marks.value {
        Value::Boolean(marked) => *marked,
        Value::List(items) => items.iter().any(any),
        Value::Object(members) => members.iter().any(|member| any(&member.value)),
        _ => false,
    }
}
