//! The document of `data.aws_iam_policy_document`, out of its statement blocks.
//!
//! The provider writes each block as a statement: `effect` is Allow and `version` 2012-10-17 where they are not given, and
//! `&{` becomes `${` in resources and in values of conditions
//! (`internal/service/iam/policy_document_data_source.go` in hashicorp/terraform-provider-aws).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::resource::{Resource, hole_names};
use crate::value::{Member, Node, Part, Text, Value};

/// The document.
///
/// # Errors
/// Why it is not known or no policy of an identity.
pub(crate) fn built(resource: &Resource) -> Result<Node, String> {
    for other in ["source_json", "override_json", "source_policy_documents", "override_policy_documents"] {
        let empty = |node: &Node| {
            node.items().is_some_and(<[Node]>::is_empty) || node.known().is_some_and(|text| text.is_empty())
        };
        if resource.get(other).is_some_and(|node| !empty(node)) {
            return Err(format!(
                "it is merged with other documents in `{other}`; write all statements as blocks"
            ));
        }
    }
    let span = &resource.span;
    let version = match resource.get("version") {
        Some(node) if node.known().is_some_and(|text| text.is_empty()) => None,
        other => other.cloned(),
    };
    let version = version.unwrap_or_else(|| Node::text("2012-10-17", span.clone()));
    let old = version.known().as_deref() == Some("2008-10-17");
    let mut members = vec![member("Version", version)];
    if let Some(id) = given(resource.get("policy_id")) {
        members.push(member("Id", id.clone()));
    }
    let mut statements = Vec::new();
    let mut sids = BTreeSet::new();
    for block in resource.all("statement") {
        if block.members().is_none() {
            return Err(format!("its statements depend on {}; write each as a block", hole_names(block)));
        }
        if let Some(sid) = given(block.get("sid")).and_then(Node::known)
            && !sids.insert(sid.clone())
        {
            return Err(format!("two of its statements have the sid `{sid}`; give each its own"));
        }
        statements.push(statement(block, old)?);
    }
    members.push(member("Statement", Node { value: Value::List(statements), span: span.clone() }));
    Ok(Node { value: Value::Object(members), span: span.clone() })
}

/// The value of an attribute, if it is given and not empty.
fn given(node: Option<&Node>) -> Option<&Node> {
    node.filter(|node| match &node.value {
        Value::Null => false,
        Value::List(items) => !items.is_empty(),
        Value::Text(text) => text.known().is_none_or(|text| !text.is_empty()),
        _ => true,
    })
}

fn statement(block: &Node, old: bool) -> Result<Node, String> {
    if given(block.get("principals")).or_else(|| given(block.get("not_principals"))).is_some() {
        return Err("its statements name principals: who may use a resource is not compared".into());
    }
    let mut members = Vec::new();
    if let Some(sid) = given(block.get("sid")) {
        members.push(member("Sid", sid.clone()));
    }
    let effect = given(block.get("effect")).cloned();
    members.push(member("Effect", effect.unwrap_or_else(|| Node::text("Allow", block.span.clone()))));
    for (attribute, element) in [
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ] {
        if let Some(values) = given(block.get(attribute)) {
            let variables = element.ends_with("Resource");
            members.push(member(element, if variables { replaced(values, old)? } else { values.clone() }));
        }
    }
    if let Some(blocks) = given(block.get("condition")) {
        members.push(member("Condition", condition(blocks, old)?));
    }
    Ok(Node { value: Value::Object(members), span: block.span.clone() })
}

fn condition(blocks: &Node, old: bool) -> Result<Node, String> {
    let unknown = || format!("its conditions depend on {}; write each as a block", hole_names(blocks));
    let mut operators: BTreeMap<String, (Range<usize>, Vec<Member>)> = BTreeMap::new();
    let mut known = BTreeSet::new();
    for block in blocks.items().unwrap_or(std::slice::from_ref(blocks)) {
        let (Some(test), Some(variable)) = (block.get("test"), block.get("variable")) else {
            return Err(unknown());
        };
        let (Some(operator), Some(key)) = (test.known(), variable.known()) else { return Err(unknown()) };
        let values = block.get("values").ok_or_else(unknown)?;
        if !known.insert((operator.clone(), key.clone())) {
            return Err(format!("a statement has two conditions `{operator}` of `{key}`; write them as one"));
        }
        let entry = named(&key, &variable.span, replaced(values, old)?);
        operators.entry(operator).or_insert_with(|| (test.span.clone(), Vec::new())).1.push(entry);
    }
    let operators = operators.into_iter().map(|(operator, (span, entries))| {
        named(&operator, &span, Node { value: Value::Object(entries), span: span.clone() })
    });
    let operators = operators.collect();
    Ok(Node { value: Value::Object(operators), span: blocks.span.clone() })
}

/// The values with `${` in place of `&{`.
fn replaced(node: &Node, old: bool) -> Result<Node, String> {
    let value = match &node.value {
        Value::List(items) => {
            Value::List(items.iter().map(|item| replaced(item, old)).collect::<Result<_, _>>()?)
        }
        Value::Text(text) => {
            let part = |part: &Part| match part {
                Part::Plain(plain) if plain.contains("&{") && old => {
                    Err("it has `&{`, which Version 2008-10-17 does not know".to_owned())
                }
                Part::Plain(plain) => Ok(Part::Plain(plain.replace("&{", "${"))),
                hole @ Part::Hole(_) => Ok(hole.clone()),
            };
            Value::Text(Text(text.0.iter().map(part).collect::<Result<_, _>>()?))
        }
        other => other.clone(),
    };
    Ok(Node { value, span: node.span.clone() })
}

fn member(name: &str, value: Node) -> Member {
    let span = value.span.clone();
    named(name, &span, value)
}

fn named(name: &str, span: &Range<usize>, value: Node) -> Member {
    Member { name: name.to_owned(), name_span: span.clone(), value }
}
