//! Where the document of a policy may have no holes, and no characters that would be taken for marks of holes.

use crate::value::{Node, Part, Value};

/// The first value with a hole that is neither a resource, nor a value of a condition, nor a Sid, and what it is.
pub(crate) fn misplaced(document: &Node) -> Option<(&Node, &str)> {
    let has_hole = |node: &Node| !node.holes().is_empty();
    let members = document.members()?;
    if let Some(other) = members.iter().find(|member| member.name != "Statement" && has_hole(&member.value)) {
        return Some((&other.value, &other.name));
    }
    let all = document.get("Statement")?;
    let statements = all.items().unwrap_or(std::slice::from_ref(all));
    statements.iter().find_map(|statement| {
        let Some(members) = statement.members() else {
            return has_hole(statement).then_some((statement, "the statement"));
        };
        members.iter().filter(|member| has_hole(&member.value)).find_map(|member| {
            match member.name.as_str() {
                "Sid" | "Resource" | "NotResource" => None,
                "Condition" => misplaced_in_condition(&member.value),
                other => Some((&member.value, other)),
            }
        })
    })
}

/// The same for a Condition, of which only values may have holes.
fn misplaced_in_condition(condition: &Node) -> Option<(&Node, &str)> {
    let Some(operators) = condition.members() else { return Some((condition, "Condition")) };
    operators.iter().find_map(|operator| {
        let whole = (&operator.value, operator.name.as_str());
        if operator.value.members().is_none() && !operator.value.holes().is_empty() {
            Some(whole)
        } else {
            None
        }
    })
}

/// The first text that has a character of which marks of holes are made.
pub(crate) fn marked(node: &Node) -> Option<&Node> {
    let has = |text: &str| text.contains(['\u{F8F0}', '\u{F8F1}', '\u{F8F2}']);
    match &node.value {
        Value::Text(text) => {
            let plain = |part: &Part| matches!(part, Part::Plain(plain) if has(plain));
            text.0.iter().any(plain).then_some(node)
        }
        Value::List(items) => items.iter().find_map(marked),
        Value::Object(members) => members
            .iter()
            .find_map(|member| if has(&member.name) { Some(node) } else { marked(&member.value) }),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Hole(_) => None,
    }
}
