//! The options about plans and where they are written.

use std::path::PathBuf;

use clap::Args;

use super::choices::PlanArg;
use crate::model::PolicyArn;
use crate::principal::{ATTACHED, ATTACHED_AT_MOST};

/// Where what is recommended goes, and how it is put into effect.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Write the recommended documents into this folder, with `plan.json`, which says what they are for, and
    /// `plan.sh`, which puts them into effect and undoes it; paredown runs nothing of it. What an earlier run
    /// wrote there goes.
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Print, instead of the document, the plan: the steps that put the recommendation into effect and the way
    /// back, or the script of `--output`. (With several policies, the steps are printed in any case.)
    #[arg(long, value_name = "AS", num_args = 0..=1, default_missing_value = "text")]
    pub plan: Option<PlanArg>,
    /// The ARN of a managed policy, for the plan, where the file does not say it: the policy is the one with
    /// the file of its name, or the only one. May be given for each.
    #[arg(long, value_name = "ARN")]
    pub policy_arn: Vec<PolicyArn>,
    /// Plan a new version of a managed policy of the account, instead of another policy in its place. The script
    /// stops if others have the policy too.
    #[arg(long)]
    pub in_place: bool,
    /// How many managed policies the role, user or group may have attached: the quota of the account.
    #[arg(long, value_name = "N", default_value_t = ATTACHED, value_parser = attached)]
    pub attached_limit: usize,
}

/// What may be written over.
#[derive(Clone, Copy, Debug, Args)]
pub struct Overwriting {
    /// Write over files that paredown did not write, that were changed since, or that are inputs, in the folder
    /// of `--output` or `--emit-smt`; and over another plan with its way back.
    #[arg(long)]
    pub force: bool,
}

pub(super) fn attached(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=ATTACHED_AT_MOST).contains(count));
    let count = count.and_then(|count| usize::try_from(count).ok());
    count.ok_or_else(|| format!("expected a number from 1 to {ATTACHED_AT_MOST}"))
}
