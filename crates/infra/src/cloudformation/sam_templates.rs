//! Policy templates of SAM: statements with parameters
//! (<https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>).
//!
//! `data/README.md` says where they come from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use paredown_policy::parse::{Located, Source, Strictness, json};

use super::template::Template;
use crate::json::node;
use crate::value::{Member, Node, Value};

/// The templates, by name.
static TEMPLATES: LazyLock<BTreeMap<String, Node>> = LazyLock::new(|| {
    let text = include_str!("../../data/sam-policy-templates.json").to_owned();
    let source = Arc::new(Source { name: "sam-policy-templates.json".to_owned(), text });
    // Without it, no template is known.
    let Ok(value) = json(&source, Strictness::Strict) else { return BTreeMap::new() };
    let Value::Object(members) = node(Located::new(&value, &source)).value else { return BTreeMap::new() };
    members.into_iter().map(|member| (member.name, member.value)).collect()
});

/// The document of a policy template with these values; its places are those of its use. `None` if it is not known, or not
/// all of its parameters are given.
pub(super) fn document(template: &Template<'_>, usage: &Node) -> Option<Node> {
    let [Member { name, value: given, .. }] = usage.members()? else { return None };
    let known = TEMPLATES.get(name)?;
    given.members()?;
    let mut values = BTreeMap::new();
    for parameter in known.get("Parameters")?.items()? {
        let parameter = parameter.known()?;
        let value = given.get(&parameter)?.clone();
        values.insert(parameter, value);
    }
    let filled = filled(known.get("Statement")?, &values, &usage.span);
    let statement = Member {
        name: "Statement".to_owned(),
        name_span: usage.span.clone(),
        value: template.eval(&filled)?,
    };
    Some(Node { value: Value::Object(vec![statement]), span: usage.span.clone() })
}

/// The value with those of parameters in place of references to them.
fn filled(node: &Node, values: &BTreeMap<String, Node>, span: &Range<usize>) -> Node {
    let value = match &node.value {
        Value::Object(members) => {
            if let [Member { name, value, .. }] = members.as_slice()
                && name == "Ref"
                && let Some(given) = value.known().and_then(|name| values.get(&name))
            {
                return given.clone();
            }
            let member = |one: &Member| Member {
                name: one.name.clone(),
                name_span: span.clone(),
                value: filled(&one.value, values, span),
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::List(items) => Value::List(items.iter().map(|item| filled(item, values, span)).collect()),
        other => other.clone(),
    };
    Node { value, span: span.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every template is a policy once it has values.
    #[test]
    fn every_template_is_read() {
        let file = Arc::new(Source { name: "t".to_owned(), text: "x".to_owned() });
        let root = Node { value: Value::Object(Vec::new()), span: 0..1 };
        let template = Template::new(&root);
        assert!(TEMPLATES.len() > 80);
        for (name, known) in TEMPLATES.iter() {
            let member = |name: &str, value| Member { name: name.to_owned(), name_span: 0..1, value };
            let object = |members| Node { value: Value::Object(members), span: 0..1 };
            let parameters = known.get("Parameters").unwrap().items().unwrap();
            let given: Vec<Member> = parameters
                .iter()
                .map(|one| member(&one.known().unwrap(), Node::text("arn:aws:s3:::x", 0..1)))
                .collect();
            let without = object(vec![member(name, object(given.iter().skip(1).cloned().collect()))]);
            assert_eq!(document(&template, &without).is_none(), !given.is_empty(), "{name}");
            let usage = object(vec![member(name, object(given))]);
            let policy = document(&template, &usage).unwrap();
            let read = crate::document(&file, &policy).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(!read.parsed.policy.statements.is_empty());
            let known = ["AWS::Partition", "AWS::Region", "AWS::AccountId"];
            assert!(read.holes.iter().all(|hole| known.contains(&hole.name.as_str())), "{name}");
        }
    }
}
