//! Compares all pairs of an input: JSON lines in, lines out in the same order.

use std::io::{BufRead, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::outcome::{Outcome, Sides, compare};
use super::relation::Relation;
use crate::compare::Settings;
use crate::deadline;
use crate::evaluation::{Cache, Home, Kind, Layer, Policy};
use crate::lines::{BadLines, Ended, Id, Item, LinesError, Part, Spot, answer_all};
use crate::model::Catalogue;
use crate::parse::{self, Diagnostic, Located, Object, Strictness};
use crate::prove::Verdict;

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
    pub(crate) bad: BadLines,
    /// Whether nobody read the answers any more, so that there may be lines left.
    pub(crate) left: bool,
}

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
            Err(spot) => self.bad.add(&answer.id, spot),
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
    let cache = Cache::default();
    let counts = Mutex::new(Counts::default());
    let answer = |item: &Item| {
        let mut id = Id::default();
        let outcome = read(item, options.name, &cache, &mut id).map(|sides| {
            let compared =
                deadline::within(options.max_time, || compare(&sides, options.catalogue, options.settings));
            compared.unwrap_or_else(|_| Outcome::unknown(deadline::REASON))
        });
        Answer { id, outcome: outcome.map_err(|spot| *spot) }
    };
    let failed = |spot| Answer { id: Id::default(), outcome: Err(spot) };
    let written = |answer: &Answer| {
        counts.lock().unwrap_or_else(PoisonError::into_inner).add(answer);
        (options.written)(answer)
    };
    let ended = answer_all((input, options.name), output, options.threads, answer, failed, written)?;
    let mut counts = counts.into_inner().unwrap_or_else(PoisonError::into_inner);
    counts.left = ended == Ended::Early;
    Ok(counts)
}

/// The help for something that is not a line.
const SHAPE: &str = "a line is `{\"id\": …, \"baseline\": …, \"candidate\": …}`, where each side is a policy or a list of policies";

/// The policies of a line.
fn read(item: &Item, name: &str, cache: &Cache, id: &mut Id) -> Result<Sides, Box<Spot>> {
    let own = Part::whole(item, name)?;
    let located = |error: Diagnostic| Box::new(own.spot(&error));
    let root = parse::json(&own.source, Strictness::Strict).map_err(located)?;
    let object = Located::new(&root, &own.source).expect_object("a line").map_err(located)?;
    if let Some(place) = object.get("id") {
        *id = Id::read(place).map_err(located)?;
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
