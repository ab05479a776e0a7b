//! One job, from its line to its answer.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::answer::{Answer, Failed};
use super::line::Job;
use super::settings::Options;
use crate::deadline;
use crate::job;
use crate::lines::{Id, Item, Spot};
use crate::principal::ATTACHED;
use crate::report::json::batch::Asked;

/// The answer to a line, whatever happens: a fault in one job must not affect the others. Calls `known` with the
/// id.
pub(super) fn answer(item: &Item, options: &Options<'_>, known: impl Fn(&Id)) -> Answer {
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
        Err(_) => Answer::Failed(Failed::new(id.take(), Spot::fault(item.start.line))),
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
