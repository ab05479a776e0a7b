//! `paredown batch`.

use std::io::{self, BufRead, BufReader, IsTerminal as _};

use flate2::bufread::MultiGzDecoder;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::batch::{self, BatchError, Options, Summary};
use crate::parse;
use crate::prove::{Engine, Settings, Verdict};

use super::args::BatchArgs;
use super::inputs::kept;
use super::io::{Failure, catalogue, explain};
use super::{Exit, drafts, failed};

/// Works through the jobs, and ends with the worst of the lines.
pub(super) fn run(args: &BatchArgs, max_time: Option<Duration>) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = args.threads.map_or(cores, usize::from);
    let engine = args.certify.0;
    let settings =
        |engine| Settings { engine, mode: Some(args.mode), timeout: args.timeout, threads: 1, emit: None };
    let from_stdin = parse::is_standard_input(&args.jobs);
    let (input, length): (Box<dyn BufRead + Send>, Option<u64>) = if from_stdin {
        (Box::new(BufReader::new(io::stdin())), None)
    } else {
        let file = parse::open(&args.jobs)?;
        let length = file.metadata().map(|data| data.len()).ok();
        (Box::new(BufReader::new(file)), length)
    };
    let name = if from_stdin { "<stdin>".to_owned() } else { parse::shown(&args.jobs) };
    let (input, length) = unpacked(input, length)?;
    let kept = kept(&args.keeping)?;
    let bar = bar(length);
    let leave = |done: &Result<Summary, BatchError>| {
        bar.finish_and_clear();
        let exit = ended(done, engine).unwrap_or_else(|failure| failed(&failure));
        drafts::discard_all();
        // Without waiting for the threads that are still in Z3.
        signal_hook::low_level::exit(exit.code().into());
    };
    let options = Options {
        name: &name,
        catalogue: &catalogue,
        mode: args.mode,
        requirement: args.require,
        settings: engine.map(settings),
        threads,
        max_time,
        keep: &kept,
        progress: &|bytes| bar.inc(bytes as u64),
        leave: Some(&leave),
    };
    let done = batch::run(input, io::stdout(), &options);
    bar.finish_and_clear();
    ended(&done, engine)
}

/// Tells what came of the jobs, and ends with the worst of the lines.
fn ended(done: &Result<Summary, BatchError>, engine: Option<Engine>) -> Result<Exit, Failure> {
    let summary = match done {
        Ok(summary) => summary,
        Err(BatchError::Form(error)) => return Err(Failure::from((**error).clone())),
        Err(other) => return Err(Failure::Other(other.to_string())),
    };
    explain(&told(summary, engine));
    if summary.disagreements > 0 {
        let count = summary.disagreements;
        explain(&format!(
            "internal error: the engines disagree on {count} of the jobs: please report these lines with their \
             answers, which say more under `disagreements`\n"
        ));
        return Ok(Exit::Unknown);
    }
    Ok(match summary.worst() {
        Some(Verdict::Proved) if summary.does_not_fit > 0 => Exit::DoesNotFit,
        Some(verdict) => verdict.into(),
        None => Exit::BadInput,
    })
}

/// The input, unpacked if gzip packed it; then nothing is known of its length.
fn unpacked(
    mut input: Box<dyn BufRead + Send>,
    length: Option<u64>,
) -> Result<(Box<dyn BufRead + Send>, Option<u64>), Failure> {
    let start =
        input.fill_buf().map_err(|error| Failure::Other(format!("the jobs cannot be read: {error}")))?;
    // The first bytes of a member. Source: RFC 1952, section 2.3.1.
    if !start.starts_with(&[0x1f, 0x8b]) {
        return Ok((input, length));
    }
    Ok((Box::new(BufReader::new(MultiGzDecoder::new(input))), None))
}

/// A progress bar over the bytes of the input, on a terminal.
fn bar(length: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = match length {
        Some(length) => ProgressBar::new(length),
        None => ProgressBar::no_length(),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    let shape = if length.is_some() { "{bar:40} {percent}% {eta} left" } else { "{spinner} {bytes} read" };
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar
}

/// What came of the jobs, for people.
fn told(summary: &Summary, engine: Option<Engine>) -> String {
    let Summary { replace, detach, unchanged, does_not_fit, proved, refuted, unknown, errors, .. } = summary;
    let verdicts = match engine {
        None => "not certified".to_owned(),
        Some(engine) => {
            format!("{proved} proved, {refuted} refuted, {unknown} unknown (engine {})", engine.name())
        }
    };
    let time = |percent| format!("{:.1} ms", summary.percentile(percent).as_secs_f64() * 1e3);
    format!(
        "{} jobs: {replace} replace, {detach} detach, {unchanged} unchanged, {does_not_fit} that AWS would refuse, {errors} in error; {verdicts}; \
         a job took {} (median), {} (99 %), {} (longest)\n",
        summary.jobs(),
        time(50),
        time(99),
        time(100)
    )
}
