//! The arguments of `gate`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::deadline;
use crate::gate::{Level, Rule};
use crate::prove::Engine;

use super::choices::{Format, engine};

/// Arguments of `gate`.
#[derive(Debug, Args)]
pub struct GateArgs {
    /// With --baseline-rev: the files and folders of the working tree that count [default: those of paredown.toml, or all].
    #[arg(value_name = "PATH", requires = "baseline_rev")]
    pub paths: Vec<PathBuf>,
    /// What there was before: a file, or a folder with all folders in it.
    #[arg(long, value_name = "PATH", requires = "candidate", conflicts_with = "baseline_rev")]
    pub baseline: Option<PathBuf>,
    /// What there was before: the same paths in this revision of git, such as `origin/main`.
    #[arg(long, value_name = "REVISION")]
    pub baseline_rev: Option<String>,
    /// What there is to be: a file, or a folder with all folders in it. A Terraform plan alone is compared with what it says
    /// there was before.
    #[arg(long, value_name = "PATH", conflicts_with = "baseline_rev",
        required_unless_present_any = ["baseline_rev", "init"])]
    pub candidate: Option<PathBuf>,
    /// What is unused, for no-unused-back: findings, or the folder of an analysis.
    #[arg(long, value_name = "PATH")]
    pub unused: Vec<PathBuf>,
    /// What is used, for no-used-lost: a list of actions, one per line, or the folder of an analysis.
    #[arg(long, value_name = "PATH")]
    pub used: Vec<PathBuf>,
    /// What must stay denied: actions, actions on resources, or whole policies.
    #[arg(long, value_name = "FILE")]
    pub forbid: Vec<PathBuf>,
    /// A certificate that has to fit still.
    #[arg(long, value_name = "FILE")]
    pub certificate: Vec<PathBuf>,
    /// How much the findings of a rule weigh: `RULE=error`, `warning`, `note` or `off`.
    #[arg(long, value_name = "RULE=LEVEL", value_parser = rule)]
    pub(super) rule: Vec<(Rule, Option<Level>)>,
    /// The configuration [default: paredown.toml, if it is there].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print a configuration to begin with, with everything explained.
    #[arg(long, exclusive = true)]
    pub init: bool,
    /// Let pass what is not understood.
    #[arg(long)]
    pub allow_unchecked: bool,
    /// Hold everything against the rules, not only what the change adds; and show everything, instead of the first ones.
    #[arg(long)]
    pub all: bool,
    /// Findings that were accepted once, and do not count.
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// Write the findings to this file, as those that are accepted, and let the change pass.
    #[arg(long, value_name = "FILE", conflicts_with = "accepted")]
    pub write_baseline: Option<PathBuf>,
    /// The catalogue of known actions [default: the built-in one].
    #[arg(short, long, value_name = "FILE")]
    pub catalogue: Option<PathBuf>,
    /// The engine that decides [default: that of paredown.toml, or both].
    #[arg(long, value_name = "ENGINE", value_parser = engine())]
    pub engine: Option<Engine>,
    /// Seconds that Z3 has for each question before the answer is unknown.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = deadline::seconds)]
    pub timeout: Duration,
    /// How to print the result.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: GateFormat,
    /// Also write the result to a file: `FORMAT=FILE`, such as `sarif=paredown.sarif`.
    #[arg(long, value_name = "FORMAT=FILE", value_parser = report)]
    pub report: Vec<(GateFormat, PathBuf)>,
}

/// The formats of `gate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GateFormat {
    /// For people.
    Text,
    /// For programs; the shape is schemas/gate.schema.json.
    Json,
    /// SARIF 2.1.0; with what is suppressed, and why.
    Sarif,
    /// The same without what is suppressed, for GitHub's code scanning, which would show that too.
    GithubSarif,
    /// `JUnit` XML, for test reports.
    Junit,
    /// Annotations of a workflow of GitHub.
    Github,
    /// GitLab's code quality.
    Gitlab,
    /// Markdown, for a comment on a pull request.
    Markdown,
}

impl GateFormat {
    /// The general format that failures are printed in.
    pub(super) fn general(self) -> Format {
        if self == Self::Json { Format::Json } else { Format::Text }
    }
}

fn rule(text: &str) -> Result<(Rule, Option<Level>), String> {
    let rules = || Rule::ALL.map(Rule::name).join(", ");
    let (rule, level) = text.split_once('=').ok_or("expected RULE=LEVEL, such as `fits=off`")?;
    let rule =
        Rule::named(rule).ok_or_else(|| format!("there is no rule `{rule}`: the rules are {}", rules()))?;
    match (level, Level::named(level)) {
        ("off", _) => Ok((rule, None)),
        (_, Some(level)) => Ok((rule, Some(level))),
        _ => Err(format!("`{level}` is not a level: the levels are error, warning, note and off")),
    }
}

fn report(text: &str) -> Result<(GateFormat, PathBuf), String> {
    let (format, path) =
        text.split_once('=').ok_or("expected FORMAT=FILE, such as `sarif=paredown.sarif`")?;
    let format = GateFormat::from_str(format, true)
        .map_err(|_| format!("there is no format `{format}`: see --format"))?;
    if path.is_empty() { Err("the name of the file is empty".to_owned()) } else { Ok((format, path.into())) }
}
