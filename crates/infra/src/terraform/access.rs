//! What resources of Terraform have to say of access: policies, attachments, and what is not understood.

use std::ops::Range;
use std::sync::Arc;

use paredown_policy::parse::Source;

use super::document::built;
use super::index::Index;
use super::marks::SENSITIVE;
use super::other;
use super::resource::{Resource, has_marks, hole, hole_names};
use crate::contents::{Contents, Format, Unchecked, WrittenKind, WrittenPolicy};
use crate::document::says;
use crate::json::{Literal, embedded};
use crate::value::{Node, Value};

/// What the resources say, in their order; `unchecked` is what is not understood apart from them.
pub(crate) fn contents(
    source: &Arc<Source>,
    format: Format,
    resources: &[Resource],
    unchecked: Vec<Unchecked>,
) -> Contents {
    let contents = Contents {
        source: Arc::clone(source),
        format,
        policies: Vec::new(),
        attachments: Vec::new(),
        unchecked,
    };
    let mut reader = Reader { contents, index: Index::of(resources) };
    for resource in resources {
        reader.read(resource);
    }
    reader.contents
}

pub(super) struct Reader<'r> {
    pub(super) contents: Contents,
    pub(super) index: Index<'r>,
}

const ROLE: &str = "aws_iam_role";
const USER: &str = "aws_iam_user";
const GROUP: &str = "aws_iam_group";
const SET: &str = "aws_ssoadmin_permission_set";

impl<'r> Reader<'r> {
    fn read(&mut self, resource: &'r Resource) {
        match (resource.data, resource.kind.as_str()) {
            (true, "aws_iam_policy_document") => self.data_document(resource),
            (true, _) => {}
            (false, "aws_iam_policy") => self.policy(resource, "policy", WrittenKind::Managed, None),
            (false, "aws_iam_role_policy") => self.inline(resource, "role", ROLE),
            (false, "aws_iam_user_policy") => self.inline(resource, "user", USER),
            (false, "aws_iam_group_policy") => self.inline(resource, "group", GROUP),
            (false, "aws_ssoadmin_permission_set_inline_policy") => {
                let kind = WrittenKind::PermissionSet;
                self.policy(resource, "inline_policy", kind, Some(("permission_set_arn", SET)));
            }
            (false, ROLE | USER | GROUP) => self.principal(resource),
            (false, "aws_iam_role_policy_attachment") => {
                self.attached(resource, &[("role", ROLE)], "policy_arn");
            }
            (false, "aws_iam_user_policy_attachment") => {
                self.attached(resource, &[("user", USER)], "policy_arn");
            }
            (false, "aws_iam_group_policy_attachment") => {
                self.attached(resource, &[("group", GROUP)], "policy_arn");
            }
            (false, "aws_iam_policy_attachment") => {
                self.attached(resource, &[("roles", ROLE), ("users", USER), ("groups", GROUP)], "policy_arn");
            }
            (false, "aws_ssoadmin_managed_policy_attachment") => {
                self.attached(resource, &[("permission_set_arn", SET)], "managed_policy_arn");
            }
            (false, "aws_ssoadmin_customer_managed_policy_attachment") => {
                self.attached(resource, &[("permission_set_arn", SET)], "customer_managed_policy_reference");
            }
            (false, kind) => {
                let lists = [("role_name", ROLE), ("user_name", USER), ("group_name", GROUP)];
                if kind.ends_with("_policy_attachments_exclusive") {
                    self.attached(resource, &lists, "policy_arns");
                }
                if let Some(why) = other::reason(kind, |name| resource.get(name).is_some()) {
                    self.unchecked(resource.address.clone(), why, &resource.span, resource.says(&[]));
                }
            }
        }
    }

    pub(super) fn unchecked(
        &mut self,
        address: String,
        why: impl Into<String>,
        span: &Range<usize>,
        says: String,
    ) {
        let span = span.clone();
        self.contents.unchecked.push(Unchecked { address, why: why.into(), span, says });
    }

    fn data_document(&mut self, resource: &'r Resource) {
        let known = resource.get("json").filter(|node| node.known().is_some());
        let document = match known {
            Some(json) => self.parsed(resource, json),
            None => built(resource).map(|node| (node, false)),
        };
        let what = (resource.address.clone(), WrittenKind::Document, Vec::new());
        self.found(what, document, &resource.span, || resource.says(&[]));
    }

    /// An inline policy of a principal.
    fn inline(&mut self, resource: &'r Resource, attribute: &str, kind: &str) {
        self.policy(resource, "policy", WrittenKind::Inline, Some((attribute, kind)));
    }

    fn policy(
        &mut self,
        resource: &'r Resource,
        attribute: &str,
        kind: WrittenKind,
        principal: Option<(&str, &str)>,
    ) {
        let principals = principal.map(|(attribute, kind)| self.principals(resource, attribute, kind));
        let document = match resource.get(attribute) {
            Some(node) => self.parsed(resource, node),
            None => Err(format!("it has no `{attribute}`")),
        };
        let what = (resource.address.clone(), kind, principals.unwrap_or_default());
        let span = resource.get(attribute).map_or(&resource.span, |node| &node.span);
        self.found(what, document, span, || resource.says(&[]));
    }

    /// Notes a document, or why it is not one; and if an expression may have changed it.
    fn found(
        &mut self,
        (address, kind, principals): (String, WrittenKind, Vec<String>),
        document: Result<(Node, bool), String>,
        span: &Range<usize>,
        says: impl Fn() -> String,
    ) {
        match document {
            Ok((document, _)) if has_marks(&document) => {
                let why = "it contains characters for private use, which policies do not";
                self.unchecked(address, why, span, says());
            }
            Ok((document, derived)) => {
                if derived {
                    let why = "it is taken to be the document that it refers to: a plan says what an expression \
                               refers to, not what it makes of it";
                    self.unchecked(address.clone(), why, span, says());
                }
                self.contents.policies.push(WrittenPolicy { address, kind, principals, document });
            }
            Err(why) => self.unchecked(address, why, span, says()),
        }
    }

    /// The document that a value is, and whether it is only what its expression refers to.
    fn parsed(&self, resource: &Resource, node: &Node) -> Result<(Node, bool), String> {
        match &node.value {
            Value::Object(_) => Ok((node.clone(), false)),
            Value::Text(text) if text.known().is_some() => {
                let source = &self.contents.source;
                let literal = Literal::of_json_string(source, &node.span)
                    .ok_or_else(|| "it is not written as a text".to_owned())?;
                let document = embedded(source, &literal)
                    .map_err(|error| format!("it is not a policy in JSON: {}", error.message))?;
                Ok((document, false))
            }
            _ => match self.referenced(resource, node) {
                Some(document) => built(document).map(|node| (node, true)),
                None => Err(resource.reason(node).map_or_else(|| unknown(resource, node), str::to_owned)),
            },
        }
    }

    /// The data source of a plan that a value refers to, and to nothing else.
    fn referenced(&self, resource: &Resource, node: &Node) -> Option<&'r Resource> {
        let rest = hole(node)?.name.strip_prefix("data.aws_iam_policy_document.")?;
        let label = rest.strip_suffix(".json").or_else(|| rest.strip_suffix(".minified_json"))?;
        let address = format!("{}data.aws_iam_policy_document.{label}", resource.module());
        self.index.addresses.get(address.as_str()).copied().filter(|_| resource.derived)
    }

    /// What a role, user or group says itself.
    fn principal(&mut self, resource: &'r Resource) {
        for (number, block) in resource.all("inline_policy").iter().enumerate() {
            if block.members().is_some_and(<[_]>::is_empty) {
                continue;
            }
            let name = block.get("name").and_then(Node::known).filter(|name| !name.is_empty());
            let address = match name {
                Some(name) => format!("{}.inline_policy[{name}]", resource.address),
                None => format!("{}.inline_policy[{number}]", resource.address),
            };
            let document = match block.get("policy").filter(|node| given(node)) {
                Some(node) => self.parsed(resource, node),
                None if block.members().is_some() => continue,
                None => Err(format!("its inline policies depend on {}", hole_names(block))),
            };
            let what = (address, WrittenKind::Inline, vec![resource.address.clone()]);
            self.found(what, document, &block.span, || says(block));
        }
        for arn in resource.all("managed_policy_arns") {
            let policy = self.attached_policy(resource, arn);
            self.attachment(resource.address.clone(), policy, &arn.span);
        }
        for (attribute, why) in [
            ("permissions_boundary", "what a permissions boundary allows is not compared"),
            ("assume_role_policy", "who may assume a role is not compared"),
            ("tags", "conditions of `aws:PrincipalTag` depend on it, here and elsewhere"),
        ] {
            let given = |node: &&Node| node.members().is_none_or(|members| !members.is_empty());
            if let Some(node) = resource.get(attribute).filter(given) {
                let address = format!("{}.{attribute}", resource.address);
                self.unchecked(address, why, &node.span, resource.says(&[attribute]));
            }
        }
    }
}

/// Why the policy of a plan is not known.
fn unknown(resource: &Resource, node: &Node) -> String {
    match hole(node) {
        Some(hole) if hole.definition.starts_with(SENSITIVE) => {
            "its policy is marked as sensitive, and is in no text therefore".into()
        }
        Some(hole) if hole.name.starts_with(&format!("{}.", resource.address)) => {
            "its policy is known only after apply; the plan does not say what it depends on".into()
        }
        _ => format!("its policy is known only after apply: it depends on {}", hole_names(node)),
    }
}

/// Whether a policy is given: the provider shows that there is none as an empty text.
fn given(node: &Node) -> bool {
    node.value != Value::Null && node.known().is_none_or(|text| !text.is_empty())
}
