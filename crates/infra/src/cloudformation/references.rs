//! `Ref` and `Fn::GetAtt`: parameters, resources and pseudo parameters.

use super::definition::parameter;
use super::template::Template;
use crate::value::{Hole, Node, Value};

/// Pseudo parameters, each with an example
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>).
const PSEUDO: [(&str, &str); 6] = [
    ("AWS::AccountId", "123456789012"),
    ("AWS::Partition", "aws"),
    ("AWS::Region", "us-east-1"),
    ("AWS::StackId", "arn:aws:cloudformation:us-east-1:123456789012:stack/stack/1a2b3c4d"),
    ("AWS::StackName", "stack"),
    ("AWS::URLSuffix", "amazonaws.com"),
];

/// Attributes that are lists.
const LISTS: [&str; 9] = [
    "CidrBlockAssociations",
    "DnsEntries",
    "Ipv6Addresses",
    "Ipv6CidrBlocks",
    "NameServers",
    "NetworkInterfaceIds",
    "PrivateIpAddresses",
    "SecondaryPrivateIpAddresses",
    "SecurityGroups",
];

/// The most values of a parameter that are looked at one by one, and the most characters of an example.
const MOST: usize = 256;

impl Template<'_> {
    /// What a name refers to.
    pub(super) fn reference(&self, name: &str, node: &Node) -> Value {
        if let Some((_, example)) = PSEUDO.iter().find(|(pseudo, _)| *pseudo == name) {
            return Value::Hole(Hole { example: Some((*example).to_owned()), ..Hole::named(name) });
        }
        if let Some(declared) = self.parameters.get(name) {
            let kind = declared.get("Type").and_then(Node::known);
            let is_list = kind
                .as_ref()
                .is_none_or(|kind| kind.contains("List<") || kind.contains("CommaDelimitedList"));
            // The default of such a parameter is the name of another one.
            let other = kind.is_some_and(|kind| kind.starts_with("AWS::SSM::Parameter::Value<"));
            if is_list {
                return self.opaque(node, "Ref").value;
            }
            let values = declared.get("AllowedValues").filter(|_| !other).and_then(Node::items);
            let allowed = values
                .filter(|values| values.len() <= MOST)
                .and_then(|values| values.iter().map(scalar).collect::<Option<Vec<String>>>());
            let default = declared.get("Default").filter(|_| !other).and_then(scalar);
            let first = allowed.as_ref().and_then(|values| values.first().cloned());
            let example = default.or(first).filter(|text| text.len() <= MOST);
            let definition = parameter(declared);
            return Value::Hole(Hole { name: name.to_owned(), definition, allowed, example });
        }
        if name == "AWS::NotificationARNs" {
            return self.opaque(node, "Ref").value;
        }
        let definition = match self.type_of(name) {
            Some(kind) => kind,
            // SAM makes resources of its own.
            None => "not declared in the template".to_owned(),
        };
        Value::Hole(Hole { definition, ..Hole::named(name) })
    }

    /// `Fn::GetAtt`: a list of resource and attribute, or both with a dot between them.
    pub(super) fn attribute(&self, argument: &Node, node: &Node) -> Option<Value> {
        match argument.items() {
            None => {
                let both = argument.known()?;
                let (resource, attribute) = both.split_once('.')?;
                self.attribute_of(resource, attribute, node)
            }
            Some([resource, attribute]) => {
                let attribute = self.eval(attribute)?.known()?;
                self.attribute_of(&resource.known()?, &attribute, node)
            }
            Some(_) => None,
        }
    }

    /// An attribute of a resource; `None` if it may be a list.
    pub(super) fn attribute_of(&self, resource: &str, attribute: &str, node: &Node) -> Option<Value> {
        let kind = self.type_of(resource);
        let custom = kind.as_ref().is_some_and(|kind| {
            kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
        });
        let text = node.get("Fn::Sub").is_some();
        if !text && (custom || LISTS.contains(&attribute)) {
            return None;
        }
        let definition = kind.unwrap_or_else(|| "not declared in the template".to_owned());
        Some(Value::Hole(Hole { definition, ..Hole::named(format!("{resource}.{attribute}")) }))
    }
}

/// A text or number, as a text.
fn scalar(node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) => text.known(),
        Value::Number(spelling) => Some(spelling.clone()),
        Value::Boolean(value) => Some(value.to_string()),
        _ => None,
    }
}
