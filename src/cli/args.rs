//! The command line.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::prove::Requirement;
use crate::recommend::Mode;

/// Pares AWS IAM policies down to what is used, and proves that it did so rightly.
#[derive(Debug, Parser)]
#[command(name = "paredown", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Exit codes: 0 proved, 1 refuted, 2 bad input or usage, 3 unknown.")]
pub struct Cli {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Recommend a refined policy, certify it, and print it.
    ///
    /// The recommended document goes to standard output and nothing else does; nothing at all if the
    /// policy should be detached, or if what was recommended could not be certified. What changes and
    /// why goes to standard error.
    Recommend(RecommendArgs),
    /// Decide whether a recommended policy is right, whoever made it.
    ///
    /// Shows every obligation on every statement with its verdict, and a witness for each that does
    /// not hold.
    Certify(CertifyArgs),
    /// Work through many jobs: JSON lines in, JSON lines out in the same order.
    ///
    /// A job is `{"id": …, "policy": …, "unused": …}`; with `"recommended"`, that is certified (`null`: that
    /// the policy is detached) instead of something recommended. A line that is no job makes a line with
    /// `error`. The exit code is the worst of the lines: 2 if one is no job, else 1 if one is refuted, else
    /// 3 if one is unknown.
    Batch(BatchArgs),
    /// Show which actions are known, or which of them a pattern matches.
    Catalogue(CatalogueArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// What both recommend and certify read.
#[derive(Debug, Args)]
pub struct Inputs {
    /// The original policy: a JSON document, or `-` for standard input.
    #[arg(long, short, value_name = "FILE")]
    pub policy: String,
    /// What is unused: `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}]`, without `actions`
    /// for a whole service; or `-`.
    #[arg(long, short, value_name = "FILE")]
    pub unused: String,
    /// Another catalogue of actions than the one built in: a file in paredown's format,
    /// `{"service": ["Action"]}`, or a folder of AWS service reference files.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
}

/// How to certify.
#[derive(Debug, Args)]
pub struct Proving {
    /// Which obligations decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general")]
    pub require: Require,
    /// How long Z3 may think about one question, in seconds; then the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// How many threads to use [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Write every question that Z3 is asked into this folder, as SMT-LIB 2.7.
    #[arg(long, value_name = "DIR")]
    pub emit_smt: Option<PathBuf>,
}

/// Arguments of `recommend`.
#[derive(Debug, Args)]
pub struct RecommendArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    /// How long the new prefixes are.
    #[arg(long, value_name = "MODE", default_value = "shortest")]
    pub mode: ModeArg,
    /// Print the recommendation without certifying it.
    #[arg(long, conflicts_with_all = ["require", "timeout", "threads", "emit_smt"])]
    pub no_certify: bool,
    #[command(flatten)]
    pub proving: Proving,
    /// Explain every pattern, however many there are.
    #[arg(long, short)]
    pub verbose: bool,
    /// What to print: the document, or a report with it.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `certify`.
#[derive(Debug, Args)]
pub struct CertifyArgs {
    #[command(flatten)]
    pub inputs: Inputs,
    /// The recommended policy, or `-`.
    #[arg(long, short, value_name = "FILE")]
    pub recommended: String,
    /// The mode that it should be least general in; without this, either will do.
    #[arg(long, value_name = "MODE")]
    pub mode: Option<ModeArg>,
    #[command(flatten)]
    pub proving: Proving,
    /// How to show the verdicts.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// Arguments of `batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// The jobs, one a line; `-` for standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    pub jobs: String,
    /// Another catalogue of actions than the one built in.
    #[arg(long, short, value_name = "PATH")]
    pub catalogue: Option<PathBuf>,
    /// How long the new prefixes are.
    #[arg(long, value_name = "MODE", default_value = "shortest")]
    pub mode: ModeArg,
    /// What certifies: `none` recommends only.
    #[arg(long, value_name = "ENGINE", default_value = "smt")]
    pub certify: Engine,
    /// Which obligations decide.
    #[arg(long, value_name = "WHAT", default_value = "least-general")]
    pub require: Require,
    /// How long Z3 may think about one question, in seconds; then the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,
    /// How many jobs to work on at a time [default: one a core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// What certifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The SMT solver Z3.
    Smt,
    /// Nothing does.
    None,
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

/// How long the new prefixes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    /// As short as is safe, as IAM Access Analyzer does: keeps future actions of a family that nothing
    /// unused belongs to.
    Shortest,
    /// As long as the used actions allow: keeps as few future actions as possible.
    Tight,
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Shortest => Self::Shortest,
            ModeArg::Tight => Self::Tight,
        }
    }
}

/// Which obligations decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Require {
    /// Allows nothing new and nothing unused, over all strings.
    Safe,
    /// Safe, and allows every known action that is used.
    Exact,
    /// Exact, and as few and as general patterns as can be.
    LeastGeneral,
}

impl From<Require> for Requirement {
    fn from(require: Require) -> Self {
        match require {
            Require::Safe => Self::Safe,
            Require::Exact => Self::Exact,
            Require::LeastGeneral => Self::LeastGeneral,
        }
    }
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs; the shapes are in `schemas/`.
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    if !(0.001..=86_400.0).contains(&seconds) {
        return Err("expected between 0.001 and 86400 seconds".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}
