//! The options about editing policies where they are written.

use std::path::PathBuf;

use clap::Args;

/// Where a policy is written.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Recommend for a policy where it is written: in a CloudFormation, SAM or CDK template (JSON or YAML), in HCL of
    /// Terraform (`.tf`), or alone. Prints a patch for `git apply` that changes its actions and nothing else.
    #[arg(long = "in", id = "in", value_name = "FILE", conflicts_with_all =
        ["policy", "policies", "lenient", "no_certify", "fit", "output", "plan", "policy_arn", "in_place", "certificate"])]
    pub file: Option<PathBuf>,
    /// The address of a policy in that file, such as `Role.Policies[Read]` or `aws_iam_policy.read`; repeatable [default:
    /// the only policy, or those of the principal of the finding].
    #[arg(long, value_name = "ADDRESS", requires = "in", conflicts_with_all = ["policy", "policies"])]
    pub address: Vec<String>,
    /// Write the file instead of printing the patch.
    #[arg(long, requires = "in", conflicts_with_all = ["policy", "policies"])]
    pub write: bool,
}
