//! The names of principals in a file, by which a finding names them.

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
pub(super) fn principals_of_template(root: &Node) -> Vec<Named> {
    let resources = root.get("Resources").and_then(Node::members).unwrap_or_default();
    let named = resources.iter().filter_map(|member| {
        let kind = member.value.get("Type")?.known()?;
        let (kind, _, _, property) = *KINDS.iter().find(|(_, _, own, _)| *own == kind)?;
        let name = member.value.get("Properties")?.get(property)?.known()?;
        Some(Named { kind, name, address: member.name.clone() })
    });
    named.collect()
}

/// The principals that a configuration names; what is not HCL names none.
pub(super) fn principals_of_hcl(text: &str) -> Vec<Named> {
    let Ok(body) = hcl_edit::parser::parse_body(text) else { return Vec::new() };
    let named = body.get_blocks("resource").filter_map(|block| {
        let [kind, label] = block.labels.as_slice() else { return None };
        let (kind, label) = (kind.as_str(), label.as_str());
        let (own, ..) = *KINDS.iter().find(|(_, own, ..)| *own == kind)?;
        let name = block.body.get_attribute("name")?.value.as_str()?.to_owned();
        Some(Named { kind: own, name, address: format!("{kind}.{label}") })
    });
    named.collect()
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
