//! The arguments that several commands have.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::deadline::seconds;
use crate::model::Principal;
use crate::prove::{Engine, Requirement};

use super::choices::{UnusedFormatArg, engine, requirement};

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
    pub as_of: Option<crate::model::Time>,
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

fn principal(text: &str) -> Result<Principal, String> {
    let expected = "expected an ARN such as `arn:aws:iam::123456789012:role/Name`";
    Principal::of_arn(text).ok_or_else(|| expected.to_owned())
}
