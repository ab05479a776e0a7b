//! Progress on a terminal: a bar on standard error with counts, rate and remaining time.

use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::prove::Engine;

/// What takes less time has no bar.
const SHORT: Duration = Duration::from_secs(1);

/// How often it is drawn per second.
const RATE: u8 = 5;

fn style(bar: &ProgressBar, shape: &str) {
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
}

/// The progress of the jobs of a batch.
pub(super) struct Jobs {
    bar: ProgressBar,
    jobs: AtomicU64,
}

impl Jobs {
    /// Measured in bytes of the input, if its length is known.
    pub(super) fn new(length: Option<u64>) -> Self {
        let jobs = AtomicU64::new(0);
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden(), jobs };
        }
        let bar = match length {
            Some(length) => ProgressBar::new(length),
            None => ProgressBar::no_length(),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
        let shape = if length.is_some() {
            "{bar:30} {percent}% {msg}, {eta} left"
        } else {
            "{spinner} {bytes} read, {msg}"
        };
        style(&bar, shape);
        Self { bar, jobs }
    }

    /// Records that a job with this many bytes was read.
    pub(super) fn advance(&self, bytes: usize) {
        let jobs = self.jobs.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.inc(bytes as u64);
        if !self.bar.is_hidden() {
            let rate =
                jobs * 1_000 / u64::try_from(self.bar.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
            self.bar.set_message(format!("{jobs} jobs, {rate}/s"));
        }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// The progress of certifying one job. Drawn if that takes longer than a moment; removed when this is dropped.
pub(super) struct Certifying {
    bar: ProgressBar,
    ended: Arc<(Mutex<bool>, Condvar)>,
    drawing: Option<JoinHandle<()>>,
}

impl Certifying {
    /// A bar on standard error, if that is a terminal.
    pub(super) fn new() -> Self {
        let bar = ProgressBar::hidden();
        let ended = Arc::new((Mutex::new(false), Condvar::new()));
        if !io::stderr().is_terminal() {
            return Self { bar, ended, drawing: None };
        }
        let (drawn, waiting) = (bar.clone(), Arc::clone(&ended));
        // Without a thread there is no bar.
        let draw = move || {
            let (over, changed) = &*waiting;
            let over = over.lock().unwrap_or_else(PoisonError::into_inner);
            let over = changed.wait_timeout_while(over, SHORT, |over| !*over);
            if !*over.unwrap_or_else(PoisonError::into_inner).0 {
                drawn.set_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
                drawn.enable_steady_tick(SHORT / RATE.into());
            }
        };
        let drawing = thread::Builder::new().spawn(draw).ok();
        Self { bar, ended, drawing }
    }

    /// Records how many of its parts an engine has decided.
    pub(super) fn advance(&self, engine: Engine, decided: usize, parts: usize) {
        // Without a terminal nothing is drawn.
        if self.drawing.is_none() {
            return;
        }
        // The remaining time can be estimated once the first part is decided.
        if decided == 0 {
            self.bar.reset();
            style(&self.bar, "{spinner} certifying ({msg}): {len} parts, {elapsed}");
            self.bar.set_message(engine.name());
        } else if decided == 1 {
            style(
                &self.bar,
                "{spinner} certifying ({msg}): {bar:30} {pos} of {len} parts, {per_sec}, {eta} left",
            );
        }
        self.bar.set_length(parts as u64);
        self.bar.set_position(decided as u64);
    }
}

impl Drop for Certifying {
    fn drop(&mut self) {
        let (over, changed) = &*self.ended;
        *over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_all();
        if let Some(drawing) = self.drawing.take() {
            // It returns nothing.
            let _ = drawing.join();
        }
        self.bar.finish_and_clear();
    }
}
