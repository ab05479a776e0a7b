//! The two streams: stdout carries the result, stderr the explanations.

use std::env;
use std::io::{self, IsTerminal, Write};

use paredown_policy::show::harmless;

use crate::exit::BAD_INPUT;

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    Always,
    Never,
}

/// Which streams support colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colours {
    pub(crate) output: bool,
    pub(crate) error: bool,
}

impl Colours {
    pub(crate) fn new(colour: Colour) -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let fine = set("NO_COLOR").is_none() && set("TERM").is_none_or(|terminal| terminal != "dumb");
        let on = |terminal: bool| match colour {
            Colour::Auto => terminal && fine,
            Colour::Always => true,
            Colour::Never => false,
        };
        Self { output: on(io::stdout().is_terminal()), error: on(io::stderr().is_terminal()) }
    }
}

/// Writes a result that may have colours; returns the exit code.
pub(crate) fn print(text: &str, code: u8) -> u8 {
    print_exactly(&harmless(text), code)
}

/// Writes a document byte for byte; returns the exit code.
pub(crate) fn print_exactly(text: &str, code: u8) -> u8 {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A reader that has seen enough is not an error, and changes no verdict.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            explain(&format!("error: the result cannot be written: {error}\n"));
            BAD_INPUT
        }
        _ => code,
    }
}

/// Writes an explanation. Errors are ignored: nothing is lost if nobody reads it.
pub(crate) fn explain(text: &str) {
    let _ = io::stderr().lock().write_all(harmless(text).as_bytes());
}
