//! The arguments of `evaluate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::evaluation::Said;
use crate::model::Principal;

use super::choices::Format;
use super::shared_args::principal;

/// Arguments of `evaluate`.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// The requests: one per line, or a JSON array; may be compressed with gzip; `-` for standard input.
    #[arg(value_name = "REQUESTS", default_value = "-", conflicts_with = "action")]
    pub requests: PathBuf,
    /// The policies of the principal, for requests that do not have their own: files, folders of `*.json`, or `-`; as
    /// bare documents, or as printed by AWS's commands. Of the answer of `iam get-account-authorization-details`, those of
    /// --principal, of its groups, and its permissions boundary.
    #[arg(long, short, value_name = "PATH")]
    pub policy: Vec<PathBuf>,
    /// The permissions boundary of the principal, which has to allow a request too.
    #[arg(long, value_name = "FILE")]
    pub boundary: Option<PathBuf>,
    /// The service control policies of one level (the root, an organizational unit, the account): a file, or a folder
    /// of `*.json`. Give it once for each level: each level has to allow a request, by one of its policies.
    #[arg(long, value_name = "PATH")]
    pub scp: Vec<PathBuf>,
    /// The ARN of the role, user or group that has the policies.
    #[arg(long, value_name = "ARN", value_parser = principal)]
    pub principal: Option<Principal>,
    /// Accept comments and trailing commas in the policies of files, although JSON does not allow them.
    #[arg(long)]
    pub lenient: bool,
    /// The action of a single request, such as `s3:GetObject`.
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// Its resource: an ARN, or `*` for an action without a resource.
    #[arg(long, value_name = "ARN", default_value = "*", requires = "action")]
    pub resource: String,
    /// A condition key of it with its value, such as `aws:SourceIp=192.0.2.1`; several times for several values.
    #[arg(long, value_name = "KEY=VALUE", value_parser = super::command_args::pair, requires = "action")]
    pub context: Vec<(String, String)>,
    /// Explain why a request is not allowed: what of the nearest statements does not match.
    #[arg(long)]
    pub explain: bool,
    /// Explain it by all statements.
    #[arg(long, requires = "explain")]
    pub all: bool,
    /// Exit with 1 if a request is decided like this.
    #[arg(long, value_name = "DECISION")]
    pub fail_on: Option<SaidArg>,
    /// The number of requests to work on at a time [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "action")]
    pub threads: Option<u16>,
    /// How to print the decisions: as a table, or as JSON lines [default: a table on a terminal and for --action, else
    /// JSON lines].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SaidArg {
    /// The request is allowed.
    Allow,
    /// It is denied.
    Deny,
}

impl From<SaidArg> for Said {
    fn from(said: SaidArg) -> Self {
        match said {
            SaidArg::Allow => Self::Allow,
            SaidArg::Deny => Self::Deny,
        }
    }
}
