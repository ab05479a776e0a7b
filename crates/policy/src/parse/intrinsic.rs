//! `CloudFormation`'s intrinsic functions, which take the place of values in templates.

use super::diagnostic::{Diagnostic, quote};
use super::located::Located;

/// The greatest depth at which one occurs in a policy: `Statement`, a statement, `Condition`, operator, key,
/// list.
const DEEPEST: usize = 8;

/// An error at the first intrinsic function in a policy, if there is one.
///
/// Source: AWS `CloudFormation` User Guide, "Intrinsic function reference".
pub(super) fn template(root: Located<'_>) -> Option<Diagnostic> {
    let (place, function) = first(root, DEEPEST)?;
    let message =
        format!("this comes from a CloudFormation template: {} stands for something else", quote(function));
    Some(place.error(message, "filled in when it is deployed").with_help(
        "write what it stands for in its place, such as the ARN; or, if it is deployed, give what `aws iam \
         get-role-policy` or `get-policy-version` prints, where it is filled in",
    ))
}

/// The first intrinsic function, and its name.
fn first(value: Located<'_>, depth: usize) -> Option<(Located<'_>, &str)> {
    let below = depth.checked_sub(1)?;
    if let Some(object) = value.object() {
        let members: Vec<_> = object.members().collect();
        if let [only] = members.as_slice()
            && (only.name.starts_with("Fn::") || (only.name == "Ref" && only.value.string().is_some()))
        {
            return Some((value, only.name));
        }
        return members.into_iter().find_map(|member| first(member.value, below));
    }
    value.items()?.into_iter().find_map(|item| first(item, below))
}
