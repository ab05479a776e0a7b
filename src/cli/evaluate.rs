//! `paredown evaluate`.

use std::io::{self, BufWriter, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::evaluation::{self, Counts, Decided, Kind, Layer, Layers, Policy, Said, Single};
use crate::intake::{self, Boundary, Notice, Original, Whose, asked};
use crate::lines::LinesError;
use crate::parse::{self, Strictness};
use crate::report::{json, text};

use super::args::{EvaluateArgs, Format};
use super::exit::Exit;
use super::failure::Failure;
use super::io::{explain, print, print_exactly, tell};
use super::lines::{self, Opened};

/// By how many statements a request is explained, unless all are asked for.
const EXPLAINED: usize = 5;

/// Decides requests. The exit code is 2 if a line is not one, else 1 if one is decided as `--fail-on` says, else 3 if
/// one is unknown.
pub(super) fn run(args: &EvaluateArgs, max_time: Option<Duration>) -> Result<Exit, Failure> {
    let requests = args.action.is_none().then_some(&args.requests);
    let paths = args.policy.iter().chain(&args.boundary).chain(&args.scp).chain(requests);
    if paths.filter(|path| parse::is_standard_input(path)).count() > 1 {
        let message = "standard input can be read only once: name a file for all inputs but one";
        return Err(Failure::Other(message.to_owned()));
    }
    let layers = layers(args)?;
    let explained = args.explain.then_some(if args.all { usize::MAX } else { EXPLAINED });
    match &args.action {
        Some(action) => single(action, args, &layers, explained, max_time),
        None => several(args, &layers, explained, max_time),
    }
}

/// The layers of the command line.
fn layers(args: &EvaluateArgs) -> Result<Layers, Failure> {
    let strictness = if args.lenient { Strictness::Lenient } else { Strictness::Strict };
    let mut all = Vec::new();
    let mut boundary = None;
    if !args.policy.is_empty() {
        let mut whose = asked(args.principal.as_ref(), &mut tell)?;
        let found = intake::in_force(&args.policy, strictness, &mut whose, &mut tell)?;
        all.push(Layer::new(Kind::Policies, held(found.policies)));
        boundary = found.boundary;
    }
    match (&args.boundary, boundary) {
        (Some(path), _) => {
            let policies = policies(path, strictness)?;
            if policies.len() > 1 {
                let message = "the permissions boundary is one policy, and --boundary names several";
                return Err(Failure::Other(message.to_owned()));
            }
            all.push(Layer::new(Kind::Boundary, policies));
        }
        (None, Some(Boundary::Read(policy))) => {
            tell(Notice::Note(format!("the permissions boundary is `{}`", parse::visible(&policy.name))));
            all.push(Layer::new(Kind::Boundary, held(vec![*policy])));
        }
        (None, Some(Boundary::Absent(arn))) => {
            let arn = parse::visible(&arn);
            let message =
                format!("the permissions boundary `{arn}` is not in the export: give it with --boundary");
            return Err(Failure::Other(message));
        }
        (None, None) => {}
    }
    for (number, level) in args.scp.iter().enumerate() {
        all.push(Layer::new(Kind::Scps(number + 1), policies(level, strictness)?));
    }
    for warning in all.iter().filter_map(Layer::warning) {
        tell(Notice::Warning(warning));
    }
    Ok(Layers::new(all.into_iter().map(Arc::new).collect()))
}

/// The policies of a file or folder, whoever they belong to.
fn policies(path: &PathBuf, strictness: Strictness) -> Result<Vec<Policy>, Failure> {
    let paths = std::slice::from_ref(path);
    Ok(held(intake::in_force(paths, strictness, &mut Whose::default(), &mut tell)?.policies))
}

fn held(policies: Vec<Original>) -> Vec<Policy> {
    policies.into_iter().map(|policy| Policy::of_file(policy.name, policy.parsed)).collect()
}

/// Decides the request of the command line.
fn single(
    action: &str,
    args: &EvaluateArgs,
    layers: &Layers,
    explained: Option<usize>,
    max_time: Option<Duration>,
) -> Result<Exit, Failure> {
    if args.policy.is_empty() {
        let message = "there is no policy to evaluate: name it with --policy";
        return Err(Failure::Other(message.to_owned()));
    }
    let asked = evaluation::single(&Single { action, resource: &args.resource, context: &args.context })?;
    if asked.looks_like_pattern() {
        tell(Notice::Warning(evaluation::NOT_A_WILDCARD.to_owned()));
    }
    let decided: Decided = evaluation::decide(layers, asked, explained, max_time);
    match args.format {
        Some(Format::Json) => print_exactly(&format!("{}\n", json::decided(&decided)))?,
        Some(Format::Text) | None => print(&text::decided(&decided))?,
    }
    let said = decided.settled.said();
    Ok(exit(&[said], args))
}

/// Decides the requests of a file.
fn several(
    args: &EvaluateArgs,
    layers: &Layers,
    explained: Option<usize>,
    max_time: Option<Duration>,
) -> Result<Exit, Failure> {
    let Opened { input, name, .. } = lines::open(&args.requests)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let usual = if io::stdout().is_terminal() { Format::Text } else { Format::Json };
    let format = args.format.unwrap_or(usual);
    let options = evaluation::Options {
        name: &name,
        layers,
        explain: explained,
        max_time,
        threads: args.threads.map_or(cores, usize::from),
        names: &json::EVALUATE_NAMES,
        written: match format {
            Format::Json => &json::evaluated,
            Format::Text => &text::evaluated,
        },
    };
    let done = match format {
        Format::Json => evaluation::run(input, BufWriter::with_capacity(1 << 16, io::stdout()), &options),
        Format::Text => {
            print(&text::evaluated_heading())?;
            let output = anstream::AutoStream::auto(io::stdout());
            evaluation::run(input, BufWriter::with_capacity(1 << 16, output), &options)
        }
    };
    let counts = done.map_err(|error| match error {
        LinesError::Form(error) => Failure::from(*error),
        other => Failure::Other(other.to_string()),
    })?;
    explain(&told(&counts));
    explain(&counts.bad.told(&name));
    if counts.bad.more() > 0 {
        explain(&format!("error: {} more lines are not requests\n", counts.bad.more()));
    }
    if counts.bad.count > 0 {
        return Ok(Exit::BadInput);
    }
    let of = [(Said::Allow, counts.allowed), (Said::Deny, counts.denied), (Said::Unknown, counts.unknown)];
    let found: Vec<Said> = of.into_iter().filter(|(_, count)| *count > 0).map(|(said, _)| said).collect();
    let exit = exit(&found, args);
    // There may be requests without an answer.
    Ok(if counts.left && exit == Exit::Proved { Exit::Unknown } else { exit })
}

/// The exit code for these decisions.
fn exit(decisions: &[Said], args: &EvaluateArgs) -> Exit {
    if args.fail_on.is_some_and(|fail| decisions.contains(&fail.into())) {
        return Exit::Refuted;
    }
    if decisions.contains(&Said::Unknown) { Exit::Unknown } else { Exit::Proved }
}

/// The numbers, for people.
fn told(counts: &Counts) -> String {
    let Counts { allowed, denied, unknown, bad, .. } = counts;
    let all = counts.all();
    let requests = if all == 1 { "request" } else { "requests" };
    format!(
        "{all} {requests}: {allowed} allowed, {denied} denied, {unknown} unknown, {} in error\n",
        bad.count
    )
}
