//! Intrinsic functions: what the template itself determines is evaluated, all else becomes a hole.

use std::ops::Range;

use super::dynamic::{finished, has_mark};
use super::template::Template;
use crate::value::{Hole, Member, Node, Part, Text, Value};

impl Template<'_> {
    /// The value of an expression; `None` for what `AWS::NoValue` removes.
    pub(super) fn eval(&self, node: &Node) -> Option<Node> {
        if !self.spend(1) {
            return Some(self.exhausted(node));
        }
        let value = match &node.value {
            Value::Text(text) => {
                let length = text.known().map_or(0, |known| known.len());
                if !self.spend(length) {
                    return Some(self.exhausted(node));
                }
                Value::Text(finished(text.0.clone()))
            }
            Value::List(items) => Value::List(items.iter().filter_map(|item| self.eval(item)).collect()),
            Value::Object(members) => match members.as_slice() {
                [only] if is_function(&only.name) => return self.function(node, only),
                all if all.iter().any(|member| member.name.starts_with("Fn::") || has_mark(&member.name)) => {
                    return Some(self.opaque(node, "Fn::Transform"));
                }
                all => Value::Object(all.iter().filter_map(|one| self.member(one)).collect()),
            },
            other => other.clone(),
        };
        Some(Node { value, span: node.span.clone() })
    }

    fn member(&self, member: &Member) -> Option<Member> {
        if !self.spend(member.name.len()) {
            return Some(Member { value: self.exhausted(&member.value), ..member.clone() });
        }
        let value = self.eval(&member.value)?;
        Some(Member { name: member.name.clone(), name_span: member.name_span.clone(), value })
    }

    fn function(&self, node: &Node, call: &Member) -> Option<Node> {
        let argument = &call.value;
        let value = match call.name.as_str() {
            "Ref" if argument.known().as_deref() == Some("AWS::NoValue") => return None,
            "Ref" => argument.known().map(|name| self.reference(&name, node)),
            "Fn::GetAtt" => self.attribute(argument, node),
            "Fn::Sub" => self.sub(argument, node),
            "Fn::Join" => self.join(argument),
            "Fn::Select" => return Some(self.select(argument, node)),
            "Fn::Split" => self.split(argument, node),
            "Fn::FindInMap" => self.find_in_map(argument, node),
            "Fn::If" => return self.choice(argument, node),
            "Fn::ImportValue" | "Fn::Base64" | "Fn::ToJsonString" | "Fn::Length" => {
                Some(self.hole(node, call))
            }
            _ => None,
        };
        let open = || match call.name.as_str() {
            "Fn::Sub" | "Fn::Join" => Node { value: self.hole(node, call), span: node.span.clone() },
            _ => self.opaque(node, &call.name),
        };
        Some(value.map_or_else(open, |value| Node { value, span: node.span.clone() }))
    }

    /// A text that is not known.
    pub(super) fn hole(&self, node: &Node, call: &Member) -> Value {
        let function = call.name.trim_start_matches("Fn::");
        let name = match first_text(&call.value) {
            Some(text) => format!("{function} {text}"),
            None => function.to_owned(),
        };
        Value::Hole(Hole { name, definition: self.definition(node), allowed: None, example: None })
    }

    /// Something of which not even the type is known: it may be a list or an object, and is not to be read as a text. No
    /// reader takes a list with this object.
    pub(super) fn opaque(&self, node: &Node, name: &str) -> Node {
        opaque(node.span.clone(), name, self.definition(node))
    }

    fn exhausted(&self, node: &Node) -> Node {
        opaque(node.span.clone(), "Fn::Transform", self.digest().to_owned())
    }
}

fn opaque(span: Range<usize>, name: &str, definition: String) -> Node {
    let hole = Hole { name: name.to_owned(), definition, allowed: None, example: None };
    let value = Node { value: Value::Hole(hole), span: span.clone() };
    let object = Value::Object(vec![Member { name: name.to_owned(), name_span: span.clone(), value }]);
    Node { value: Value::List(vec![Node { value: object, span: span.clone() }]), span }
}

/// Whether not even the type of a value is known.
pub(super) fn is_opaque(node: &Node) -> bool {
    let Some([only]) = node.items() else { return false };
    match only.members() {
        Some([member]) => is_function(&member.name) && matches!(member.value.value, Value::Hole(_)),
        _ => false,
    }
}

/// The items of a list that is known to be one.
pub(super) fn list(node: &Node) -> Option<&[Node]> {
    if is_opaque(node) { None } else { node.items() }
}

/// The value as a text, if it is one once it is deployed.
pub(super) fn text_of(node: &Node) -> Option<Text> {
    match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(spelling) => Some(Text::plain(spelling)),
        Value::Boolean(value) => Some(Text::plain(value.to_string())),
        Value::Hole(hole) => Some(Text(vec![Part::Hole(hole.clone())])),
        Value::Null | Value::List(_) | Value::Object(_) => None,
    }
}

fn is_function(name: &str) -> bool {
    name == "Ref" || name.starts_with("Fn::")
}

/// The first short text in an argument, to name a hole.
fn first_text(node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::Text(text) => text.known()?,
        Value::List(items) => return items.iter().find_map(first_text),
        Value::Object(members) => return members.iter().find_map(|member| first_text(&member.value)),
        _ => return None,
    };
    let short: String = text.chars().take(60).collect();
    (!short.trim().is_empty()).then_some(short)
}
