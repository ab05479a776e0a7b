//! The threads that work on the jobs, and what happens to a job from which a thread does not return.
//!
//! All loops here check the deadline of the job. Z3 does so too, except while it derives large regular
//! expressions, which can take minutes. A thread that is in there cannot be ended; instead its job is answered,
//! and another thread takes its place.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::deadline::TimeUp;
use crate::watch::GRACE;

use super::answer::{Answer, Failed};
use super::settings::Options;
use super::summary::Summary;
use super::work::answer;
use crate::lines::{Ended, Id, LinesError, Queue, Spot};

/// How often to look for such jobs.
const LOOK: Duration = Duration::from_millis(100);

/// What the threads share.
pub(super) struct Crew<'a, R, W> {
    pub(super) queue: Queue<R, W>,
    pub(super) options: &'a Options<'a>,
    pub(super) summary: Mutex<Summary>,
    /// The jobs in progress, by number. Whoever removes one has to answer it.
    pub(super) running: Mutex<BTreeMap<usize, Running>>,
}

/// A job in progress.
pub(super) struct Running {
    since: Instant,
    /// Its line in the input.
    line: usize,
    /// Its id, once it has been read.
    id: Id,
}

/// The lock, even if a thread panicked while holding it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<R: BufRead + Send, W: Write + Send> Crew<'_, R, W> {
    /// Runs all jobs and returns the summary.
    ///
    /// # Errors
    /// The input cannot be read, or the output cannot be written.
    pub(super) fn run(&self) -> Result<Summary, LinesError> {
        thread::scope(|scope| {
            let (quit, quits) = channel();
            let start = || {
                let quit = quit.clone();
                scope.spawn(move || {
                    let done = catch_unwind(AssertUnwindSafe(|| self.work()));
                    let _ = quit.send(*done.as_ref().unwrap_or(&true));
                    done.map_or_else(|fault| resume_unwind(fault), drop);
                });
            };
            (0..self.options.threads).for_each(|_| start());
            let (mut working, mut lost) = (self.options.threads, 0_usize);
            while working > 0 {
                match quits.recv_timeout(LOOK) {
                    Ok(true) => working -= 1,
                    Ok(false) => lost = lost.saturating_sub(1),
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) => {
                        let given_up = self.give_up();
                        (0..given_up).for_each(|_| start());
                        lost += given_up;
                    }
                }
            }
            let outcome = self.outcome();
            if lost > 0
                && let Some(leave) = self.options.leave
            {
                leave(&outcome);
            }
            outcome
        })
    }

    /// Works on jobs one after the other. Returns whether all are done; otherwise this thread's job was given up
    /// meanwhile, and another thread does the rest.
    fn work(&self) -> bool {
        while let Some((number, item)) = self.queue.take() {
            let since = Instant::now();
            let line = match &item {
                Ok(item) => item.start.line,
                Err(too_long) => too_long.line,
            };
            lock(&self.running).insert(number, Running { since, line, id: Id::default() });
            let answer = match item {
                Ok(item) => {
                    (self.options.progress)(item.text.len());
                    let known = |id: &Id| {
                        if let Some(running) = lock(&self.running).get_mut(&number) {
                            running.id = id.clone();
                        }
                    };
                    let empty = item.text.trim_ascii().is_empty();
                    (!empty).then(|| answer(&item, self.options, known))
                }
                Err(too_long) => Some(Answer::Failed(Failed::new(Id::default(), Spot::too_long(too_long)))),
            };
            if lock(&self.running).remove(&number).is_none() {
                return false;
            }
            self.answered(number, (line, since), answer);
        }
        true
    }

    fn answered(&self, number: usize, (line, since): (usize, Instant), answer: Option<Answer>) {
        if let Some(answer) = &answer {
            lock(&self.summary).count(line, answer, since.elapsed());
        }
        self.queue.give(number, answer.map(Answer::line));
    }

    /// Answers the jobs that are long overdue and returns their number.
    fn give_up(&self) -> usize {
        let Some(limit) = self.options.max_time else { return 0 };
        let mut overdue = Vec::new();
        lock(&self.running).retain(|number, job| {
            let late = job.since.elapsed() > limit.saturating_add(GRACE);
            if late {
                overdue.push((*number, (job.line, job.since), job.id.clone()));
            }
            !late
        });
        let count = overdue.len();
        for (number, begun, id) in overdue {
            self.answered(number, begun, Some(Answer::Undone(id, TimeUp)));
        }
        count
    }

    fn outcome(&self) -> Result<Summary, LinesError> {
        let ended = self.queue.finish()?;
        let mut summary = std::mem::take(&mut *lock(&self.summary));
        summary.left = ended == Ended::Early;
        summary.times.sort_unstable();
        Ok(summary)
    }
}
