//! Jobs in, lines out in the same order, with a bounded number of them between the two.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::items::{Item, Items};
use crate::parse::Diagnostic;

/// What stops a batch.
#[derive(Debug)]
pub enum BatchError {
    /// The jobs cannot be read.
    Input(io::Error),
    /// The input is neither lines nor an array.
    Form(Box<Diagnostic>),
    /// The answers cannot be written.
    Output(io::Error),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(error) => write!(f, "the jobs cannot be read: {error}"),
            Self::Form(error) => error.fmt(f),
            Self::Output(error) => write!(f, "the result cannot be written: {error}"),
        }
    }
}

impl std::error::Error for BatchError {}

/// What the workers share.
pub(super) struct Queue<R, W> {
    state: Mutex<State<R, W>>,
    /// Signalled when a line was written.
    written: Condvar,
    /// How many lines may be taken and not yet written.
    window: usize,
}

struct State<R, W> {
    input: Items<R>,
    output: W,
    /// How many lines were taken.
    taken: usize,
    /// How many were written.
    done: usize,
    /// Answers that wait for one before them.
    waiting: BTreeMap<usize, String>,
    /// The first thing that went wrong; then nothing more is taken.
    error: Option<BatchError>,
    end: bool,
}

impl<R: BufRead, W: Write> Queue<R, W> {
    pub(super) fn new(input: Items<R>, output: W, window: usize) -> Self {
        let state =
            State { input, output, taken: 0, done: 0, waiting: BTreeMap::new(), error: None, end: false };
        Self { state: Mutex::new(state), written: Condvar::new(), window }
    }

    fn lock(&self) -> MutexGuard<'_, State<R, W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job and its number, from 0; nothing at the end, or when something went wrong.
    pub(super) fn take(&self) -> Option<(usize, Item)> {
        let mut state = self.lock();
        while state.taken >= state.done + self.window && !state.end {
            state = self.written.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.end {
            return None;
        }
        match state.input.next() {
            Ok(None) => state.end = true,
            Ok(Some(item)) => {
                let number = state.taken;
                state.taken += 1;
                return Some((number, item));
            }
            Err(error) => {
                state.end = true;
                state.error.get_or_insert(BatchError::Input(error));
            }
        }
        self.written.notify_all();
        None
    }

    /// Takes the answer to a line; writes it, and those that waited for it, once all before it are
    /// written. A line without an answer leaves no line.
    pub(super) fn give(&self, number: usize, answer: Option<String>) {
        let mut state = self.lock();
        let text = answer.map_or_else(String::new, |line| format!("{line}\n"));
        state.waiting.insert(number, text);
        while let Some(next) = {
            let done = state.done;
            state.waiting.remove(&done)
        } {
            state.done += 1;
            if let Err(error) = state.output.write_all(next.as_bytes()) {
                state.end = true;
                state.error.get_or_insert(BatchError::Output(error));
            }
        }
        self.written.notify_all();
    }

    /// The first error of the input or the output.
    pub(super) fn finish(self) -> Result<(), BatchError> {
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(error),
            None => state.output.flush().map_err(BatchError::Output),
        }
    }
}
