//! Many jobs: JSON lines, or an array, in; JSON lines out in the same order, on all cores.
//!
//! One that is no job makes a line that says so, and nothing stops the others. In memory are the lines
//! that are being worked on, and a few more.

mod answer;
mod crew;
mod items;
mod job;
mod queue;
mod reading;
mod summary;

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::time::Duration;

use serde_json::Value;

use crate::deadline;
use crate::model::{Catalogue, Pattern};
use crate::parse::{Limits, Strictness};
use crate::principal::{How, pare};
use crate::prove::{Requirement, Settings, certify};
use crate::recommend::{Disposition, Mode};

use answer::{Answer, Done, Failed, Undone};
use crew::Crew;
use items::{Item, Items};
use job::Job;
use queue::Queue;
use reading::Proposal;

pub use answer::ErrorPlace;
pub use queue::BatchError;
pub use summary::Summary;

/// Takes what all jobs come to.
pub type Leave<'a> = &'a (dyn Fn(&Result<Summary, BatchError>) + Sync);

/// How to go about all of the jobs.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// What the input is called, in errors.
    pub name: &'a str,
    /// The catalogue that exactness is relative to.
    pub catalogue: &'a Catalogue,
    /// The mode in which is recommended and certified.
    pub mode: Mode,
    /// Which obligations decide.
    pub requirement: Requirement,
    /// How to certify; nothing to recommend only.
    pub settings: Option<Settings<'a>>,
    /// How many jobs are worked on at a time.
    pub threads: usize,
    /// How long a job may take; what is not decided then is unknown.
    pub max_time: Option<Duration>,
    /// What must survive, whatever a job says is unused.
    pub keep: &'a [Pattern],
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
/// What the input or the output says. Lines that are no jobs are answered, not returned.
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
fn answer(item: &Item, options: &Options<'_>, known: impl Fn(&Value)) -> Answer {
    let number = item.start.line;
    let done = catch_unwind(AssertUnwindSafe(|| {
        let job = Job::read(item, options.name)?;
        let id = job.id.clone();
        known(&id);
        let done = deadline::within(options.max_time, || work_on(job, number, options));
        match done {
            Ok(done) => done.map(|done| Answer::Done(Box::new(done))),
            Err(time_up) => Ok(Answer::Undone(Undone::new(id, time_up))),
        }
    }));
    match done {
        Ok(Ok(answer)) => answer,
        Ok(Err(failed)) => Answer::Failed(*failed),
        Err(_) => Answer::Failed(Failed {
            id: Value::Null,
            error: ErrorPlace::line(number, "internal error: please report this line"),
        }),
    }
}

fn work_on(mut job: Job, number: usize, options: &Options<'_>) -> Result<Done, Box<Failed>> {
    job.unused.keep_all(options.keep.iter().cloned());
    let settings = options.settings.as_ref();
    let Some(proposal) = job.proposal else {
        let how = How {
            unused: &job.unused,
            catalogue: options.catalogue,
            mode: options.mode,
            strictness: Strictness::Strict,
            settings,
        };
        let failed = |error: &str| {
            let error = ErrorPlace::line(number, error);
            Box::new(Failed { id: job.id.clone(), error })
        };
        let pared = pare(&[(&job.policy, None)], &how).map_err(|error| failed(&error.to_string()))?;
        let Some(refined) = pared.refinements.first() else {
            return Err(failed("internal error: nothing was recommended"));
        };
        let document = refined.documents.first().map(String::as_str);
        let done = Done::new(job.id, job.warnings, refined.recommendation.outcome, document).fitted(
            job.kind,
            &job.policy.document.text(),
            &refined.documents,
        );
        return Ok(match &pared.certification {
            Some(proof) => done.certified(proof, options.requirement, options.mode),
            None => done,
        });
    };
    let original = std::slice::from_ref(&job.policy.policy);
    let (recommended, text) = match proposal {
        Proposal::Policy(parsed) => (vec![parsed.policy], Some(parsed.document.text())),
        Proposal::Detach => (Vec::new(), None),
    };
    let outcome = match (recommended.is_empty(), original == recommended) {
        (true, _) => Disposition::Detach,
        (false, true) => Disposition::Unchanged,
        (false, false) => Disposition::Replace,
    };
    let done = Done::new(job.id, job.warnings, outcome, text.as_deref()).fitted(
        job.kind,
        &job.policy.document.text(),
        text.as_slice(),
    );
    Ok(match settings {
        Some(settings) => {
            let proof = certify(original, &job.unused, &recommended, options.catalogue, settings);
            done.certified(&proof, options.requirement, options.mode)
        }
        None => done,
    })
}
