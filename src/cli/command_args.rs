//! The arguments of each command.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use paredown_verify::Required;

use crate::analyze::FindingKey;
use crate::deadline::seconds;
use crate::model::Time;
use crate::principal::ATTACHED;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

use super::choices::{
    Certifier, EvidenceArg, ExitCodeArg, FailOnArg, Format, KindArg, certifier, mode, required, requirement,
};
use super::edit_args::EditArgs;
use super::plan_args::{Overwriting, PlanArgs, attached};
use super::remedy_args::RemedyArgs;
use super::shared_args::{Inputs, Keeping, Proving, Telling};

/// Arguments of `recommend`.
#[derive(Debug, Args)]
pub struct RecommendArgs {
    /// Policies of the principal, as for `--policy`; for tools that append file names, such as pre-commit.
    #[arg(value_name = "POLICY")]
    pub policies: Vec<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    #[command(flatten)]
    pub edit: EditArgs,
    /// The length of introduced prefixes.
    #[arg(long, value_name = "MODE", default_value = "shortest", value_parser = mode())]
    pub mode: Mode,
    /// Print the recommendation without certifying it.
    #[arg(long, conflicts_with_all = ["engine", "require", "timeout", "threads", "emit_smt"])]
    pub no_certify: bool,
    #[command(flatten)]
    pub proving: Proving,
    /// The kind of policy, for the limit on its size [default: inline if AWS's answer says so, else managed].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Make it fit that limit: with shorter patterns that match the same, then by splitting it. (Not for policies
    /// with comments, which AWS refuses at any size.)
    #[arg(long, conflicts_with = "lenient")]
    pub fit: bool,
    #[command(flatten)]
    pub planning: PlanArgs,
    #[command(flatten)]
    pub overwriting: Overwriting,
    /// Write a certificate, an in-toto Statement that can be checked with `verify`, to this file.
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
    /// Recommended policies, as for `--recommended`; for tools that append file names, such as pre-commit.
    #[arg(value_name = "RECOMMENDED", conflicts_with = "detached")]
    pub documents: Vec<PathBuf>,
    #[command(flatten)]
    pub inputs: Inputs,
    /// The recommended policy, or `-`. For several policies: one file for each in the same order, or one answer
    /// of `GetFindingRecommendation` with all. `null` for a policy that is detached; or a folder written by
    /// `recommend --output`. Not needed for an answer of Security Hub's `GetRecommendedPolicyV2`, which contains
    /// both.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policies.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// The mode in which it should be least general; without this, either will do.
    #[arg(long, value_name = "MODE", value_parser = mode())]
    pub mode: Option<Mode>,
    #[command(flatten)]
    pub proving: Proving,
    #[command(flatten)]
    pub overwriting: Overwriting,
    /// Write a certificate, an in-toto Statement that can be checked with `verify`, to this file.
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Also show the obligations that were not asked for, as far as they were decided.
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub telling: Telling,
    /// The format of the verdicts.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(
    mut_arg("policy", |arg| arg.required(false).required_unless_present_any(["baseline", "candidate"])),
    mut_arg("unused", |arg| arg.required(false).required_unless_present_any(["baseline", "candidate"]))
)]
pub struct VerifyArgs {
    /// The certificate, or `-`.
    #[arg(value_name = "CERTIFICATE")]
    pub certificate: PathBuf,
    #[command(flatten)]
    pub inputs: Inputs,
    /// The recommended policy, or `-`; several if there are several policies, or one was split; or a folder
    /// written by `recommend --output`. Not needed for a policy that is detached.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policies.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// If the certificate is of a comparison: the policies of the baseline, files or folders of `*.json`.
    #[arg(long, value_name = "PATH", requires = "candidate",
        conflicts_with_all = ["policy", "unused", "recommended", "detached", "account", "skip_usage"])]
    pub baseline: Vec<PathBuf>,
    /// If the certificate is of a comparison: the policies of the candidate.
    #[arg(long, value_name = "PATH", requires = "baseline")]
    pub candidate: Vec<PathBuf>,
    /// What it has to claim at least [default: least-general; of a comparison not-wider].
    #[arg(long, value_name = "WHAT", value_parser = required())]
    pub require: Option<Required>,
    /// Of a comparison: require that it holds whatever other policies the principal has.
    #[arg(long, requires = "baseline")]
    pub beside_others: bool,
    /// The folder with the exports of the account of the principal, if the certificate says why the unused actions are
    /// unused; or several such folders, one of which has the principal.
    #[arg(long, value_name = "FOLDER", conflicts_with = "skip_usage")]
    pub account: Vec<PathBuf>,
    /// A report of last accessed services with the ARN of its principal.
    #[arg(long, value_name = "ARN=FILE", value_parser = pair)]
    pub last_accessed: Vec<(String, String)>,
    /// Which actions AWS records the use of, as for `analyze`.
    #[arg(long, value_name = "FILE")]
    pub observable: Option<PathBuf>,
    /// Leave unchecked why the unused actions are unused.
    #[arg(long)]
    pub skip_usage: bool,
    /// The format of the answer.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `analyze`.
#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    /// The folder with the exports of an account, in files of any names: the answer of `iam
    /// get-account-authorization-details`, the credential report, answers of `list-access-keys` and
    /// `get-service-last-accessed-details`. Or several such folders, one for each account.
    #[arg(value_name = "ACCOUNT", required = true)]
    pub accounts: Vec<PathBuf>,
    /// What was not used in so many days or more is unused: 1 to 365.
    #[arg(long, value_name = "DAYS", default_value = "90", value_parser = clap::value_parser!(u32).range(1..=365))]
    pub age: u32,
    /// The end of these days, such as `2026-01-31T00:00:00Z` [default: now].
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<Time>,
    /// What counts as evidence that something is not used.
    #[arg(long, value_name = "WHAT", default_value = "strict")]
    pub evidence: EvidenceArg,
    /// Another catalogue of actions than the one built in.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    /// Which actions AWS records the use of, over the built-in rules: `{"s3:getobject": "data", "iam:passrole":
    /// "never"}`; `management`, `data`, `unlogged` or `never`.
    #[arg(long, value_name = "FILE")]
    pub observable: Option<PathBuf>,
    /// A report of last accessed services with the ARN of its principal, which AWS's answer does not say.
    #[arg(long, value_name = "ARN=FILE", value_parser = pair)]
    pub last_accessed: Vec<(String, String)>,
    /// Leave out principals with this tag; with any value of it if the value is empty.
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair)]
    pub exclude_tag: Vec<(String, String)>,
    /// Leave out principals whose ARN this pattern matches; `*` and `?` are wildcards.
    #[arg(long, value_name = "PATTERN")]
    pub exclude: Vec<String>,
    /// Exceptions: access that is kept for a while, with who answers for it and why, in TOML: `[[exception]]` with
    /// `principal`, `actions`, `owner`, `reason` and `until`. Those that have run out keep nothing.
    #[arg(long, value_name = "FILE")]
    pub exceptions: Option<PathBuf>,
    /// Refuse exceptions that have run out, instead of warning of them.
    #[arg(long, requires = "exceptions")]
    pub strict_exceptions: bool,
    /// Findings of an earlier analysis: `findings.jsonl`, or answers of `accessanalyzer get-finding-v2`. What is found
    /// again keeps its id, its beginning and whether it was put away; what is used or gone is resolved.
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
    /// Rules that put new findings away at once: `[{"ruleName": …, "filter": {"resource": {"contains": [...]}}}]`, as
    /// IAM Access Analyzer has them.
    #[arg(long, value_name = "FILE")]
    pub archive_rules: Option<PathBuf>,
    /// Exit with 1 if there is an active finding.
    #[arg(long, value_name = "WHAT")]
    pub fail_on: Option<FailOnArg>,
    /// The folder for what is found: `findings.jsonl` and `summaries.jsonl`, as IAM Access Analyzer answers them,
    /// `statistics.json`, `principals.jsonl` with each action that a principal may use in one of three classes, and
    /// `index.html`, a dashboard of it all.
    #[arg(long, value_name = "DIR")]
    pub output: PathBuf,
    #[command(flatten)]
    pub remedy: RemedyArgs,
    #[command(flatten)]
    pub overwriting: Overwriting,
    /// How to show the statistics.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `findings`.
#[derive(Debug, Args)]
pub struct FindingsArgs {
    /// A folder that `analyze` wrote, or a file of findings: `findings.jsonl`, or answers of `accessanalyzer
    /// get-finding-v2`.
    #[arg(value_name = "ANALYSIS")]
    pub analysis: PathBuf,
    /// Only those with this value: of `id`, `resource`, `resourceType`, `resourceOwnerAccount`, `findingType` or `status`.
    #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
    pub filter: Vec<(FindingKey, String)>,
    /// Sorted by one of these.
    #[arg(long, value_name = "KEY", value_parser = FindingKey::named)]
    pub sort: Option<FindingKey>,
    /// How many there are, instead of them.
    #[arg(long)]
    pub statistics: bool,
    /// How to show them.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

fn filter(text: &str) -> Result<(FindingKey, String), String> {
    let (key, value) = pair(text)?;
    Ok((FindingKey::named(&key)?, value))
}

/// Two texts with `=` between them.
pub(super) fn pair(text: &str) -> Result<(String, String), String> {
    let (left, right) = text.split_once('=').ok_or("expected `=` between the two")?;
    if left.is_empty() {
        return Err("nothing is before the `=`".to_owned());
    }
    Ok((left.to_owned(), right.to_owned()))
}

/// Arguments of `batch`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct BatchArgs {
    /// The jobs: one per line, or a JSON array; may be compressed with gzip; `-` for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub jobs: PathBuf,
    /// A catalogue of actions to use instead of the built-in one.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    #[command(flatten)]
    pub keeping: Keeping,
    /// The length of introduced prefixes.
    #[arg(long, value_name = "MODE", default_value = "shortest", value_parser = mode())]
    pub mode: Mode,
    /// The engine that certifies; `none` only makes recommendations.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = certifier())]
    pub certify: Certifier,
    /// The obligations that decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement())]
    pub require: Requirement,
    /// The time for Z3 to answer one question, in seconds; after that the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// Treat as unused only what was not used for this many days, according to the findings' `lastAccessed`.
    #[arg(long, value_name = "DAYS")]
    pub min_unused_days: Option<u32>,
    /// Count these days back from this time [default: the time at which each finding was analyzed].
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<crate::model::Time>,
    /// The kind of the policies, for the limit on their size [default: as stated by each job, else managed].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Make each recommendation fit that limit: with shorter patterns, then by splitting it.
    #[arg(long)]
    pub fit: bool,
    /// Answer with the steps that put each recommendation into effect, and those that undo it.
    #[arg(long)]
    pub plan: bool,
    /// Plan new versions of managed policies of the account, instead of replacing them by other policies.
    #[arg(long, requires = "plan")]
    pub in_place: bool,
    /// The account's quota of managed policies attached to a role, user or group.
    #[arg(long, value_name = "N", default_value_t = ATTACHED, value_parser = attached)]
    pub attached_limit: usize,
    /// Answer with a certificate for each recommendation that is proved.
    #[arg(long)]
    pub certificate: bool,
    /// Leave the recommended documents out of the answers.
    #[arg(long)]
    pub no_documents: bool,
    /// Answer with the time that each job took; answers then differ from run to run.
    #[arg(long)]
    pub timings: bool,
    /// Write a summary of all jobs to this file, as JSON with numbers that can be added up over runs.
    #[arg(long, value_name = "FILE")]
    pub summary: Option<PathBuf>,
    /// The meaning of the exit code.
    #[arg(long, value_name = "WHAT", default_value = "worst")]
    pub exit_code: ExitCodeArg,
    /// The number of jobs to work on at a time [default: one per core].
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
    /// The recommended policy, in any shape that `certify` reads. Not needed if the policy is in an answer of
    /// Security Hub's `GetRecommendedPolicyV2`, which contains both.
    #[arg(long, short, value_name = "PATH")]
    pub recommended: Vec<PathBuf>,
    /// The recommendation is to detach the policy.
    #[arg(long, conflicts_with = "recommended")]
    pub detached: bool,
    /// The newer catalogue.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: PathBuf,
    /// The catalogue that the recommendation was certified with [default: the built-in one].
    #[arg(long, value_name = "PATH")]
    pub certified: Option<PathBuf>,
    #[command(flatten)]
    pub keeping: Keeping,
    /// The format of the result.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `digest`.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// The policy, as a bare document or as printed by AWS's commands; `-` for standard input.
    #[arg(value_name = "FILE")]
    pub policy: PathBuf,
    /// The format of the result.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `catalogue`.
#[derive(Debug, Args)]
pub struct CatalogueArgs {
    /// Show what this pattern matches, such as `s3:Get*`, instead of describing the catalogue.
    pub pattern: Option<String>,
    /// A catalogue to use instead of the built-in one.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    /// The format of the result.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}
