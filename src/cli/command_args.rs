//! The arguments of each command.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::deadline::seconds;
use crate::principal::ATTACHED;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

use super::choices::{Certifier, ExitCodeArg, Format, KindArg, certifier, mode, requirement};
use super::plan_args::{Overwriting, PlanArgs, attached};
use super::shared_args::{Inputs, Keeping, Proving, Telling};

/// Arguments of `recommend`.
#[derive(Debug, Args)]
pub struct RecommendArgs {
    /// Policies of the principal, as `--policy` takes them: for tools that append names of files, such as
    /// pre-commit.
    #[arg(value_name = "POLICY")]
    pub policies: Vec<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// How long the new prefixes are.
    #[arg(long, value_name = "MODE", default_value = "shortest", value_parser = mode())]
    pub mode: Mode,
    /// Print the recommendation without certifying it.
    #[arg(long, conflicts_with_all = ["engine", "require", "timeout", "threads", "emit_smt"])]
    pub no_certify: bool,
    #[command(flatten)]
    pub proving: Proving,
    /// What kind of policy it is, for the limit on its size [default: inline if AWS's answer says so, else
    /// managed].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Make it fit that limit: with shorter patterns that match the same, then as several policies. (Not of
    /// policies with comments, which AWS does not take at any size.)
    #[arg(long, conflicts_with = "lenient")]
    pub fit: bool,
    #[command(flatten)]
    pub planning: PlanArgs,
    #[command(flatten)]
    pub overwriting: Overwriting,
    /// Write into this file why it is right, to be checked with `verify`: an in-toto Statement.
    #[arg(long, value_name = "FILE", conflicts_with = "no_certify")]
    pub certificate: Option<PathBuf>,
    #[command(flatten)]
    pub telling: Telling,
    /// What to print: the document, or a report with it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `certify`.
#[derive(Debug, Args)]
pub struct CertifyArgs {
    /// Recommended policies, as `--recommended` takes them: for tools that append names of files, such as
    /// pre-commit.
    #[arg(value_name = "RECOMMENDED", conflicts_with = "detached")]
    pub documents: Vec<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// The recommended policy, or `-`; for several policies as many, in their order, or one answer of
    /// `GetFindingRecommendation` with all; `null` for a policy that is detached; or a folder that
    /// `recommend --output` wrote. Not needed for an answer of Security Hub's `GetRecommendedPolicyV2`, which
    /// has both.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policies: nothing takes their place.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// The mode that it should be least general in; without this, either will do.
    #[arg(long, value_name = "MODE", value_parser = mode())]
    pub mode: Option<Mode>,
    #[command(flatten)]
    pub proving: Proving,
    #[command(flatten)]
    pub overwriting: Overwriting,
    /// Write into this file why it is right, to be checked with `verify`: an in-toto Statement.
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Show the obligations that were not asked for too, as far as they were decided.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub telling: Telling,
    /// How to show the verdicts.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The certificate, or `-`.
    #[arg(value_name = "CERTIFICATE")]
    pub certificate: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    /// The recommended policy, or `-`; several where there were several policies, or one was split; or a
    /// folder that `recommend --output` wrote. Not needed for a policy that is to be detached.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policies: nothing takes their place.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// How much it has to claim.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement())]
    pub require: Requirement,
    /// How to show the answer.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `batch`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct BatchArgs {
    /// The jobs, one per line, or a JSON array of them; also packed by gzip; `-` for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub jobs: PathBuf,
    /// Another catalogue of actions than the one built in.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    #[command(flatten)]
    pub keeping: Keeping,
    /// How long the new prefixes are.
    #[arg(long, value_name = "MODE", default_value = "shortest", value_parser = mode())]
    pub mode: Mode,
    /// What certifies: `none` recommends only.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = certifier())]
    pub certify: Certifier,
    /// Which obligations decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement())]
    pub require: Requirement,
    /// How long Z3 may think about one question, in seconds; then the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// Take as unused only what was not used for so many days, as the findings' `lastAccessed` says.
    #[arg(long, value_name = "DAYS")]
    pub min_unused_days: Option<u32>,
    /// Count these days back from this time [default: from when each finding was analyzed].
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<crate::model::Time>,
    /// What kind of policies they are, for the limit on their size [default: as each job says, else managed].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Make each recommendation fit that limit: with shorter patterns, then as several policies.
    #[arg(long)]
    pub fit: bool,
    /// Answer with the steps that put each recommendation into effect, and the way back.
    #[arg(long)]
    pub plan: bool,
    /// Plan new versions of managed policies of the account, instead of other policies in their place.
    #[arg(long, requires = "plan")]
    pub in_place: bool,
    /// How many managed policies a role, user or group may have attached: the quota of the account.
    #[arg(long, value_name = "N", default_value_t = ATTACHED, value_parser = attached)]
    pub attached_limit: usize,
    /// Answer with a certificate of each recommendation that is proved.
    #[arg(long)]
    pub certificate: bool,
    /// Leave the recommended documents out of the answers.
    #[arg(long)]
    pub no_documents: bool,
    /// Answer with the time that each job took, so that answers differ from run to run.
    #[arg(long)]
    pub timings: bool,
    /// Write what all jobs come to into this file, as JSON whose numbers can be added up over runs.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// What the exit code says.
    #[arg(long, value_name = "WHAT", default_value = "worst")]
    pub exit_code: ExitCodeArg,
    /// How many jobs to work on at a time [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// Arguments of `drift`.
#[derive(Debug, Args)]
pub struct DriftArgs {
    /// The original policy: a file, or `-` for standard input.
    #[arg(long, short, value_name = "FILE")]
    pub policy: PathBuf,
    /// What was unused.
    #[arg(long, short, value_name = "FILE", required = true)]
    pub unused: Vec<PathBuf>,
    /// The recommended policy, in any shape that `certify` reads. Not needed for an answer of Security Hub's
    /// `GetRecommendedPolicyV2` as the policy, which has both.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policy: nothing takes its place.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// The newer catalogue.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: PathBuf,
    /// The catalogue that the recommendation was certified with [default: the one built in].
    #[arg(long, value_name = "PATH")]
    pub certified: Option<PathBuf>,
    #[command(flatten)]
    pub keeping: Keeping,
    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `digest`.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// The policy, as a bare document or as AWS's commands print it; `-` for standard input.
    #[arg(value_name = "FILE")]
    pub policy: PathBuf,
    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `catalogue`.
#[derive(Debug, Args)]
pub struct CatalogueArgs {
    /// Show what this pattern matches, such as `s3:Get*`, instead of what the catalogue is.
    pub pattern: Option<String>,
    /// Another catalogue than the one built in.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    /// How to show it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}
