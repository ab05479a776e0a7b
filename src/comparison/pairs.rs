//! Compares all pairs of an input: JSON lines in, lines out in the same order.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::outcome::{Outcome, Sides, compare};
use super::relation::Relation;
use crate::compare::Settings;
use crate::deadline;
use crate::evaluation::{Cache, Home, Kind, Layer, Policy};
use crate::lines::{Ended, Id, Item, Items, LinesError, Part, Queue, Spot};
use crate::model::Catalogue;
use crate::parse::{self, Diagnostic, Limits, Located, Object, Source, Strictness};
use crate::prove::Verdict;

/// For each thread, the number of lines that may wait for an earlier one.
const WINDOW: usize = 64;

/// How to compare pairs.
#[derive(Clone, Copy)]
pub(crate) struct Options<'a> {
    /// The name of the input in errors.
    pub(crate) name: &'a str,
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) settings: &'a Settings,
    /// The longest time for a pair; what is not decided by then is unknown.
    pub(crate) max_time: Option<Duration>,
    /// The number of lines to work on at a time.
    pub(crate) threads: usize,
    /// The text of an answer, without its last line break.
    pub(crate) written: &'a (dyn Fn(&Answer) -> String + Sync),
}

/// The answer to a line.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The `id` of the line.
    pub(crate) id: Id,
    /// What was found, or what is wrong with the line.
    pub(crate) outcome: Result<Outcome, Spot>,
}

/// The numbers of answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    /// Pairs by relation, in the order of [`Relation::ALL`].
    pub(crate) relations: [usize; 5],
    /// Pairs of which the candidate is known to allow more.
    pub(crate) more: usize,
    /// Pairs whose relation is not known.
    pub(crate) unknown: usize,
    /// Lines that are not pairs.
    pub(crate) errors: usize,
    /// The first of these, in order.
    pub(crate) named: Vec<(Id, Spot)>,
    /// Whether nobody read the answers any more, so that there may be lines left.
    pub(crate) left: bool,
}

/// The number of bad lines that are named; all are counted.
const NAMED: usize = 10;

impl Counts {
    fn add(&mut self, answer: &Answer) {
        match &answer.outcome {
            Ok(outcome) => {
                let place = Relation::ALL.iter().position(|one| *one == outcome.relation);
                if let Some(count) = place.and_then(|place| self.relations.get_mut(place)) {
                    *count += 1;
                }
                self.more += usize::from(outcome.no_more.verdict == Verdict::Refuted);
                self.unknown += usize::from(outcome.relation == Relation::Unknown);
            }
            Err(spot) => {
                self.errors += 1;
                // Lines are not answered in order.
                let at = self.named.partition_point(|(_, one)| one.line < spot.line);
                self.named.insert(at, (answer.id.clone(), spot.clone()));
                self.named.truncate(NAMED);
            }
        }
    }
}

/// Compares all pairs of `input`: one per line, or the elements of one JSON array.
///
/// # Errors
/// What the input or the output says. Lines that are not pairs are answered, not returned.
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
                Err(long) => Some(Answer { id: Id::default(), outcome: Err(Spot::too_long(long)) }),
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
    let done = catch_unwind(AssertUnwindSafe(|| {
        let mut id = Id::default();
        let outcome = read(item, options.name, cache, &mut id).map(|sides| {
            let compared =
                deadline::within(options.max_time, || compare(&sides, options.catalogue, options.settings));
            compared.unwrap_or_else(|_| Outcome::unknown(deadline::REASON))
        });
        Answer { id, outcome: outcome.map_err(|spot| *spot) }
    }));
    done.unwrap_or_else(|_| Answer {
        id: Id::default(),
        outcome: Err(Spot::whole(item.start.line, "internal error: please report this line")),
    })
}

/// The help for something that is not a line.
const SHAPE: &str = "a line is `{\"id\": …, \"baseline\": …, \"candidate\": …}`, where each side is a policy or a list of policies";

/// The policies of a line.
fn read(item: &Item, name: &str, cache: &Cache, id: &mut Id) -> Result<Sides, Box<Spot>> {
    let start = item.start;
    let Ok(text) = std::str::from_utf8(&item.text) else {
        return Err(Box::new(Spot::whole(start.line, "the line is not UTF-8")));
    };
    let source = Arc::new(Source { name: name.to_owned(), text: text.trim_end().to_owned() });
    let own = Part { source: Arc::clone(&source), start, before: 0 };
    let located = |error: Diagnostic| Box::new(own.spot(&error));
    let root = parse::json(&source, Strictness::Strict).map_err(located)?;
    let object = Located::new(&root, &source).expect_object("a line").map_err(located)?;
    if let Some(place) = object.get("id") {
        let read =
            (place.string().is_some() || place.is_number()).then(|| Id::new(place.json_text())).flatten();
        *id = read.ok_or_else(|| located(place.mismatch("`id`", "a string or a number")))?;
    }
    object.expect_keys("a pair", &["id", "baseline", "candidate"]).map_err(located)?;
    Ok(Sides {
        baseline: side(&object, "baseline", &own, cache)?,
        candidate: side(&object, "candidate", &own, cache)?,
    })
}

/// The policies of one side.
fn side(object: &Object<'_>, name: &str, own: &Part, cache: &Cache) -> Result<Layer, Box<Spot>> {
    let located = |error: Diagnostic| Box::new(own.spot(&error));
    let place = object.get(name).ok_or_else(|| {
        let error = object.place().error(format!("the pair has no `{name}`"), format!("no `{name}` here"));
        located(error.coded(parse::Code::MissingMember).with_help(SHAPE))
    })?;
    let items = place.items().unwrap_or_else(|| vec![place]);
    let mut policies = Vec::new();
    for (number, item) in items.iter().enumerate() {
        let part = Part::new(&own.source, name, item.span(), own.start);
        let text = cache.read(&part.source).map_err(|error| Box::new(part.spot(&error)))?;
        for (stated, _, read) in &text.policies {
            let named = if items.len() == 1 { name.to_owned() } else { format!("{name}[{number}]") };
            let as_written = Arc::ptr_eq(read.parsed().document.source(), &text.source);
            let home = Home::Line { before: part.before, as_written };
            policies.push(Policy::new(stated.clone().unwrap_or(named), home, Arc::clone(read)));
        }
    }
    Ok(Layer::new(Kind::Policies, policies))
}
