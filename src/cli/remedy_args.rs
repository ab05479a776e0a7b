//! The options of `analyze` about what to recommend.

use std::time::Duration;

use clap::Args;

use super::choices::{engine, mode, requirement};
use super::plan_args::attached;
use crate::deadline::seconds;
use crate::principal::ATTACHED;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

/// What to recommend for what was found.
#[derive(Debug, Args)]
pub struct RemedyArgs {
    /// Recommend what to do about each active finding, in `principals/NAME/` of the output: as `recommend --output` does
    /// with all policies of the principal, with the certificate, the differences and the report in `proof/`; and for an
    /// unused role, key or password the steps that retire it, in `retire.sh`. What an earlier run has done and nothing
    /// has changed about is left as it is.
    #[arg(long)]
    pub recommend: bool,
    /// The length of introduced prefixes.
    #[arg(long, value_name = "MODE", default_value = "shortest", value_parser = mode(), requires = "recommend")]
    pub mode: Mode,
    /// The engine that certifies.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = engine(),
        requires = "recommend")]
    pub engine: Engine,
    /// The obligations that decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general", value_parser = requirement(),
        requires = "recommend")]
    pub require: Requirement,
    /// The time for Z3 to answer one question, in seconds; after that the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds, requires = "recommend")]
    pub timeout: Duration,
    /// The number of principals to work on at a time [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), requires = "recommend")]
    pub threads: Option<u16>,
    /// Make the policies fit AWS's limits: with shorter patterns that match the same, then by splitting them.
    #[arg(long, requires = "recommend")]
    pub fit: bool,
    /// Plan new versions of managed policies of the account, instead of replacing them by other policies.
    #[arg(long, requires = "recommend")]
    pub in_place: bool,
    /// The account's quota of managed policies attached to a role or user.
    #[arg(long, value_name = "N", default_value_t = ATTACHED, value_parser = attached, requires = "recommend")]
    pub attached_limit: usize,
}
