//! What a plan says of the configuration: what the attributes of each resource refer to.

use std::collections::BTreeMap;

use crate::value::Node;

/// The expressions of resources, by module and address within it.
#[derive(Default)]
pub(super) struct Configuration<'n> {
    expressions: BTreeMap<(String, &'n str), &'n Node>,
}

impl<'n> Configuration<'n> {
    /// What the member `configuration` of a plan says.
    pub(super) fn of(plan: &'n Node) -> Self {
        let mut all = Self::default();
        if let Some(root) = plan.get("configuration").and_then(|node| node.get("root_module")) {
            all.module(root, "");
        }
        all
    }

    fn module(&mut self, module: &'n Node, path: &str) {
        for resource in module.get("resources").and_then(Node::items).unwrap_or_default() {
            if let (Some(address), Some(expressions)) =
                (text(resource, "address"), resource.get("expressions"))
            {
                self.expressions.insert((path.to_owned(), address), expressions);
            }
        }
        let calls = module.get("module_calls").and_then(Node::members).unwrap_or_default();
        for call in calls {
            if let Some(inner) = call.value.get("module") {
                self.module(inner, &format!("{path}module.{}.", call.name));
            }
        }
    }

    /// The expressions of the resource at an address of the plan.
    pub(super) fn expressions(&self, address: &str) -> Option<&'n Node> {
        let plain = without_keys(address);
        let mut rest = plain.as_str();
        while let Some(inner) = rest.strip_prefix("module.") {
            rest = inner.split_once('.')?.1;
        }
        let path = plain.get(..plain.len() - rest.len())?.to_owned();
        self.expressions.get(&(path, rest)).copied()
    }
}

/// The text of a member, if it has one part without holes.
pub(super) fn text<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    use crate::value::{Part, Text, Value};
    match &node.get(name)?.value {
        Value::Text(Text(parts)) => match parts.as_slice() {
            [Part::Plain(text)] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// An address without the keys of instances: `module.a["k"].t.n[0]` is `module.a.t.n`.
fn without_keys(address: &str) -> String {
    let mut plain = String::new();
    let (mut inside, mut quoted, mut escaped) = (false, false, false);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' if inside => quoted = !quoted,
            '[' if !quoted => inside = true,
            ']' if !quoted => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_instances_are_no_part_of_the_configuration() {
        for (address, plain) in [
            ("aws_iam_policy.p", "aws_iam_policy.p"),
            (r#"module.a["x.y"].aws_iam_policy.p[0]"#, "module.a.aws_iam_policy.p"),
            (r#"t.n["a]\"b"]"#, "t.n"),
        ] {
            assert_eq!(without_keys(address), plain);
        }
    }
}
