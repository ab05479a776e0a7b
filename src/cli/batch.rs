//! `paredown batch`.

use std::fmt::Write as _;
use std::io::{self, BufWriter};
use std::time::Duration;

use crate::batch::{self, Age, Contents, LineError, Options, Summary};
use crate::intake;
use crate::job::{Change, KeepEntry, Planned, Settings};
use crate::lines::LinesError;
use crate::model::{Catalogue, CatalogueIdentity};
use crate::parse;
use crate::prove::{self, Verdict};

use super::args::{BatchArgs, ExitCodeArg};
use super::drafts;
use super::exit::Exit;
use super::failed::failed;
use super::failure::Failure;
use super::io::{catalogue, explain, write_whole};
use super::lines::{self, Opened};
use super::progress::Jobs;

/// Runs the jobs; the exit code is that of the worst line.
pub(super) fn run(args: &BatchArgs, max_time: Option<Duration>) -> Result<Exit, Failure> {
    let catalogue = catalogue(args.catalogue.as_deref())?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let Opened { input, name, length } = lines::open(&args.jobs)?;
    let kept: Vec<KeepEntry> = intake::kept(&(&args.keeping).into())?.into_iter().map(Into::into).collect();
    let progress = Jobs::new(length);
    let ended = |done: &Result<Summary, LinesError>| {
        progress.clear();
        ended(done, args, catalogue.identity())
    };
    let leave = |done: &Result<Summary, LinesError>| {
        let exit = ended(done).unwrap_or_else(|failure| failed(&failure));
        drafts::discard_all();
        // Does not wait for threads that are still in Z3.
        signal_hook::low_level::exit(exit.code().into());
    };
    let options = Options {
        name: &name,
        settings: settings(args, &catalogue),
        age: Age { min_unused_days: args.min_unused_days, as_of: args.as_of },
        keep: &kept,
        contents: Contents { documents: !args.no_documents, timings: args.timings },
        threads: args.threads.map_or(cores, usize::from),
        max_time,
        progress: &|bytes| progress.advance(bytes),
        leave: Some(&leave),
    };
    let done = batch::run(input, BufWriter::with_capacity(1 << 16, io::stdout()), &options);
    ended(&done)
}

/// The settings of each job, unless it says otherwise.
fn settings<'a>(args: &BatchArgs, catalogue: &'a Catalogue) -> Settings<'a> {
    let certify = args.certify.0.map(|engine| prove::Settings {
        engine,
        mode: Some(args.mode),
        timeout: args.timeout,
        threads: 1,
        ..prove::Settings::default()
    });
    Settings::builder(catalogue)
        .mode(Some(args.mode))
        .requirement(args.require)
        .certify(certify)
        .kind(args.kind.map(Into::into))
        .fit(args.fit)
        .plan(args.plan.then_some(Planned { files: false }))
        .certificate(args.certificate)
        // Attached policies matter only to a plan.
        .attached_limit(args.plan.then_some(args.attached_limit))
        .in_place(args.in_place)
        .build()
}

/// How many lines with errors are named.
const NAMED: usize = 10;

/// Reports the summary; the exit code is that of the worst line.
fn ended(
    done: &Result<Summary, LinesError>,
    args: &BatchArgs,
    catalogue: &CatalogueIdentity,
) -> Result<Exit, Failure> {
    let summary = match done {
        Ok(summary) => summary,
        Err(LinesError::Form(error)) => return Err(Failure::from((**error).clone())),
        Err(other) => return Err(Failure::Other(other.to_string())),
    };
    explain(&told(summary, args));
    for LineError { line, id, column, message } in summary.named.iter().take(NAMED) {
        let column = column.map(|column| format!(", column {column} of the job")).unwrap_or_default();
        explain(&format!("error: line {line} (id {id}){column}: {message}\n"));
    }
    if summary.errors > NAMED {
        explain(&format!("error: {} more lines are not jobs\n", summary.errors - NAMED));
    }
    if let Some(path) = &args.summary {
        let text = summary.json(catalogue, args.timings);
        let text = text.map_err(|error| Failure::Internal(format!("internal error: {error}")))?;
        write_whole(path, &text).map_err(|error| {
            Failure::NotWritten(format!(
                "`{}` cannot be written: {error}",
                parse::visible(&parse::shown(path))
            ))
        })?;
    }
    if summary.disagreements > 0 {
        let count = summary.disagreements;
        explain(&format!(
            "internal error: the engines disagree on {count} of the jobs: please report these lines with their \
             answers, which say more under `disagreements`\n"
        ));
    }
    Ok(match (args.exit_code, summary.worst()) {
        // There may be jobs left without an answer.
        (ExitCodeArg::Answered, _) if summary.left => Exit::Unknown,
        (ExitCodeArg::Answered, _) => Exit::Proved,
        (ExitCodeArg::Worst, _) if summary.disagreements > 0 => Exit::Unknown,
        (ExitCodeArg::Worst, Some(Verdict::Proved)) if summary.does_not_fit > 0 => Exit::DoesNotFit,
        (ExitCodeArg::Worst, Some(verdict)) => verdict.into(),
        (ExitCodeArg::Worst, None) => Exit::BadInput,
    })
}

/// The summary, for people.
fn told(summary: &Summary, args: &BatchArgs) -> String {
    let Summary { replace, detach, unchanged, does_not_fit, proved, refuted, unknown, errors, .. } = summary;
    let verdicts = match args.certify.0 {
        None => "not certified".to_owned(),
        Some(engine) => {
            format!("{proved} proved, {refuted} refuted, {unknown} unknown (engine {})", engine.name())
        }
    };
    let [actions, patterns, characters] =
        summary.amounts.map(|Change { before, after }| format!("{before} → {after}"));
    let mut text = format!(
        "{} jobs: {replace} replace, {detach} detach, {unchanged} unchanged, {does_not_fit} that AWS would refuse, \
         {errors} in error; {verdicts}\nactions: {actions}; patterns: {patterns}; characters: {characters}\n",
        summary.jobs(),
    );
    if args.timings {
        let time = |percent| format!("{:.1} ms", summary.percentile(percent).as_secs_f64() * 1e3);
        let _ =
            writeln!(text, "a job took {} (median), {} (99 %), {} (longest)", time(50), time(99), time(100));
    }
    text
}
