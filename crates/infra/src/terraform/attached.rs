//! Which policies are attached to whom.

use std::ops::Range;

use super::access::Reader;
use super::resource::{Resource, hole, shown};
use crate::contents::{Attached, Attachment};
use crate::document::says;
use crate::value::Node;

impl<'r> Reader<'r> {
    pub(super) fn attachment(&mut self, principal: String, policy: Attached, span: &Range<usize>) {
        let attachment = Attachment { principal, policy, span: span.clone() };
        self.contents.attachments.push(attachment);
    }

    pub(super) fn attached(&mut self, resource: &'r Resource, principals: &[(&str, &str)], attribute: &str) {
        let mut all = Vec::new();
        for (attribute, kind) in principals {
            all.extend(self.principals(resource, attribute, kind));
        }
        if all.is_empty() {
            let why = "whom the policy is attached to is not known";
            self.unchecked(resource.address.clone(), why, &resource.span, resource.says(&[]));
        }
        if resource.get(attribute).is_none() {
            let why = format!("it has no `{attribute}`");
            self.unchecked(resource.address.clone(), why, &resource.span, resource.says(&[]));
        }
        let arns = resource.all(attribute);
        if arns.len() > 1 && all.len() > 1 {
            let why = "it attaches several policies to several principals; name one of either";
            self.unchecked(resource.address.clone(), why, &resource.span, resource.says(&[]));
            return;
        }
        for arn in arns {
            let policy = self.attached_policy(resource, arn);
            for principal in &all {
                self.attachment(principal.clone(), policy.clone(), &resource.span);
            }
        }
    }

    /// The policy that a value names.
    pub(super) fn attached_policy(&mut self, resource: &Resource, arn: &Node) -> Attached {
        if let Some(known) = arn.known() {
            return match self.index.policies.get(&known) {
                Some(address) => Attached::Here((*address).to_owned()),
                None => Attached::Elsewhere(known),
            };
        }
        match self.target(resource, arn, "aws_iam_policy", &["arn", "id"]) {
            Some(address) => Attached::Here(address),
            None => Attached::Open(shown(arn)),
        }
    }

    /// The addresses of the principals that an attribute names, or what stands for them.
    pub(super) fn principals(&mut self, resource: &'r Resource, attribute: &str, kind: &str) -> Vec<String> {
        let names = resource.all(attribute).iter();
        names
            .map(|node| {
                if let Some(name) = node.known() {
                    let here = self.index.names.get(&(kind, name.clone()));
                    return here.map_or_else(|| format!("{kind} {name}"), |address| (*address).to_owned());
                }
                self.target(resource, node, kind, &["name", "id", "arn"]).unwrap_or_else(|| shown(node))
            })
            .collect()
    }

    /// The address of the resource that a value refers to, and to nothing else.
    fn target(
        &mut self,
        resource: &Resource,
        node: &Node,
        kind: &str,
        attributes: &[&str],
    ) -> Option<String> {
        let name = &hole(node)?.name;
        let (label, attribute) = name.strip_prefix(kind)?.strip_prefix('.')?.rsplit_once('.')?;
        // In HCL an address is that of all instances; `[0]` is how the only one of a `count` is written.
        let label = if resource.derived { label } else { label.strip_suffix("[0]").unwrap_or(label) };
        let address = format!("{}{kind}.{label}", resource.module());
        if !attributes.contains(&attribute) || !self.index.addresses.contains_key(address.as_str()) {
            return None;
        }
        if resource.derived {
            let why = format!(
                "it is taken to be `{address}`: a plan says what an expression refers to, not what it makes of it"
            );
            self.unchecked(resource.address.clone(), why, &node.span, says(node));
        }
        Some(address)
    }
}
