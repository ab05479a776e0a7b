//! The options that limit what is read.

use std::time::Duration;

use clap::Args;

use crate::parse::{Limits, MOST_NESTING};

use super::args::seconds;

/// How much is read before it is refused.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitArgs {
    /// How long it may all take, in seconds; of batch, each job. What is not decided then is unknown.
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds)]
    pub max_time: Option<Duration>,
    /// How large an input may be, in bytes or as `64M` or `64MiB`. (Of batch: the catalogue and the like.)
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, default_value = "64M")]
    pub max_input_size: u64,
    /// How long a line of jobs may be.
    #[arg(long, global = true, value_name = "SIZE", value_parser = size, default_value = "16M")]
    pub max_line_size: u64,
    /// How deep lists and objects may stand inside each other.
    #[arg(long, global = true, value_name = "N", value_parser = nesting, default_value = "250")]
    pub max_nesting: usize,
    /// How many statements a policy may have.
    #[arg(long, global = true, value_name = "N", default_value = "10000")]
    pub max_statements: usize,
}

impl From<LimitArgs> for Limits {
    fn from(args: LimitArgs) -> Self {
        let LimitArgs { max_time: _, max_input_size, max_line_size, max_nesting, max_statements } = args;
        Self { size: max_input_size, line: max_line_size, nesting: max_nesting, statements: max_statements }
    }
}

/// The units of sizes, longest first where one ends another.
const UNITS: [(&str, u64); 10] = [
    ("kib", 1 << 10),
    ("mib", 1 << 20),
    ("gib", 1 << 30),
    ("kb", 1_000),
    ("mb", 1_000_000),
    ("gb", 1_000_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
    ("g", 1_000_000_000),
    ("", 1),
];

fn size(text: &str) -> Result<u64, String> {
    let folded = text.to_ascii_lowercase();
    let unit = UNITS.iter().find_map(|(unit, bytes)| Some((folded.strip_suffix(unit)?, *bytes)));
    let number = unit.and_then(|(number, bytes)| number.trim_end().parse::<u64>().ok()?.checked_mul(bytes));
    number.filter(|&bytes| bytes > 0).ok_or_else(|| "expected a size such as `64M`, from 1 byte".to_owned())
}

fn nesting(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| (1..=MOST_NESTING).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_NESTING}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        for (text, bytes) in [
            ("1", 1),
            ("1500", 1_500),
            ("64M", 64_000_000),
            ("64 MB", 64_000_000),
            ("2kib", 2_048),
            ("1GiB", 1 << 30),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
        for text in
            ["", "0", "M", "-1", "1.5M", "1T", "0x10", "99999999999999999999", "18446744073709551615K"]
        {
            assert!(size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        use clap::Parser as _;
        let cli = super::super::Cli::try_parse_from(["paredown", "man"]).unwrap();
        assert_eq!(Limits::from(cli.limits), Limits::default());
    }
}
