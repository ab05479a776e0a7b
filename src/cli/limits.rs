//! The options that limit what is read.

use std::time::Duration;

use clap::Args;

use crate::deadline::seconds;
use crate::parse::{Limits, nesting_limit, size_limit};

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// How long it may all take, in seconds; of batch, each job. What is not decided then is unknown.
    #[arg(long = "max-time", global = true, value_name = "SECONDS", value_parser = seconds)]
    pub time: Option<Duration>,
    /// How large an input may be, in bytes or as `64M` or `64MiB`. (Of batch: the catalogue and the like.)
    #[arg(long = "max-input-size", global = true, value_name = "SIZE", value_parser = size_limit, default_value = "64M")]
    pub input_size: u64,
    /// How long a line of jobs may be.
    #[arg(long = "max-line-size", global = true, value_name = "SIZE", value_parser = size_limit, default_value = "16M")]
    pub line_size: u64,
    /// How deep lists and objects may stand inside each other.
    #[arg(long = "max-nesting", global = true, value_name = "N", value_parser = nesting_limit, default_value = "250")]
    pub nesting: usize,
    /// How many statements a policy may have.
    #[arg(long = "max-statements", global = true, value_name = "N", default_value = "10000")]
    pub statements: usize,
}

impl From<LimitArgs> for Limits {
    fn from(args: LimitArgs) -> Self {
        let LimitArgs { time: _, input_size, line_size, nesting, statements } = args;
        Self { size: input_size, line: line_size, nesting, statements }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_library() {
        use clap::Parser as _;
        let cli = super::super::Cli::try_parse_from(["paredown", "man"]).unwrap();
        assert_eq!(Limits::from(cli.limits), Limits::default());
    }
}
