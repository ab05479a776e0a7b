//! Deadlines: how long a piece of work may take.
//!
//! A deadline belongs to the thread that works, and to the threads that it passes work on to. Long loops call
//! `check`; once the time is up, `check` gives up everything begun since [`within`], by unwinding, as
//! rust-analyzer does with work that a keystroke made obsolete. So no loop has to return half a result that may
//! be taken for a whole one; whoever called `within` says what is now unknown. Without a deadline nothing is
//! given up.

use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

thread_local! {
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The message when something was not done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeUp;

/// The reason given for what is unknown because it was not decided in time.
pub const REASON: &str = "it was not decided before the time was up (--max-time)";

impl fmt::Display for TimeUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was not done before the time was up (--max-time)")
    }
}

impl std::error::Error for TimeUp {}

/// The deadline of a thread, to be passed on to another thread.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Option<Instant>);

/// The deadline of this thread.
pub fn current() -> Deadline {
    Deadline(DEADLINE.get())
}

impl Deadline {
    /// The result of `work` under this deadline.
    ///
    /// # Errors
    /// The time was up before it was done.
    pub fn over<T>(self, work: impl FnOnce() -> T) -> Result<T, TimeUp> {
        let _restored = Restored(DEADLINE.replace(self.0));
        catch_unwind(AssertUnwindSafe(work)).or_else(|payload: Box<dyn Any + Send>| {
            // A real panic has nothing to do with deadlines.
            if payload.is::<TimeUp>() { Err(TimeUp) } else { resume_unwind(payload) }
        })
    }
}

/// Restores the previous deadline when dropped.
struct Restored(Option<Instant>);

impl Drop for Restored {
    fn drop(&mut self) {
        DEADLINE.set(self.0);
    }
}

/// The result of `work` if it takes no longer than `limit`, and no longer than the current deadline allows.
///
/// # Errors
/// The time was up before it was done.
pub fn within<T>(limit: Option<Duration>, work: impl FnOnce() -> T) -> Result<T, TimeUp> {
    let own = limit.and_then(|limit| Instant::now().checked_add(limit));
    Deadline(own.into_iter().chain(DEADLINE.get()).min()).over(work)
}

/// The result of `work` under the current deadline.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, TimeUp> {
    current().over(work)
}

/// Gives up the work of this thread if the time is up.
pub fn check() {
    if passed() {
        resume_unwind(Box::new(TimeUp));
    }
}

/// Whether the time is up.
pub fn passed() -> bool {
    DEADLINE.get().is_some_and(|deadline| Instant::now() >= deadline)
}

/// The remaining time, but at most `limit`.
pub fn at_most(limit: Duration) -> Duration {
    let left = DEADLINE.get().map(|deadline| deadline.saturating_duration_since(Instant::now()));
    left.map_or(limit, |left| left.min(limit))
}

/// Removes the deadline of this thread: the work is done, and its result is being reported.
pub fn lift() {
    DEADLINE.set(None);
}

/// The duration of a number of seconds, as written on the command line.
///
/// # Errors
/// What is expected instead.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds".to_owned())?;
    if !(0.001..=86_400.0).contains(&seconds) {
        return Err("expected between 0.001 and 86400 seconds".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Option<Duration> = Some(Duration::ZERO);
    const LONG: Option<Duration> = Some(Duration::from_secs(600));

    #[test]
    fn what_is_not_done_in_time_is_given_up() {
        let forever = || loop {
            check();
        };
        assert_eq!(within::<()>(Some(Duration::from_millis(20)), forever), Err(TimeUp));
        assert!(!passed());
        assert_eq!(within(LONG, || 1), Ok(1));
        assert_eq!(within(None, || 1), Ok(1));
        assert_eq!(at_most(Duration::from_secs(5)), Duration::from_secs(5));
        assert_eq!(within(NOTHING, || at_most(Duration::from_secs(5))), Ok(Duration::ZERO));
    }

    #[test]
    fn a_part_takes_no_longer_than_the_whole() {
        assert_eq!(within(NOTHING, || within(LONG, check)), Ok(Err(TimeUp)));
        let after = within(LONG, || {
            assert_eq!(within(NOTHING, check), Err(TimeUp));
            passed()
        });
        assert_eq!(after, Ok(false));
    }

    #[test]
    fn a_deadline_is_handed_on() {
        let handed_on = within(NOTHING, || {
            let deadline = current();
            std::thread::scope(|scope| scope.spawn(move || (passed(), deadline.over(check))).join().unwrap())
        });
        assert_eq!(handed_on, Ok((false, Err(TimeUp))));
        assert_eq!(
            within(NOTHING, || {
                lift();
                passed()
            }),
            Ok(false)
        );
    }

    #[test]
    fn a_panic_stays_one() {
        let panicking = catch_unwind(|| within(LONG, || panic!("a fault")));
        assert_eq!(panicking.unwrap_err().downcast_ref::<&str>(), Some(&"a fault"));
    }
}
