//! Time, size, interruption, and the same bytes each time.

use std::sync::{Mutex, MutexGuard, PoisonError};

mod growth;
#[cfg(all(unix, feature = "z3"))]
mod interrupts;
mod max_time;
#[cfg(feature = "z3")]
mod same_bytes;

/// Held by tests that use all cores, or have a limit in time: these run one after the other. Other tests run at
/// the same time and must not make them fail, so limits in time are generous.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    // One that failed says nothing about the next.
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Patterns with so many inner wildcards that each engine, and recommending, takes far more than a second.
fn patterns(count: usize) -> Vec<String> {
    let letter = |number: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]);
    let pattern = |i: usize| {
        let (one, two) = (letter(i), letter(i * 7 + 3));
        format!("s3:*{one}{two}*{}*{}*", letter(i * 11 + i / 26 + 5), letter(i * 5 + i / 676))
    };
    let mut all: Vec<String> = (0..count).map(pattern).collect();
    all.sort();
    all.dedup();
    all
}
