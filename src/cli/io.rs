//! What the commands share: reading inputs, and writing to the two streams and to files.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;

use sha2::{Digest as _, Sha256};

use crate::deadline::TimeUp;
use crate::intake::Stranger;
use crate::model::{Catalogue, hex};
use crate::parse::{self, Source};
use crate::prove::{Engine, Settings};
use crate::report::json::Input;

use super::args::Proving;
use super::drafts::Draft;
use super::terminal::harmless;
use super::{Exit, time};

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// An input was refused.
    Input(parse::Error),
    /// Something else, in a sentence.
    Other(String),
    /// Something could not be decided or shown.
    Undecided(String),
    /// The time was up.
    TimeUp(TimeUp),
}

impl Failure {
    pub(super) fn output(error: &io::Error) -> Self {
        Self::Other(format!("the result cannot be written: {error}"))
    }

    /// What the program ends with.
    pub(super) fn exit(&self) -> Exit {
        match self {
            Self::Input(_) | Self::Other(_) => Exit::BadInput,
            Self::Undecided(_) | Self::TimeUp(_) => Exit::Unknown,
        }
    }

    /// Says it on standard error.
    pub(super) fn show(&self) {
        match self {
            Self::Input(error) => explain(&format!("{}\n", error.render(true))),
            Self::Other(message) | Self::Undecided(message) => explain(&format!("error: {message}\n")),
            Self::TimeUp(error) => explain(&format!("unknown: {error}\n")),
        }
    }
}

impl<E: Into<parse::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Input(error.into())
    }
}

impl From<Box<Stranger>> for Failure {
    fn from(stranger: Box<Stranger>) -> Self {
        match stranger.diagnostic() {
            Some(diagnostic) => diagnostic.into(),
            None => Self::Other(format!("{}: {}", stranger.message, stranger.help)),
        }
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

/// A report as JSON, ended by a line feed.
pub(super) fn print_json(report: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(report)
        .map_err(|error| Failure::Other(format!("the report cannot be written: {error}")))?;
    print_exactly(&format!("{text}\n"))
}

/// The catalogue at a path, or the built-in one.
pub(super) fn catalogue(path: Option<&Path>) -> Result<Catalogue, Failure> {
    match path {
        Some(path) => Ok(parse::catalogue(path)?),
        None => Catalogue::embedded()
            .map_err(|error| Failure::Other(format!("the built-in catalogue is damaged: {error}"))),
    }
}

/// An input as reports name it.
pub(super) fn input(source: &Source) -> Input {
    Input { name: source.name.clone(), sha256: digest(&source.text) }
}

/// SHA-256 of a text, in hex.
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Writes the questions that the solver is asked into a folder.
pub(super) struct Emitter<'a> {
    folder: Option<&'a Path>,
    error: Mutex<Option<String>>,
}

impl<'a> Emitter<'a> {
    /// Makes the folder if there is none.
    pub(super) fn new(proving: &'a Proving) -> Result<Self, Failure> {
        let folder = proving.emit_smt.as_deref();
        if folder.is_some() && !Engine::from(proving.engine).asks_z3() {
            let message = "--emit-smt writes what Z3 is asked, and engine `automata` asks it nothing: choose `smt` or `both`";
            return Err(Failure::Other(message.to_owned()));
        }
        if let Some(folder) = folder {
            fs::create_dir_all(folder)
                .map_err(|error| Failure::Other(format!("`{}` cannot be made: {error}", folder.display())))?;
        }
        Ok(Self { folder, error: Mutex::new(None) })
    }

    /// Calls `with` with the settings that the command line asks for, and fails if a file could not
    /// be written.
    pub(super) fn prove<T>(
        &self,
        proving: &Proving,
        with: impl FnOnce(&Settings<'_>) -> T,
    ) -> Result<T, Failure> {
        let write = |name: &str, text: &str| {
            if let Some(Err(error)) = self.folder.map(|folder| write_whole(&folder.join(name), text)) {
                let mut first = self.error.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                first.get_or_insert(format!("`{name}` cannot be written: {error}"));
            }
        };
        let engine = proving.engine.into();
        let mut settings = Settings { engine, timeout: proving.timeout, ..Settings::default() };
        if let Some(threads) = proving.threads {
            settings.threads = usize::from(threads);
        }
        if self.folder.is_some() {
            settings.emit = Some(&write);
        }
        let result = with(&settings);
        let first = self.error.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
        first.map_or(Ok(result), |message| Err(Failure::Other(message)))
    }
}

/// Writes a file whole or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    Draft::of(path, text)?.put(path)
}
