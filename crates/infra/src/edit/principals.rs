//! The names of principals in a file, by which a finding names them, and what makes several of a policy.

use std::ops::Range;

use hcl_edit::Span;
use paredown_policy::model::PrincipalKind;

use crate::value::Node;

/// A principal of a file whose name it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) kind: PrincipalKind,
    pub(super) name: String,
    /// Its address, as policies and attachments have it.
    pub(super) address: String,
}

/// Kinds of principals: their types in Terraform and in `CloudFormation`, and the property with their names there.
const KINDS: [(PrincipalKind, &str, &str, &str); 3] = [
    (PrincipalKind::Role, "aws_iam_role", "AWS::IAM::Role", "RoleName"),
    (PrincipalKind::User, "aws_iam_user", "AWS::IAM::User", "UserName"),
    (PrincipalKind::Group, "aws_iam_group", "AWS::IAM::Group", "GroupName"),
];

/// The principals that a template names.
pub(super) fn of_template(root: &Node) -> Vec<Named> {
    let resources = root.get("Resources").and_then(Node::members).unwrap_or_default();
    let named = resources.iter().filter_map(|member| {
        let kind = member.value.get("Type")?.known()?;
        let (kind, _, _, property) = *KINDS.iter().find(|(_, _, own, _)| *own == kind)?;
        let name = member.value.get("Properties")?.get(property)?.known()?;
        Some(Named { kind, name, address: member.name.clone() })
    });
    named.collect()
}

/// What a configuration says of its blocks.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    /// The principals that it names.
    pub(super) principals: Vec<Named>,
    /// The addresses of what `count` or `for_each` makes several of, and where they say so.
    pub(super) repeated: Vec<(String, Range<usize>)>,
}

impl Blocks {
    /// Those of a text; of what is not HCL, none.
    pub(super) fn of_hcl(text: &str) -> Self {
        let mut all = Self::default();
        let Ok(body) = hcl_edit::parser::parse_body(text) else { return all };
        for block in body.blocks() {
            let [kind, label] = block.labels.as_slice() else { continue };
            let (kind, label) = (kind.as_str(), label.as_str());
            let address = match block.ident.as_str() {
                "resource" => format!("{kind}.{label}"),
                "data" => format!("data.{kind}.{label}"),
                _ => continue,
            };
            let repeats = ["count", "for_each"].into_iter().find_map(|name| block.body.get_attribute(name));
            if let Some(repeats) = repeats {
                all.repeated.push((address.clone(), repeats.span().unwrap_or_default()));
            }
            let own = KINDS.iter().find(|(_, own, ..)| *own == kind && block.ident.as_str() == "resource");
            let name = block.body.get_attribute("name").and_then(|name| name.value.as_str());
            if let (Some((kind, ..)), Some(name)) = (own, name) {
                all.principals.push(Named { kind: *kind, name: name.to_owned(), address });
            }
        }
        all
    }
}

impl Named {
    /// The principal that is not in the file and that an address names; nothing if it is one of the file.
    pub(super) fn elsewhere(address: &str) -> Option<(Option<PrincipalKind>, &str)> {
        if let Some(name) = address.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
            return Some((None, name));
        }
        let (kind, name) = address.split_once(' ')?;
        let (own, ..) = *KINDS.iter().find(|(_, own, ..)| *own == kind)?;
        Some((Some(own), name))
    }
}
