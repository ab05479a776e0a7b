//! `CloudFormation` templates, as written by people, by SAM or by CDK, in JSON or YAML.
//!
//! `template.rs` knows what is declared, `functions.rs` evaluates what the template determines and leaves holes for the rest,
//! `walk.rs` finds what bears on access.

mod definition;
mod dynamic;
mod functions;
mod lists;
mod names;
mod others;
mod principals;
mod references;
mod sam;
mod sam_templates;
mod template;
mod texts;
mod walk;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use paredown_policy::parse::{Diagnostic, Located, Source, Strictness, json};

use crate::contents::Contents;
use crate::json::node;
use crate::value::Node;
use crate::yaml::yaml;

/// What a template has to say of access.
///
/// # Errors
/// The file is neither JSON nor YAML, or no template.
pub fn cloudformation(source: &Arc<Source>) -> Result<Contents, Diagnostic> {
    let root = root(source)?;
    if !is_template(&root) {
        let message =
            "this is no CloudFormation template: it has no `Resources` with types such as `AWS::IAM::Role`";
        return Err(Diagnostic::error(
            source,
            root.span.start..root.span.start,
            message,
            "a template begins here",
        ));
    }
    Ok(walk::contents(source, &root))
}

/// Whether a file is a template: it has resources with types of `CloudFormation`, or says that it is one.
pub fn is_template(root: &Node) -> bool {
    let sam = root.get("Transform").is_some_and(|transform| {
        let all = transform.items().unwrap_or(std::slice::from_ref(transform));
        all.iter().filter_map(Node::known).any(|name| name.starts_with("AWS::"))
    });
    let declared = root.get("AWSTemplateFormatVersion").is_some() || sam;
    let typed = |resource: &Node| {
        let of = |name: String| ["AWS::", "Alexa::", "Custom::"].iter().any(|start| name.starts_with(start));
        resource.get("Type").and_then(Node::known).is_some_and(of)
    };
    let resources = root.get("Resources").and_then(Node::members).unwrap_or_default();
    declared || resources.iter().any(|member| typed(&member.value))
}

/// The value of the file: JSON if it begins like an object, unless only YAML can be made of it.
fn root(source: &Arc<Source>) -> Result<Node, Diagnostic> {
    if !source.text.trim_start().starts_with('{') {
        return yaml(source);
    }
    match json(source, Strictness::Lenient) {
        Ok(value) => Ok(node(Located::new(&value, source))),
        Err(error) if is_json(&source.name) => Err(error),
        Err(error) => yaml(source).map_err(|_| error),
    }
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}
