//! Arguments that several commands have.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::deadline::seconds;
use crate::model::Principal;
use crate::prove::{Engine, Requirement};

use super::choices::{UnusedFormatArg, engine, requirement};

/// The inputs of recommend, certify and verify.
#[derive(Debug, Args)]
pub struct Inputs {
    /// The original policy, or several of one principal: files, folders of `*.json`, or `-` for standard input;
    /// as bare documents, or as printed by AWS's commands. Of the answer of `iam get-account-authorization-details`, the
    /// policies of --principal are read, or of the principal that the finding is about.
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
    /// Accept comments and trailing commas in policies, although JSON does not allow them.
    #[arg(long)]
    pub lenient: bool,
    #[command(flatten)]
    pub keeping: Keeping,
    /// Treat as unused only what was not used for this many days, according to the finding's `lastAccessed`.
    #[arg(long, value_name = "DAYS")]
    pub min_unused_days: Option<u32>,
    /// Use this time as now, such as `2026-01-31T00:00:00Z`. These days are counted back from it [default: the
    /// time at which the finding was analyzed, or else now].
    #[arg(long, value_name = "TIME")]
    pub as_of: Option<crate::model::Time>,
    /// The ARN of the role, user or group that has the policies. From a list of findings, its own are used
    /// [default: as stated by the inputs].
    #[arg(long, value_name = "ARN", value_parser = principal)]
    pub principal: Option<Principal>,
    /// A catalogue of actions to use instead of the built-in one: a file in paredown's format, `{"service":
    /// ["Action"]}`, or a folder of AWS service reference files.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
}

/// The keep list.
#[derive(Debug, Args)]
pub struct Keeping {
    /// Keep what this pattern matches, even if it is said to be unused, such as `iam:*` for break-glass access.
    #[arg(long, value_name = "PATTERN")]
    pub keep: Vec<String>,
    /// Keep what the patterns in this file match: one per line. A comment begins with `#`, after a pattern or on
    /// the lines directly above it, and says why it is kept.
    #[arg(long, value_name = "FILE")]
    pub keep_file: Vec<PathBuf>,
}

/// How to certify.
#[derive(Debug, Args)]
pub struct Proving {
    /// The engine that certifies.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = engine())]
    pub engine: Engine,
    /// The obligations that decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement())]
    pub require: Requirement,
    /// The time for Z3 to answer one question, in seconds; after that the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// The number of threads for Z3 [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write every question for Z3 to this folder, as SMT-LIB 2.7.
    #[arg(long, value_name = "DIR")]
    pub emit_smt: Option<PathBuf>,
}

/// How much to explain.
#[derive(Clone, Copy, Debug, Args)]
pub struct Telling {
    /// Explain everything, whatever its length.
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Explain only what is wrong.
    #[arg(long, short)]
    pub quiet: bool,
    /// Include times in the report, which then differs from run to run.
    #[arg(long)]
    pub timings: bool,
}

/// A principal, by its ARN.
pub(super) fn principal(text: &str) -> Result<Principal, String> {
    let expected = "expected an ARN such as `arn:aws:iam::123456789012:role/Name`";
    Principal::of_arn(text).ok_or_else(|| expected.to_owned())
}
