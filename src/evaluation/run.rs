//! Answers all lines of an input.

use std::io::{BufRead, Write};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::answer::{Answer, Failed};
use super::cache::Cache;
use super::counts::Counts;
use super::decided::decide;
use super::layers::Layers;
use super::line::{Common, Line};
use crate::lines::{Ended, Id, Item, LinesError, answer_all};

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
    let cache = Cache::default();
    let counts = Mutex::new(Counts::default());
    let common = Common { name: options.name, layers: options.layers, cache: &cache, names: options.names };
    let answer = |item: &Item| match Line::read(item, common) {
        Ok(Line { id, layers, asked, warnings, passed }) => {
            let decided = Box::new(decide(&layers, asked, options.explain, options.max_time));
            Answer::Decided { id, decided, warnings, passed }
        }
        Err(failed) => Answer::Failed(failed),
    };
    let failed = |spot| Answer::Failed(Failed::new(Id::default(), spot));
    let written = |answer: &Answer| {
        counts.lock().unwrap_or_else(PoisonError::into_inner).add(answer);
        (options.written)(answer)
    };
    let ended = answer_all((input, options.name), output, options.threads, answer, failed, written)?;
    let mut counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    counts.left = ended == Ended::Early;
    Ok(counts)
}
