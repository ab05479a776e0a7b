//! How values are written in addresses and messages, and the names that a template gives to principals.

use std::collections::BTreeMap;

use paredown_policy::model::with_holes_shown;
use paredown_policy::parse::sha256;

use super::functions::{is_opaque, text_of};
use super::template::Template;
use crate::document::{hole_name, says};
use crate::value::{Hole, Node, Part};

/// Longer definitions are written as a part of their digests of this length.
const SHORT: usize = 64;
const DIGEST: usize = 32;

/// The logical ids of roles, users and groups by the names that the template gives them.
pub(super) fn named(template: &Template<'_>) -> BTreeMap<String, String> {
    let names = ["RoleName", "UserName", "GroupName"];
    let named = |(id, resource): (&&str, &&Node)| {
        let kind = template.type_of(id)?;
        if !matches!(kind.as_str(), "AWS::IAM::Role" | "AWS::IAM::User" | "AWS::IAM::Group") {
            return None;
        }
        let properties = resource.get("Properties")?;
        let name = names.iter().find_map(|name| properties.get(name))?;
        Some((shown(&template.eval(name)?), (*id).to_owned()))
    };
    template.resources.iter().filter_map(named).collect()
}

/// A value as it is written in an address: what differs is written differently.
pub(super) fn shown(node: &Node) -> String {
    written(node, |hole| match hole.definition.as_str() {
        kind if kind.is_empty() || kind.starts_with("AWS::") => hole.name.clone(),
        short if short.len() <= SHORT => hole_name(hole),
        long => format!("{}#{}", hole.name, sha256(long).get(..DIGEST).unwrap_or_default()),
    })
}

/// A value as people read it.
pub(super) fn read(node: &Node) -> String {
    written(node, |hole| hole.name.clone())
}

fn written(node: &Node, name: impl Fn(&Hole) -> String) -> String {
    if let ([hole], true) = (node.holes().as_slice(), is_opaque(node)) {
        return format!("${{{}}}", name(hole));
    }
    let Some(text) = text_of(node) else { return with_holes_shown(&says(node)) };
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Hole(hole) => format!("${{{}}}", name(hole)),
    };
    text.0.iter().map(part).collect()
}
