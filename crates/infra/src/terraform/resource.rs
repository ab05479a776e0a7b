//! A resource or data source of Terraform, as a plan and as HCL have it in common.

use std::collections::BTreeMap;
use std::ops::Range;

use paredown_policy::model::{before_hole, with_holes_shown};

use crate::document::{hole_name, says};
use crate::value::{Hole, Member, Node, Part, Text, Value};

/// A resource or data source.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// Its address: `module.app.aws_iam_policy.read`.
    pub address: String,
    /// Its type: `aws_iam_policy`.
    pub kind: String,
    /// Whether it is a data source.
    pub data: bool,
    /// Its attributes and blocks; what is not known is a hole. A policy is an object, or a text with JSON.
    pub values: Node,
    /// Where it is written.
    pub span: Range<usize>,
    /// Why a value that begins at a place is not understood.
    pub reasons: BTreeMap<usize, String>,
    /// Whether references in holes are all that is known of an expression, as in a plan: what it makes of them is not.
    pub derived: bool,
}

/// Attributes that are secrets, whether they are marked or not.
const SECRETS: [&str; 10] = [
    "secret",
    "secret_string",
    "password",
    "private_key",
    "token",
    "service_password",
    "ses_smtp_password_v4",
    "encrypted_secret",
    "encrypted_password",
    "encrypted_ses_smtp_password_v4",
];

/// Attributes that a provider computes, and those that have no effect on access.
const NO_ACCESS: [&str; 14] = [
    "id",
    "arn",
    "tags",
    "tags_all",
    "unique_id",
    "create_date",
    "policy_id",
    "attachment_count",
    "owner_id",
    "timeouts",
    "description",
    "lifecycle",
    "depends_on",
    "key_id",
];

impl Resource {
    /// The value of an attribute, unless it is missing or null.
    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.values.get(name).filter(|node| node.value != Value::Null)
    }

    /// The elements of an attribute: those of a list, or the value itself.
    pub(crate) fn all(&self, name: &str) -> &[Node] {
        match self.get(name) {
            Some(node) => node.items().unwrap_or(std::slice::from_ref(node)),
            None => &[],
        }
    }

    /// The part of the address before the type: `module.app.`, or nothing.
    pub(crate) fn module(&self) -> &str {
        let label = if self.data { format!("data.{}.", self.kind) } else { format!("{}.", self.kind) };
        // What follows the type may contain it again, inside of an instance key.
        let end = match self.address.find(&label) {
            Some(at) if at == 0 || self.address.get(..at).is_some_and(|before| before.ends_with('.')) => at,
            _ => 0,
        };
        self.address.get(..end).unwrap_or_default()
    }

    /// All that it says of access in these attributes; in all but those that have no effect on it if there are none.
    pub(crate) fn says(&self, attributes: &[&str]) -> String {
        let relevant = |member: &&Member| {
            let name = member.name.as_str();
            member.value.value != Value::Null
                && !SECRETS.contains(&name)
                && if attributes.is_empty() { !NO_ACCESS.contains(&name) } else { attributes.contains(&name) }
        };
        let members = self.values.members().unwrap_or_default().iter().filter(relevant).cloned().collect();
        says(&Node { value: Value::Object(members), span: self.span.clone() })
    }

    /// Why a value is not understood, if that is known.
    pub(crate) fn reason(&self, node: &Node) -> Option<&str> {
        self.reasons.get(&node.span.start).map(String::as_str)
    }
}

/// What stands for a value that is not known, as people read it; different values have different ones.
pub(crate) fn shown(node: &Node) -> String {
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Hole(hole) => format!("<{}>", hole_name(hole)),
    };
    match &node.value {
        Value::Text(text) => text.0.iter().map(part).collect(),
        Value::Hole(hole) => format!("<{}>", hole_name(hole)),
        _ => with_holes_shown(&says(node)),
    }
}

/// The text with escapes in place of the marks of holes, which are left out of the names of holes.
pub(crate) fn without_marks(text: &str) -> String {
    text.replace('\u{F8F0}', "\\uf8f0").replace('\u{F8F1}', "\\uf8f1")
}

/// The names of the holes of a value, for a message.
pub(crate) fn hole_names(node: &Node) -> String {
    let mut names: Vec<String> = node.holes().into_iter().map(|hole| format!("`{}`", hole.name)).collect();
    names.sort();
    names.dedup();
    names.truncate(5);
    names.join(", ")
}

/// The hole, if the whole value is one.
pub(crate) fn hole(node: &Node) -> Option<&Hole> {
    match &node.value {
        Value::Hole(hole) => Some(hole),
        Value::Text(Text(parts)) => match parts.as_slice() {
            [Part::Hole(hole)] => Some(hole),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text or key contains a mark of a hole as a character, which would be taken for a hole.
pub(crate) fn has_marks(node: &Node) -> bool {
    let marked = |text: &str| before_hole(text).is_some();
    match &node.value {
        Value::Text(text) => text.0.iter().any(|part| matches!(part, Part::Plain(plain) if marked(plain))),
        Value::List(items) => items.iter().any(has_marks),
        Value::Object(members) => {
            members.iter().any(|member| marked(&member.name) || has_marks(&member.value))
        }
        _ => false,
    }
}
