//! Answers all lines of an input, with several threads.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::error::LinesError;
use super::items::{Item, Items};
use super::queue::{Ended, Queue};
use super::spot::Spot;
use crate::parse::Limits;

/// For each thread, the number of lines that may wait for an earlier one.
const WINDOW: usize = 64;

/// Answers all lines of `input`: one per line, or the elements of one JSON array. Errors call the input `name`; `failed` is
/// the answer to a line that cannot be read, or whose answer is a fault of paredown, which must not affect the others;
/// `written` is the text of an answer, without its last line break.
///
/// # Errors
/// What the input or the output says.
pub(crate) fn answer_all<A>(
    (input, name): (impl BufRead + Send, &str),
    output: impl Write + Send,
    threads: usize,
    answer: impl Fn(&Item) -> A + Sync,
    failed: impl Fn(Spot) -> A + Sync,
    written: impl Fn(&A) -> String + Sync,
) -> Result<Ended, LinesError> {
    let items = Items::new(input, name, Limits::of_process())?;
    let queue = Queue::new(items, output, WINDOW * threads);
    let work = || {
        while let Some((number, item)) = queue.take() {
            let answer = match item {
                Ok(item) if item.text.trim_ascii().is_empty() => None,
                Ok(item) => {
                    let done = catch_unwind(AssertUnwindSafe(|| answer(&item)));
                    Some(done.unwrap_or_else(|_| failed(Spot::fault(item.start.line))))
                }
                Err(too_long) => Some(failed(Spot::too_long(too_long))),
            };
            queue.give(number, answer.map(|answer| written(&answer)));
        }
    };
    thread::scope(|scope| {
        (0..threads).for_each(|_| {
            scope.spawn(work);
        });
    });
    queue.finish()
}
