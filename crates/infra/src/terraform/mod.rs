//! What `terraform show -json` (`tofu show -json`) prints of a plan or a state.
//!
//! The format: <https://developer.hashicorp.com/terraform/internals/json-format>.

pub(crate) mod access;
mod attached;
mod configuration;
pub(crate) mod document;
mod index;
mod marks;
mod other;
mod plan;
pub(crate) mod resource;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::Arc;

use paredown_policy::parse::{Code, Diagnostic, Located, Shown, Source, Strictness, json};

use crate::json::node;
use crate::value::{Node, Value};

pub use plan::Plan;

/// Whether resources of a type bear on access; `has` says which attributes they have.
pub(crate) fn bears_on_access(kind: &str, has: impl Fn(&str) -> bool) -> bool {
    kind.starts_with("aws_iam_") || kind.starts_with("aws_ssoadmin_") || other::reason(kind, has).is_some()
}

/// Whether a JSON value is a plan or a state as `terraform show -json` prints it. The file in which Terraform keeps its state is
/// taken for one too: [`terraform_plan`] says what to give in its place.
pub fn is_terraform_plan(root: &Node) -> bool {
    let has = |name| root.get(name).is_some_and(|node| node.members().is_some());
    root.get("format_version").is_some()
        && (has("planned_values") || has("values") || root.get("resource_changes").is_some())
        || root.get("terraform_version").is_some() && root.get("lineage").is_some()
}

/// What a plan, or a state, has to say of access.
///
/// A value that is known only after apply is a hole with the plan's digest in its definition: a plan does not contain
/// expressions, so such values of two plans are never taken to be the same. Values that are sensitive are holes too.
///
/// # Errors
/// What is not JSON, and what is neither a plan nor a state of major version 1 of the format, with its place.
pub fn terraform_plan(source: &Arc<Source>) -> Result<Plan, Diagnostic> {
    // The lines around an error may contain what nobody is to see.
    let hidden = |error: Diagnostic| Diagnostic { excerpt: Shown::Nothing, ..error };
    let value = json(source, Strictness::Strict).map_err(hidden)?;
    let root = node(Located::new(&value, source));
    checked(source, &root).map_err(hidden)?;
    Ok(plan::read(source, &root))
}

fn checked(source: &Arc<Source>, root: &Node) -> Result<(), Diagnostic> {
    let wrong = |span: std::ops::Range<usize>, message: String| {
        Diagnostic::error(source, span, message, "here")
            .coded(Code::WrongDocument)
            .with_help("give what `terraform show -json PLAN` prints")
    };
    if root.get("lineage").is_some() && root.get("format_version").is_none() {
        let message = "this is a file in which Terraform keeps its state, not what it shows of it";
        return Err(wrong(root.span.start..root.span.start + 1, message.into()));
    }
    if !is_terraform_plan(root) {
        let message = "this is neither a plan nor a state of Terraform: `format_version` with `planned_values`, \
                       `resource_changes` or `values` is missing";
        return Err(wrong(root.span.start..root.span.end.min(root.span.start + 1), message.into()));
    }
    let Some(version) = root.get("format_version") else { return Ok(()) };
    let major = version.known().and_then(|text| text.split('.').next().map(str::to_owned));
    if major.as_deref() == Some("1") && !matches!(version.value, Value::Number(_)) {
        return Ok(());
    }
    let message = "the version of this format is not known: `1.x` is";
    Err(wrong(version.span.clone(), message.into()))
}
