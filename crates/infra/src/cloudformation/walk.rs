//! Goes through the resources of a template.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::Source;

use super::dynamic::marked;
use super::functions::is_opaque;
use super::template::Template;
use crate::contents::{Attached, Attachment, Contents, Format, Unchecked, WrittenKind, WrittenPolicy};
use crate::document::{document, says};
use crate::json::embedded;
use crate::value::{Member, Node, Value};
use crate::yaml::literal;

/// Transforms that leave policies as they are, except for what SAM makes of its own types.
const UNDERSTOOD: [&str; 3] =
    ["AWS::Serverless-2016-10-31", "AWS::CodeDeployBlueGreen", "AWS::SecretsManager-"];

/// What was found so far.
pub(super) struct Walk<'n> {
    pub(super) source: &'n Arc<Source>,
    pub(super) template: Template<'n>,
    pub(super) found: Contents,
    /// The places of the names of resources.
    pub(super) names: BTreeMap<&'n str, Range<usize>>,
    /// The logical ids of principals by their names, where the template names them.
    pub(super) named: BTreeMap<String, String>,
    /// Conditions on which something depends that bears on access.
    conditions: BTreeSet<String>,
}

/// What a template has to say of access.
pub(super) fn contents<'n>(source: &'n Arc<Source>, root: &'n Node) -> Contents {
    let found = Contents {
        source: Arc::clone(source),
        format: Format::CloudFormation,
        policies: Vec::new(),
        attachments: Vec::new(),
        unchecked: Vec::new(),
    };
    let template = Template::new(root);
    let resources = root.get("Resources").and_then(Node::members).unwrap_or_default();
    let names = resources.iter().map(|one| (one.name.as_str(), one.name_span.clone())).collect();
    let named = super::names::named(&template);
    let mut walk = Walk { source, template, found, names, named, conditions: BTreeSet::new() };
    walk.transforms(root);
    walk.globals(root);
    for member in resources {
        if !member.name.starts_with("Fn::") {
            walk.resource(member);
        }
    }
    walk.conditions();
    walk.attachments();
    walk.found
}

impl Walk<'_> {
    /// Macros may change everything.
    fn transforms(&mut self, root: &Node) {
        let members = root.members().unwrap_or_default();
        let resources = root.get("Resources").and_then(Node::members).unwrap_or_default();
        let inside = resources.iter().filter_map(|member| member.value.members()).flatten();
        let calls = members.iter().chain(resources).chain(inside).filter(|one| one.name.starts_with("Fn::"));
        let mut macros: Vec<(Range<usize>, String)> =
            calls.map(|call| (call.name_span.clone(), call.name.clone())).collect();
        if let Some(transform) = root.get("Transform") {
            for one in transform.items().unwrap_or(std::slice::from_ref(transform)) {
                let name = one.known();
                let understood =
                    name.as_ref().is_some_and(|name| UNDERSTOOD.iter().any(|known| name.starts_with(known)));
                if !understood {
                    let name = name.or_else(|| one.get("Name")?.known()).unwrap_or_else(|| says(one));
                    macros.push((one.span.clone(), name));
                }
            }
        }
        if let Some(section) = root.get("Resources").filter(|section| section.members().is_none()) {
            macros.push((section.span.clone(), "Resources".to_owned()));
        }
        for (span, name) in macros {
            let why =
                format!("`{name}` may change every part of the template; have it checked as it is deployed");
            let says = self.template.digest().to_owned();
            self.found.unchecked.push(Unchecked { address: name, why, span, says });
        }
    }

    fn resource(&mut self, member: &Member) {
        let (id, resource) = (member.name.as_str(), &member.value);
        let Some(kind) = resource.get("Type").and_then(Node::known) else {
            return self.open(id, "its type is not known", &member.name_span, says(resource));
        };
        let none = Node { value: Value::Object(Vec::new()), span: member.name_span.clone() };
        let raw = resource.get("Properties").unwrap_or(&none);
        if resource.get("Connectors").is_some() {
            self.unchecked(id, "Connectors", "SAM makes policies of connectors", resource);
        }
        if !super::others::bears_on_access(&kind, raw) {
            return;
        }
        if let Some(condition) = resource.get("Condition") {
            match condition.known() {
                Some(name) => drop(self.conditions.insert(name)),
                None => {
                    self.unchecked(id, "Condition", "the condition of the resource is not known", resource);
                }
            }
        }
        let properties = self.template.eval(raw).unwrap_or_else(|| none.clone());
        if properties.members().is_none() {
            let why = format!("the properties of the `{kind}` are filled in only when it is deployed");
            return self.open(id, &why, &raw.span, says(&properties));
        }
        if super::others::is_read(&kind) {
            self.unknown(id, &properties);
        }
        match kind.as_str() {
            "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group" => self.principal(id, &properties),
            "AWS::IAM::Policy" => self.policy(id, &properties, WrittenKind::Inline),
            "AWS::IAM::ManagedPolicy" => self.policy(id, &properties, WrittenKind::Managed),
            "AWS::IAM::RolePolicy" => self.policy_of(id, &properties, "RoleName"),
            "AWS::IAM::UserPolicy" => self.policy_of(id, &properties, "UserName"),
            "AWS::IAM::GroupPolicy" => self.policy_of(id, &properties, "GroupName"),
            "AWS::SSO::PermissionSet" => self.permission_set(id, &properties),
            "AWS::Serverless::Function" | "AWS::Serverless::StateMachine" => self.serverless(id, &properties),
            other => {
                let why = super::others::why(other, &properties);
                self.open(id, &why, &member.name_span, format!("{other} {}", says(&properties)));
            }
        }
    }

    /// Adds what is not understood.
    pub(super) fn open(&mut self, address: &str, why: &str, span: &Range<usize>, says: String) {
        let one = Unchecked { address: address.to_owned(), why: why.to_owned(), span: span.clone(), says };
        self.found.unchecked.push(one);
    }

    /// Adds a member that is not understood, if the object has it.
    pub(super) fn unchecked(&mut self, id: &str, name: &str, why: &str, object: &Node) {
        if let Some(value) = object.get(name) {
            self.open(&format!("{id}.{name}"), why, &value.span, says(value));
        }
    }

    /// Adds a policy with this address; a document that is written as a text is read.
    pub(super) fn document(
        &mut self,
        address: String,
        kind: WrittenKind,
        principals: Vec<String>,
        document: &Node,
    ) {
        let read = match (&document.value, document.known()) {
            (Value::Text(_), Some(text)) => {
                let literal = literal(self.source, &document.span, &text);
                embedded(self.source, &literal)
                    .map_err(|error| (error.message, error.span))
                    .and_then(|node| marked(node).ok_or_else(|| odd(document)))
            }
            (Value::Text(_) | Value::Hole(_), _) => {
                Err(("the document is filled in only when it is deployed".to_owned(), document.span.clone()))
            }
            _ if is_opaque(document) => {
                Err(("the document is filled in only when it is deployed".to_owned(), document.span.clone()))
            }
            _ => Ok(document.clone()),
        };
        match read {
            Ok(document) => {
                self.found.policies.push(WrittenPolicy { address, kind, principals, document });
            }
            Err((why, span)) => {
                // Whose it is bears on access as well.
                self.open(&address, &why, &span, format!("{principals:?} {}", says(document)));
            }
        }
    }

    /// An attached policy that is not read is known no better than one that is elsewhere.
    fn attachments(&mut self) {
        let mut read = BTreeSet::new();
        let mut unread = Vec::new();
        for policy in &self.found.policies {
            if document(self.source, &policy.document).is_ok() {
                read.insert(policy.address.as_str());
                continue;
            }
            let span = policy.document.span.clone();
            unread.extend(policy.principals.iter().map(|principal| Attachment {
                principal: principal.clone(),
                policy: Attached::Open(policy.address.clone()),
                span: span.clone(),
            }));
        }
        for attachment in &mut self.found.attachments {
            if let Attached::Here(address) = &attachment.policy
                && !read.contains(address.as_str())
            {
                attachment.policy = Attached::Open(address.clone());
            }
        }
        self.found.attachments.append(&mut unread);
    }

    /// What names the policy of a resource: its logical id, and the condition that it depends on. A policy that depends on
    /// another condition is another policy.
    pub(super) fn address(&self, id: &str, within: &str) -> String {
        let condition = self.template.resources.get(id).and_then(|one| one.get("Condition")?.known());
        match condition {
            Some(name) => format!("{id}{within} if {name}"),
            None => format!("{id}{within}"),
        }
    }

    /// Whether a policy exists depends on its condition: policies are compared as if they were there, which holds on
    /// both sides only if the condition stays as it is.
    fn conditions(&mut self) {
        for name in std::mem::take(&mut self.conditions) {
            let Some(condition) = self.template.conditions.get(name.as_str()) else {
                self.open(&format!("Conditions.{name}"), "it is not declared", &(0..0), String::new());
                continue;
            };
            let (span, says) = (condition.span.clone(), self.template.definition(condition));
            let why = "what exists depends on it, and its value is known only when it is deployed";
            self.open(&format!("Conditions.{name}"), why, &span, says);
        }
    }
}

fn odd(document: &Node) -> (String, Range<usize>) {
    ("a key has a character for private use".to_owned(), document.span.clone())
}
