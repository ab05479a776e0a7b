//! Tags of YAML: those of its own types, and the short forms of `CloudFormation`'s functions.

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Span, Tag};
use paredown_policy::parse::{Diagnostic, Source};

use super::errors::{error, place};
use crate::value::{Member, Node, Text, Value};

/// What a tag says of its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is a text: `!!str`.
    Text,
    /// It is of this type: `!!int`, `!!bool`, `!!float`, `!!null`.
    Scalar(String),
    /// It is a list: `!!seq`.
    List,
    /// It is an object: `!!map`.
    Object,
    /// It is what it looks like, and a text if it is no list and no object: `!`.
    Any,
    /// The argument of a function, by its long name: `Ref`, `Fn::Sub`.
    Function(String),
}

/// What a tag means, and where it is written.
pub(super) fn meaning(
    source: &Arc<Source>,
    tag: &Tag,
    span: &Span,
) -> Result<(Meaning, Range<usize>), Diagnostic> {
    let at = span.tag_span().map_or_else(|| place(source, span), |span| place(source, &span));
    let meaning = match (tag.core_suffix(), tag.handle(), tag.suffix()) {
        (Some("str"), ..) => Meaning::Text,
        (Some("seq"), ..) => Meaning::List,
        (Some("map"), ..) => Meaning::Object,
        (Some(other), ..) => Meaning::Scalar(other.to_owned()),
        (None, "!", "") | (None, "", "!") => Meaning::Any,
        (None, "!", name @ ("Ref" | "Condition")) => Meaning::Function(name.to_owned()),
        (None, "!", name) if name.chars().all(|c| c.is_ascii_alphanumeric()) => {
            Meaning::Function(format!("Fn::{name}"))
        }
        _ => {
            let written = source.text.get(at.clone()).unwrap_or_default();
            let message = format!("the tag `{}` is not known", written.escape_debug());
            return Err(error(source, at, message, "not known")
                .with_help("functions of CloudFormation, such as `!Ref` and `!Sub`, are"));
        }
    };
    Ok((meaning, at))
}

/// The value with what its tag says.
pub(super) fn tagged(source: &Arc<Source>, tag: Option<(Meaning, Range<usize>)>, node: Node) -> Node {
    let Some((Meaning::Function(name), at)) = tag else { return node };
    let value = if name == "Fn::GetAtt" { parts(source, node) } else { node };
    let span = at.start.min(value.span.start)..value.span.end.max(at.end);
    Node { value: Value::Object(vec![Member { name, name_span: at, value }]), span }
}

/// `A.B.C` as the list of `A` and `B.C`, as the long form has it.
fn parts(source: &Source, node: Node) -> Node {
    let Some(text) = node.known() else { return node };
    let Some((resource, attribute)) = text.split_once('.') else { return node };
    let raw = source.text.get(node.span.clone()).unwrap_or_default();
    let at = |start: usize, end: usize| match raw.find(&text) {
        Some(offset) => node.span.start + offset + start..node.span.start + offset + end,
        None => node.span.clone(),
    };
    let item = |text: &str, span| Node { value: Value::Text(Text::plain(text)), span };
    let items =
        vec![item(resource, at(0, resource.len())), item(attribute, at(resource.len() + 1, text.len()))];
    Node { value: Value::List(items), span: node.span }
}
