//! Input and output, common to all commands.

use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

use crate::intake::{self, Notice};
use crate::model::Catalogue;
use crate::parse::{Diagnostic, Source, read_source};
use crate::report::text::Detail;
use crate::show::harmless;
use crate::{deadline, watch};

use super::args::Telling;
use super::drafts::Draft;
use super::failure::Failure;

/// Writes a result that may have colours to standard output.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    write(anstream::stdout().lock(), &harmless(text))
}

/// Writes a document to standard output, byte for byte.
pub(super) fn print_exactly(text: &str) -> Result<(), Failure> {
    write(io::stdout().lock(), text)
}

fn write(mut out: impl io::Write, text: &str) -> Result<(), Failure> {
    // From here on the result is being reported, for as long as its reader takes.
    deadline::lift();
    watch::tell();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A reader that has seen enough is not an error, and changes no verdict.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::output(&error)),
        _ => Ok(()),
    }
}

/// Writes an explanation to standard error. Errors are ignored: nothing is lost if nobody reads it.
pub(super) fn explain(text: &str) {
    let _ = anstream::stderr().lock().write_all(harmless(text).as_bytes());
}

/// Shows a notice about an input.
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

/// How much to show on a stream; on a terminal, not wider than that.
pub(super) fn detail(telling: Telling, all: bool, stream: Stream) -> Detail {
    let size = match stream {
        Stream::Output => terminal_size::terminal_size_of(io::stdout()),
        Stream::Error => terminal_size::terminal_size_of(io::stderr()),
    };
    Detail { all, quiet: telling.quiet, width: size.map(|(width, _)| usize::from(width.0)) }
}

/// Prints a report as JSON, with a final line feed.
pub(super) fn print_json(report: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(report)
        .map_err(|error| Failure::NotWritten(format!("the report cannot be written: {error}")))?;
    print_exactly(&format!("{text}\n"))
}

/// The catalogue at a path, or the built-in one.
pub(super) fn catalogue(path: Option<&Path>) -> Result<Catalogue, Failure> {
    Ok(intake::catalogue(path)?)
}

/// What a file says, if one is given; else what says nothing.
pub(super) fn read_with<T: Default>(
    path: Option<&Path>,
    read: impl FnOnce(&Arc<Source>) -> Result<T, Diagnostic>,
) -> Result<T, Failure> {
    path.map_or_else(|| Ok(T::default()), |path| Ok(read(&read_source(path)?)?))
}

/// Writes a file whole or not at all.
pub(super) fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    Draft::of(path, text)?.put(path)
}
