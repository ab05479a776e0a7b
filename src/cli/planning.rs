//! `--policy-arn`: the ARNs of policies whose files do not state them.

use crate::intake::{Inputs, Original, Ownership};
use crate::model::PolicyArn;
use crate::parse::visible;

use super::failure::Failure;

/// Sets the ARNs given by `--policy-arn`.
///
/// # Errors
/// An ARN belongs to none of the policies, or to another account.
pub(super) fn take_arns(arns: &[PolicyArn], read: &mut Inputs) -> Result<(), Failure> {
    for arn in arns {
        let managed = |policy: &&mut Original| policy.inline().is_none();
        let only =
            arns.len() == 1 && read.policies.iter().filter(|policy| policy.inline().is_none()).count() == 1;
        let own = |policy: &&mut Original| only || policy.name == arn.name;
        let Some(policy) = read.policies.iter_mut().filter(managed).find(own) else {
            let names: Vec<String> =
                read.policies.iter().map(|policy| format!("`{}`", visible(&policy.name))).collect();
            return Err(Failure::Other(format!(
                "--policy-arn: `{arn}` belongs to none of the policies {}: name the file of a policy like the policy",
                names.join(", ")
            )));
        };
        if policy.identity.arn.as_ref().is_some_and(|known| *known != arn.to_string()) {
            return Err(Failure::Other(format!(
                "--policy-arn: `{}` has another ARN than `{arn}`",
                visible(&policy.name)
            )));
        }
        policy.identity.arn = Some(arn.to_string());
        read.whose.add(&Ownership::of_policy(&policy.name, &policy.identity, None))?;
    }
    Ok(())
}
