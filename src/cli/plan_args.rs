//! The options about plans and the folder that they are written to.

use std::path::PathBuf;

use clap::Args;

use super::choices::PlanArg;
use crate::model::PolicyArn;
use crate::principal::{ATTACHED, ATTACHED_AT_MOST};

/// Where to write recommendations, and how to put them into effect.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Write the recommended documents to this folder, with `plan.json`, which describes them, and `plan.sh`,
    /// which puts them into effect or undoes that; paredown does not run it. Files of an earlier run are removed.
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Instead of the document, print the plan: the steps that put the recommendation into effect and those that
    /// undo it, or the script of `--output`. (With several policies, the steps are printed in any case.)
    #[arg(long, value_name = "AS", num_args = 0..=1, default_missing_value = "text")]
    pub plan: Option<PlanArg>,
    /// The ARN of a managed policy, for the plan, if its file does not state it. It is for the policy from the
    /// file with its name, or for the only policy. Repeatable.
    #[arg(long, value_name = "ARN")]
    pub policy_arn: Vec<PolicyArn>,
    /// Plan a new version of a managed policy of the account, instead of replacing it by another policy. The
    /// script stops if the policy is attached to others too.
    #[arg(long)]
    pub in_place: bool,
    /// The account's quota of managed policies attached to the role, user or group.
    #[arg(long, value_name = "N", default_value_t = ATTACHED, value_parser = attached)]
    pub attached_limit: usize,
}

/// What may be overwritten.
#[derive(Clone, Copy, Debug, Args)]
pub struct Overwriting {
    /// In the folder of `--output` or `--emit-smt`, overwrite files that paredown did not write, that were
    /// changed since, or that are inputs; and another plan with its way back.
    #[arg(long)]
    pub force: bool,
}

pub(super) fn attached(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=ATTACHED_AT_MOST).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| format!("expected a number from 1 to {ATTACHED_AT_MOST}"))
}
