//! Many jobs: JSON lines or an array in, JSON lines out in the same order, using all cores.
//!
//! A line that is not a job is answered with an error and does not stop the others. Only the lines being worked
//! on, and a few more, are in memory.

mod answer;
mod crew;
mod line;
mod options;
mod reading;
mod settings;
mod summary;
mod work;

use std::io::{BufRead, Write};
use std::sync::Mutex;

use crate::lines::{Items, LinesError, Queue};
use crate::parse::Limits;

use crew::Crew;

pub(crate) use answer::Contents;
pub(crate) use options::Age;
pub(crate) use settings::Options;
pub(crate) use summary::{LineError, Summary};

/// For each thread, the number of lines that may wait for an earlier one.
const WINDOW: usize = 32;

/// Works through all jobs of `input`: one per line, or the elements of one JSON array.
///
/// # Errors
/// What the input or the output says. Lines that are not jobs are answered, not returned.
pub(crate) fn run(
    input: impl BufRead + Send,
    output: impl Write + Send,
    options: &Options<'_>,
) -> Result<Summary, LinesError> {
    let items = Items::new(input, options.name, Limits::of_process())?;
    let crew = Crew {
        queue: Queue::new(items, output, WINDOW * options.threads),
        options,
        summary: Mutex::default(),
        running: Mutex::default(),
    };
    crew.run()
}
