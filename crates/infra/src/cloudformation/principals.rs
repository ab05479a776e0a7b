//! Roles, users, groups and permission sets, and the policies that they have.

use std::collections::BTreeSet;
use std::ops::Range;

use super::functions::list;
use super::names::shown;
use super::walk::Walk;
use crate::contents::{Attached, Attachment, WrittenKind};
use crate::document::says;
use crate::value::{Node, Part, Value};

/// The properties of roles, users, groups, their policies, and permission sets.
const KNOWN: [&str; 25] = [
    "AssumeRolePolicyDocument",
    "CustomerManagedPolicyReferences",
    "Description",
    "GroupName",
    "Groups",
    "InlinePolicy",
    "InstanceArn",
    "LoginProfile",
    "ManagedPolicies",
    "ManagedPolicyArns",
    "ManagedPolicyName",
    "MaxSessionDuration",
    "Name",
    "Path",
    "PermissionsBoundary",
    "Policies",
    "PolicyDocument",
    "PolicyName",
    "RelayStateType",
    "RoleName",
    "Roles",
    "SessionDuration",
    "Tags",
    "UserName",
    "Users",
];

const BOUNDARY: &str =
    "a permissions boundary is not compared: what it allows limits all policies of the principal";
const MEMBERSHIP: &str = "who belongs to a group is not compared: a member may do what the group may do";
const TRUST: &str = "a trust policy: who may assume the role is not compared";

impl Walk<'_> {
    /// A role, a user or a group.
    pub(super) fn principal(&mut self, id: &str, properties: &Node) {
        self.inline(id, id, properties);
        self.managed(id, properties.get("ManagedPolicyArns"));
        self.unchecked(id, "PermissionsBoundary", BOUNDARY, properties);
        self.unchecked(id, "AssumeRolePolicyDocument", TRUST, properties);
        self.unchecked(id, "Groups", MEMBERSHIP, properties);
        self.unchecked(id, "LoginProfile", "a password: who can sign in is not compared", properties);
        self.unchecked(
            id,
            "Tags",
            "tags of a principal are not compared: conditions may test them",
            properties,
        );
    }

    /// Members that are not known may bear on access.
    pub(super) fn unknown(&mut self, id: &str, properties: &Node) {
        for member in properties.members().unwrap_or_default() {
            if !KNOWN.contains(&member.name.as_str()) {
                let why = "this property is not known: it may bear on access";
                self.unchecked(id, &member.name, why, properties);
            }
        }
    }

    /// The policies in `Policies`.
    fn inline(&mut self, id: &str, principal: &str, properties: &Node) {
        let Some(policies) = properties.get("Policies") else { return };
        let Some(items) = list(policies) else {
            return self.unchecked(
                id,
                "Policies",
                "the policies are known only when it is deployed",
                properties,
            );
        };
        let name = |item: &Node| item.get("PolicyName").map(shown).filter(|name| !name.is_empty());
        let mut seen = BTreeSet::new();
        let names: Vec<Option<String>> = items.iter().map(name).collect();
        let twice: BTreeSet<String> =
            names.iter().flatten().filter(|name| !seen.insert((*name).clone())).cloned().collect();
        for (number, (item, name)) in items.iter().zip(names).enumerate() {
            let within = match name.filter(|name| !twice.contains(name)) {
                Some(name) => format!(".Policies[{name}]"),
                // No name has a `#`.
                None => format!(".Policies[#{number}]"),
            };
            let address = self.address(id, &within);
            match item.get("PolicyDocument") {
                Some(document) => {
                    self.document(address, WrittenKind::Inline, vec![principal.to_owned()], document);
                }
                None => {
                    self.open(&address, "the policy has no document that is known", &item.span, says(item));
                }
            }
        }
    }

    /// Managed policies that a principal has, by their ARNs.
    pub(super) fn managed(&mut self, principal: &str, arns: Option<&Node>) {
        let Some(arns) = arns else { return };
        for arn in list(arns).unwrap_or(std::slice::from_ref(arns)) {
            self.attach(principal, arn);
        }
    }

    /// A managed policy that a principal has.
    pub(super) fn attach(&mut self, principal: &str, policy: &Node) {
        let here = referred(policy).filter(|id| {
            let id = id.strip_suffix(".PolicyArn").unwrap_or(id);
            self.template.type_of(id).as_deref() == Some("AWS::IAM::ManagedPolicy")
        });
        let attached = match (here, policy.known()) {
            (Some(id), _) => Attached::Here(self.address(id.strip_suffix(".PolicyArn").unwrap_or(&id), "")),
            (None, Some(arn)) if arn.starts_with("arn:") => Attached::Elsewhere(arn),
            _ => Attached::Open(shown(policy)),
        };
        let span = policy.span.clone();
        self.found.attachments.push(Attachment { principal: principal.to_owned(), policy: attached, span });
    }

    /// A policy that says whom it belongs to.
    pub(super) fn policy(&mut self, id: &str, properties: &Node, kind: WrittenKind) {
        let mut principals = Vec::new();
        for name in ["Roles", "Users", "Groups"] {
            let Some(all) = properties.get(name) else { continue };
            for one in list(all).unwrap_or(std::slice::from_ref(all)) {
                principals.push(self.named(one));
            }
        }
        let address = self.address(id, "");
        self.with_document(&address, kind, principals, properties, "PolicyDocument");
    }

    /// A policy that belongs to one principal.
    pub(super) fn policy_of(&mut self, id: &str, properties: &Node, name: &str) {
        let principals = properties.get(name).map(|one| self.named(one)).into_iter().collect();
        let address = self.address(id, "");
        self.with_document(&address, WrittenKind::Inline, principals, properties, "PolicyDocument");
    }

    /// A permission set of IAM Identity Center.
    pub(super) fn permission_set(&mut self, id: &str, properties: &Node) {
        if properties.get("InlinePolicy").is_some() {
            let address = self.address(id, "");
            let principals = vec![id.to_owned()];
            self.with_document(&address, WrittenKind::PermissionSet, principals, properties, "InlinePolicy");
        }
        self.managed(id, properties.get("ManagedPolicies"));
        self.managed(id, properties.get("CustomerManagedPolicyReferences"));
        self.unchecked(id, "PermissionsBoundary", BOUNDARY, properties);
    }

    fn with_document(
        &mut self,
        address: &str,
        kind: WrittenKind,
        principals: Vec<String>,
        properties: &Node,
        name: &str,
    ) {
        if let Some(document) = properties.get(name) {
            return self.document(address.to_owned(), kind, principals, document);
        }
        let why = format!("it has no `{name}` in the template");
        self.open(address, &why, &properties.span, says(properties));
    }

    /// What names a principal: its logical id if it is in the template, else what is written.
    fn named(&self, node: &Node) -> String {
        if let Some(id) = referred(node)
            && self.template.type_of(&id).is_some()
        {
            return id;
        }
        let text = shown(node);
        self.named.get(&text).cloned().unwrap_or_else(|| format!("`{text}`"))
    }

    /// Where a resource is named.
    pub(super) fn place(&self, id: &str) -> Range<usize> {
        self.names.get(id).cloned().unwrap_or(0..0)
    }
}

/// The name of the only hole that a text consists of.
fn referred(node: &Node) -> Option<String> {
    match &node.value {
        Value::Hole(hole) => Some(hole.name.clone()),
        Value::Text(text) => match text.0.as_slice() {
            [Part::Hole(hole)] => Some(hole.name.clone()),
            _ => None,
        },
        _ => None,
    }
}
