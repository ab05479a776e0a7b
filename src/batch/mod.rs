//! Many jobs: JSON lines, or an array, in; JSON lines out in the same order, on all cores.
//!
//! A line that is not a job is answered with an error, and nothing stops the others. In memory are the lines
//! that are being worked on, and a few more.

mod answer;
mod crew;
mod id;
mod items;
mod line;
mod options;
mod queue;
mod reading;
mod spot;
mod summary;

use std::cell::Cell;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::Duration;

use crate::deadline;
use crate::job::{self, Kept, Settings};
use crate::parse::Limits;
use crate::principal::ATTACHED;
use crate::report::json::batch::Asked;

use answer::{Answer, Failed};
use crew::Crew;
use items::{Item, Items};
use line::Job;
use queue::Queue;
use spot::Spot;

pub use crate::report::json::batch::SCHEMA;
pub use answer::Contents;
pub use id::Id;
pub use options::Age;
pub use queue::BatchError;
pub use summary::{LineError, Summary};

/// Takes what all jobs come to.
pub type Leave<'a> = &'a (dyn Fn(&Result<Summary, BatchError>) + Sync);

/// How to go about all of the jobs.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What the input is called, in errors.
    pub name: &'a str,
    /// How each job is done, but for what it says itself.
    pub settings: Settings<'a>,
    /// How the unused sets are read.
    pub age: Age,
    /// What must survive, whatever a job says is unused.
    pub keep: &'a [Kept],
    /// What an answer has besides the verdict.
    pub contents: Contents,
    /// How many jobs are worked on at a time.
    pub threads: usize,
    /// How long a job may take; what is not decided then is unknown.
    pub max_time: Option<Duration>,
    /// Told of every line that was read, by its length in bytes.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Told what all of it comes to if a thread is still at a job that was given up: [`run`] returns only when
    /// it has come back, and whoever does not want to wait for that ends the process here.
    pub leave: Option<Leave<'a>>,
}

/// How many lines may wait for one before them, for each thread.
const WINDOW: usize = 32;

/// Works through all jobs of `input`: one per line, or the elements of one JSON array.
///
/// # Errors
/// What the input or the output says. Lines that are not jobs are answered, not returned.
pub fn run(
    input: impl BufRead + Send,
    output: impl Write + Send,
    options: &Options<'_>,
) -> Result<Summary, BatchError> {
    let items = Items::new(input, options.name, Limits::of_process())?;
    let crew = Crew {
        queue: Queue::new(items, output, WINDOW * options.threads),
        options,
        summary: Mutex::default(),
        running: Mutex::default(),
    };
    crew.run()
}

/// The answer to a line, whatever happens: a fault in one job must not take the others with it.
/// `known` is told its id.
fn answer(item: &Item, options: &Options<'_>, known: impl Fn(&Id)) -> Answer {
    let id = Cell::new(Id::default());
    let done = catch_unwind(AssertUnwindSafe(|| {
        let job = Job::read(item, options.name, options.settings, options.age, options.keep)?;
        id.set(job.id.clone());
        known(&job.id);
        let own = job.id.clone();
        match deadline::within(options.max_time, || work_on(job, item.start.line, options)) {
            Ok(done) => done,
            Err(time_up) => Ok(Answer::Undone(own, time_up)),
        }
    }));
    match done {
        Ok(Ok(answer)) => answer,
        Ok(Err(failed)) => Answer::Failed(failed),
        Err(_) => {
            let spot = Spot::whole(item.start.line, "internal error: please report this line");
            Answer::Failed(Failed::new(id.take(), spot))
        }
    }
}

fn work_on(job: Job<'_>, line: usize, options: &Options<'_>) -> Result<Answer, Box<Failed>> {
    let Job { id, what: job, settings, several, warnings, passed } = job;
    let outcome = job::run(job, &settings)
        .map_err(|error| Failed::new(id.clone(), Spot::whole(line, error.to_string())))?;
    let asked = Asked {
        id: id.value(),
        several,
        warnings: warnings.iter().map(Into::into).collect(),
        passed: &passed,
        planned: settings.plan.map(|_| settings.attached_limit.unwrap_or(ATTACHED)),
        documents: options.contents.documents,
        timings: options.contents.timings,
    };
    Ok(Answer::of(&outcome, asked))
}
