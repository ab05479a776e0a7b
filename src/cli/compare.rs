//! `paredown compare`.

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::compare::Settings;
use crate::comparison::{self, Options, Outcome, Sides};
use crate::evaluation::{Kind, Layer, Policy};
use crate::intake::{self, Whose};
use crate::lines::LinesError;
use crate::model::Catalogue;
use crate::parse::{self, Strictness};
use crate::prove::Verdict;
use crate::report::{json, text};

use super::args::{CompareArgs, Format};
use super::certificate::save;
use super::exit::Exit;
use super::failure::Failure;
use super::io::{catalogue, explain, print, print_exactly, tell};
use super::lines::{self, Opened};

/// Compares a candidate with a baseline. The exit code is 1 if the candidate allows a request that the baseline does not,
/// else 3 if their relation is not known.
pub(super) fn run(args: &CompareArgs, max_time: Option<Duration>) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    if let Some(pairs) = &args.pairs {
        return several(pairs, args, &catalogue, max_time);
    }
    let side = |one: &Option<PathBuf>, more: &[PathBuf]| one.iter().chain(more).cloned().collect::<Vec<_>>();
    let (before, after) = (side(&args.before, &args.baseline), side(&args.after, &args.candidate));
    if before.iter().chain(&after).filter(|path| parse::is_standard_input(path)).count() > 1 {
        let message = "standard input can be read only once: name a file for all policies but one";
        return Err(Failure::Other(message.to_owned()));
    }
    let sides = Sides { baseline: layer(&before, args)?, candidate: layer(&after, args)? };
    let outcome = comparison::compare(&sides, &catalogue, &settings(args));
    match args.format.unwrap_or(Format::Text) {
        Format::Text => print(&text::compared(&outcome, args.all, catalogue.identity()))?,
        Format::Json => print_exactly(&format!("{}\n", json::compared(&outcome, catalogue.identity())))?,
    }
    if let Some(path) = &args.certificate {
        match outcome.no_more.verdict {
            Verdict::Proved => save(path, &written(&sides, &outcome)?)?,
            Verdict::Refuted | Verdict::Unknown => {
                explain(
                    "no certificate is written, since it was not proved that the candidate allows nothing new\n",
                );
            }
        }
    }
    Ok(exit(&outcome))
}

/// The certificate of what was proved.
fn written(sides: &Sides, outcome: &Outcome) -> Result<String, Failure> {
    let certificate = comparison::certificate(sides, outcome).map_err(Failure::Undecided)?;
    let text = serde_json::to_string(&certificate).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(text + "\n")
}

fn settings(args: &CompareArgs) -> Settings {
    Settings { engine: args.engine, timeout: args.timeout }
}

/// The policies of some files and folders, together.
fn layer(paths: &[PathBuf], args: &CompareArgs) -> Result<Layer, Failure> {
    let strictness = if args.lenient { Strictness::Lenient } else { Strictness::Strict };
    let found = intake::in_force(paths, strictness, &mut Whose::default(), &mut tell)?;
    let policies = found.policies.into_iter().map(|policy| Policy::of_file(policy.name, policy.parsed));
    Ok(Layer::new(Kind::Policies, policies.collect()))
}

fn exit(outcome: &Outcome) -> Exit {
    match (outcome.no_more.verdict, outcome.no_less.verdict) {
        (Verdict::Refuted, _) => Exit::Refuted,
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => Exit::Unknown,
        (Verdict::Proved, _) => Exit::Proved,
    }
}

/// Compares the pairs of a file.
fn several(
    pairs: &Path,
    args: &CompareArgs,
    catalogue: &Catalogue,
    max_time: Option<Duration>,
) -> Result<Exit, Failure> {
    let Opened { input, name, .. } = lines::open(pairs)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let options = Options {
        name: &name,
        catalogue,
        settings: &settings(args),
        max_time,
        threads: args.threads.map_or(cores, usize::from),
        written: match args.format.unwrap_or(Format::Json) {
            Format::Json => &|answer| json::compared_pair(answer, catalogue.identity()),
            Format::Text => &text::compared_pair,
        },
    };
    let output = BufWriter::with_capacity(1 << 16, io::stdout());
    let counts = comparison::run(input, output, &options).map_err(|error| match error {
        LinesError::Form(error) => Failure::from(*error),
        other => Failure::Other(other.to_string()),
    })?;
    explain(&text::compared_counts(&counts, &name));
    Ok(if counts.bad.count > 0 {
        Exit::BadInput
    } else if counts.more > 0 {
        Exit::Refuted
    } else if counts.unknown > 0 || counts.left {
        Exit::Unknown
    } else {
        Exit::Proved
    })
}
