//! `--emit-smt`: writes a folder with the questions for the solver.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::parse::visible;
use crate::prove::Settings;

use super::args::{Overwriting, Proving};
use super::failure::Failure;
use super::folder::{FileKind, Folder, Stage};
use super::progress::Certifying;

/// The file that lists the questions in a folder of `--emit-smt`, and its format.
const QUESTIONS: (&str, &str) = ("questions.json", "paredown-questions/1");

/// Writes the questions for the solver into a folder.
pub(super) struct Emitter<'a> {
    folder: Option<&'a Path>,
    force: bool,
}

impl<'a> Emitter<'a> {
    /// An emitter that has written nothing yet.
    pub(super) fn new(proving: &'a Proving, overwriting: Overwriting) -> Result<Self, Failure> {
        let folder = proving.emit_smt.as_deref();
        if folder.is_some() && !proving.engine.asks_z3() {
            let message = "--emit-smt writes what Z3 is asked, and engine `automata` asks it nothing: choose `smt` or `both`";
            return Err(Failure::Other(message.to_owned()));
        }
        Ok(Self { folder, force: overwriting.force })
    }

    /// Calls `with` with the settings of the command line, and puts the questions asked into the folder: all of
    /// them, replacing those of an earlier run.
    pub(super) fn prove<T>(
        &self,
        proving: &Proving,
        with: impl FnOnce(&Settings<'_>) -> T,
    ) -> Result<T, Failure> {
        let engine = proving.engine;
        let certifying = Certifying::new();
        let advance = |engine, decided, parts| certifying.advance(engine, decided, parts);
        let mut settings =
            Settings { engine, timeout: proving.timeout, advance: Some(&advance), ..Settings::default() };
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
        // Obstacles are found before anything is asked, and again at the end.
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
        folder.open()?.replace(&stage, &stage.manifest(format))?;
        Ok(result)
    }
}
