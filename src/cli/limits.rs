//! Options that limit what is read.

use std::time::Duration;

use clap::Args;

use crate::deadline::seconds;
use crate::parse::{Limits, nesting_limit, size_limit};

/// Limits on what is read.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// The longest time for the whole run (for batch and evaluate, for each job or request), in seconds. What is not decided by then is unknown.
    #[arg(long = "max-time", global = true, value_name = "SECONDS", value_parser = seconds)]
    pub time: Option<Duration>,
    /// The largest size of an input, in bytes or as `64M` or `64MiB`. (For batch: of the catalogue and similar files.)
    #[arg(long = "max-input-size", global = true, value_name = "SIZE", value_parser = size_limit, default_value = "64M")]
    pub input_size: u64,
    /// The largest size of a line of jobs or requests.
    #[arg(long = "max-line-size", global = true, value_name = "SIZE", value_parser = size_limit, default_value = "16M")]
    pub line_size: u64,
    /// The greatest depth to which lists and objects may be nested.
    #[arg(long = "max-nesting", global = true, value_name = "N", value_parser = nesting_limit, default_value = "250")]
    pub nesting: usize,
    /// The largest number of statements in a policy.
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
