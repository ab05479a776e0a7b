//! Templates, and what they say.

mod access;
mod corpus;
mod functions;
mod hostile;

use super::*;
use crate::contents::{Attached, Unchecked, WrittenPolicy};
use crate::value::{Hole, Part, Value};

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source { name: name.into(), text: text.into() })
}

fn read(text: &str) -> Contents {
    cloudformation(&source("t.yaml", text)).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// A template with these lines as its resources.
fn resources(text: &str) -> Contents {
    read(&format!("AWSTemplateFormatVersion: 2010-09-09\nResources:\n{text}"))
}

/// A value in short: holes as `<name>`, or with their definition.
fn shown(node: &Node, definitions: bool) -> String {
    let hole = |hole: &Hole| {
        if definitions { format!("<{}={}>", hole.name, hole.definition) } else { format!("<{}>", hole.name) }
    };
    match &node.value {
        Value::Hole(one) => hole(one),
        Value::Text(text) => text
            .0
            .iter()
            .map(|part| match part {
                Part::Plain(text) => text.clone(),
                Part::Hole(one) => hole(one),
            })
            .collect(),
        Value::Number(spelling) => spelling.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(|one| shown(one, definitions)).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let member =
                |one: &crate::value::Member| format!("{}: {}", one.name, shown(&one.value, definitions));
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
    }
}
