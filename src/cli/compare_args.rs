//! The arguments of `compare`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::deadline;
use crate::prove::Engine;

use super::choices::{Format, engine};

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The policies to compare with: a file, or a folder of `*.json` whose policies count together.
    #[arg(value_name = "BASELINE", required_unless_present_any = ["pairs", "baseline"])]
    pub before: Option<PathBuf>,
    /// The policies that are to take their place: a file, or a folder of `*.json` whose policies count together.
    #[arg(value_name = "CANDIDATE", required_unless_present_any = ["pairs", "candidate"])]
    pub after: Option<PathBuf>,
    /// One more policy to compare with, for several policies of a principal.
    #[arg(long, value_name = "PATH", conflicts_with = "pairs")]
    pub baseline: Vec<PathBuf>,
    /// One more policy that is to take their place.
    #[arg(long, value_name = "PATH", conflicts_with = "pairs")]
    pub candidate: Vec<PathBuf>,
    /// Compare pairs: `{"id": …, "baseline": …, "candidate": …}`, one per line; may be compressed with gzip; `-` for standard
    /// input.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["before", "after"])]
    pub pairs: Option<PathBuf>,
    /// The catalogue of known actions [default: the built-in one].
    #[arg(short, long, value_name = "FILE")]
    pub catalogue: Option<PathBuf>,
    /// The engine that decides.
    #[arg(long, value_name = "ENGINE", default_value = Engine::default().name(), value_parser = engine())]
    pub engine: Engine,
    /// Seconds that Z3 has for each question before the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = deadline::seconds)]
    pub timeout: Duration,
    /// Accept comments and trailing commas in the policies of files, although JSON does not allow them.
    #[arg(long)]
    pub lenient: bool,
    /// Show all actions that are newly allowed, instead of the first ones.
    #[arg(long, conflicts_with = "pairs")]
    pub all: bool,
    /// If the candidate allows nothing new, write a certificate, an in-toto Statement that can be checked with `verify`, to
    /// this file.
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    pub certificate: Option<PathBuf>,
    /// The number of pairs to work on at a time [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..),
        conflicts_with_all = ["before", "after", "baseline", "candidate"])]
    pub threads: Option<u16>,
    /// How to print the result [default: text; for --pairs JSON lines].
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Format>,
}
