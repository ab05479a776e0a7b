//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::deadline::seconds;
use crate::model::Principal;
use crate::principal::ATTACHED;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

pub(super) use super::choices::{Certifier, Colour, ExitCodeArg, Format, KindArg, PlanArg, UnusedFormatArg};
use super::choices::{certifier, engine, mode, requirement};
use super::limits::LimitArgs;
use super::plan_args::attached;
pub(super) use super::plan_args::{Overwriting, PlanArgs};

/// Pares AWS IAM policies down to what is used, and proves that it did so rightly.
#[derive(Debug, Parser)]
#[command(name = "paredown", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 proved, 1 refuted, 2 bad input or usage, 3 unknown, 4 proved, but too large or too many \
                 for AWS."
)]
pub struct Cli {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// With --version: also the commit, the Z3 that was loaded, and the built-in catalogue.
    #[arg(long, short, requires = "version")]
    pub verbose: bool,
    /// How much is read.
    #[command(flatten)]
    pub limits: LimitArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Recommend a refined policy, certify it, and print it.
    ///
    /// The recommended document goes to standard output and nothing else does; nothing at all if the policy
    /// should be detached, or if what was recommended could not be certified. Of several policies, or with
    /// `--plan`, it is the plan instead. What changes and why goes to standard error.
    Recommend(RecommendArgs),
    /// Decide whether a recommended policy is right, whoever made it.
    ///
    /// All policies are judged together. Shows every obligation on the statements of each scope with its
    /// verdict, and a witness for each that does not hold; and whether what was denied still is.
    Certify(CertifyArgs),
    /// Check a certificate against the policies, without solver and without trust in what wrote it.
    ///
    /// Says `accepted`, or which row of it is wrong. Give the inputs that it was made with: the policies,
    /// what is unused, what is kept and the catalogue; with others it is rejected by their digests, and so is
    /// one that claims less than `--require`. Names in it (of its subject, the policies and the program) are
    /// labels that nobody checks. The exit code is 0 if it is accepted, 1 if it is rejected.
    Verify(VerifyArgs),
    /// Work through many jobs: JSON lines in, JSON lines out in the same order.
    ///
    /// A job is `{"id": …, "policy": …, "unused": …}`; with `"recommended"`, that is certified (`null`: that
    /// the policy is detached) instead of something recommended. A line that is no job makes a line with
    /// `error`. The exit code is the worst of the lines: 2 if one is no job, else 1 if one is refuted, else
    /// 3 if one is unknown, else 4 if AWS would refuse one; but 3 in any case if the engines disagree on one.
    Batch(BatchArgs),
    /// Show what a newer catalogue does to a recommendation.
    ///
    /// Which actions that were published since does it allow, which does it miss that the original allows?
    /// Deny statements are not looked at: what they forbid may be allowed here. The exit code is 0 if the
    /// recommendation is exact by the newer catalogue too, else 1.
    Drift(DriftArgs),
    /// Print the SHA-256 of a policy document, the same for every layout of it.
    ///
    /// It is that of the canonical text: no white space, keys in order, strings with the fewest escapes (as in RFC
    /// 8785), numbers as they are written. Take it of the document that was written and of what AWS's command
    /// prints of the policy that is stored, to see whether they are the same.
    Digest(DigestArgs),
    /// Show which actions are known, or which of them a pattern matches.
    Catalogue(CatalogueArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a manual page.
    Man {
        /// The command that the page is about [default: paredown itself, with the list of its commands].
        command: Option<String>,
    },
}

impl Command {
    /// How its result is printed; nothing of a command that has one shape only.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Recommend(args) => Some(args.format),
            Self::Certify(args) => Some(args.format),
            Self::Verify(args) => Some(args.format),
            Self::Drift(args) => Some(args.format),
            Self::Digest(args) => Some(args.format),
            Self::Catalogue(args) => Some(args.format),
            Self::Batch(_) | Self::Completions { .. } | Self::Man { .. } => None,
        }
    }
}

/// What recommend, certify and drift read.
#[derive(Debug, Args)]
pub struct Inputs {
    /// The original policy, or several of one principal: files, folders of `*.json`, or `-` for standard
    /// input. As a bare document, or as AWS's commands print it.
    #[arg(long, short, value_name = "PATH", required = true)]
    pub policy: Vec<PathBuf>,
    /// What is unused: a GetFindingV2 answer (several pages as several files),
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}]` (without `actions` for a whole service),
    /// or lines of `service:Action`; or `-`.
    #[arg(long, short, value_name = "FILE", required = true)]
    pub unused: Vec<PathBuf>,
    /// The shape of what is unused [default: recognised].
    #[arg(long, value_name = "FORMAT")]
    pub unused_format: Option<UnusedFormatArg>,
    /// Take comments and trailing commas in policies, which are no JSON.
    #[arg(long)]
    pub lenient: bool,
    #[command(flatten)]
    pub keeping: Keeping,
    /// Take as unused only what was not used for so many days, as the finding's `lastAccessed` says.
    #[arg(long, value_name = "DAYS")]
    pub min_unused_days: Option<u32>,
    /// Take this time for now, such as `2026-01-31T00:00:00Z`. These days are counted back from it [default:
    /// from when the finding was analyzed, or else from now].
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<jiff::Timestamp>,
    /// The ARN of the role, user or group whose policies they are. Of a list of findings its own is taken
    /// [default: as the inputs say].
    #[arg(long, value_name = "ARN", value_parser = principal)]
    pub principal: Option<Principal>,
    /// Another catalogue of actions than the one built in: a file in paredown's format,
    /// `{"service": ["Action"]}`, or a folder of AWS service reference files.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
}

/// What must survive.
#[derive(Debug, Args)]
pub struct Keeping {
    /// Keep what this pattern matches, whatever is said to be unused, such as `iam:*` for break-glass access.
    #[arg(long, value_name = "PATTERN")]
    pub keep: Vec<String>,
    /// Keep what the patterns in this file match: one per line. `#` begins a comment, after a pattern or on the lines
    /// directly above it: why it is kept.
    #[arg(long, value_name = "FILE")]
    pub keep_file: Vec<PathBuf>,
}

/// How to certify.
#[derive(Debug, Args)]
pub struct Proving {
    /// What certifies.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = engine())]
    pub engine: Engine,
    /// Which obligations decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement())]
    pub require: Requirement,
    /// How long Z3 may think about one question, in seconds; then the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// How many threads to use for Z3 [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write every question that Z3 is asked into this folder, as SMT-LIB 2.7.
    #[arg(long, value_name = "DIR")]
    pub emit_smt: Option<PathBuf>,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Args)]
pub struct Telling {
    /// Explain everything, however long it is.
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Explain nothing but what is wrong.
    #[arg(long, short)]
    pub quiet: bool,
    /// Say in the report how long it took, so that it differs from run to run.
    #[arg(long)]
    pub timings: bool,
}

/// Arguments of `recommend`.
#[derive(Debug, Args)]
pub struct RecommendArgs {
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
    pub as_of: Option<jiff::Timestamp>,
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

fn principal(text: &str) -> Result<Principal, String> {
    let expected = "expected an ARN such as `arn:aws:iam::123456789012:role/Name`";
    Principal::of_arn(text).ok_or_else(|| expected.to_owned())
}
