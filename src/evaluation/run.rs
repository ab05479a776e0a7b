//! Answers all lines of an input.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::answer::{Answer, Failed};
use super::cache::Cache;
use super::counts::Counts;
use super::decided::decide;
use super::layers::Layers;
use super::line::{Common, Line};
use crate::lines::{Ended, Id, Item, Items, LinesError, Queue, Spot};
use crate::parse::Limits;

/// For each thread, the number of lines that may wait for an earlier one.
const WINDOW: usize = 64;

/// How to answer lines.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// The name of the input in errors.
    pub(crate) name: &'a str,
    /// The layers for lines that do not have their own.
    pub(crate) layers: &'a Layers,
    /// By how many statements at most to explain why a request is not allowed.
    pub(crate) explain: Option<usize>,
    /// The longest time for a request; what is not decided by then is unknown.
    pub(crate) max_time: Option<Duration>,
    /// The number of lines to work on at a time.
    pub(crate) threads: usize,
    /// The names of members of answers, which are not passed through.
    pub(crate) names: &'a [&'a str],
    /// The text of an answer, without its last line break.
    pub(crate) written: &'a (dyn Fn(&Answer) -> String + Sync),
}

/// Answers all lines of `input`: one per line, or the elements of one JSON array.
///
/// # Errors
/// What the input or the output says. Lines that are not requests are answered, not returned.
pub(crate) fn run(
    input: impl BufRead + Send,
    output: impl Write + Send,
    options: &Options<'_>,
) -> Result<Counts, LinesError> {
    let items = Items::new(input, options.name, Limits::of_process())?;
    let queue = Queue::new(items, output, WINDOW * options.threads);
    let cache = Cache::default();
    let counts = Mutex::new(Counts::default());
    let work = || {
        while let Some((number, item)) = queue.take() {
            let answer = match item {
                Ok(item) if item.text.trim_ascii().is_empty() => None,
                Ok(item) => Some(answer(&item, options, &cache)),
                Err(too_long) => Some(Answer::Failed(Failed::new(Id::default(), Spot::too_long(too_long)))),
            };
            if let Some(answer) = &answer {
                counts.lock().unwrap_or_else(PoisonError::into_inner).add(answer);
            }
            queue.give(number, answer.map(|answer| (options.written)(&answer)));
        }
    };
    thread::scope(|scope| {
        (0..options.threads).for_each(|_| {
            scope.spawn(work);
        });
    });
    let ended = queue.finish()?;
    let mut counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    counts.left = ended == Ended::Early;
    Ok(counts)
}

/// The answer to a line, whatever happens: a fault in one must not affect the others.
fn answer(item: &Item, options: &Options<'_>, cache: &Cache) -> Answer {
    let common = Common { name: options.name, layers: options.layers, cache, names: options.names };
    let done = catch_unwind(AssertUnwindSafe(|| {
        let Line { id, layers, asked, warnings, passed } = Line::read(item, common)?;
        let decided = Box::new(decide(&layers, asked, options.explain, options.max_time));
        Ok(Answer::Decided { id, decided, warnings, passed })
    }));
    match done {
        Ok(Ok(answer)) => answer,
        Ok(Err(failed)) => Answer::Failed(failed),
        Err(_) => {
            let spot = Spot::whole(item.start.line, "internal error: please report this line");
            Answer::Failed(Failed::new(Id::default(), spot))
        }
    }
}
