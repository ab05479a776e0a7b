//! What the commands share: reading inputs, and writing to the two streams and to files.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::deadline::TimeUp;
use crate::intake::{self, Notice, Stranger};
use crate::job::JobError;
use crate::model::Catalogue;
use crate::parse::{self, Code, Diagnostic, ReadError, visible};
use crate::prove::Settings;
use crate::report::json::{self, ErrorDetails};
use crate::report::text::Detail;
use crate::show::harmless;
use crate::watch;

use super::args::{Overwriting, Proving, Telling};
use super::drafts::Draft;
use super::folder::{FileKind, Folder, Stage};
use super::{Exit, time};

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// An input was refused.
    Input(parse::Error),
    /// Inputs are about different principals or accounts.
    Stranger(String),
    /// Something else is not what it should be, in a sentence.
    Other(String),
    /// A result cannot be written.
    NotWritten(String),
    /// A fault of paredown.
    Internal(String),
    /// Something could not be decided or shown.
    Undecided(String),
    /// The time was up.
    TimeUp(TimeUp),
}

impl Failure {
    pub(super) fn output(error: &io::Error) -> Self {
        Self::NotWritten(format!("the result cannot be written: {error}"))
    }

    /// What the program ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Stranger(_) | Self::Other(_) | Self::NotWritten(_) | Self::Internal(_) => {
                Exit::BadInput
            }
            Self::Undecided(_) | Self::TimeUp(_) => Exit::Unknown,
        }
    }

    /// What kind of error it is.
    fn code(&self) -> Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Stranger(_) => Code::OtherPrincipal,
            Self::Other(_) => Code::Invalid,
            Self::NotWritten(_) => Code::NotWritten,
            Self::Internal(_) => Code::Internal,
            Self::Undecided(_) => Code::Undecided,
            Self::TimeUp(_) => Code::TimeUp,
        }
    }

    /// Says it on standard error.
    pub(super) fn show(&self) {
        match self {
            Self::Input(error) => explain(&format!("{}\n", error.render(true))),
            Self::Stranger(message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => explain(&format!("error: {message}\n")),
            Self::TimeUp(error) => explain(&format!("unknown: {error}\n")),
        }
    }
}

impl Failure {
    /// Prints it as the result, in place of the report that was to be printed; not after that.
    pub(super) fn print(&self) -> Result<(), Failure> {
        if watch::was_told() {
            return Ok(());
        }
        let mut error = match self {
            Self::Input(parse::Error::Diagnostic(found)) => {
                let (line, column) = found.line_column();
                ErrorDetails {
                    message: found.message.clone(),
                    file: Some(found.source.name.clone()),
                    line: Some(line),
                    column: Some(column),
                    help: found.help.clone(),
                    ..ErrorDetails::default()
                }
            }
            Self::Input(parse::Error::Read(found)) => ErrorDetails {
                message: found.message.clone(),
                file: Some(found.file.clone()).filter(|file| !file.is_empty()),
                help: found.help.clone(),
                ..ErrorDetails::default()
            },
            Self::Stranger(message)
            | Self::Other(message)
            | Self::NotWritten(message)
            | Self::Internal(message)
            | Self::Undecided(message) => {
                ErrorDetails { message: message.clone(), ..ErrorDetails::default() }
            }
            Self::TimeUp(error) => ErrorDetails { message: error.to_string(), ..ErrorDetails::default() },
        };
        error.code = self.code().name();
        error.exit = self.exit().code();
        print_json(&json::ErrorReport::new(error))
    }
}

impl From<parse::Error> for Failure {
    fn from(error: parse::Error) -> Self {
        Self::Input(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(error: Diagnostic) -> Self {
        Self::Input(error.into())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Input(error.into())
    }
}

impl From<intake::Error> for Failure {
    fn from(error: intake::Error) -> Self {
        match error {
            intake::Error::Input(error) => Self::Input(error),
            error if error.code() == Code::OtherPrincipal => Self::Stranger(error.to_string()),
            error => Self::Other(error.to_string()),
        }
    }
}

impl From<JobError> for Failure {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Count { .. } => Self::Other(error.to_string()),
            JobError::Refinement(_) | JobError::Planning(_) => Self::Internal(error.to_string()),
        }
    }
}

impl From<Box<Stranger>> for Failure {
    fn from(stranger: Box<Stranger>) -> Self {
        intake::Error::from(stranger).into()
    }
}

/// Writes a result that may have colours to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write(anstream::stdout().lock(), &harmless(text))
}

/// Writes a document to standard output, byte for byte.
pub(super) fn print_exactly(text: &str) -> Result<(), Failure> {
    write(io::stdout().lock(), text)
}

fn write(mut out: impl io::Write, text: &str) -> Result<(), Failure> {
    time::is_told();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A reader that has seen enough is no failure, and changes no verdict.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::output(&error)),
        _ => Ok(()),
    }
}

/// Writes an explanation to standard error. Nothing is lost if nobody listens.
pub(super) fn explain(text: &str) {
    let _ = anstream::stderr().lock().write_all(harmless(text).as_bytes());
}

/// Shows what is worth saying of an input.
#[expect(clippy::needless_pass_by_value, reason = "notices are handed over")]
pub(super) fn tell(notice: Notice) {
    explain(&format!("{}\n", notice.render(true)));
}

/// One of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Output,
    Error,
}

/// How much is shown on a stream: on a terminal, not wider than that.
pub(super) fn detail(telling: Telling, all: bool, stream: Stream) -> Detail {
    let size = match stream {
        Stream::Output => terminal_size::terminal_size_of(io::stdout()),
        Stream::Error => terminal_size::terminal_size_of(io::stderr()),
    };
    Detail { all, quiet: telling.quiet, width: size.map(|(width, _)| usize::from(width.0)) }
}

/// A report as JSON, ended by a line feed.
pub(super) fn print_json(report: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(report)
        .map_err(|error| Failure::NotWritten(format!("the report cannot be written: {error}")))?;
    print_exactly(&format!("{text}\n"))
}

/// The catalogue at a path, or the built-in one.
pub(super) fn catalogue(path: Option<&Path>) -> Result<Catalogue, Failure> {
    Ok(intake::catalogue(path)?)
}

/// The file that lists the questions in a folder of `--emit-smt`, and its format.
const QUESTIONS: (&str, &str) = ("questions.json", "paredown-questions/1");

/// Writes the questions that the solver is asked into a folder.
pub(super) struct Emitter<'a> {
    folder: Option<&'a Path>,
    force: bool,
}

impl<'a> Emitter<'a> {
    /// Nothing is written yet.
    pub(super) fn new(proving: &'a Proving, overwriting: Overwriting) -> Result<Self, Failure> {
        let folder = proving.emit_smt.as_deref();
        if folder.is_some() && !proving.engine.asks_z3() {
            let message = "--emit-smt writes what Z3 is asked, and engine `automata` asks it nothing: choose `smt` or `both`";
            return Err(Failure::Other(message.to_owned()));
        }
        Ok(Self { folder, force: overwriting.force })
    }

    /// Calls `with` with the settings that the command line asks for, and puts what was asked into the folder:
    /// all of it, in place of what an earlier run wrote.
    pub(super) fn prove<T>(
        &self,
        proving: &Proving,
        with: impl FnOnce(&Settings<'_>) -> T,
    ) -> Result<T, Failure> {
        let engine = proving.engine;
        let mut settings = Settings { engine, timeout: proving.timeout, ..Settings::default() };
        if let Some(threads) = proving.threads {
            settings.threads = usize::from(threads);
        }
        let Some(place) = self.folder else { return Ok(with(&settings)) };
        let failed = |error: io::Error| {
            Failure::NotWritten(format!(
                "`{}` cannot be written: {error}",
                visible(&place.display().to_string())
            ))
        };
        let (manifest, format) = QUESTIONS;
        // What is in the way is found before anything is asked, and again at the end.
        let folder = Folder { place, manifest, format, force: self.force, inputs: &[] };
        drop(folder.open()?);
        let stage = Mutex::new((Stage::within(place).map_err(failed)?, Ok(())));
        let write = |name: &str, text: &str| {
            let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
            let added = stage.0.add(name, text, FileKind::Plain);
            if stage.1.is_ok() {
                stage.1 = added;
            }
        };
        settings.emit = Some(&write);
        let result = with(&settings);
        let (stage, added) = stage.into_inner().unwrap_or_else(PoisonError::into_inner);
        added.map_err(failed)?;
        let list = serde_json::json!({
            "format": format, "paredown": env!("CARGO_PKG_VERSION"), "files": stage.listed(),
        });
        folder.open()?.replace(&stage, &format!("{list:#}\n"))?;
        Ok(result)
    }
}

/// Writes a file whole or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    Draft::of(path, text)?.put(path)
}
